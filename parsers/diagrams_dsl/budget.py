"""What one script may cost, counted before it is spent. Exceeding a limit ends the reading in TooLarge."""

from dataclasses import dataclass

from parsers.errors import TooLarge


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading. A step is the evaluation of one expression or a pass of one loop."""

    source_bytes: int = 512 * 1024
    syntax_depth: int = 300
    steps: int = 300_000
    call_depth: int = 120
    elements: int = 2_000_000
    characters: int = 20_000_000
    text: int = 1_000_000
    digits: int = 4_096
    nodes: int = 10_000
    edges: int = 30_000
    clusters: int = 3_000
    diagrams: int = 200
    remarks: int = 500


class Exceeded(Exception):  # noqa: N818 - a limit that was exceeded
    """A limit would be exceeded: its name, and its value. No script can catch this."""

    def __init__(self, what: str, limit: int) -> None:
        self.what, self.limit = what, limit
        super().__init__(f"more than {limit:,} {what}")


class Budget:
    """Counts what has been spent; every method raises Exceeded before the limit is passed."""

    __slots__ = ("_characters", "_elements", "limits", "steps")

    def __init__(self, limits: Limits) -> None:
        self.limits, self.steps = limits, 0
        self._elements = self._characters = 0

    def work(self, amount: int) -> None:
        """Charge for host operations whose time grows with `amount`: 32 elements or characters cost one step."""
        self.steps += amount >> 5
        if self.steps > self.limits.steps:
            raise Exceeded("steps", self.limits.steps)

    def elements(self, count: int) -> None:
        """Charge for a collection that is about to hold `count` more elements."""
        self._elements += count
        if self._elements > self.limits.elements:
            raise Exceeded("elements in collections", self.limits.elements)
        self.steps += count >> 5

    def characters(self, count: int) -> None:
        """Charge for a text of `count` characters that is about to be made."""
        if count > self.limits.text:
            raise Exceeded("characters in one text", self.limits.text)
        self._characters += count
        if self._characters > self.limits.characters:
            raise Exceeded("characters in all texts", self.limits.characters)

    def digits(self, bits: int) -> None:
        """Refuse a whole number of more than that many binary digits."""
        if bits > self.limits.digits:
            raise Exceeded("binary digits in one number", self.limits.digits)


def too_large(exceeded: Exceeded, line: int | None) -> TooLarge:
    """The error that the reader raises for it."""
    return TooLarge(
        f"the script would take {exceeded}.",
        "Draw less in one file, or build it with fewer steps.",
        line=line,
    )

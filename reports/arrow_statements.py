"""Arrows as the operators of the `diagrams` library draw them: fans, funnels and chains, in the order given."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from architecture import Direction

LONGEST_LINE = 96


@dataclass(frozen=True, slots=True)
class Arrow:
    """One connection between two variables; `edge` is the `Edge(...)` that describes it, "" for a plain one."""

    source: str
    target: str
    edge: str
    direction: Direction

    @property
    def operator(self) -> str:
        """What stands between the two: `>>`, `-`, `<< Edge() >>`, `>> Edge(label="x") >>`."""
        before, after = {
            Direction.FORWARD: (">>", ">>"),
            Direction.NONE: ("-", "-"),
            Direction.BOTH: ("<<", ">>"),
        }[self.direction]
        if self.edge or self.direction is Direction.BOTH:
            return f"{before} {self.edge or 'Edge()'} {after}"
        return after

    def like(self, other: "Arrow") -> bool:
        """Whether both look the same."""
        return self.operator == other.operator


def statements(arrows: Sequence[Arrow]) -> Iterator[str]:
    """Lines of code that draw these arrows in this order."""
    position = 0
    while position < len(arrows):
        taken, statement = _statement(arrows, position)
        yield statement
        position += taken


def _statement(arrows: Sequence[Arrow], at: int) -> tuple[int, str]:
    """The next statement, and how many arrows it draws."""
    first = arrows[at]
    fan = _run(arrows, at, lambda here: here.source == first.source)
    if len(fan) > 1:
        return len(fan), f"{first.source} {first.operator} [{', '.join(arrow.target for arrow in fan)}]"
    if first.direction is Direction.FORWARD:
        funnel = _run(arrows, at, lambda here: here.target == first.target)
        if len(funnel) > 1:
            sources = ", ".join(arrow.source for arrow in funnel)
            return len(funnel), f"[{sources}] {first.operator} {first.target}"
    return _chain(arrows, at)


def _run(arrows: Sequence[Arrow], at: int, belongs: Callable[[Arrow], bool]) -> list[Arrow]:
    """The arrows from here on that belong together, look the same and fit on a line."""
    found: list[Arrow] = []
    room = LONGEST_LINE
    for arrow in arrows[at:]:
        room -= max(len(arrow.source), len(arrow.target)) + 2
        if not belongs(arrow) or not arrow.like(arrows[at]) or (found and room < 0):
            break
        found.append(arrow)
    return found


def _chain(arrows: Sequence[Arrow], at: int) -> tuple[int, str]:
    """`a >> b >> c`: operators of one direction only, for `-` binds tighter than `>>`."""
    first = arrows[at]
    text, taken = f"{first.source} {first.operator} {first.target}", 1
    while at + taken < len(arrows):
        before, here = arrows[at + taken - 1], arrows[at + taken]
        more = f" {here.operator} {here.target}"
        if before.target != here.source or here.direction is not first.direction:
            break
        if (
            here.direction is Direction.BOTH
            or len(text) + len(more) > LONGEST_LINE
            or _fans(arrows, at + taken)
        ):
            break
        text, taken = text + more, taken + 1
    return taken, text


def _fans(arrows: Sequence[Arrow], at: int) -> bool:
    """Whether a list serves better from here on."""
    after = arrows[at + 1] if at + 1 < len(arrows) else None
    return after is not None and after.source == arrows[at].source and after.like(arrows[at])

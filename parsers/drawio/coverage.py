"""Coverage: cell by cell, what was recognised, what was guessed, what was ignored, and why."""

from dataclasses import dataclass
from functools import cached_property

from parsers.drawio.document import DrawioDocument
from parsers.drawio.graph import Account, Outcome, accounts, understand
from parsers.reading import Reading

CONNECTIONS = frozenset({"edge", "arrow"})
ICONS = frozenset({"icon"})


@dataclass(frozen=True)
class FileCoverage:
    """The account of every cell of one file, and shares of it (0 to 1; 1 where there is nothing to share)."""

    file: str
    accounts: tuple[Account, ...]

    def share(self, *outcomes: Outcome, parts: frozenset[str] | None = None) -> float:
        """The share of the cells (of these parts) with one of these outcomes."""
        asked = [account for account in self.accounts if parts is None or account.part in parts]
        return sum(account.outcome in outcomes for account in asked) / len(asked) if asked else 1.0

    @cached_property
    def icons_recognised(self) -> float:
        """The share of icons that stand for a known service."""
        return self.share(Outcome.RECOGNISED, parts=ICONS)

    @cached_property
    def arrows_joined(self) -> float:
        """The share of arrows with a thing at both ends."""
        return self.share(Outcome.RECOGNISED, Outcome.GUESSED, parts=CONNECTIONS)

    @property
    def summary(self) -> str:
        """The file in one line."""
        counts = {outcome: sum(a.outcome is outcome for a in self.accounts) for outcome in Outcome}
        told = ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items())
        return (
            f"{self.file}: {len(self.accounts)} cells: {told}; "
            f"icons recognised {self.icons_recognised:.0%}, arrows joined {self.arrows_joined:.0%}"
        )


def coverage(reading: Reading) -> FileCoverage:
    """What became of every cell of a draw.io file. Raises TypeError for a reading of another format."""
    document = reading.document
    if not isinstance(document, DrawioDocument):
        raise TypeError("coverage tells of draw.io files only")
    told = (
        account
        for page in document.pages
        for account in accounts(understand(page, reading.file, document.mapping))
    )
    return FileCoverage(reading.file, tuple(told))

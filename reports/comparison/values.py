"""What differs between two reviews: pages, findings and what the drawing shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from architecture import Layer
from architecture.comparison import Change, Comparison
from graph_rules.finding import Finding
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from reports.review import Review


class Standing(StrEnum):
    """What became of a finding.

    `new`: not there before. `regressed`: there before, and worse: its waiver gone or expired, or severity or
    verdict up. `still_open`: there before and now. `waived`: waived now, or listed in the baseline.
    `fixed`: its subjects are still drawn and it is gone. `no_longer_drawn`: gone together with a subject:
    that proves nothing.
    """

    NEW = "new"
    REGRESSED = "regressed"
    STILL_OPEN = "still_open"
    WAIVED = "waived"
    FIXED = "fixed"
    NO_LONGER_DRAWN = "no_longer_drawn"


@dataclass(frozen=True)
class ComparedFinding:
    """One finding before and after; one of them is None where it was or is not there.

    `why` says in words what told that they are the same, why it is worse, or why it is not surely fixed.
    """

    standing: Standing
    before: Finding | None
    after: Finding | None
    why: str = ""

    @property
    def finding(self) -> Finding:
        """The later finding, the earlier one where it is gone."""
        finding = self.after or self.before
        assert finding is not None  # noqa: S101 - one of them is always there
        return finding

    @property
    def newly_waived(self) -> bool:
        """Whether it is waived now and was not before."""
        return self.standing is Standing.WAIVED and (self.before is None or self.before.suppressed is None)


@dataclass(frozen=True)
class PageComparison:
    """One diagram before and after, by index; None where it was added or removed."""

    name: str
    before: int | None
    after: int | None
    comparison: Comparison
    why: str


@dataclass(frozen=True, slots=True)
class LayerChange:
    """What is shown of a lens layer before and after: shown, not_shown or not_expected."""

    layer: Layer
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CoverageChange:
    """The share (0 to 1) of what the scenario expects before and after, and the layers that changed.

    A share is None where the file is not there; then no layer is compared.
    """

    before: float | None
    after: float | None
    scenario_before: str
    scenario_after: str
    layers: tuple[LayerChange, ...]


@dataclass(frozen=True)
class ReviewComparison:
    """Everything that differs between two reviews of one file; one of them is None where the file was or is not there.

    `warnings` are sentences about what makes the comparison or the better result doubtful.
    """

    before: Review | None
    after: Review | None
    pages: tuple[PageComparison, ...]
    findings: tuple[ComparedFinding, ...]
    coverage: CoverageChange
    warnings: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The later file's name, the earlier one's where it is gone."""
        review = self.after or self.before
        assert review is not None  # noqa: S101 - one of them is always there
        return review.reading.file

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of all pages, page by page."""
        return tuple(change for page in self.pages for change in page.comparison.changes)

    @property
    def unchanged(self) -> bool:
        """Whether the drawings say the same and so do the rules."""
        quiet = not any(self.of(Standing.NEW, Standing.REGRESSED, Standing.FIXED, Standing.NO_LONGER_DRAWN))
        quiet = quiet and not any(one.newly_waived for one in self.findings)
        pages = all(page.before is not None and page.after is not None for page in self.pages)
        return quiet and pages and not self.changes and not self.coverage.layers and not self.warnings

    def of(self, *standings: Standing) -> Iterator[ComparedFinding]:
        """Findings of these standings, each standing worst first."""
        return (one for one in self.findings if one.standing in standings)

    def fails(self, threshold: Severity) -> bool:
        """Whether something new or regressed is violated at or above this severity."""
        return any(
            one.finding.verdict is Verdict.VIOLATED and one.finding.severity.rank <= threshold.rank
            for one in self.of(Standing.NEW, Standing.REGRESSED)
        )


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A side of a pair that could not be read: `side` is base or head, `problem` and `cure` sentences."""

    side: str
    problem: str
    cure: str = ""


@dataclass(frozen=True)
class FileComparison:
    """One file of several: what the comment and the reports over many files are made from.

    `path` is that of the head, of the base where the file is gone; `old_path` that of the base where it was
    renamed. `comparison` is None where the head could not be read. An unreadable base leaves a comparison
    with nothing before, and its problem here.
    """

    path: str
    comparison: ReviewComparison | None
    old_path: str | None = None
    problems: tuple[Unreadable, ...] = ()

    @property
    def unreadable_head(self) -> bool:
        """Whether the file of today could not be read: never a pass."""
        return any(problem.side == "head" for problem in self.problems)

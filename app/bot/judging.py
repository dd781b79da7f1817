"""What a change means for its diagrams: compared one by one within limits, then put into words once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.comparing import OptionsFor, Pair, compare_pair
from app.errors import explain, is_expected
from app.limits import Limits, limited
from graph_rules.rule import Severity
from reports.comparison import FileComparison, Standing, Unreadable
from reports.comparison.comment import CommentOptions, comment, marker, nothing_to_say
from reports.plain import counted, one_line
from reports.review import Review

NEVER = "never"
CLEAN, FAILS, UNREADABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Manner:
    """How the bot speaks: what it posts when, what fails, and what its comment needs to know.

    `fail_on` is a severity or never, `post_when` changed, findings or always. `key` tells the comments of
    several runs on one change apart, `docs` is the address of the rules' pages, `picture` that of pictures of the
    change with `{path}` in it; `longest` counts characters.
    """

    fail_on: str = "high"
    post_when: str = "changed"
    key: str = ""
    docs: str = ""
    picture: str = ""
    longest: int = 65_536


@dataclass(frozen=True, slots=True)
class Counts:
    """How many diagrams changed or cannot be read, and how many findings have which standing."""

    diagrams: int
    unreadable: int
    new: int
    regressed: int
    fixed: int
    still_open: int

    def __str__(self) -> str:
        findings = ", ".join(
            [
                f"{self.new + self.regressed} new",
                f"{self.fixed} fixed",
                f"{self.still_open} still open",
                *([f"{counted(self.unreadable, 'file')} unreadable"] if self.unreadable else []),
            ]
        )
        return (
            f"{counted(self.diagrams, 'diagram')} changed: {findings}"
            if self.diagrams
            else "no diagram changed"
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What the bot says about a change, and what becomes of its check.

    `status` is 0 where nothing new fails, 1 where something does, 2 where a diagram of today cannot be read.
    """

    marker: str
    comment: str
    all_clear: str
    is_worth_posting: bool
    counts: Counts
    status: int


def compared(
    pairs: Iterable[Pair],
    options_for: OptionsFor,
    limits: Limits,
    known: Callable[[Review], Review] = lambda review: review,
) -> list[FileComparison]:
    """Every pair compared, each within its own limits; what cannot be read or takes too long is told in its place.

    `known` waives what a baseline lists.
    """
    return [_within_limits(pair, options_for, limits, known) for pair in pairs]


def _within_limits(
    pair: Pair, options_for: OptionsFor, limits: Limits, known: Callable[[Review], Review]
) -> FileComparison:
    try:
        with limited(pair.path, limits):
            return compare_pair(pair, options_for, known)
    except Exception as error:  # the unexpected is raised again
        if not is_expected(error):
            raise
        told = explain(error)
        problem = Unreadable("head", one_line(told.problem), one_line(told.cure))
        return FileComparison(pair.path, None, pair.old_path, (problem,))


def said(files: Sequence[FileComparison], manner: Manner) -> Said:
    """The comment, whether to post it, and the status of the check. Same comparisons, same bytes."""
    ours = marker(manner.key)
    options = CommentOptions(manner.key, manner.docs, manner.picture, manner.longest, manner.fail_on)
    return Said(
        marker=ours,
        comment=comment(files, options),
        all_clear=f"{ours}\n**Diagram Lens**: nothing is left to say about the diagrams of this change.\n",
        is_worth_posting=_is_worth_posting(files, manner),
        counts=counts(files),
        status=status(files, manner.fail_on),
    )


def counts(files: Sequence[FileComparison]) -> Counts:
    """The sums over all files."""
    findings = [one.standing for file in files if file.comparison for one in file.comparison.findings]
    return Counts(
        diagrams=len(files),
        unreadable=sum(file.unreadable_head for file in files),
        new=findings.count(Standing.NEW),
        regressed=findings.count(Standing.REGRESSED),
        fixed=findings.count(Standing.FIXED),
        still_open=findings.count(Standing.STILL_OPEN),
    )


def status(files: Sequence[FileComparison], fail_on: str) -> int:
    """0, 1 or 2, as the exit status of every command: a diagram that cannot be read never passes."""
    if any(file.unreadable_head for file in files):
        return UNREADABLE
    if fail_on == NEVER:
        return CLEAN
    threshold = Severity(fail_on)
    return FAILS if any(file.comparison and file.comparison.fails(threshold) for file in files) else CLEAN


def _is_worth_posting(files: Sequence[FileComparison], manner: Manner) -> bool:
    if manner.post_when == "always":
        return True
    if manner.post_when == "changed":
        return not nothing_to_say(files)
    numbers = counts(files)
    return bool(numbers.new or numbers.regressed or numbers.unreadable)

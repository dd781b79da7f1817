"""Two versions of a diagram reviewed and compared: `compare` for one pair, `compare_all` for many."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.errors import explain, is_expected
from app.pipeline import NamedText, Options, review
from parsers import UnreadableDiagram
from reports.comparison import FileComparison, ReviewComparison, Unreadable
from reports.comparison import compare as compare_reviews
from reports.review import Review


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a diagram: its name as reports give it, its bytes, and why it could not be got, if so.

    `files` are those that a script may import or open, `declarations` the file of declarations beside it; where
    there are none, those of the options count.
    """

    name: str
    data: bytes
    problem: str = ""
    cure: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict, hash=False)
    declarations: NamedText | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A diagram before and after; a side is None where the file is not there."""

    base: Version | None
    head: Version | None

    @property
    def path(self) -> str:
        """The name of the head, of the base where the head is gone."""
        version = self.head or self.base
        return version.name if version else ""

    @property
    def old_path(self) -> str | None:
        """The name of the base where it was another."""
        renamed = self.base and self.head and self.base.name != self.head.name
        return self.base.name if self.base and renamed else None


USUAL = Options()

OptionsFor = Callable[[str], Options]
"""The options of a review for the file of this name."""


def compare(
    base: Version | None, head: Version | None, options: Options = USUAL, base_options: Options | None = None
) -> ReviewComparison:
    """Review both versions and compare them; the same options hold for both unless `base_options` are given.

    Raises parsers.UnreadableDiagram and what app.pipeline.review raises, for either version.
    """
    before = reviewed(base, base_options or options) if base else None
    after = reviewed(head, options) if head else None
    return compare_reviews(before, after)


def compare_pair(
    pair: Pair,
    options_for: OptionsFor = lambda name: USUAL,
    known: Callable[[Review], Review] = lambda review: review,
) -> FileComparison:
    """The same, where what cannot be read becomes part of the answer: an unreadable base compares with nothing,
    an unreadable head gives no comparison. `known` waives what a baseline lists, in both reviews.

    Raises ValueError for a pair of nothing, and what is our own fault.
    """
    before, old_problem = _attempt("base", pair.base, options_for, known)
    after, problem = _attempt("head", pair.head, options_for, known)
    problems = tuple(one for one in (old_problem, problem) if one is not None)
    unusable = problem is not None or (before is None and after is None)
    comparison = None if unusable else compare_reviews(before, after)
    return FileComparison(pair.path, comparison, pair.old_path, problems)


def compare_all(
    pairs: Iterable[Pair], options_for: OptionsFor = lambda name: USUAL
) -> Iterator[FileComparison]:
    """`compare_pair` of each, one after the other."""
    for pair in pairs:
        yield compare_pair(pair, options_for)


def reviewed(version: Version, options: Options) -> Review:
    """The review of one version. Raises UnreadableDiagram, also where it could not be got at all."""
    if version.problem:
        raise UnreadableDiagram(version.problem, version.cure, file=version.name)
    own = replace(
        options,
        files=version.files or options.files,
        declarations=version.declarations or options.declarations,
    )
    return review(version.data, version.name, own)


def _attempt(
    side: str, version: Version | None, options_for: OptionsFor, known: Callable[[Review], Review]
) -> tuple[Review | None, Unreadable | None]:
    if version is None:
        return None, None
    try:
        return known(reviewed(version, options_for(version.name))), None
    except Exception as error:  # the unexpected is raised again
        if not is_expected(error):
            raise
        told = explain(error)
        return None, Unreadable(side, told.problem, told.cure)

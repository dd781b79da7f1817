"""Everything the product does, in the order it does it."""

from dataclasses import dataclass, replace

from app.errors import UnknownPage
from graph_rules.engine import check
from graph_rules.registry import all_rules, select
from parsers import Reading, read
from reports.review import Review, make_review


@dataclass(frozen=True)
class Options:
    """What a caller may choose. `select` and `ignore` hold codes, prefixes of codes, or names of rules.

    `page` is the name of a diagram, or its number counted from 1; None reviews them all.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = "recommended"
    page: str | None = None


def review(data: bytes, filename: str, options: Options = Options()) -> Review:
    """Read one file, ask every rule, and put the answers together.

    Raises parsers.UnreadableDiagram when the file cannot be read, graph_rules.errors.UnknownRule when an
    option names no rule, UnknownProfile and app.errors.UnknownPage likewise.
    """
    rules = select(all_rules(), options.select, options.ignore, options.profile)
    reading = read(data, filename)
    findings = check([diagram.graph for diagram in reading.diagrams], rules, options.profile)
    if options.page is None:
        return make_review(reading, findings, rules)
    page = diagram_index(reading, options.page)
    one_page = replace(reading, diagrams=(reading.diagrams[page],))
    findings = tuple(finding for finding in findings if finding.diagram == page)
    return replace(make_review(one_page, findings, rules), reading=reading)


def diagram_index(reading: Reading, page: str | None) -> int:
    """The index of the diagram that has this number, counted from 1, or this name; the first for None.

    Raises UnknownPage with the names there are.
    """
    names = [diagram.name for diagram in reading.diagrams]
    numbers = [str(number) for number in range(1, len(names) + 1)]
    if page is None:
        return 0
    for candidates in (numbers, names):
        if page in candidates:
            return candidates.index(page)
    known = ", ".join(f"{number} ({name})" for number, name in zip(numbers[:20], names, strict=False))
    raise UnknownPage(f'{reading.file}: there is no page "{page}".', f"The pages are {known}.")

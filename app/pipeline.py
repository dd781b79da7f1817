"""Everything the product does, in the order it does it."""

from dataclasses import dataclass

from graph_rules.engine import check
from graph_rules.registry import all_rules, select

from parsers import read
from reports.review import Review, make_review


@dataclass(frozen=True)
class Options:
    """What a caller may choose. `select` and `ignore` hold codes, prefixes of codes, or names of rules."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = "recommended"
    page: str | None = None


def review(data: bytes, filename: str, options: Options = Options()) -> Review:
    """Read one file, ask every rule, and put the answers together.

    Raises parsers.UnreadableDiagram when the file cannot be read, graph_rules.errors.UnknownRule when an
    option names no rule.
    """
    rules = select(all_rules(), options.select, options.ignore, options.profile)
    reading = read(data, filename)
    findings = check([diagram.graph for diagram in reading.diagrams], rules)
    return make_review(reading, findings, rules)

"""Everything the product does, in the order it does it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.errors import UnknownPage
from app.observing.stages import found, stage
from app.said import Said, what_is_said
from architecture.collector import collector_paused
from graph_rules.engine import check
from graph_rules.installed import available_rules, with_rules
from graph_rules.registry import select
from graph_rules.rule import Rule, Severity
from graph_rules.severities import weighed
from graph_rules.waiver import heed
from parsers import Reading, read
from reports.review import Review, make_review

NamedText = tuple[str, str]
"""The name of a file, and what it says: a review opens no files itself."""


@dataclass(frozen=True)
class Options:
    """What a caller may choose. `select` and `ignore` hold codes, prefixes of codes, or names of rules.

    `page` is the name of a diagram, or its number counted from 1; None reviews them all. `today` decides
    which waivers have expired; without it none has. `rules` are files of YAML rules, `declarations` a file of
    what the author says beside the drawing, `mapping` one of what stencils stand for. `severities` weighs
    rules (named as in `select`) otherwise than they do themselves. `files` are those that a script may import
    or open.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = "recommended"
    page: str | None = None
    today: date | None = None
    rules: tuple[NamedText, ...] = ()
    declarations: NamedText | None = None
    mapping: NamedText | None = None
    severities: tuple[tuple[str, Severity], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict, hash=False)


def review(data: bytes, filename: str, options: Options = Options()) -> Review:
    """Read one file, ask every rule, and put the answers together.

    Raises parsers.UnreadableDiagram when the file cannot be read, graph_rules.errors.UnknownRule when an
    option names no rule, UnknownProfile, BadText (for rules, declarations) and app.errors.UnknownPage likewise.
    """
    with collector_paused():
        return _reviewed(data, filename, options)


def _reviewed(data: bytes, filename: str, options: Options) -> Review:
    rules = chosen_rules(options)
    with stage("read"):
        said = heard(data, filename, options)
    reading = said.reading
    with stage("check"):
        findings = check(said.graphs, rules, options.profile)
        findings = heed(findings, said.graphs, said.waivers, options.today)
    found(finding.rule.code for finding in findings)
    if options.page is None:
        return make_review(reading, findings, rules)
    page = diagram_index(reading, options.page)
    one_page = replace(reading, diagrams=(reading.diagrams[page],))
    findings = tuple(finding for finding in findings if finding.diagram == page)
    return replace(make_review(one_page, findings, rules), reading=reading)


def known_rules(files: Iterable[NamedText] = ()) -> tuple[Rule, ...]:
    """The built-in rules, those of installed packages, and those of files in YAML, by code.

    Raises graph_rules.errors.BadText for a file, BadRule where two rules share a code or a name.
    """
    files = tuple(files)
    if not files:
        return available_rules()
    from graph_rules.custom import custom_rules

    return with_rules([rule for name, text in files for rule in custom_rules(text, name)])


def chosen_rules(options: Options) -> tuple[Rule, ...]:
    """The rules that the options ask for, weighed as they say. Raises UnknownRule, UnknownProfile, BadText."""
    known = known_rules(options.rules)
    return weighed(select(known, options.select, options.ignore, options.profile), options.severities, known)


def heard(data: bytes, filename: str, options: Options) -> Said:
    """What was read of a file, and what its author says about it. Raises UnreadableDiagram, BadText."""
    reading = read(data, filename, options.mapping and options.mapping[1], options.files)
    return what_is_said(reading, known_rules(options.rules), options.declarations, options.today)


def diagram_index(reading: Reading, page: str | None) -> int:
    """The index of the diagram that has this number, counted from 1, or this name; for None the one
    that the input shows.

    Raises UnknownPage with the names there are.
    """
    names = [diagram.name for diagram in reading.diagrams]
    numbers = [str(number) for number in range(1, len(names) + 1)]
    if page is None:
        return reading.shown
    for candidates in (numbers, names):
        if page in candidates:
            return candidates.index(page)
    known = ", ".join(f"{number} ({name})" for number, name in zip(numbers[:20], names, strict=False))
    raise UnknownPage(f'{reading.file}: there is no page "{page}".', f"The pages are {known}.")

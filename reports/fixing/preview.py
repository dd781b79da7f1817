"""A fix preview: remedies planned, drawn, read back and reviewed again, until nothing drawn brings a finding."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from architecture import ArchitectureGraph
from graph_rules.edits import AddConnection, AddService, Edit, Reroute, applied
from graph_rules.finding import Finding
from parsers import Reading, UnreadableDiagram
from reports.fixing.compare import Names, differences
from reports.fixing.plan import Ask, Key, Plan, Wanted, is_mere_question, key_of, plan
from reports.review import Review

MOST_ATTEMPTS = 10
"""How often a remedy that turned out badly is left out and the rest tried again."""


@dataclass(frozen=True)
class Written:
    """A file with edits in it, as bytes of the same kind, and what names each diagram's things once it is read.

    `naming` is given the index of a diagram and its graph as it was read. `boundaries` are the frames in which new
    services came to lie, by diagram and id of the edit.
    """

    data: bytes
    naming: Callable[[int, ArchitectureGraph], Names]
    boundaries: Mapping[tuple[int, str], str | None]


class Unwritable(Exception):  # noqa: N818 - a remedy that this file cannot take
    """Edits that cannot be written into a file of this format: of which diagram, and why."""

    def __init__(self, edits: Sequence[tuple[int, Edit, str]]) -> None:
        self.edits = edits
        super().__init__(edits[0][2])


class Writer(Protocol):
    """What each format offers."""

    def __call__(self, data: bytes, reading: Reading, plans: Sequence[Plan]) -> Written:
        """The file with these plans in it. Raises Unwritable."""


class Outcome(StrEnum):
    """What became of a finding."""

    FIXED = "fixed"
    OPEN = "open"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Row:
    """One finding and what became of it. `drawn` says what was drawn for it, `why` why it is still open."""

    finding: Finding
    outcome: Outcome
    drawn: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Preview:
    """A file before and after. `data` are the bytes of the fixed file, those that came where nothing was drawn.

    `added` are ids of the fixed reading: the new services and the new or led arrows of each diagram. `names` are
    the ids in that reading of what the plans add.
    """

    before: Review
    after: Review
    plans: tuple[Plan, ...]
    rows: tuple[Row, ...]
    data: bytes
    added: Mapping[int, frozenset[str]]
    names: Mapping[int, Names]

    @property
    def changed(self) -> bool:
        """Whether anything was drawn."""
        return any(plan.groups for plan in self.plans)


@dataclass(frozen=True)
class Asked:
    """What a preview needs of its caller: the review of bytes, the rules for one page, and what is wanted."""

    review: Callable[[bytes], Review]
    ask: Callable[[int], Ask]
    wanted: Wanted
    diagrams: Sequence[int]


def preview(data: bytes, before: Review, graphs: Sequence[ArchitectureGraph], asked: Asked) -> Preview:
    """The fix preview of one file; `graphs` are those that the rules were asked of."""
    barred: dict[int, dict[Key, list[str]]] = {}
    after, plans = before, [Plan(n, (), (), graphs[n], graphs[n]) for n in asked.diagrams]
    written: Written | None = None
    names: dict[int, Names] = {}
    for _ in range(MOST_ATTEMPTS):
        plans = [plan(graphs[n], n, asked.ask(n), asked.wanted, barred.get(n, {})) for n in asked.diagrams]
        if not any(one.groups for one in plans):
            written, after = None, before
            break
        try:
            written = writer_for(before.reading)(data, before.reading, [one for one in plans if one.groups])
            after = asked.review(written.data)
        except Unwritable as error:
            for diagram, edit, why in _once_a_group(error.edits, plans):
                _bar(barred, plans, diagram, _ids(edit), why)
            continue
        except UnreadableDiagram:
            for one in plans:
                _bar(barred, plans, one.diagram, set(), "the file could not be read again")
            continue
        names = {one.diagram: _names(written, one, after) for one in plans if one.groups}
        trouble = list(_trouble(before, after, plans, written, names))
        if not trouble:
            break
        for diagram, ids, why in trouble:
            _bar(barred, plans, diagram, ids, why)
    else:
        written, after, plans = None, before, [replace(one, groups=()) for one in plans]
    names = names if written else {}
    return Preview(
        before,
        after,
        tuple(plans),
        tuple(rows(before, after, plans, names)),
        written.data if written else data,
        {one.diagram: _added(one, names.get(one.diagram, {})) for one in plans},
        names,
    )


def _names(written: Written, one: Plan, after: Review) -> Names:
    if one.diagram >= len(after.reading.diagrams):
        return {}
    return written.naming(one.diagram, after.reading.diagrams[one.diagram].graph)


def writer_for(reading: Reading) -> Writer:
    """What writes edits into files of this format."""
    if reading.format == "drawio":
        from reports.fixing.drawio_file import write_drawio

        return write_drawio
    if reading.format == "mermaid":
        from reports.fixing.mermaid_file import write_mermaid

        return write_mermaid
    from reports.fixing.script_file import write_script

    return write_script


def _ids(edit: Edit) -> set[str]:
    names = ("id", "connection", "node")
    return {value for name in names if (value := getattr(edit, name, None)) is not None}


def _once_a_group(
    edits: Sequence[tuple[int, Edit, str]], plans: Sequence[Plan]
) -> list[tuple[int, Edit, str]]:
    """The first trouble of each group."""
    found: dict[object, tuple[int, Edit, str]] = {}
    for diagram, edit, why in edits:
        groups = next((one.groups for one in plans if one.diagram == diagram), ())
        place = next((n for n, group in enumerate(groups) if edit in group.edits), -1)
        found.setdefault((diagram, place), (diagram, edit, why))
    return list(found.values())


def _bar(
    barred: dict[int, dict[Key, list[str]]], plans: Iterable[Plan], diagram: int, ids: set[str], why: str
) -> None:
    """Leave out the group that these ids belong to, else the last one of the diagram."""
    groups = next((one.groups for one in plans if one.diagram == diagram), ())
    if not groups:
        return
    found = next((one for one in groups if any(_ids(edit) & ids for edit in one.edits)), groups[-1])
    barred.setdefault(diagram, {}).setdefault(key_of(found.finding), []).append(why)


def _trouble(
    before: Review,
    after: Review,
    plans: Iterable[Plan],
    written: Written,
    named: Mapping[int, Names],
) -> Iterator[tuple[int, set[str], str]]:
    """Which diagrams were not read back as they were meant, or have findings that they did not have."""
    for one in plans:
        if not one.groups:
            continue
        if one.diagram >= len(after.reading.diagrams):
            yield one.diagram, set(), "the file could not be read again"
            continue
        names = named[one.diagram]
        meant = applied(before.reading.diagrams[one.diagram].graph, _settled(one, written))
        wrong = set(differences(meant, after.reading.diagrams[one.diagram].graph, names))
        if wrong:
            wrong |= set(_at_new_ends(wrong, after.reading.diagrams[one.diagram].graph, names))
            yield one.diagram, wrong, "the file would not be read back as it is meant"
            continue
        settled = [group.finding for group in one.groups]
        new = [
            finding
            for finding in _new(before, after, names)
            if finding.diagram == one.diagram and not any(is_mere_question(finding, old) for old in settled)
        ]
        left = {
            (finding.rule.code, _meant(finding.subjects, names))
            for finding in after.findings
            if finding.diagram == one.diagram and finding.suppressed is None
        }
        for group in one.groups:
            if key_of(group.finding) in left:
                yield (
                    one.diagram,
                    _ids(group.edits[0]),
                    "where there is room for it, it would not settle this",
                )
        if new:
            subjects = {subject for finding in new for subject in _meant(finding.subjects, names)}
            yield one.diagram, subjects, f"where there is room for it, it would bring {new[0].rule.code}"


def _at_new_ends(wrong: Iterable[str], read: ArchitectureGraph, names: Names) -> Iterator[str]:
    """The new services at which arrows of the author seem to end."""
    back = {called: new for new, called in names.items()}
    arrows = {arrow.id: arrow for arrow in read.connections_as_drawn}
    for arrow in (arrows[one] for one in wrong if one in arrows):
        yield from (back[end] for end in (arrow.source, arrow.target) if end in back)


def _settled(one: Plan, written: Written) -> list[Edit]:
    """The edits with the frames in which the new services came to lie."""
    return [
        replace(edit, boundary=written.boundaries[one.diagram, edit.id])
        if isinstance(edit, AddService) and (one.diagram, edit.id) in written.boundaries
        else edit
        for edit in one.edits
    ]


def _meant(ids: Iterable[str], names: Names) -> tuple[str, ...]:
    """Ids of the fixed reading as those of the graph that was meant."""
    back = {read: meant for meant, read in names.items()}
    return tuple(back.get(one, one) for one in ids)


def _new(before: Review, after: Review, names: Names) -> Iterator[Finding]:
    known = {(one.diagram, *key_of(one)) for one in before.findings}
    parts: dict[tuple[int, str], set[str]] = {}
    for one in before.findings:
        for code in (one.rule.code, *one.folded):
            parts.setdefault((one.diagram, code), set()).update(one.subjects)
    for one in after.findings:
        subjects = _meant(one.subjects, names)
        told = parts.get((one.diagram, one.rule.code), set())
        is_known = (one.diagram, one.rule.code, subjects) in known or (subjects and set(subjects) <= told)
        if one.suppressed is None and not is_known:
            yield one


def rows(before: Review, after: Review, plans: Iterable[Plan], names: Mapping[int, Names]) -> Iterator[Row]:
    """What became of each finding that is not waived, in the order of the reports; new ones at the end."""
    by_diagram = {one.diagram: one for one in plans}
    still = [
        (one.diagram, one.rule.code, _meant(one.subjects, names.get(one.diagram, {})))
        for one in after.findings
        if one.suppressed is None
    ]
    known = {(one.diagram, *key_of(one)) for one in before.findings}
    parts = [one for one in still if one not in known]
    for finding in before.findings:
        if finding.suppressed is not None or finding.diagram not in by_diagram:
            continue
        mine = by_diagram[finding.diagram]
        if (finding.diagram, *key_of(finding)) in still:
            yield Row(finding, Outcome.OPEN, (), _why(finding, mine))
        elif any(_is_part_of(one, finding) for one in parts):
            yield Row(finding, Outcome.OPEN, (), _why(finding, mine, "settled in part only"))
        else:
            yield Row(finding, Outcome.FIXED, tuple(_drawn_for(finding, mine)))
    for diagram in by_diagram:
        for finding in _new(before, after, names.get(diagram, {})):
            if finding.diagram == diagram:
                yield Row(finding, Outcome.NEW)


def _is_part_of(left: tuple[int, str, tuple[str, ...]], finding: Finding) -> bool:
    diagram, code, subjects = left
    same = (diagram, code) == (finding.diagram, finding.rule.code)
    return same and bool(set(subjects) & set(finding.subjects))


def _why(finding: Finding, mine: Plan, otherwise: str = "it is told of another page, too") -> str:
    left = [one for one in mine.left if one.finding.rule is finding.rule]
    same = [one.why for one in left if key_of(one.finding) == key_of(finding)]
    part = [one.why for one in left if set(one.finding.subjects) & set(finding.subjects)]
    return next(iter(same or part), otherwise)


def _drawn_for(finding: Finding, mine: Plan) -> Iterator[str]:
    """What was drawn for a finding; that of the group which settled it on the way where it had none of its own."""
    own = [group for group in mine.groups if key_of(group.finding) == key_of(finding)]
    steps = [step for group in own for step in group.steps] or [
        step
        for group in mine.groups
        for step in group.steps
        if step.finding.rule is finding.rule and set(step.finding.subjects) & set(finding.subjects)
    ]
    yield from dict.fromkeys(words for step in steps for words in in_words(step.edits, mine))


def in_words(edits: Iterable[Edit], mine: Plan) -> Iterator[str]:
    """What edits do, as people say it."""
    from reports.fixing.words import edit_in_words

    return (words for edit in edits if (words := edit_in_words(edit, mine.graph, mine.original)))


def _added(one: Plan, names: Names) -> frozenset[str]:
    """What the edits add or lead elsewhere, by its id in the fixed reading."""
    new = [edit.id for edit in one.edits if isinstance(edit, AddService | AddConnection)]
    led = [edit.connection for edit in one.edits if isinstance(edit, Reroute)]
    return frozenset(names.get(name, name) for name in (*new, *led))

"""Which remedies are drawn: those that settle their finding and bring no new one. Knows graphs, no format."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from architecture import ArchitectureGraph
from architecture.declaring import declaring
from graph_rules.edits import Edit, applied
from graph_rules.finding import Finding
from graph_rules.remedy import Remedy, Say, SayOnArrow, is_said
from graph_rules.remedying import edits
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict

Ask = Callable[[ArchitectureGraph], Sequence[Finding]]
"""The open findings about one graph, waived ones left out."""

Wanted = Callable[[Finding, bool], bool]
"""Whether a finding's remedy is to be drawn; the flag says that the remedy is a claim of the author's."""

Key = tuple[str, tuple[str, ...]]
"""The code of a rule and the subjects of its finding."""

Barred = Mapping[Key, Sequence[str]]
"""Why the first remedies of findings turned out badly in their file, one reason a remedy."""

NOTHING_BARRED: Barred = MappingProxyType({})

MOST_STEPS = 40
"""Remedies that one finding may draw after it: a new function URL needs an API, that an authorizer; where one queue
shows its dead letters, every other must ..."""
TOO_MANY = "it needs more remedies than a preview should draw"
MOST_WORK = 80_000
FEWEST_ASKED, MOST_ASKED = 6, 150
"""How often the rules are asked of one graph: less often the larger it is."""

SURE = frozenset({Verdict.VIOLATED, Verdict.LIKELY})


@dataclass(frozen=True, slots=True)
class Step:
    """One remedy in the drawing: whose it is, and what it changes."""

    finding: Finding
    remedy: Remedy
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that belong together: a remedy with those that it makes necessary. All are drawn or none."""

    finding: Finding
    steps: tuple[Step, ...]

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(edit for step in self.steps for edit in step.edits)


@dataclass(frozen=True, slots=True)
class Left:
    """A finding for which nothing is drawn, and why."""

    finding: Finding
    why: str


@dataclass(frozen=True)
class Plan:
    """What is to be drawn into one diagram. `graph` is the diagram with all of it, `original` as it came."""

    diagram: int
    groups: tuple[Group, ...]
    left: tuple[Left, ...]
    graph: ArchitectureGraph
    original: ArchitectureGraph

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every change, in order."""
        return tuple(edit for group in self.groups for edit in group.edits)


class _Unfit(Exception):  # noqa: N818 - a remedy that is unfit
    """A remedy that does not do in this drawing; the text says why."""


@dataclass
class _Asking:
    """The rules, asked as often as the size of the graph allows."""

    ask: Ask
    left: int
    known: dict[int, Sequence[Finding]] = field(default_factory=dict)

    def __call__(self, graph: ArchitectureGraph) -> Sequence[Finding]:
        if self.left <= 0:
            raise _Unfit("the drawing is too large to try more remedies")
        self.left -= 1
        return self.ask(graph)


def plan(
    graph: ArchitectureGraph,
    diagram: int,
    ask: Ask,
    wanted: Wanted,
    barred: Barred = NOTHING_BARRED,
) -> Plan:
    """The remedies for the open findings of one diagram, worst first. Nothing is drawn that brings a finding.

    `barred` says of findings why as many of their first remedies are not to be tried again.
    """
    size = graph.number_of_nodes() + graph.number_of_edges() + 1
    asking = _Asking(ask, min(max(MOST_WORK // size, FEWEST_ASKED), MOST_ASKED))
    groups: list[Group] = []
    left: dict[Key, Left] = {}
    now = graph
    found = list(asking(graph))
    while (finding := next((one for one in found if key_of(one) not in left), None)) is not None:
        try:
            group, now, found = _fixed(now, finding, found, asking, wanted, barred)
            groups.append(group)
        except _Unfit as why:
            alike = [finding, *(one for one in found if one.rule is finding.rule and str(why) == TOO_MANY)]
            left |= {key_of(one): Left(one, str(why)) for one in alike if key_of(one) not in left}
    still = {key_of(one) for one in found}
    return Plan(diagram, tuple(groups), tuple(one for key, one in left.items() if key in still), now, graph)


def key_of(finding: Finding) -> Key:
    """What tells a finding from others while the drawing changes."""
    return finding.rule.code, finding.subjects


def _fixed(
    graph: ArchitectureGraph,
    finding: Finding,
    found: Sequence[Finding],
    asking: _Asking,
    wanted: Wanted,
    barred: Barred,
) -> tuple[Group, ArchitectureGraph, list[Finding]]:
    """The first remedy of a finding's rule that does. Raises _Unfit with the reason of the last."""
    tried = barred.get(key_of(finding), ())
    why = _Unfit(tried[-1] if tried else _nothing_to_draw(finding))
    for remedy in list(_offered(finding, wanted))[len(tried) :]:
        try:
            return _drawn(graph, finding, remedy, found, asking, barred)
        except _Unfit as problem:
            why = problem
    raise why


def _offered(finding: Finding, wanted: Wanted) -> Iterator[Remedy]:
    return (remedy for remedy in finding.rule.fix if wanted(finding, is_said(remedy)))


def _nothing_to_draw(finding: Finding) -> str:
    claims = [remedy for remedy in finding.rule.fix if is_said(remedy)]
    if claims:
        return f"say so, if it is so: {claim_in_words(claims[0])} (--rule {finding.rule.code} writes it)"
    return "not asked for" if finding.rule.fix else "only its author can mend it"


def claim_in_words(remedy: Remedy) -> str:
    """What an author would write."""
    if isinstance(remedy, Say):
        return f"`{remedy.attribute}: {remedy.value}`"
    return f"`{remedy.words}` on the arrow" if isinstance(remedy, SayOnArrow) else ""


def _drawn(
    graph: ArchitectureGraph,
    finding: Finding,
    remedy: Remedy,
    found: Sequence[Finding],
    asking: _Asking,
    barred: Barred,
) -> tuple[Group, ArchitectureGraph, list[Finding]]:
    """The graph with a remedy and with those that become necessary by it. Raises _Unfit."""
    steps: list[Step] = []
    agenda, now, after = [finding], graph, list(found)
    while agenda:
        alike = [one for one in agenda if one.rule is agenda[0].rule]
        if len(steps) + len(alike) > MOST_STEPS:
            raise _Unfit(TOO_MANY)
        if any(_is_stuck(step.finding, one) for step in steps for one in alike):
            raise _Unfit("what is drawn says otherwise, and only its author can change that")
        for one in alike:
            if key_of(one) in barred and one is not finding:
                raise _Unfit(barred[key_of(one)][-1])
            steps.append(_step(now, one, remedy if one.rule is finding.rule else None))
            now = declaring(applied(now, steps[-1].edits))
        after = list(asking(now))
        agenda = list(_worse(finding, found, after))
    return Group(finding, tuple(steps)), now, after


def _is_stuck(before: Finding, after: Finding) -> bool:
    """Whether a finding is what it was before its remedy was drawn."""
    return (before.rule, before.subjects, before.path) == (after.rule, after.subjects, after.path)


def _step(graph: ArchitectureGraph, finding: Finding, remedy: Remedy | None) -> Step:
    drawable = [remedy] if remedy else [one for one in finding.rule.fix if not is_said(one)]
    for one in drawable:
        if changes := edits(graph, finding, one):
            return Step(finding, one, changes)
    if remedy:
        raise _Unfit("its remedy does not fit this drawing")
    raise _Unfit(f"its remedy would bring {finding.rule.code} {finding.rule.name}")


def _worse(finding: Finding, before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Finding]:
    """What is still to do: the finding itself where it is not settled, and what was not there before."""
    known = {key_of(one): one for one in before}
    parts: dict[str, set[str]] = {}
    for one in known.values():
        parts.setdefault(one.rule.code, set()).update(one.subjects)
    for one in after:
        if key_of(one) == key_of(finding):
            yield one
        elif (same := known.get(key_of(one))) is not None:
            if one.verdict in SURE and same.verdict not in SURE:
                yield one
        elif not (_is_told(one, finding, parts) or is_mere_question(one, finding)):
            yield one


def _is_told(one: Finding, finding: Finding, parts: dict[str, set[str]]) -> bool:
    """Whether findings with more or fewer subjects told of it before; what remains of the finding itself does not count."""
    return not (one.rule is finding.rule and _concerns(one, finding)) and _is_part(one, parts)


def is_mere_question(one: Finding, finding: Finding) -> bool:
    """Whether it asks something of lesser weight about what was drawn, which no shape answers."""
    drawable = any(not is_said(remedy) for remedy in one.rule.fix)
    least = max(finding.severity.rank, Severity.LOW.rank)
    return one.verdict not in SURE and not drawable and one.severity.rank >= least


def _is_part(one: Finding, parts: dict[str, set[str]]) -> bool:
    """Whether its subjects were all told of before, in findings with more or fewer of them."""
    return bool(one.subjects) and set(one.subjects) <= parts.get(one.rule.code, set())


def _concerns(one: Finding, finding: Finding) -> bool:
    return bool(one.subjects) and one.subjects[0] in finding.subjects

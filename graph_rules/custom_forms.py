"""The eight forms of YAML rules, each as the function that judges a graph.

All of them look at the graph once or a fixed number of times, and give at most `MOST_JUDGEMENTS`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from architecture import ArchitectureGraph, Connection, ConnectionKind, Direction, Node, Service
from architecture.evidence import Evidence, Strength, arrow_name, words_on
from architecture.graph import AMBIGUOUS_DIRECTION, SYNCHRONOUS, Path
from architecture.paths import loop_through, loops, reached, shortest_paths
from graph_rules import custom_schema as forms
from graph_rules.closed_world import judge_presence
from graph_rules.custom_conditions import (
    Choose,
    Chosen,
    arrow_chooser,
    attribute_test,
    chooser,
    listed,
    within,
)
from graph_rules.patterns import Find as FindWord
from graph_rules.patterns import finder
from graph_rules.rule import Find
from graph_rules.verdict import Judgement, Verdict, judge

MOST_JUDGEMENTS = 1_000
MOST_PATHS = 100
"""Of one rule on one diagram. Ways may be as long as the diagram is large, so there are fewer of them."""


def bounded(find: Find) -> Find:
    """The same judgements, up to the limit."""
    return lambda graph: tuple(islice(find(graph), MOST_JUDGEMENTS))


def _in_order(graph: ArchitectureGraph, chosen: Chosen) -> Iterator[Node]:
    return (node for node in graph.all_nodes if node.id in chosen)


# node


def node_form(form: forms.NodeForm) -> Find:
    """Nodes that must be so, or must not be there."""
    match, must = chooser(form.match), chooser(form.must) if form.must else None

    def find(graph: ArchitectureGraph) -> Iterator[Judgement]:
        right = must(graph) if must else frozenset()
        for node in _in_order(graph, match(graph)):
            yield judge(Verdict.SATISFIED if node.id in right else Verdict.VIOLATED, node)

    return find


# edge


def edge_form(form: forms.EdgeForm) -> Find:
    """Connections that must be so, or must not be there."""
    match, must = arrow_chooser(form.match), arrow_chooser(form.must) if form.must else None
    by_kind = "kind" in (form.match.model_fields_set | (form.must.model_fields_set if form.must else set()))

    def find(graph: ArchitectureGraph) -> Iterator[Judgement]:
        chosen, right = match(graph), must(graph) if must else frozenset()
        for connection in graph.connections:
            if connection.id in chosen:
                verdict = Verdict.SATISFIED if connection.id in right else Verdict.VIOLATED
                yield _about_arrow(graph, connection, verdict, by_kind=by_kind)

    return find


def _about_arrow(
    graph: ArchitectureGraph, connection: Connection, verdict: Verdict, *, by_kind: bool = False, **words: str
) -> Judgement:
    """A guessed kind makes a witness unsure only where the rule asks for the kind."""
    source, target = graph.node(connection.source), graph.node(connection.target)
    direction = 1.0 if connection.direction is Direction.FORWARD else AMBIGUOUS_DIRECTION
    sure = graph.sure_of(connection) if by_kind else min(connection.confidence, direction)
    judged = judge(
        verdict,
        *dict.fromkeys((source, target)),
        path=(source.id, connection.id, target.id),
        confidence=min(sure, source.confidence, target.confidence),
    )
    told = {"from": source.name, "to": target.name, "arrow": arrow_name(graph, connection), **words}
    return replace(judged, words={**judged.words, **told})


# path


def _kinds(kinds: ConnectionKind | list[ConnectionKind] | None) -> Collection[ConnectionKind]:
    return SYNCHRONOUS if kinds is None else frozenset(listed(kinds))


def path_form(form: forms.PathForm) -> Find:
    """Ways that must pass a node of a kind, or must not be there: the shortest one to each node they reach."""
    start, end = chooser(form.from_), chooser(form.to)
    gate = chooser(form.must_cross) if form.must_cross else None
    kinds = _kinds(form.kinds)

    def find(graph: ArchitectureGraph) -> Iterator[Judgement]:
        starts, ends = start(graph), end(graph)
        gates = gate(graph) if gate else frozenset()
        ways = shortest_paths(
            graph, list(_in_order(graph, starts)), lambda node: node.id in ends, avoiding=gates, kinds=kinds
        )
        wrong = set()
        for way in islice(ways, MOST_PATHS):
            wrong.add(way[-1])
            yield _about_way(graph, way)
        if gate and len(wrong) < MOST_PATHS:
            guarded = (reached(graph, starts, kinds) & ends) - wrong - starts
            yield from (judge(Verdict.SATISFIED, node) for node in _in_order(graph, guarded))

    return find


def _about_way(graph: ArchitectureGraph, way: Path) -> Judgement:
    words = {"from": graph.node(way[0]).name, "to": graph.node(way[-1]).name, "way": _way_names(graph, way)}
    subject = graph.node(way[-1])
    judged = judge(Verdict.VIOLATED, subject, path=way, confidence=graph.sure(way))
    return replace(judged, words={**judged.words, **words})


MOST_STEPS_NAMED = 12


def _way_names(graph: ArchitectureGraph, way: Path) -> str:
    if len(way) <= 2 * MOST_STEPS_NAMED:
        return graph.path_names(way)
    return f"{graph.path_names(way[: 2 * MOST_STEPS_NAMED - 3])} -> ... -> {graph.node(way[-1]).name}"


# without


def without_form(form: forms.WithoutForm) -> Find:
    """Nodes without evidence of something, judged by whether the world is closed."""
    subjects, evidence_of = chooser(form.node), _evidence(form.evidence)
    elsewhere = chooser(form.elsewhere) if form.elsewhere else None
    concept = form.concept or form.evidence.says

    def find(graph: ArchitectureGraph) -> Iterator[Judgement]:
        weak = _in_order(graph, elsewhere(graph)) if elsewhere else iter(())
        for judgement in judge_presence(
            graph,
            concept,
            [node for node in _in_order(graph, subjects(graph)) if isinstance(node, Service)],
            shown_by=evidence_of(graph),
            elsewhere=[Evidence(f"{node.name} on the page", Strength.WEAK, node.id) for node in weak],
            contradicts=lambda subject: form.closed_world != "never",
        ):
            yield _in_closed_world(judgement) if form.closed_world == "always" else judgement

    return find


def _in_closed_world(judgement: Judgement) -> Judgement:
    if judgement.verdict is not Verdict.NOT_SHOWN:
        return judgement
    return replace(
        judgement, verdict=Verdict.VIOLATED, words={**judgement.words, "other": "the rest of the drawing"}
    )


EvidenceOf = Callable[[ArchitectureGraph], Callable[[Service], Iterable[Evidence]]]


def _evidence(form: forms.Shown) -> EvidenceOf:
    ways = list(_ways_to_show(form))
    if not ways:
        raise ValueError("evidence names nothing that would show it")

    def of(graph: ArchitectureGraph) -> Callable[[Service], Iterable[Evidence]]:
        asked = [way(graph) for way in ways]
        return lambda subject: [piece for ask in asked for piece in ask(subject)]

    return of


def _ways_to_show(form: forms.Shown) -> Iterator[EvidenceOf]:
    if form.joined_to is not None:
        yield _by_neighbour(chooser(form.joined_to))
    if form.inside is not None:
        yield _by_frame(chooser(form.inside, frames=True))
    if form.says is not None:
        concept = form.says
        yield lambda graph: lambda subject: words_on(graph, subject, concept)
    if form.label is not None:
        yield _by_words(finder(listed(form.label)))
    if form.attribute is not None:
        yield _by_attribute(attribute_test(form.attribute))


def _by_neighbour(wanted: Choose) -> EvidenceOf:
    def of(graph: ArchitectureGraph) -> Callable[[Service], Iterable[Evidence]]:
        ids = wanted(graph)
        return lambda subject: (
            Evidence(f"{neighbour.name} joined to {subject.name}", Strength.STRONG, neighbour.id)
            for neighbour in (graph.neighbours(subject) if ids else ())
            if neighbour.id in ids
        )

    return of


def _by_frame(wanted: Choose) -> EvidenceOf:
    def of(graph: ArchitectureGraph) -> Callable[[Service], Iterable[Evidence]]:
        frames = wanted(graph)
        inside = within(graph, frames)
        return lambda subject: (
            Evidence(f"{subject.name} lies in {frame.name}", Strength.STRONG, frame.id)
            for frame in (graph.boundaries_of(subject) if subject.id in inside else ())
            if frame.id in frames
        )

    return of


def _by_words(find: FindWord) -> EvidenceOf:
    def of(graph: ArchitectureGraph) -> Callable[[Service], Iterable[Evidence]]:
        def shows(subject: Service) -> Iterator[Evidence]:
            if word := find(subject.label):
                yield Evidence(f'"{word}" on {subject.name}', Strength.MEDIUM, subject.id)
            for connection in graph.touching(subject):
                if word := find(connection.label):
                    where = arrow_name(graph, connection)
                    yield Evidence(f'"{word}" on {where}', Strength.MEDIUM, connection.id)

        return shows

    return of


def _by_attribute(says: Callable[..., str | None]) -> EvidenceOf:
    def shows(subject: Service) -> Iterator[Evidence]:
        if told := says(subject.attributes):
            yield Evidence(f"{told} on {subject.name}", Strength.DECLARED, subject.id)

    return lambda graph: shows


# count


def count_form(form: forms.CountForm) -> Find:
    """How many nodes there are, on the page or in each frame. None at all is silence, not a violation."""
    of, per = chooser(form.of), chooser(form.per, frames=True) if form.per else None
    when = chooser(form.when) if form.when else None
    least, most = form.at_least or 0, form.at_most
    if form.at_least is None and form.at_most is None:
        raise ValueError("count names neither at_least nor at_most")
    limit = f"at most {most}" if least == 0 else f"at least {least}" if most is None else f"{least} to {most}"

    def find(graph: ArchitectureGraph) -> Iterator[Judgement]:
        if when and not when(graph):
            return
        chosen = of(graph)
        groups = [(None, list(_in_order(graph, chosen)))] if per is None else _by_container(
            graph, per(graph), chosen
        )  # fmt: skip
        for frame, members in groups:
            few, many = len(members) < least, most is not None and len(members) > most
            verdict = Verdict.NOT_SHOWN if few and not members else Verdict.VIOLATED
            if few or many:
                about = [frame, *members] if frame else members
                place = frame.name if frame else "the page"
                yield judge(verdict, *about, count=str(len(members)), limit=limit, boundary=place)

    return find


def _by_container(
    graph: ArchitectureGraph, frames: Chosen, chosen: Chosen
) -> list[tuple[Node | None, list[Node]]]:
    """For each frame the chosen nodes whose innermost such frame it is; each node is counted once."""
    members: dict[str, list[Node]] = {frame.id: [] for frame in _in_order(graph, frames)}
    nearest: dict[str | None, str | None] = {None: None}
    for node in graph.all_nodes:
        frame = _nearest(graph, node.boundary, frames, nearest)
        if frame is not None and node.id in chosen:
            members[frame].append(node)
    return [(graph.node(frame), nodes) for frame, nodes in members.items()]


def _nearest(
    graph: ArchitectureGraph, container: str | None, frames: Chosen, known: dict[str | None, str | None]
) -> str | None:
    around = []
    while container not in known and container not in frames:
        around.append(container)
        container = graph.node(str(container)).boundary
    nearest = container if container in frames else known[container]
    known.update(dict.fromkeys(around, nearest))
    return nearest


# within


def within_form(form: forms.WithinForm) -> Find:
    """Nodes that must lie in a frame, or must not. Where no such frame is drawn, it is merely not shown."""
    if (form.must is None) == (form.must_not is None):
        raise ValueError("within names either `in` or `not_in`")
    subjects = chooser(form.node)
    wanted = form.must or form.must_not
    assert wanted is not None  # noqa: S101 - one of them, as said above
    frames_of, inwards = chooser(wanted, frames=True), form.must is not None

    def find(graph: ArchitectureGraph) -> Iterator[Judgement]:
        frames = frames_of(graph)
        inside = within(graph, frames)
        absent = Verdict.VIOLATED if frames else Verdict.NOT_SHOWN
        for node in _in_order(graph, subjects(graph)):
            right = (node.id in inside) is inwards
            verdict = Verdict.SATISFIED if right else absent if inwards else Verdict.VIOLATED
            yield judge(verdict, node, boundary=_frame_name(graph, node, frames, inside))

    return find


def _frame_name(graph: ArchitectureGraph, node: Node, frames: Chosen, inside: Chosen) -> str:
    if node.id not in inside:
        return "such a frame"
    return next(frame.name for frame in graph.boundaries_of(node) if frame.id in frames)


# cycle


def cycle_form(form: forms.CycleForm) -> Find:
    """Loops through a node of these: one judgement for each set of nodes that can all reach each other."""
    through, kinds = chooser(form.through), _kinds(form.kinds)

    def find(graph: ArchitectureGraph) -> Iterator[Judgement]:
        wanted = through(graph)
        for loop in loops(graph, kinds):
            for node in islice(_in_order(graph, loop & wanted), 1):
                yield from _about_loop(graph, node, loop, kinds)

    return find


def _about_loop(
    graph: ArchitectureGraph, node: Node, loop: Chosen, kinds: Collection[ConnectionKind]
) -> Iterator[Judgement]:
    for connection in graph.outgoing(node):
        if connection.target in loop and connection.kind in kinds:
            own = connection.target == node.id
            way = (node.id, connection.id, node.id) if own else loop_through(graph, connection, kinds, loop)
            if way is not None:
                sure = graph.sure(way)
                yield judge(Verdict.VIOLATED, node, path=way, confidence=sure, way=_way_names(graph, way))
                return


# text


def text_form(form: forms.TextForm) -> Find:
    """Words that the page must hold, or must not."""
    if (form.require is None) == (form.forbid is None):
        raise ValueError("text names either `require` or `forbid`")
    find_word = finder(listed(form.require or form.forbid or []))
    when = chooser(form.when) if form.when else None

    def find(graph: ArchitectureGraph) -> Iterator[Judgement]:
        if when and not when(graph):
            return
        found = _worded(graph, find_word, form.where)
        if form.forbid is not None:
            yield from found
        elif (first := next(found, None)) is None:
            yield judge(Verdict.VIOLATED, word="")
        else:
            piece = Evidence(f'"{first.words["word"]}" on the page', Strength.MEDIUM)
            yield judge(Verdict.SATISFIED, evidence=(piece,))

    return find


def _worded(graph: ArchitectureGraph, find: FindWord, where: Collection[str]) -> Iterator[Judgement]:
    for node in graph.all_nodes if "nodes" in where else ():
        if (word := find(node.label)) is not None:
            yield judge(Verdict.VIOLATED, node, confidence=1.0, word=word)
    for connection in graph.connections if "arrows" in where else ():
        if (word := find(connection.label)) is not None:
            yield replace(_about_arrow(graph, connection, Verdict.VIOLATED, word=word), confidence=1.0)
    for text in graph.texts if "texts" in where else ():
        if (word := find(text.text)) is not None:
            yield judge(Verdict.VIOLATED, word=word)

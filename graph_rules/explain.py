"""Why a rule fired on a diagram, or did not: what it looked for, what it found, what would satisfy it.

A rule is a plain function, so its questions are listened to: it is asked of a copy of the graph that notes
which roles, words and completeness it asks for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from architecture import ArchitectureGraph, BoundaryKind, Layer, Node, Role, Service
from architecture.declared import CONCEPT_OF
from architecture.evidence import Evidence
from architecture.vocabulary import Concept
from graph_rules.closed_world import COMPLETE
from graph_rules.engine import finding
from graph_rules.finding import Finding
from graph_rules.rule import Rule
from graph_rules.verdict import LIKELY_BELOW, OPEN, Verdict


@dataclass(frozen=True, slots=True)
class Looked:
    """One thing that the rule asked the drawing for, and how much of it is there."""

    what: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One verdict and what led to it. `world` says why absence is or is not a violation here."""

    finding: Finding
    name: str
    path: str
    evidence: tuple[Evidence, ...]
    world: str
    certainty: str
    would_satisfy: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one rule on one diagram. `silence` says why it has no verdict (about that node)."""

    rule: Rule
    looked: tuple[Looked, ...]
    steps: tuple[Step, ...]
    silence: str


def explain(rule: Rule, graph: ArchitectureGraph, index: int = 0, node: str | None = None) -> Explanation:
    """What the rule does on this diagram, about one node (by id or name) where it is named.

    Raises KeyError where no node is called so.
    """
    about = None if node is None else nodes_named(graph, node)
    listening = _listening(graph)
    listening.graph[COMPLETE] = _Complete(listening, graph.graph.get(COMPLETE, ()))
    judgements = list(rule.find(listening))
    asked = listening.asked
    found = [finding(graph, index, rule, judgement) for judgement in judgements]
    others = [judgement.words.get("other", "") for judgement in judgements]
    steps = tuple(
        _step(graph, one, other, asked)
        for one, other in zip(found, others, strict=True)
        if about is None or any(named.id in _touched(one) for named in about)
    )
    silence = "" if steps else _silence(rule, graph, asked, about, found)
    return Explanation(rule, tuple(_looked(graph, asked)), steps, silence)


def nodes_named(graph: ArchitectureGraph, name: str) -> tuple[Node, ...]:
    """The nodes of that id, or else of that name in any case. Raises KeyError."""
    wanted = " ".join(name.lower().split())
    found = tuple(node for node in graph.all_nodes if node.id == name) or tuple(
        node for node in graph.all_nodes if node.name.lower() == wanted
    )
    if not found:
        raise KeyError(name)
    return found


def _touched(one: Finding) -> frozenset[str]:
    return frozenset(one.subjects) | frozenset((one.path or ())[::2])


# Listening


@dataclass(slots=True)
class _Asked:
    """What a rule asked for, in the order in which it did."""

    roles: dict[Role, None]
    boundaries: dict[BoundaryKind, None]
    concepts: dict[Concept, None]
    complete: dict[Concept, None]


class _Listening(ArchitectureGraph):
    """A graph that notes what it is asked."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.asked = _Asked({}, {}, {}, {})

    def services(self, *roles: Role, layer: Layer | None = None) -> Iterator[Service]:
        self.asked.roles |= dict.fromkeys(sorted(roles))
        return super().services(*roles, layer=layer)

    def neighbours(self, node: Node, *roles: Role) -> Iterator[Service]:
        self.asked.roles |= dict.fromkeys(sorted(roles))
        return super().neighbours(node, *roles)

    def boundaries(self, *kinds: BoundaryKind) -> Iterator[Any]:
        self.asked.boundaries |= dict.fromkeys(kinds)
        return super().boundaries(*kinds)

    def nodes_saying(self, concept: Concept) -> Mapping[str, str]:
        self.asked.concepts[concept] = None
        return super().nodes_saying(concept)

    def connections_saying(self, concept: Concept) -> Mapping[str, str]:
        self.asked.concepts[concept] = None
        return super().connections_saying(concept)

    def texts_saying(self, concept: Concept) -> Iterator[str]:
        self.asked.concepts[concept] = None
        return super().texts_saying(concept)


def _listening(graph: ArchitectureGraph) -> _Listening:
    made = _Listening.of(
        graph.all_nodes, graph.connections_as_drawn, graph.texts, graph.left_out, graph.loose_arrows
    )
    assert isinstance(made, _Listening)  # noqa: S101 - `of` makes a graph of the class it is called on
    return made


class _Complete(tuple[Concept, ...]):
    """The practices that the author calls complete; notes which of them a rule asks for."""

    graph: _Listening

    def __new__(cls, graph: _Listening, concepts: Iterable[Concept]) -> "_Complete":
        made = super().__new__(cls, tuple(concepts))
        made.graph = graph
        return made

    def __contains__(self, concept: object) -> bool:
        if isinstance(concept, Concept):
            self.graph.asked.complete[concept] = None
        return super().__contains__(concept)


def _looked(graph: ArchitectureGraph, asked: _Asked) -> Iterator[Looked]:
    for role in asked.roles:
        yield Looked(f"services of role {role.value}", tuple(s.name for s in graph.services(role)))
    for kind in asked.boundaries:
        yield Looked(f"frames of kind {kind.value}", tuple(frame.name for frame in graph.boundaries(kind)))
    for concept in asked.concepts:
        yield Looked(f"words of {concept.value}", tuple(_words(graph, concept)))


def _words(graph: ArchitectureGraph, concept: Concept) -> Iterator[str]:
    for node_id, word in graph.nodes_saying(concept).items():
        yield f'"{word}" on {graph.node(node_id).name}'
    for connection_id, word in graph.connections_saying(concept).items():
        connection = graph.connection(connection_id)
        ends = graph.node(connection.source).name, graph.node(connection.target).name
        yield f'"{word}" on {ends[0]} -> {ends[1]}'
    for word in graph.texts_saying(concept):
        yield f'"{word}" in a text'


# One verdict


def _step(graph: ArchitectureGraph, one: Finding, other: str, asked: _Asked) -> Step:
    return Step(
        one,
        " and ".join(graph.node(subject).name for subject in one.subjects[:4]) or "the diagram as a whole",
        graph.path_names(one.path) if one.path else "",
        tuple(sorted(one.evidence, key=lambda piece: -piece.strength)),
        _world(graph, one, other, asked),
        _certainty(one),
        tuple(_would_satisfy(one, asked)) if one.verdict in OPEN else (),
    )


def _world(graph: ArchitectureGraph, one: Finding, other: str, asked: _Asked) -> str:
    said = [concept for concept in graph.graph.get(COMPLETE, ()) if concept in asked.complete]
    if one.verdict in (Verdict.VIOLATED, Verdict.LIKELY):
        if said:
            return f"closed: the author says that everything of {said[0].value} is drawn, and here it is not"
        if other:
            return f"closed: it is drawn for {other}, so that its absence here speaks"
        return "no matter: the drawing itself contradicts the practice here"
    if one.verdict is Verdict.NOT_SHOWN:
        names = ", ".join(concept.value for concept in asked.complete)
        hint = f"; write `complete: [{names}]` if everything of it is drawn" if names else ""
        return f"open: the drawing says nothing of it for any subject, and silence proves nothing{hint}"
    return ""


def _certainty(one: Finding) -> str:
    if one.verdict is Verdict.LIKELY:
        return f"{one.confidence:.2f}, under {LIKELY_BELOW}: a witness was inferred, so it is only likely"
    return f"{one.confidence:.2f}"


def _would_satisfy(one: Finding, asked: _Asked) -> Iterator[str]:
    if one.remediation:
        yield one.remediation
    wanted = dict.fromkeys((*asked.complete, *asked.concepts))
    keys = [key for key, concept in CONCEPT_OF.items() if concept in wanted]
    if keys:
        yield f"or say so in an attribute of the shape: {', '.join(f'`{key}`' for key in keys[:8])}"
    yield f"or live with it: `waive: {one.rule.code} <reason> until <YYYY-MM-DD>`"


# No verdict


def _silence(
    rule: Rule,
    graph: ArchitectureGraph,
    asked: _Asked,
    about: tuple[Node, ...] | None,
    found: list[Finding],
) -> str:
    if about is not None and found:
        subjects = dict.fromkeys(graph.node(id_).name for one in found for id_ in one.subjects[:1])
        return (
            f"The rule has verdicts about {_list(subjects)}, none about {about[0].name}, {_what(about[0])}."
        )
    present = dict.fromkeys(service.role.value for service in graph.all_services)
    absent = [role.value for role in asked.roles if role.value not in present]
    told = f" Of the roles that it looked for, the drawing lacks {_list(absent)}." if absent else ""
    here = f" The drawing has {_list(present)}." if present else " The drawing has no services."
    if asked.roles and not told:
        here += " The services that it looked at are not joined, named or framed as the rule describes."
    return f"The rule has no subject here.{told}{here}"


def _what(node: Node) -> str:
    if isinstance(node, Service):
        return f"which is a service of role {node.role.value}"
    return f"which is a frame of kind {node.boundary_kind.value}"


def _list(words: Iterable[str], most: int = 12) -> str:
    words = list(words)
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")

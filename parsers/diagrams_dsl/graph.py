"""From what a script draws to the graph of the architecture."""

from collections.abc import Iterator
from functools import lru_cache

from architecture import (
    ArchitectureGraph,
    Boundary,
    BoundaryKind,
    Connection,
    Direction,
    Node,
    NodeKind,
    Origin,
    Provider,
    Role,
    Service,
    Text,
)
from architecture.boundary_words import boundary_kind_by_label
from architecture.catalogue import Entry, by_class, by_id, by_words, called, library
from architecture.declaring import COMPLETE, practices_named
from architecture.graph import INVISIBLE
from parsers.diagrams_dsl.joints import Passage, ends, without_joints
from parsers.diagrams_dsl.model import Place, ScriptCluster, ScriptDiagram, ScriptEdge, ScriptNode
from parsers.reading import DiagramReading, Unrecognised

PROVIDERS = {"aws": Provider.AWS, "azure": Provider.AZURE, "gcp": Provider.GCP, "k8s": Provider.KUBERNETES}
PROVIDERS |= {"onprem": Provider.ONPREM, "saas": Provider.SAAS}
BY_LABEL = 0.6
"""How sure a service is that only its label tells, on a Custom or plain node."""
STYLES = ("dashed", "dotted")


def diagram_reading(diagram: ScriptDiagram) -> DiagramReading:
    """One `Diagram` as a graph: clusters are boundaries, nodes are services, edges flow as their heads point."""
    joined = without_joints(diagram)
    nodes: list[Node] = [*map(_boundary, joined.diagram.clusters), *map(_service, joined.diagram.nodes)]
    connections = [*map(_connection, joined.diagram.edges), *map(_passage, joined.passages)]
    if joined.passages:
        order = {edge.id: position for position, edge in enumerate(diagram.edges)}
        connections.sort(key=lambda connection: order[connection.id.rpartition("_")[2]])
    texts = [Text(words, _origin(place)) for words, place in joined.legend]
    graph = ArchitectureGraph.of(nodes, connections, texts)
    graph.graph[COMPLETE] = practices_named(diagram.given.get("lens", {}).get(COMPLETE, ""))
    return DiagramReading(
        index=diagram.index,
        name=diagram.name,
        graph=graph,
        unrecognised=tuple(_unrecognised(diagram)),
        attributes={"direction": diagram.direction.upper(), "filename": diagram.filename},
    )


def _origin(place: Place, class_name: str | None = None) -> Origin:
    return Origin(place.file, line=place.line, column=place.column, class_name=class_name)


def _unrecognised(diagram: ScriptDiagram) -> Iterator[Unrecognised]:
    for node in diagram.nodes:
        if not node.known:
            ours = node.class_name.startswith("diagrams.")
            why = (
                f"the library has no class {node.class_name}" if ours else f"{node.class_name} was not given"
            )
            yield Unrecognised(_origin(node.place, node.class_name), node.text, why)


# Boundaries


def _boundary(cluster: ScriptCluster) -> Boundary:
    kind = _named_kind(cluster) or boundary_kind_by_label(cluster.label)
    return Boundary(
        id=cluster.id,
        label=cluster.label,
        boundary_kind=kind or BoundaryKind.GROUP,
        origin=_origin(cluster.place, cluster.class_name),
        boundary=cluster.parent,
        attributes=cluster.given,
        identified_by="label" if kind else "class",
        confidence=1.0 if kind is None else 0.9,
        reason="" if kind is None else "the words of its label",
    )


def _named_kind(cluster: ScriptCluster) -> BoundaryKind | None:
    """What the author says a cluster means: `graph_attr={"boundary": "vpc"}`."""
    named = cluster.given.get("boundary", "")
    return BoundaryKind(named) if named and named in tuple(BoundaryKind) else None


# Services


def _service(node: ScriptNode) -> Service:
    entry, identified_by, confidence, reason = _identified(node)
    return Service(
        id=node.id,
        label=node.text,
        service=entry.id if entry else None,
        role=entry.role if entry else Role.OTHER,
        layer=entry.layer if entry else None,
        kind=entry.kind if entry else NodeKind.UNKNOWN,
        origin=_origin(node.place, node.class_name),
        provider=entry.provider if entry else _provider(node.class_name),
        title=entry.name if entry else _title(node),
        boundary=node.cluster,
        attributes={**node.given, **node.details},
        identified_by=identified_by,
        confidence=confidence,
        reason=reason,
    )


Identified = tuple[Entry | None, str, float, str]
"""What a node stands for, what told us, how sure that is, and the same in words."""


@lru_cache(1_024)
def _by_its_class(class_name: str) -> Identified | None:
    entry = by_class(class_name)
    return None if entry is None else (entry, "class", 1.0, f"the class {class_name}")


def _identified(node: ScriptNode) -> Identified:
    if "service" in node.given and (entry := by_id(node.given["service"])) is not None:
        return entry, "attribute", 1.0, "its attribute service"
    if node.known and (found := _by_its_class(node.class_name)) is not None:
        entry = found[0]
        if entry is not None and (other := called(entry, node.text)) is not entry:
            return other, "class", 1.0, f"{found[3]}, whose label names a system, not the internet"
        return found
    if (entry := _person(node)) is not None:
        return entry, "class", 0.9, "a person of the C4 model"
    if not node.known and (entry := _meant(node.class_name)) is not None:
        return entry, "label", BY_LABEL, "the name of its class"
    if (entry := by_words(_words(node))) is not None:
        return entry, "label", BY_LABEL, "the words of its label"
    return None, "class", 0.0, "nothing told what it is"


@lru_cache(1_024)
def _meant(class_name: str) -> Entry | None:
    """The service that a class which the library lacks is named after."""
    module, _, name = class_name.rpartition(".")
    return library.meant(name, module)


def _words(node: ScriptNode) -> str:
    """What names the service: the class, where the library does not know it; for C4 the name and technology."""
    if not node.known:
        return f"{node.class_name.rpartition('.')[2]} {node.text}"
    if node.details:
        return f"{node.details.get('name', '')} {node.details.get('technology', '')}"
    return node.text


def _person(node: ScriptNode) -> Entry | None:
    return by_class("onprem.client.User") if node.details.get("type", "").endswith("Person") else None


def _provider(class_name: str) -> Provider:
    parts = class_name.split(".")
    return PROVIDERS.get(parts[1], Provider.GENERIC) if len(parts) > 2 else Provider.GENERIC


def _title(node: ScriptNode) -> str:
    name = node.class_name.rpartition(".")[2]
    return "" if name in {"Node", "Custom"} else name


# Connections


def _style(edge: ScriptEdge) -> str:
    if edge.invisible:
        return INVISIBLE
    return next((known for known in STYLES if known in edge.style), "solid")


def _connection(edge: ScriptEdge) -> Connection:
    """An edge drawn with `<<` alone is turned round: its flow runs towards its first operand."""
    start, end = ends(edge)
    style = _style(edge)
    backwards = edge.reverse and not edge.forward
    heads = edge.forward or edge.reverse
    both = edge.forward and edge.reverse
    return Connection(
        id=edge.id,
        source=end if backwards else start,
        target=start if backwards else end,
        origin=_origin(edge.place),
        direction=Direction.BOTH if both else Direction.FORWARD if heads else Direction.NONE,
        label=edge.text,
        style=style,
        confidence=0.0 if style == INVISIBLE else 1.0,
        reason="drawn invisibly, for the layout alone" if style == INVISIBLE else "",
        color=edge.color or None,
        resolved_by="operator",
        attributes=edge.attributes,
    )


def _passage(passage: Passage) -> Connection:
    """What flows through joints, as one arrow: where it ends says where it was drawn."""
    first, last = passage.first, passage.last
    styles = [style for style in (_style(last), _style(first)) if style != "solid"]
    return Connection(
        id=f"{first.id}_{last.id}",
        source=passage.source,
        target=passage.target,
        origin=_origin(last.place),
        direction=Direction.FORWARD if passage.directed else Direction.NONE,
        label="\n".join(dict.fromkeys(edge.text for edge in (first, last) if edge.text)),
        style=styles[0] if styles else "solid",
        color=last.color or first.color or None,
        resolved_by="operator",
        reason="through a joint",
        attributes=last.attributes,
    )

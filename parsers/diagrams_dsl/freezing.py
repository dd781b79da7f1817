"""The records of a reading as frozen values: ids given, attributes as texts, cluster ends resolved."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from architecture.catalogue import library as catalogue
from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.digraph import is_compound
from parsers.diagrams_dsl.drawing import ClusterRecord, DiagramRecord, EdgeRecord, End, NodeRecord, dot_fields
from parsers.diagrams_dsl.library import library_class_name
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.model import ScriptCluster, ScriptDiagram, ScriptEdge, ScriptNode
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import Class, Opaque, Value


def freeze(machine: Machine) -> tuple[ScriptDiagram, ...]:
    """Every diagram of the script that was entered, in the order in which they were made."""
    entered = [record for record in machine.drawing.diagrams if record.entered or record.nodes]
    everywhere = {
        node: (position, f"n{number}")
        for position, record in enumerate(entered)
        for number, node in enumerate(record.nodes, 1)
    }
    return tuple(_diagram(machine, record, position, everywhere) for position, record in enumerate(entered))


Everywhere = dict[NodeRecord, tuple[int, str]]
Clusters = dict[End | None, str]
"""Clusters of a diagram with their ids; what is no cluster has none."""


def _diagram(machine: Machine, record: DiagramRecord, index: int, everywhere: Everywhere) -> ScriptDiagram:
    cluster_ids: Clusters = {cluster: f"c{number}" for number, cluster in enumerate(record.clusters, 1)}
    clusters = tuple(_cluster(cluster, cluster_ids) for cluster in record.clusters)
    kinds: dict[Class, Kind] = {}
    nodes = tuple(_node(node, number, cluster_ids, kinds) for number, node in enumerate(record.nodes, 1))
    edges, crossing = _edges(machine, record, index, everywhere, cluster_ids)
    _tell_same_names(machine, clusters)
    _tell_same_ids(machine, nodes)
    fields = record.instance.fields
    attributes = dot_fields(record.instance)
    return ScriptDiagram(
        index=index,
        name=_text(fields.get("name")),
        filename=_text(fields.get("filename")),
        direction=record.direction,
        curvestyle=record.curvestyle,
        outformats=record.outformats,
        show=fields.get("show") is not False,
        strict=record.strict,
        autolabel=fields.get("autolabel") is True,
        graph_attributes=_texts(attributes["graph_attr"]),
        node_attributes=_texts(attributes["node_attr"]),
        edge_attributes=_texts(attributes["edge_attr"]),
        given=record.given,
        clusters=clusters,
        nodes=nodes,
        edges=edges,
        place=record.place,
        theme=record.theme,
        crossing=crossing,
    )


def _text(value: Value) -> str:
    """A value as text, without asking the script's own objects: it has ended."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, str | int | float | Opaque):
        return str.__str__(value) if isinstance(value, str) else str(value)
    return f"<{type_name(value)}>"


def _texts(attributes: dict[Value, Value]) -> dict[str, str]:
    return {_text(key): _text(value) for key, value in attributes.items() if value is not None}


def _cluster(record: ClusterRecord, ids: Clusters) -> ScriptCluster:
    fields = record.instance.fields
    return ScriptCluster(
        id=ids[record],
        label=_text(fields.get("label")),
        parent=ids.get(record.parent),
        depth=record.depth,
        class_name="diagrams.Cluster",
        attributes=_texts(dot_fields(record.instance)["graph_attr"]),
        given=record.given,
        place=record.place,
        drawn=record.drawn,
        own_class=record.instance.cls.full_name if record.instance.cls.own else None,
    )


Kind = tuple[str, bool, str | None, str | None]
"""What all nodes of one class have in common: class_name, known, icon and own_class of `ScriptNode`."""


def _kind(cls: Class) -> Kind:
    class_name, known = library_class_name(cls), cls.feature("unknown") is None
    icon = catalogue.icon(class_name) if known else None
    return class_name, known, icon, cls.full_name if cls.own else None


def _node(record: NodeRecord, number: int, clusters: Clusters, kinds: dict[Class, Kind]) -> ScriptNode:
    cls = record.instance.cls
    class_name, known, icon, own_class = kinds.get(cls) or kinds.setdefault(cls, _kind(cls))
    return ScriptNode(
        id=f"n{number}",
        class_name=class_name,
        label=record.label,
        text=plain_text(record.label),
        cluster=clusters.get(record.cluster),
        attributes=record.attributes,
        given=record.given,
        place=record.place,
        icon=icon,
        custom_icon=record.custom_icon,
        own_class=own_class,
        node_id=record.node_id,
        known=known,
        details=record.details,
    )


def plain_text(label: str) -> str:
    """A label as people read it: HTML labels without markup, Graphviz's line breaks as line breaks."""
    if label.startswith("<") and label.endswith(">") and not label.startswith("<?") and len(label) > 1:
        text = re.sub(r"<br\s*/?>", "\n", label[1:-1], flags=re.IGNORECASE)
        return "\n".join(
            line.strip() for line in html.unescape(re.sub(r"<[^<>]*>", "", text)).split("\n")
        ).strip()
    return re.sub(r"\\[nlr]", "\n", label).strip() if "\\" in label else label.strip()


# Edges


def _edges(
    machine: Machine, record: DiagramRecord, index: int, everywhere: Everywhere, clusters: Clusters
) -> tuple[tuple[ScriptEdge, ...], tuple[ScriptEdge, ...]]:
    inside = _nodes_inside(record)
    compound = is_compound(record.instance.fields.get("dot"))
    drawn: list[ScriptEdge] = []
    crossing: list[ScriptEdge] = []
    for edge in record.edges:
        source, target = _node_of(edge.source, inside), _node_of(edge.target, inside)
        if source is None or target is None:
            machine.remark(
                diagnostics.LOST_END, "This edge ends at a cluster without nodes; it is left out.", edge.place
            )
            continue
        position, target_id = everywhere.get(target, (index, ""))
        elsewhere = position != index
        if elsewhere:
            machine.remark(
                diagnostics.CROSSING,
                "This edge ends at a node of another diagram; it is left out.",
                edge.place,
            )
        into = crossing if elsewhere else drawn
        frozen = _edge(
            edge,
            f"{'x' if elsewhere else 'e'}{len(into) + 1}",
            everywhere[source][1],
            f"{position}:{target_id}" if elsewhere else target_id,
            (clusters.get(edge.source), clusters.get(edge.target)),
        )
        cut = compound and bool(frozen.attributes)
        into.append(_cut_at_clusters(record, edge, frozen, clusters) if cut else frozen)
    return tuple(drawn), tuple(crossing)


def _nodes_inside(record: DiagramRecord) -> dict[ClusterRecord, NodeRecord]:
    """The first node inside each cluster, its inner clusters included."""
    inside: dict[ClusterRecord, NodeRecord] = {}
    for node in record.nodes:
        cluster = node.cluster
        while cluster is not None:
            inside.setdefault(cluster, node)
            cluster = cluster.parent
    return inside


def _node_of(end: End, inside: dict[ClusterRecord, NodeRecord]) -> NodeRecord | None:
    return end if isinstance(end, NodeRecord) else inside.get(end)


def _edge(
    record: EdgeRecord, edge_id: str, source: str, target: str, clusters: tuple[str | None, str | None]
) -> ScriptEdge:
    rest = dict(record.attributes)
    label, color, style = rest.pop("label", ""), rest.pop("color", ""), rest.pop("style", "")
    shown = label or rest.get("xlabel", "")
    return ScriptEdge(
        id=edge_id,
        source=source,
        target=target,
        forward=record.forward,
        reverse=record.reverse,
        label=label,
        text=plain_text(shown),
        color=color,
        style=style,
        attributes=rest,
        place=record.place,
        source_cluster=clusters[0],
        target_cluster=clusters[1],
    )


def _cut_at_clusters(record: DiagramRecord, drawn: EdgeRecord, edge: ScriptEdge, ids: Clusters) -> ScriptEdge:
    """`ltail` and `lhead` name the clusters that the edge should end at."""
    tail = _cluster_around(drawn.source, drawn.target, edge.attributes.get("ltail"))
    head = _cluster_around(drawn.target, drawn.source, edge.attributes.get("lhead"))
    if tail is not None:
        edge = replace(edge, source_cluster=ids[tail])
    if head is not None:
        edge = replace(edge, target_cluster=ids[head])
    return edge


def _cluster_around(end: End, other: End, name: str | None) -> ClusterRecord | None:
    """The cluster of that name around an end and not around the other: Graphviz does not heed any else."""
    if not name or not isinstance(end, NodeRecord):
        return None
    beside = set(_clusters_of(other))
    found = (one for one in _clusters_of(end) if f"cluster_{_text(one.instance.fields.get('label'))}" == name)
    return next((one for one in found if one not in beside), None)


def _clusters_of(end: End) -> Iterator[ClusterRecord]:
    """The clusters around an end, the innermost first."""
    cluster = end.cluster if isinstance(end, NodeRecord) else end
    while cluster is not None:
        yield cluster
        cluster = cluster.parent


# What Graphviz would merge


def _tell_same_names(machine: Machine, clusters: tuple[ScriptCluster, ...]) -> None:
    first: dict[str, ScriptCluster] = {}
    for cluster in clusters:
        other = first.setdefault(cluster.label, cluster)
        if other is not cluster and cluster.drawn and other.drawn:
            machine.remark(
                diagnostics.SAME_NAME,
                f'The cluster "{cluster.label[:100]}" has the label of the one in line {other.place.line}; '
                "Graphviz draws both as one.",
                cluster.place,
            )


def _tell_same_ids(machine: Machine, nodes: tuple[ScriptNode, ...]) -> None:
    first: dict[str, ScriptNode] = {}
    for node in nodes:
        if node.node_id is None:
            continue
        other = first.setdefault(node.node_id, node)
        if other is not node:
            machine.remark(
                diagnostics.SAME_NODE_ID,
                f'The nodeid "{node.node_id[:100]}" is that of the node in line {other.place.line}; '
                "Graphviz draws both as one.",
                node.place,
            )

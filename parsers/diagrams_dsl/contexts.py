"""The library's two global contexts, and what a node tells of itself: the parts that few scripts touch."""

from collections.abc import Callable

from parsers.diagrams_dsl.drawing import ClusterRecord, DiagramRecord
from parsers.diagrams_dsl.library import NODE, cluster_of, diagram_of, node_of
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import Builtin, Instance, Property, Value


def _get_diagram(machine: Machine, /) -> Value:
    return _instance(machine.drawing.diagram)


def _set_diagram(machine: Machine, diagram: Value, /) -> None:
    record = diagram_of(machine, diagram) if isinstance(diagram, Instance) else None
    if record is not None:
        record.entered = True
    machine.drawing.diagram = record


def _get_cluster(machine: Machine, /) -> Value:
    return _instance(machine.drawing.cluster)


def _set_cluster(machine: Machine, cluster: Value, /) -> None:
    machine.drawing.cluster = cluster_of(machine, cluster) if isinstance(cluster, Instance) else None


def _instance(record: DiagramRecord | ClusterRecord | None) -> Value:
    return None if record is None else record.instance


def _node_id(machine: Machine, self: Instance, /) -> Value:
    record = node_of(machine, self)
    return record.node_id or f"node {record.diagram.nodes.index(record) + 1}"


def _diagram(machine: Machine, self: Instance, /) -> Value:
    return _instance(node_of(machine, self).diagram)


def _cluster(machine: Machine, self: Instance, /) -> Value:
    return _instance(node_of(machine, self).cluster)


def _fact(name: str, function: Callable[..., Value]) -> Property:
    return Property(Builtin(f"Node.{name}", function))


NODE.namespace |= {
    "nodeid": _fact("nodeid", _node_id),
    "_id": _fact("_id", _node_id),
    "_diagram": _fact("_diagram", _diagram),
    "_cluster": _fact("_cluster", _cluster),
}
CONTEXTS: dict[str, Value] = {
    "getdiagram": Builtin("getdiagram", _get_diagram),
    "setdiagram": Builtin("setdiagram", _set_diagram),
    "getcluster": Builtin("getcluster", _get_cluster),
    "setcluster": Builtin("setcluster", _set_cluster),
}
"""Functions that `diagrams` exports beside its classes."""

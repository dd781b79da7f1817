"""Drawing edges: the operators of Node and Edge, and the mutable Edge between them.

An `Edge` keeps its node, its two heads and its attributes, and every operator changes it in place, so that
reusing one accumulates heads; that is how the library behaves and what its users see.
"""

import ast
from collections.abc import Callable

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.budget import Exceeded
from parsers.diagrams_dsl.drawing import ClusterRecord, EdgeRecord, End, NodeRecord
from parsers.diagrams_dsl.items import iterate
from parsers.diagrams_dsl.library import CLUSTER, DIAGRAM, EDGE, NODE, is_edge, is_node
from parsers.diagrams_dsl.library_text import attribute_texts
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.model import Place
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.unknown import drawn
from parsers.diagrams_dsl.values import Builtin, Class, Function, Instance, Module, Opaque, Property, Value

DEFAULTS = {"fontcolor": "#2D3436", "fontname": "Sans-Serif", "fontsize": "13"}
CLUSTER_OPERAND = "A cluster is no end of an edge in the library; the edge is read as one to its boundary."


def edge_init(
    machine: Machine,
    self: Instance,
    /,
    node: Value = None,
    forward: Value = False,
    reverse: Value = False,
    label: Value = "",
    color: Value = "",
    style: Value = "",
    **attrs: Value,
) -> None:
    """Edge(...)."""
    node = drawn(machine, node)
    if node is not None and not is_node(node):
        raise machine.error("AssertionError")
    own = {
        name: value for name, value in (("label", label), ("color", color), ("style", style)) if _given(value)
    }
    self.fields |= {
        "node": node,
        "forward": forward,
        "reverse": reverse,
        "_attrs": {**_defaults(machine), **own, **attrs},
    }


def _defaults(machine: Machine) -> dict[str, Value]:
    """The library's defaults of an edge, or what the script has put in their place."""
    found: Value = machine.find(EDGE, "_default_edge_attrs")
    if found is DEFAULTS:
        return {**DEFAULTS}
    if not isinstance(found, dict):
        return {}
    machine.budget.elements(len(found))
    return {**found}


def _given(value: Value) -> bool:
    return isinstance(value, Opaque) or bool(value)


def edge_attrs(machine: Machine, self: Instance, /) -> dict[str, Value]:
    return {**_attrs(machine, self), "dir": direction_of(self)}


def _attrs(machine: Machine, edge: Instance) -> dict[str, Value]:
    found = edge.fields.get("_attrs")
    if not isinstance(found, dict):
        raise machine.error("AttributeError", f"'{edge.cls.name}' object has no attribute '_attrs'")
    return found


def direction_of(edge: Instance) -> str:
    """What Graphviz calls the heads of an edge."""
    heads = (_given(edge.fields.get("forward")), _given(edge.fields.get("reverse")))
    return {(True, True): "both", (True, False): "forward", (False, True): "back"}.get(heads, "none")


# Recording


def record_edge(machine: Machine, source: Value, target: Value, edge: Instance) -> None:
    """Draw an edge as it is now. Raises Raised where an end is no node, Exceeded beyond the limit."""
    ends = _ends(machine, source, target)
    own = _own_texts(machine, {k: v for k, v in _attrs(machine, edge).items() if k != "dir"})
    _record(machine, ends, _given(edge.fields.get("forward")), _given(edge.fields.get("reverse")), own)


def _own_texts(machine: Machine, attributes: dict[str, Value]) -> dict[str, str]:
    """Attributes as texts, without the library's defaults."""
    texts = attribute_texts(machine, attributes)
    return {name: text for name, text in texts.items() if DEFAULTS.get(name) != text}


def record_plain_edge(machine: Machine, source: Value, target: Value, forward: bool, reverse: bool) -> None:
    """Draw an edge without attributes of its own, which no script ever sees. Raises as `record_edge` does."""
    changed = machine.changes and machine.find(EDGE, "_default_edge_attrs") is not DEFAULTS
    own = _own_texts(machine, _defaults(machine)) if changed else {}
    _record(machine, _ends(machine, source, target), forward, reverse, own)


def _record(
    machine: Machine, ends: tuple[End, End], forward: bool, reverse: bool, attributes: dict[str, str]
) -> None:
    start, end = ends
    place = _operator_place(machine)
    start.diagram.edges.append(EdgeRecord(start, end, forward, reverse, attributes, place))


def _ends(machine: Machine, source: Value, target: Value) -> tuple[End, End]:
    ends = _end(machine, source), _end(machine, target)
    drawing = machine.drawing
    drawing.edges += 1
    if drawing.edges > machine.limits.edges:
        raise Exceeded("edges", machine.limits.edges)
    return ends


def _operator_place(machine: Machine) -> Place:
    if isinstance(machine.node, ast.BinOp | ast.AugAssign):
        return machine.source.operator(machine.node)
    return machine.place()


def _end(machine: Machine, value: Value) -> End:
    value = drawn(machine, value)
    native = value.native if isinstance(value, Instance) else None
    if isinstance(native, NodeRecord):
        return native
    if isinstance(native, ClusterRecord):
        message = f"'{value.cls.name}' object has no attribute 'nodeid'"
        machine.refused(diagnostics.CLUSTER_EDGE, CLUSTER_OPERAND, "AttributeError", message)
        return native
    raise machine.error("AttributeError", f"'{type_name(value)}' object has no attribute 'nodeid'")


def node_connect(machine: Machine, self: Instance, /, node: Value, edge: Value) -> Value:
    if not is_edge(edge):
        raise machine.error("AttributeError", f"'{type_name(edge)}' object has no attribute 'attrs'")
    record_edge(machine, self, node, edge)
    return node


def connect_edge(machine: Machine, self: Instance, /, other: Value) -> Value:
    """Edge.connect: draw to each of a list, take over the attributes of another edge, or draw to a node."""
    other = drawn(machine, other)
    if isinstance(other, tuple) and other and not machine.strict:
        _tuple_operand(machine, other, "nodeid")
        other = list(other)
    if isinstance(other, list):
        for node in other:
            _from(machine, self, node)
        return other
    if is_edge(other):
        self.fields["_attrs"] = dict(_attrs(machine, other))
        return self
    if self.fields.get("node") is not None:
        return _from(machine, self, other)
    self.fields["node"] = other
    return self


def diagram_connect(machine: Machine, self: Instance, /, node: Value, node2: Value, edge: Value) -> None:
    """Diagram.connect: what the operators end in."""
    node_connect(machine, node, node2, edge)


def _from(machine: Machine, edge: Instance, node: Value) -> Value:
    start = edge.fields.get("node")
    if start is None:
        raise machine.error("AttributeError", "'NoneType' object has no attribute 'connect'")
    record_edge(machine, start, node, edge)
    return node


def _tuple_operand(machine: Machine, other: Value, attribute: str) -> None:
    machine.refused(
        diagnostics.STRICTER,
        "The library draws to a list, not to a tuple; it is read as a list.",
        "AttributeError",
        f"'{type_name(other)}' object has no attribute '{attribute}'",
    )


# Operators


def _node_operator(forward: bool, reverse: bool) -> Callable[..., Value]:
    def operator(machine: Machine, self: Instance, /, other: Value) -> Value:
        if isinstance(other, tuple):
            _tuple_operand(machine, other, "forward" if forward else "reverse" if reverse else "node")
            for node in other:
                record_plain_edge(machine, self, node, forward, reverse)
            return other
        if isinstance(other, list):
            for node in other:
                if is_edge(node) and not machine.strict:
                    operator(machine, self, node)
                else:
                    record_plain_edge(machine, self, node, forward, reverse)
            return other
        if is_node(other):
            record_plain_edge(machine, self, other, forward, reverse)
            return other
        return _start(machine, self, other, forward, reverse)

    return operator


def _start(machine: Machine, node: Instance, other: Value, forward: bool, reverse: bool) -> Value:
    if isinstance(other, Class | Function | Module) and not reverse:
        told = f"This draws to {other.name} itself, not to a node made of it; the library draws nothing here."
        machine.remark(diagnostics.LOST_END, told)
        return other
    if isinstance(other, Class) and other.inherits(NODE):
        raise machine.error("TypeError", "Node.connect() missing 1 required positional argument: 'edge'")
    if not isinstance(other, Instance):
        name = "forward" if forward else "reverse" if reverse else "node"
        raise machine.error("AttributeError", f"'{type_name(other)}' object has no attribute '{name}'")
    if reverse:
        other.fields["reverse"] = True
        if not is_edge(other):
            raise machine.error("AttributeError", f"'{type_name(other)}' object has no attribute 'connect'")
        return connect_edge(machine, other, node)
    if forward:
        other.fields["forward"] = True
    other.fields["node"] = node
    return other


def _node_reflected(forward: bool, reverse: bool) -> Callable[..., Value]:
    def operator(machine: Machine, self: Instance, /, other: Value) -> Value:
        for one in iterate(machine, other):
            if is_edge(one):
                if forward:
                    one.fields["forward"] = True
                if reverse:
                    one.fields["reverse"] = True
                connect_edge(machine, one, self)
            elif is_node(one) or _cluster(one):
                record_plain_edge(machine, one, self, forward, reverse)
            else:
                raise machine.error("AttributeError", f"'{type_name(one)}' object has no attribute 'connect'")
        return self

    return operator


def _cluster(value: Value) -> bool:
    return isinstance(value, Instance) and value.cls.inherits(CLUSTER)


def _edge_operator(forward: bool, reverse: bool) -> Callable[..., Value]:
    def operator(machine: Machine, self: Instance, /, other: Value) -> Value:
        if forward:
            self.fields["forward"] = True
        if reverse:
            self.fields["reverse"] = True
        return connect_edge(machine, self, other)

    return operator


def _edge_reflected(forward: bool, reverse: bool) -> Callable[..., Value]:
    def operator(machine: Machine, self: Instance, /, other: Value) -> Value:
        return edge_append(machine, self, other, forward or None, reverse or None)

    return operator


def edge_append(
    machine: Machine, self: Instance, /, other: Value, forward: Value = None, reverse: Value = None
) -> list[Value]:
    """Edge.append: a new edge with these attributes for each node; edges keep theirs and gain the head."""
    result: list[Value] = []
    for one in iterate(machine, other):
        machine.budget.elements(1)
        if is_edge(one):
            one.fields["forward"] = forward or one.fields.get("forward")
            one.fields["reverse"] = reverse or one.fields.get("reverse")
            self.fields["_attrs"] = edge_attrs(machine, one)
            result.append(one)
            continue
        if not is_node(one) and not (_cluster(one) and not machine.strict):
            raise machine.error("AssertionError")
        made = Instance(EDGE)
        machine.budget.elements(len(_attrs(machine, self)))
        made.fields |= {"node": one, "forward": forward, "reverse": reverse}
        made.fields["_attrs"] = {**_defaults(machine), **_attrs(machine, self)}
        result.append(made)
    return result


HEADS = {"sub": (False, False), "rshift": (True, False), "lshift": (False, True)}


def install() -> None:
    """Give Node and Edge their methods."""
    for name, heads in HEADS.items():
        for owner, direct, reflected in (
            (NODE, _node_operator, _node_reflected),
            (EDGE, _edge_operator, _edge_reflected),
        ):
            owner.namespace[f"__{name}__"] = Builtin(f"{owner.name}.__{name}__", direct(*heads))
            owner.namespace[f"__r{name}__"] = Builtin(f"{owner.name}.__r{name}__", reflected(*heads))
    DIAGRAM.namespace["connect"] = Builtin("Diagram.connect", diagram_connect)
    NODE.namespace["connect"] = Builtin("Node.connect", node_connect)
    EDGE.namespace |= {
        "_default_edge_attrs": DEFAULTS,
        "__init__": Builtin("Edge.__init__", edge_init),
        "connect": Builtin("Edge.connect", connect_edge),
        "append": Builtin("Edge.append", edge_append),
        "attrs": Property(Builtin("Edge.attrs", edge_attrs)),
    }


install()

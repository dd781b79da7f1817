"""What stands in the drawing for a value that we do not know: made elsewhere, by a module that was not given.

Whatever an edge leads to is a node, unless its name says that it is an edge. Each value is drawn once, so
that the chain it stands in stays connected.
"""

import re

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.budget import Exceeded
from parsers.diagrams_dsl.drawing import Drawing, NodeRecord
from parsers.diagrams_dsl.library import EDGE, NODE, OUTSIDE
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import Class, Instance, Opaque, Value

WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
DOTTED = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
"""What was imported; anything else is a sentence about data (`the file nodes.json`)."""
EDGES = frozenset(("edge", "arrow", "line", "link", "relationship"))
"""Last words of the names of functions that make edges: `solid_edge`, `DashedArrow`."""
LONGEST_NAME = 200


def drawn(machine: Machine, value: Value) -> Value:
    """A value as an operand: what stands for it where it is opaque, likewise inside a list, else itself."""
    if isinstance(value, Opaque):
        return _standing_for(machine, value)
    if isinstance(value, list | tuple) and any(isinstance(one, Opaque) for one in value):
        machine.budget.elements(len(value))
        found = [_standing_for(machine, one) if isinstance(one, Opaque) else one for one in value]
        return found if isinstance(value, list) else tuple(found)
    return value


def _standing_for(machine: Machine, value: Opaque) -> Instance:
    found = machine.drawing.unknown.get(value)
    if found is None:
        machine.budget.elements(8)
        made = _edge(machine, value) if _is_edge(value) else _node(machine, value)
        found = machine.drawing.unknown[value] = made
    return found


def _path(value: Opaque) -> str:
    """What it is in dotted words: `shapes.Widget`."""
    return re.sub(r"\(\)|\[\.\.\.\]", "", value.reason[:LONGEST_NAME])


def _is_edge(value: Opaque) -> bool:
    words = WORDS.findall(_path(value).rpartition(".")[2])
    return bool(words) and words[-1].lower() in EDGES


def _edge(machine: Machine, value: Opaque) -> Instance:
    from parsers.diagrams_dsl.edges import edge_init

    made = Instance(EDGE, machine.place())
    edge_init(machine, made, label=value.label)
    _tell(machine, value, "an edge")
    return made


def _node(machine: Machine, value: Opaque) -> Instance:
    drawing = machine.drawing
    here = (_diagram(drawing), drawing.cluster, machine.source, machine.node)
    diagram, cluster, source, node = value.made or here
    place = source.place(node)
    if diagram is None:
        raise machine.error("OSError", OUTSIDE)
    drawing.nodes += 1
    if drawing.nodes > machine.limits.nodes:
        raise Exceeded("nodes", machine.limits.nodes)
    path = _path(value)
    module, _, name = path.rpartition(".") if DOTTED.fullmatch(path) else ("", "", "Unknown")
    label = value.label or (name if module else str(value)[:LONGEST_NAME])
    machine.budget.characters(len(label))
    made = Instance(Class(name, (NODE,), module=module or "unknown", features={"unknown": True}), place)
    made.fields |= {"label": label, "_attrs": {}}
    made.native = NodeRecord(made, diagram, cluster, label, {}, {}, place)
    diagram.nodes.append(made.native)
    _tell(machine, value, "a node of unknown kind")
    return made


def _diagram(drawing: Drawing) -> Value:
    """The diagram that is open, or the last one."""
    return drawing.diagram or (drawing.diagrams[-1] if drawing.diagrams else None)


def _tell(machine: Machine, value: Opaque, kind: str) -> None:
    machine.complete = False
    machine.remark(
        diagnostics.NEEDS_DATA,
        f"This needs {value.reason[:LONGEST_NAME]}, which was not given; it is read as {kind}.",
    )

"""`diagrams.c4`: functions that make plain nodes, clusters and edges with HTML labels."""

import html
import textwrap

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.drawing import NodeRecord
from parsers.diagrams_dsl.library import CLUSTER, EDGE, NODE
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.text import to_text
from parsers.diagrams_dsl.values import Builtin, Instance, Value

LONGEST_DESCRIPTION = 5_000


def _wrapped(text: str, width: int) -> list[str]:
    return [html.escape(line) for line in textwrap.wrap(text[:LONGEST_DESCRIPTION], width, max_lines=3)]


def _node_label(name: str, key: str, description: str) -> str:
    title = f'<font point-size="12"><b>{html.escape(name)}</b></font><br/>'
    subtitle = f'<font point-size="9">[{html.escape(key)}]<br/></font>' if key else ""
    lines = _wrapped(description, 40)
    lines += [""] * (3 - len(lines))
    text = f'<br/><font point-size="10">{"<br/>".join(lines)}</font>' if description else ""
    return f"<{title}{subtitle}{text}>"


def c4_node(
    machine: Machine,
    /,
    name: Value,
    technology: Value = "",
    description: Value = "",
    type: Value = "Container",  # noqa: A002 - the library's own name
    **keywords: Value,
) -> Value:
    """C4Node(...): the parts are kept beside the label that they are put into."""
    parts = [to_text(machine, one) if one else "" for one in (name, technology, description, type)]
    title, skill, words, kind = parts
    machine.budget.characters(sum(map(len, parts)) * 2)
    key = f"{kind}: {skill}" if skill else kind
    attributes: dict[str, Value] = {
        "label": _node_label(title, key, words),
        "labelloc": "c",
        "shape": "rect",
        "width": "2.6" if words else "2",
        "height": "1.6" if words else "1",
        "fixedsize": "true",
        "style": "filled",
        "fillcolor": "dodgerblue3",
        "fontcolor": "white",
    }
    made = call(machine, NODE, (), {**attributes, **keywords})
    if isinstance(made, Instance) and isinstance(made.native, NodeRecord):
        made.native.details = {"name": title, "technology": skill, "description": words, "type": kind}
    return made


def container(
    machine: Machine, /, name: Value, technology: Value = "", description: Value = "", **keywords: Value
) -> Value:
    given = {"name": name, "technology": technology, "description": description, "type": "Container"}
    return c4_node(machine, **{**given, **keywords})


def database(
    machine: Machine, /, name: Value, technology: Value = "", description: Value = "", **keywords: Value
) -> Value:
    given = {"name": name, "technology": technology, "description": description, "type": "Database"}
    return c4_node(machine, **{**given, "shape": "cylinder", "labelloc": "b", **keywords})


def system(
    machine: Machine, /, name: Value, description: Value = "", external: Value = False, **keywords: Value
) -> Value:
    return c4_node(machine, **{**_outside(name, description, external, "System"), **keywords})


def person(
    machine: Machine, /, name: Value, description: Value = "", external: Value = False, **keywords: Value
) -> Value:
    given = _outside(name, description, external, "Person")
    return c4_node(machine, **{**given, "style": "rounded,filled", **keywords})


def _outside(name: Value, description: Value, external: Value, kind: str) -> dict[str, Value]:
    return {
        "name": name,
        "description": description,
        "type": f"External {kind}" if external else kind,
        "fillcolor": "gray60" if external else "dodgerblue4",
    }


def system_boundary(machine: Machine, /, name: Value, **keywords: Value) -> Value:
    label = html.escape(to_text(machine, name))
    attributes = {"label": label, "bgcolor": "white", "margin": "16", "style": "dashed", **keywords}
    return call(machine, CLUSTER, (name,), {"graph_attr": attributes})


def relationship(machine: Machine, /, label: Value = "", **keywords: Value) -> Value:
    text = to_text(machine, label) if label else ""
    shown = f'<<font point-size="10">{"<br/>".join(_wrapped(text, 24))}</font>>' if text else ""
    return call(machine, EDGE, (), {"style": "dashed", "color": "gray60", "label": shown, **keywords})


MEMBERS: dict[str, Value] = {
    "C4Node": Builtin("C4Node", c4_node),
    "Container": Builtin("Container", container),
    "Database": Builtin("Database", database),
    "System": Builtin("System", system),
    "Person": Builtin("Person", person),
    "SystemBoundary": Builtin("SystemBoundary", system_boundary),
    "Relationship": Builtin("Relationship", relationship),
    "Cluster": CLUSTER,
    "Node": NODE,
    "Edge": EDGE,
}

"""The library's own classes as scripts see them: Diagram, Cluster, Node, Edge and Custom.

Each function here does what the method of its name does in the library; where the library would raise, the
machine decides whether to go on (see `Machine.refused`).
"""

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.budget import Exceeded
from parsers.diagrams_dsl.digraph import digraph
from parsers.diagrams_dsl.drawing import ClusterRecord, DiagramRecord, NodeRecord
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.library_text import (
    OUTFORMATS,
    accepted,
    attribute_texts,
    drawn_text,
    own_attributes,
)
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.stdlib.files import wrote
from parsers.diagrams_dsl.text import to_text
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import MISSING, Builtin, Class, Instance, Native, Opaque, Value

GRAPH_DEFAULTS = {
    "pad": "2.0",
    "splines": "ortho",
    "nodesep": "0.60",
    "ranksep": "0.75",
    "fontname": "Sans-Serif",
    "fontsize": "15",
    "fontcolor": "#2D3436",
}
NODE_DEFAULTS = {
    "shape": "box",
    "style": "rounded",
    "fixedsize": "true",
    "width": "1.4",
    "height": "1.4",
    "labelloc": "b",
    "imagescale": "true",
    "fontname": "Sans-Serif",
    "fontsize": "13",
    "fontcolor": "#2D3436",
}
EDGE_DEFAULTS = {"color": "#7B8894"}
CLUSTER_DEFAULTS = {
    "shape": "box",
    "style": "rounded",
    "labeljust": "l",
    "pencolor": "#AEB6BE",
    "fontname": "Sans-Serif",
    "fontsize": "12",
}
CLUSTER_COLORS = ("#E5F5FD", "#EBF3E7", "#ECE8F6", "#FDF7E3")
DIRECTIONS = ("TB", "BT", "LR", "RL")
CURVESTYLES = ("ortho", "curved")
NEWER_CURVESTYLES = ("spline", "polyline")
OUTSIDE = "Global diagrams context not set up"


def _methods(owner: str, **functions: Native) -> dict[str, Value]:
    return {name: Builtin(f"{owner}.{name}", function) for name, function in functions.items()}


# Diagram


def diagram_init(
    machine: Machine,
    self: Instance,
    /,
    name: Value = "",
    filename: Value = "",
    direction: Value = "LR",
    curvestyle: Value = "ortho",
    outformat: Value = "png",
    autolabel: Value = False,
    show: Value = True,
    strict: Value = False,
    graph_attr: Value = None,
    node_attr: Value = None,
    edge_attr: Value = None,
    **newer: Value,
) -> None:
    """Diagram(...): validated, its attributes laid over the library's defaults."""
    theme = _theme(machine, newer)
    refused_as = "" if filename or not name else "AttributeError"
    title = drawn_text(machine, name, "The name of the diagram", refused_as, "split")
    file = drawn_text(machine, filename, "The file name of the diagram")
    file = file or ("_".join(title.split()).lower() if title else "diagrams_image")
    direction = accepted(machine, direction, DIRECTIONS, str.upper, "direction", "LR")
    curvestyle = accepted(
        machine, curvestyle, CURVESTYLES, str.lower, "curvestyle", "ortho", NEWER_CURVESTYLES
    )
    formats = outformat if isinstance(outformat, list) else [outformat]
    formats = [accepted(machine, one, OUTFORMATS, str.lower, "output format", "png") for one in formats]
    given = {
        "graph": own_attributes(machine, graph_attr, "graph_attr"),
        "node": own_attributes(machine, node_attr, "node_attr"),
        "edge": own_attributes(machine, edge_attr, "edge_attr"),
    }
    self.fields |= {"name": title, "filename": file, "outformat": outformat}
    laid = {"label": title, "rankdir": direction, "splines": curvestyle}
    self.fields |= {"show": show, "autolabel": autolabel, "dot": _dot(machine, self.cls, title, laid, given)}
    if len(machine.drawing.diagrams) >= machine.limits.diagrams:
        raise Exceeded("diagrams", machine.limits.diagrams)
    place = self.place or machine.place()
    self.native = DiagramRecord(
        self, tuple(formats), direction, curvestyle, strict is True, theme, given, place
    )
    machine.drawing.diagrams.append(self.native)


def _dot(
    machine: Machine, cls: Class, title: str, laid: dict[str, str], given: dict[str, dict[str, str]]
) -> Instance:
    """What scripts reach as `diagram.dot`: the attributes that are drawn, open to change until the end."""
    graph, node, edge = (
        _plain(machine.find(cls, f"_default_{kind}_attrs")) for kind in ("graph", "node", "edge")
    )
    return digraph(
        title,
        graph_attr={**graph, **laid, **given["graph"]},
        node_attr={**node, **given["node"]},
        edge_attr={**edge, **given["edge"]},
    )


def _theme(machine: Machine, newer: dict[str, Value]) -> str:
    unknown = next((name for name in newer if name != "theme"), None)
    if unknown is not None or (newer and machine.strict):
        message = f"Diagram.__init__() got an unexpected keyword argument '{unknown or 'theme'}'"
        machine.refused(diagnostics.STRICTER, f"{message}; it is left out.", "TypeError", message)
    theme = newer.get("theme")
    return theme if isinstance(theme, str) else ""


def diagram_enter(machine: Machine, self: Instance, /) -> Value:
    record = diagram_of(machine, self)
    record.entered = True
    machine.drawing.diagram = record
    return self


def diagram_exit(machine: Machine, self: Instance, /, *_: Value) -> None:
    machine.drawing.diagram = None
    diagram_render(machine, self)


def diagram_render(machine: Machine, self: Instance, /) -> None:
    """What would be drawn now is there for the script to look at."""
    file = self.fields.get("filename")
    if isinstance(file, str) and isinstance(self.native, DiagramRecord):
        for outformat in self.native.outformats:
            wrote(machine, f"{file}.{outformat.lower()}")


def diagram_of(machine: Machine, self: Instance) -> DiagramRecord:
    if not isinstance(self.native, DiagramRecord):
        raise machine.error("AttributeError", f"'{self.cls.name}' object has no attribute 'dot'")
    return self.native


def _nothing(machine: Machine, /, *_: Value, **__: Value) -> None:
    return None


# Cluster


def cluster_init(
    machine: Machine,
    self: Instance,
    /,
    label: Value = "cluster",
    direction: Value = "LR",
    graph_attr: Value = None,
) -> None:
    """Cluster(...): its parent is the cluster that is open now."""
    given = own_attributes(machine, graph_attr, "graph_attr")
    if label is None and machine.strict:
        raise machine.error("TypeError", 'can only concatenate str (not "NoneType") to str')
    text = drawn_text(machine, label, "The label of a cluster", refused_as="TypeError")
    direction = accepted(machine, direction, DIRECTIONS, str.upper, "direction", "LR")
    drawing = machine.drawing
    if drawing.diagram is None:
        raise machine.error("OSError", OUTSIDE)
    drawing.clusters += 1
    if drawing.clusters > machine.limits.clusters:
        raise Exceeded("clusters", machine.limits.clusters)
    depth = drawing.cluster.depth + 1 if drawing.cluster else 0
    defaults = machine.find(self.cls, "_default_graph_attrs")
    laid = {"label": text, "rankdir": direction, "bgcolor": _shade(machine, self.cls, depth)}
    dot = digraph(f"cluster_{text}", graph_attr={**_plain(defaults), **laid, **given})
    self.fields |= {"label": text, "name": f"cluster_{text}", "dot": dot, "depth": depth}
    place = self.place or machine.place()
    self.native = ClusterRecord(self, drawing.diagram, drawing.cluster, depth, given, place)
    drawing.diagram.clusters.append(self.native)


def _shade(machine: Machine, cls: Class, depth: int) -> str:
    colors = machine.find(cls, "_Cluster__bgcolors")
    if not isinstance(colors, list | tuple) or not colors:
        colors = CLUSTER_COLORS
    return to_text(machine, colors[depth % len(colors)])


def _plain(defaults: Value) -> dict[str, Value]:
    return dict(defaults) if isinstance(defaults, dict) else {}


def cluster_enter(machine: Machine, self: Instance, /) -> Value:
    machine.drawing.cluster = cluster_of(machine, self)
    return self


def cluster_exit(machine: Machine, self: Instance, /, *_: Value) -> None:
    record = cluster_of(machine, self)
    record.drawn = True
    machine.drawing.cluster = record.parent


def cluster_of(machine: Machine, self: Instance) -> ClusterRecord:
    if not isinstance(self.native, ClusterRecord):
        raise machine.error("AttributeError", f"'{self.cls.name}' object has no attribute '_parent'")
    return self.native


# Node


def node_init(
    machine: Machine, self: Instance, /, label: Value = "", *, nodeid: Value = None, **attrs: Value
) -> None:
    """Node(...): drawn at once into the cluster that is open, its label fixed from here on."""
    drawing = machine.drawing
    if drawing.diagram is None:
        raise machine.error("OSError", OUTSIDE)
    drawing.nodes += 1
    if drawing.nodes > machine.limits.nodes:
        raise Exceeded("nodes", machine.limits.nodes)
    text = _node_label(machine, self, label, drawing.diagram)
    given = attribute_texts(machine, attrs)
    icon = self.fields.get("_icon", MISSING)
    icon = machine.find(self.cls, "_icon") if icon is MISSING else icon
    iconic = isinstance(icon, Opaque) or bool(icon is not MISSING and icon)
    height = machine.find(self.cls, "_height")
    height = height if isinstance(height, int | float) else 1.9
    drawn = {"shape": "none", "height": str(height + 0.4 * text.count("\n"))} if iconic else {}
    self.fields["label"], self.fields["_attrs"] = text, {**drawn, **attrs}
    record = NodeRecord(
        self, drawing.diagram, drawing.cluster, text, {**drawn, **given}, given, self.place or machine.place()
    )
    if nodeid is not None and nodeid != "":
        record.node_id = drawn_text(machine, nodeid, "A nodeid")
    if iconic and self.cls.inherits(CUSTOM):
        record.custom_icon = to_text(machine, icon)
    self.native = record
    drawing.diagram.nodes.append(record)


def _node_label(machine: Machine, self: Instance, label: Value, diagram: DiagramRecord) -> str:
    if diagram.instance.fields.get("autolabel") is True:
        rest = drawn_text(machine, label, "A label") if label else ""
        return f"{self.cls.name}\n{rest}" if rest else self.cls.name
    return drawn_text(machine, label, "A label", refused_as="AttributeError")


def custom_init(machine: Machine, self: Instance, /, label: Value, icon_path: Value, **attrs: Value) -> None:
    if icon_path and not isinstance(icon_path, str | Opaque):
        kind = type_name(icon_path)
        message = f"expected string or bytes-like object, got '{kind}'"
        machine.refused(diagnostics.STRICTER, f"The icon path is no text ({kind}).", "TypeError", message)
    self.fields["_icon"] = icon_path
    node_init(machine, self, label, **attrs)


def node_of(machine: Machine, self: Instance) -> NodeRecord:
    if not isinstance(self.native, NodeRecord):
        raise machine.error("AttributeError", f"'{self.cls.name}' object has no attribute '_diagram'")
    return self.native


def library_class_name(cls: Class) -> str:
    """The full name of the nearest ancestor that is a class of the library."""
    return next(one.full_name for one in cls.mro if not one.own)


def node_text(machine: Machine, self: Instance, /) -> str:
    name = library_class_name(self.cls).split(".")
    provider, kind = (name[1], name[2]) if len(name) > 3 else (None, None)
    return f"<{provider}.{kind}.{self.cls.name}>"


def is_node(value: Value) -> bool:
    return isinstance(value, Instance) and value.cls.inherits(NODE)


def is_edge(value: Value) -> bool:
    return isinstance(value, Instance) and value.cls.inherits(EDGE)


def unlike(machine: Machine, value: Value) -> Exception:
    """The error of Python where a value that is no node is drawn to."""
    return machine.error("AttributeError", f"'{type_name(value)}' object has no attribute 'forward'")


NODE = Class("Node", (OBJECT,), module="diagrams", features={"draws": "node"})
EDGE = Class("Edge", (OBJECT,), module="diagrams", features={"draws": "edge"})
DIAGRAM = Class(
    "Diagram",
    (OBJECT,),
    {
        "_default_graph_attrs": GRAPH_DEFAULTS,
        "_default_node_attrs": NODE_DEFAULTS,
        "_default_edge_attrs": EDGE_DEFAULTS,
        **_methods(
            "Diagram",
            __init__=diagram_init,
            __enter__=diagram_enter,
            __exit__=diagram_exit,
            node=_nothing,
            subgraph=_nothing,
            render=diagram_render,
        ),
    },
    module="diagrams",
    features={"draws": "diagram"},
)
CLUSTER = Class(
    "Cluster",
    (OBJECT,),
    {
        "_default_graph_attrs": CLUSTER_DEFAULTS,
        "_Cluster__bgcolors": CLUSTER_COLORS,
        **_methods(
            "Cluster",
            __init__=cluster_init,
            __enter__=cluster_enter,
            __exit__=cluster_exit,
            node=_nothing,
            subgraph=_nothing,
        ),
    },
    module="diagrams",
    features={"draws": "cluster"},
)
NODE.namespace |= {
    "_icon": None,
    "_icon_dir": None,
    "_provider": None,
    "_type": None,
    "_height": 1.9,
    **_methods("Node", __init__=node_init, __repr__=node_text),
}
CUSTOM = Class(
    "Custom",
    (NODE,),
    {
        "_provider": "custom",
        "_type": "custom",
        "fontcolor": "#ffffff",
        **_methods("Custom", __init__=custom_init),
    },
    module="diagrams.custom",
)
CORE: dict[str, Value] = {
    "Diagram": DIAGRAM,
    "Cluster": CLUSTER,
    "Group": CLUSTER,
    "Node": NODE,
    "Edge": EDGE,
    "Custom": CUSTOM,
}
"""What a script without imports means by these names; all but Custom are what `diagrams` itself exports."""

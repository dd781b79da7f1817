"""`diagram.dot` and `cluster.dot`: graphviz's Digraph, as far as scripts reach through to it.

What is written on it goes to Graphviz and past the library's own objects: a throw-away subgraph that ranks
nodes, a line of the dot language. Only the tables of attributes are part of what is read.
"""

import re

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.invisible import is_invisible
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import Builtin, Class, Instance, Native, Value, host_names

COMPOUND = re.compile(r'\bcompound\s*=\s*"?(?:true|yes|1)\b', re.IGNORECASE)
MOST_LINES, LONGEST_LINE = 200, 500
"""How much of what a script writes into the body is looked at."""
YES = frozenset({"true", "yes", "1"})
"""What Graphviz takes for true."""


def digraph(name: str, **attributes: dict[str, Value]) -> Instance:
    """A Digraph of that name with its tables: graph_attr, node_attr and edge_attr."""
    made = Instance(DIGRAPH)
    made.fields |= {
        "name": name,
        "graph_attr": {},
        "node_attr": {},
        "edge_attr": {},
        "body": [],
        **attributes,
    }
    return made


def is_compound(dot: Value) -> bool:
    """Whether edges may end at the border of a cluster: `compound` is true, wherever the script says so."""
    if not isinstance(dot, Instance):
        return False
    table, body = dot.fields.get("graph_attr"), dot.fields.get("body")
    said = [table.get("compound") if isinstance(table, dict) else None, dot.native]
    written = body[:MOST_LINES] if isinstance(body, list) else []
    return any(isinstance(one, str) and one.lower() in YES for one in said) or any(
        isinstance(line, str) and COMPOUND.search(line[:LONGEST_LINE]) is not None for line in written
    )


def _nothing(machine: Machine, /, *_: Value, **__: Value) -> None:
    return None


def _attr(machine: Machine, self: Instance, kind: Value = None, /, *_: Value, **attributes: Value) -> None:
    """A statement of attributes: only whether the graph is compound matters to what is read."""
    if kind in (None, "graph") and "compound" in attributes:
        self.native = attributes["compound"]


def _edge(machine: Machine, self: Instance, /, *_: Value, **attributes: Value) -> None:
    """An edge between ids: the library never sees it. One for the layout alone is not worth a word."""
    if not is_invisible(attributes):
        told = "An edge that is drawn on `dot` itself is not read; draw it between the nodes (`a >> b`)."
        machine.remark(diagnostics.NOT_SUPPORTED, told)


def _subgraph(
    machine: Machine, self: Instance, graph: Value = None, /, name: Value = None, **_: Value
) -> Value:
    """`dot.subgraph(graph)` takes it in; without one it gives a new one to be filled in a `with`."""
    machine.budget.elements(8)
    return digraph("" if name is None else name) if graph is None else None


def _same(machine: Machine, self: Instance, /) -> Value:
    return self


METHODS: dict[str, Native] = {
    **dict.fromkeys(("node", "edges", "render", "save", "view", "pipe", "clear", "__exit__"), _nothing),
    "attr": _attr,
    "edge": _edge,
    "subgraph": _subgraph,
    "__enter__": _same,
}
DIGRAPH = Class(
    "Digraph",
    (OBJECT,),
    {name: Builtin(f"Digraph.{name}", method) for name, method in METHODS.items()},
    module="graphviz",
    features=host_names(
        "comment copy directed directory encoding engine filename filepath format formatter renderer source"
        " strict unflatten"
    ),
)

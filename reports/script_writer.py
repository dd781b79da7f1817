"""A diagram as a script of the `diagrams` library that reads back as the same graph."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Connection, Node, Service, catalogue
from architecture.boundary_words import boundary_kind_by_label
from architecture.catalogue import library
from parsers import Reading
from parsers.diagrams_dsl.model import Script
from reports.arrow_statements import Arrow, statements
from reports.flow_direction import direction_of
from reports.names import snake_case, unique
from reports.picture.colours import colour

LONGEST_NAME = 16
"""Of a class; where one is longer and has a shorter alias, that is written."""
INDENT = "    "
PLAIN = "diagrams.Node"
C4 = "diagrams.c4."
C4_KINDS = ("Person", "Container", "Database", "System")
CUSTOM = "diagrams.custom.Custom"


def script(reading: Reading, diagram_index: int = 0) -> bytes:
    """One diagram as a Python script in UTF-8. Raises IndexError where the reading has no such diagram."""
    return _Script.of(reading, diagram_index).text().encode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class _Script:
    """A graph with the class and the variable of each node."""

    graph: ArchitectureGraph
    name: str
    direction: str
    classes: Mapping[str, str]
    callables: Mapping[str, str]
    variables: Mapping[str, str]
    icons: Mapping[str, str]
    drawing: bool = False

    @classmethod
    def of(cls, reading: Reading, diagram_index: int) -> "_Script":
        diagram = reading.diagrams[diagram_index]
        graph = diagram.graph
        classes = {node.id: _class_of(node) for node in _drawn(graph)}
        callables = _callables(classes.values())
        taken = {"Cluster", "Diagram", "Edge", *callables.values()}
        variables = {node.id: unique(snake_case(_called(node)), taken) for node in _drawn(graph)}
        return cls(
            graph,
            diagram.name,
            direction_of(reading, diagram_index),
            classes,
            callables,
            variables,
            _icons(reading, diagram_index),
            drawing=not isinstance(reading.document, Script),
        )

    def text(self) -> str:
        arrows = list(statements(self._spelled()))
        body = [*self._members(), *([""] if arrows else []), *(INDENT + arrow for arrow in arrows)]
        compound = ', graph_attr={"compound": "true"}' if self._frames_joined() else ""
        options = f'show=False, direction="{self.direction}"{compound}'
        head = f"with Diagram({_quoted(self.name)}, {options}):"
        return "\n".join([*self._imports(arrows), "", head, *(body or [INDENT + "pass"]), ""])

    def _spelled(self) -> list[Arrow]:
        """Every connection as an arrow between variables; those to an empty frame cannot be spelled."""
        found = []
        for connection in self.graph.connections_as_drawn:
            source, target = (
                self._variable(connection.source, connection.target),
                self._variable(connection.target, connection.source),
            )
            if source is not None and target is not None:
                found.append(Arrow(source, target, self._edge(connection), connection.direction))
        return found

    def _variable(self, end: str, other: str) -> str | None:
        """The variable of a node; for a frame that of a node inside it."""
        if end in self.variables:
            return self.variables[end]
        inside = [
            node.id for node in self.graph.services_within(self.graph.node(end)) if node.id in self.variables
        ]
        return next((self.variables[node] for node in inside if node != other), None)

    def _edge(self, connection: Connection) -> str:
        """The `Edge(...)` that says what the operator alone does not."""
        words = {
            "label": connection.label,
            "color": connection.color if connection.color and not self._neutral(connection.color) else "",
            "style": connection.style if connection.style != "solid" else "",
            "ltail": self._cut_at(connection.source),
            "lhead": self._cut_at(connection.target),
        }
        given = ", ".join(f"{name}={_quoted(value)}" for name, value in words.items() if value)
        return f"Edge({given})" if given else ""

    def _cut_at(self, end: str) -> str:
        return "" if end in self.variables else f"cluster_{_title(self.graph.node(end))}"

    def _neutral(self, value: str) -> bool:
        """Whether a colour says nothing: in drawings most lines are some grey."""
        channels = (
            [int(value[start : start + 2], 16) for start in (1, 3, 5)]
            if colour(value) == value.upper()
            else []
        )
        return self.drawing and bool(channels) and max(channels) - min(channels) < 40

    def _frames_joined(self) -> bool:
        ends = {end for c in self.graph.connections_as_drawn for end in (c.source, c.target)}
        return any(end not in self.variables for end in ends)

    def _imports(self, arrows: list[str]) -> list[str]:
        used = {"Diagram"}
        used |= {"Cluster"} if any(_is_frame(self.graph, node) for node in self.graph.all_nodes) else set()
        used |= {"Edge"} if any("Edge(" in arrow for arrow in arrows) else set()
        modules: dict[str, set[str]] = {"diagrams": used}
        for class_name in self.classes.values():
            module, name = class_name.rpartition(".")[0], _familiar(class_name)
            bound = self.callables[class_name]
            modules.setdefault(module, set()).add(name if name == bound else f"{name} as {bound}")
        return [f"from {module} import {', '.join(sorted(modules[module]))}" for module in sorted(modules)]

    def _members(self) -> Iterator[str]:
        """Constructors and `with` blocks, nested as the frames are, in the order in which things were drawn."""
        tops = [node for node in self.graph.all_nodes if node.boundary is None]
        stack = [_frames_last(self.graph, tops)]
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
            elif _is_frame(self.graph, node):
                yield INDENT * len(stack) + f"with Cluster({_frame_words(node)}):"
                stack.append(_frames_last(self.graph, self.graph.members(node)))
                if not self.graph.members(node):
                    yield INDENT * len(stack) + "pass"
            else:
                yield INDENT * len(stack) + self._constructor(node)

    def _constructor(self, node: Node) -> str:
        class_name = self.classes[node.id]
        words = _c4_words(node.attributes) if class_name.startswith(C4) else [_quoted(node.label)]
        if class_name == CUSTOM:
            words.append(_quoted(self.icons.get(node.id, "./icon.png")))
        elif (
            isinstance(node, Service)
            and node.service
            and not class_name.startswith(C4)
            and not _says_service(class_name, node.service)
        ):
            words.append(f"service={_quoted(node.service)}")
        return f"{self.variables[node.id]} = {self.callables[class_name]}({', '.join(words)})"


def _title(node: Node) -> str:
    """A frame's label; one without any is called what it is, so that it is read as that."""
    plain = isinstance(node, Boundary) and node.boundary_kind is BoundaryKind.GROUP
    return node.label if plain else node.label or node.name


def _frame_words(node: Node) -> str:
    """The title, and what the frame means where no word of the title tells."""
    title = _title(node)
    told = boundary_kind_by_label(title) or BoundaryKind.GROUP
    if not isinstance(node, Boundary) or told is node.boundary_kind:
        return _quoted(title)
    return f'{_quoted(title)}, graph_attr={{"boundary": {_quoted(node.boundary_kind.value)}}}'


def _says_service(class_name: str, service: str) -> bool:
    entry = catalogue.by_class(class_name)
    return entry is not None and entry.id == service


def _drawn(graph: ArchitectureGraph) -> Iterator[Service]:
    return (node for node in graph.all_services if not graph.members(node))


def _is_frame(graph: ArchitectureGraph, node: Node) -> bool:
    return isinstance(node, Boundary) or bool(graph.members(node))


def _frames_last(graph: ArchitectureGraph, nodes: Iterable[Node]) -> Iterator[Node]:
    return iter(sorted(nodes, key=lambda node: _is_frame(graph, node)))


def _called(node: Service) -> str:
    """What the variable is named after: an element of the C4 model has its description in its label, too."""
    return node.attributes.get("name", "") if _class_of(node).startswith(C4) else node.name


def _c4_words(given: Mapping[str, str]) -> list[str]:
    """The arguments of a function of the C4 model; systems and people have no technology."""
    kind = given["type"]
    words = ["description"] if kind.endswith(("System", "Person")) else ["technology", "description"]
    named = [f"{word}={_quoted(given[word])}" for word in words if given.get(word)]
    outside = ["external=True"] if kind.startswith("External ") else []
    return [_quoted(given.get("name", "")), *named, *outside]


def _class_of(node: Service) -> str:
    """The node's own class, else the first one of its service that the library has, else the plain Node."""
    own = node.origin.class_name
    kind = node.attributes.get("type", "").removeprefix("External ")
    if own == PLAIN and kind in C4_KINDS:
        return C4 + kind
    if own is not None and (own in (PLAIN, CUSTOM) or library.icon(own) is not None):
        return own
    entry = catalogue.by_id(node.service) if node.service else None
    names = [f"diagrams.{name}" for name in (entry.classes if entry else ())]
    return next((name for name in names if library.icon(name) is not None), PLAIN)


def _familiar(class_name: str) -> str:
    """What people call a class: `SQS` rather than `SimpleQueueServiceSqs`."""
    module, _, name = class_name.rpartition(".")
    aliases = [
        other for other, canonical in library.modules().get(module, {}).items() if canonical == class_name
    ]
    return (
        min(aliases, key=lambda alias: (len(alias), alias)) if aliases and len(name) > LONGEST_NAME else name
    )


def _callables(classes: Iterable[str]) -> Mapping[str, str]:
    """What each class is called in the script: its name, with its module before it where two have the same."""
    found: dict[str, str] = {}
    taken = {"Cluster", "Diagram", "Edge"}
    for class_name in sorted(set(classes)):
        module, name = class_name.split(".")[-2], _familiar(class_name)
        bound = name if name not in taken else f"{module.title().replace('_', '')}{name}"
        found[class_name] = unique(bound, taken)
    return found


def _icons(reading: Reading, diagram_index: int) -> Mapping[str, str]:
    if not isinstance(reading.document, Script):
        return {}
    nodes = reading.document.diagrams[diagram_index].nodes
    return {node.id: node.custom_icon for node in nodes if node.custom_icon}


def _quoted(text: str) -> str:
    """The text as a Python string in double quotes, on one line."""
    return json.dumps(text, ensure_ascii=False)

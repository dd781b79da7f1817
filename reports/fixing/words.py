"""Edits as people say them."""

from architecture import ArchitectureGraph
from architecture.catalogue import by_id
from graph_rules.edits import (
    AddConnection,
    AddService,
    AddWords,
    Edit,
    RemoveConnection,
    Reroute,
    SetAttribute,
)


def edit_in_words(edit: Edit, graph: ArchitectureGraph, original: ArchitectureGraph) -> str:
    """What an edit does; `graph` is the diagram with all edits, `original` without. Nothing for a new shape's arrow."""
    match edit:
        case AddService():
            entry = by_id(edit.service)
            named = entry.name if entry and entry.name.lower() not in edit.label.lower() else ""
            return f"+ {edit.label}" + (f" ({named})" if named else "")
        case AddConnection():
            ends = graph.node(edit.source), graph.node(edit.target)
            new = any(end.id.startswith("fix-") for end in ends)
            return "" if new else f"+ {ends[0].name} -> {ends[1].name}"
        case Reroute():
            return _ends(edit.connection, graph, "{} -> {} (led anew)")
        case RemoveConnection():
            return _ends(edit.connection, original, "- {} -> {}")
        case SetAttribute():
            return f"{edit.name}: {edit.value}"
        case AddWords():
            return f'"{edit.words}" on the arrow'


def _ends(connection: str, graph: ArchitectureGraph, words: str) -> str:
    """The names at both ends of an arrow; nothing for one that the graph does not have."""
    arrow = next((one for one in graph.connections_as_drawn if one.id == connection), None)
    return words.format(graph.node(arrow.source).name, graph.node(arrow.target).name) if arrow else ""

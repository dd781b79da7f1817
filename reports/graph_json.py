"""The reading of one file as JSON: schema `diagram-lens/graph/1`.

Keys come in a fixed order. Keys of a node or an edge are always there, null where nothing is known. An
`origin` carries only what applies: `file` always, `page` and `cell` for drawings, `line`, `column` and
`class` for scripts.
"""

from typing import Any

from architecture import Boundary, Connection, Node, Origin
from parsers import Diagnostic, DiagramReading, Reading, Unrecognised

SCHEMA = "diagram-lens/graph/1"


def graph_json(reading: Reading) -> dict[str, Any]:
    """What was read from one file, ready for `json.dumps`."""
    return {
        "schema": SCHEMA,
        "file": reading.file,
        "format": reading.format,
        "complete": reading.complete,
        "diagrams": [diagram_json(diagram) for diagram in reading.diagrams],
        "diagnostics": [diagnostic_json(diagnostic) for diagnostic in reading.diagnostics],
    }


def diagram_json(diagram: DiagramReading) -> dict[str, Any]:
    """One diagram: nodes and edges in drawing order, and what was not recognised."""
    return {
        "index": diagram.index,
        "name": diagram.name,
        "nodes": [node_json(node) for node in diagram.graph.all_nodes],
        "edges": [edge_json(connection) for connection in diagram.graph.connections_as_drawn],
        "unrecognised": [_unrecognised_json(shape) for shape in diagram.unrecognised],
    }


def node_json(node: Node) -> dict[str, Any]:
    """A service or a boundary; both have the same keys."""
    frame = node.boundary_kind.value if isinstance(node, Boundary) else None
    service = None if isinstance(node, Boundary) else node
    return {
        "id": node.id,
        "kind": node.kind.value,
        "service": service.service if service else None,
        "label": node.label,
        "role": service.role.value if service else None,
        "layer": service.layer.value if service and service.layer else None,
        "boundary": node.boundary,
        "boundary_kind": frame,
        "attributes": dict(node.attributes),
        "identified_by": node.identified_by,
        "confidence": round(node.confidence, 3),
        "origin": origin_json(node.origin),
    }


def edge_json(connection: Connection) -> dict[str, Any]:
    """A connection; `source` and `target` are node ids."""
    return {
        "id": connection.id,
        "source": connection.source,
        "target": connection.target,
        "direction": connection.direction.value,
        "kind": connection.kind.value,
        "label": connection.label,
        "style": connection.style,
        "resolved_by": connection.resolved_by,
        "confidence": round(connection.confidence, 3),
        "origin": origin_json(connection.origin),
    }


def origin_json(origin: Origin) -> dict[str, Any]:
    """A place in the input, without the keys that do not apply."""
    place: dict[str, Any] = {"file": origin.file}
    if origin.page is not None:
        place["page"] = origin.page
    if origin.cell is not None:
        place["cell"] = origin.cell
    if origin.line is not None:
        place["line"] = origin.line
    if origin.column is not None:
        place["column"] = origin.column
    if origin.class_name is not None:
        place["class"] = origin.class_name
    return place


def diagnostic_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """Something the author may want to know about the reading."""
    return {
        "code": diagnostic.code,
        "message": diagnostic.message,
        "origin": origin_json(diagnostic.origin),
    }


def _unrecognised_json(shape: Unrecognised) -> dict[str, Any]:
    return {"origin": origin_json(shape.origin), "label": shape.label, "why": shape.why}

"""One shape for both sides of a comparison: what the library built, and what was read."""

from typing import Any

from parsers.diagrams_dsl.model import Script, ScriptDiagram, ScriptEdge


def of_script(script: Script) -> list[dict[str, Any]]:
    """What was read, as plain data."""
    return [_diagram(diagram) for diagram in script.diagrams]


def _diagram(diagram: ScriptDiagram) -> dict[str, Any]:
    paths: dict[str | None, list[str]] = {None: []}
    for cluster in diagram.clusters:
        paths[cluster.id] = [*paths[cluster.parent], cluster.label]
    edges = [*diagram.edges, *diagram.crossing]
    return {
        "name": diagram.name,
        "filename": diagram.filename,
        "direction": diagram.direction,
        "curvestyle": diagram.curvestyle,
        "outformats": list(diagram.outformats),
        "show": diagram.show,
        "strict": diagram.strict,
        "autolabel": diagram.autolabel,
        "graph": dict(diagram.graph_attributes),
        "node": dict(diagram.node_attributes),
        "edge": dict(diagram.edge_attributes),
        "clusters": [
            {
                "path": paths[one.id],
                "class": one.own_class or one.class_name,
                "attributes": dict(one.attributes),
            }
            for one in diagram.clusters
        ],
        "nodes": [
            {
                "class": node.class_name,
                "own": node.own_class,
                "label": node.label,
                "cluster": paths[node.cluster],
                "nodeid": node.node_id,
                "attributes": dict(node.attributes),
            }
            for node in diagram.nodes
        ],
        "edges": [_edge(edge) for edge in edges],
    }


def _edge(edge: ScriptEdge) -> dict[str, Any]:
    return {
        "source": edge.source.rpartition(":")[2],
        "target": edge.target.rpartition(":")[2],
        "dir": edge.direction,
        "label": edge.label or edge.attributes.get("xlabel", ""),
        "color": edge.color,
        "style": edge.style,
        "attributes": dict(edge.attributes),
    }


def of_truth(truth: dict[str, Any]) -> list[dict[str, Any]]:
    """What the library built, as recorded."""
    return [_truth_diagram(diagram) for diagram in truth["diagrams"] if diagram["entered"]]


def _texts(attributes: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in attributes.items() if name != "image"}


def _truth_diagram(diagram: dict[str, Any]) -> dict[str, Any]:
    formats = diagram["outformat"]
    known = {cluster["id"] for cluster in diagram["clusters"]}
    return {
        **{
            key: diagram[key]
            for key in ("name", "filename", "direction", "curvestyle", "show", "strict", "autolabel")
        },
        "outformats": formats if isinstance(formats, list) else [formats],
        "graph": _texts(diagram["graph_attr"]),
        "node": _texts(diagram["node_attr"]),
        "edge": _texts(diagram["edge_attr"]),
        "clusters": [
            {"path": one["path"], "class": one["class"], "attributes": _texts(one["graph_attr"])}
            for one in diagram["clusters"]
        ],
        "nodes": [
            {
                "class": node["class"],
                "own": node.get("user_class"),
                "label": node["label"],
                # a node may stand in a cluster that another diagram left open: Graphviz draws it in neither
                "cluster": node["cluster"] if node["cluster_id"] in known else [],
                "nodeid": node["nodeid"],
                "attributes": _texts(node["attrs"]),
            }
            for node in diagram["nodes"]
        ],
        "edges": [
            {
                "source": f"n{int(edge['source'][1:]) + 1}",
                "target": f"n{int(edge['target'][1:]) + 1}",
                **{key: edge[key] for key in ("dir", "label", "color", "style")},
                "attributes": _texts(edge["attrs"]),
            }
            for edge in diagram["edges"]
        ],
    }

"""Runs scripts of ours with the real library, rendering stubbed, and prints what it built as JSON.

`python -m tests.diagrams_dsl.real_library < scripts.json` reads a list of texts and prints a list of
`{"diagrams": [...], "error": ...}` in the shape of `canon`. Only scripts written for these tests come here.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import types
import urllib.request
from collections.abc import Sequence
from typing import Any

DEFAULT_EDGE = {"fontcolor": "#2D3436", "fontname": "Sans-Serif", "fontsize": "13"}


def built_by_the_library(scripts: Sequence[str]) -> list[dict[str, Any]]:
    """What the library builds of each script, all in one process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.diagrams_dsl.real_library"],
        input=json.dumps(list(scripts)),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={"PATH": os.environ.get("PATH", "")},  # scripts ask the environment: what the reader never sees
    )
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


class Record:
    """What one script has built so far."""

    def __init__(self) -> None:
        self.diagrams: list[Any] = []
        self.clusters: dict[int, list[Any]] = {}
        self.nodes: dict[int, list[Any]] = {}
        self.edges: dict[int, list[tuple[Any, Any, dict[str, Any]]]] = {}


def _patched(record: list[Record]) -> None:
    import diagrams

    originals = {cls: cls.__init__ for cls in (diagrams.Diagram, diagrams.Cluster, diagrams.Node)}
    connect = diagrams.Diagram.connect

    def made_diagram(self: Any, *arguments: Any, **keywords: Any) -> None:
        originals[diagrams.Diagram](self, *arguments, **keywords)
        record[0].diagrams.append(self)
        self.__dict__["direction_"] = self.dot.graph_attr["rankdir"]

    def made_cluster(self: Any, *arguments: Any, **keywords: Any) -> None:
        originals[diagrams.Cluster](self, *arguments, **keywords)
        record[0].clusters.setdefault(id(self._diagram), []).append(self)

    def made_node(self: Any, *arguments: Any, **keywords: Any) -> None:
        originals[diagrams.Node](self, *arguments, **keywords)
        self.__dict__["drawn_"] = (self.label, dict(self._attrs))
        record[0].nodes.setdefault(id(self._diagram), []).append(self)

    def connected(self: Any, node: Any, other: Any, edge: Any) -> None:
        attributes = dict(edge.attrs)
        connect(self, node, other, edge)
        record[0].edges.setdefault(id(self), []).append((node, other, attributes))

    diagrams.Diagram.__init__ = made_diagram
    diagrams.Cluster.__init__ = made_cluster
    diagrams.Node.__init__ = made_node
    diagrams.Diagram.connect = connected
    diagrams.Diagram.render = lambda self: None
    diagrams.os.remove = lambda path: None


def _run(text: str, record: Record) -> dict[str, Any]:
    import diagrams

    diagrams.setdiagram(None)
    diagrams.setcluster(None)
    error = None
    try:
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        main.__file__ = "script.py"
        exec(compile(text, "<script>", "exec"), main.__dict__)  # noqa: S102
    except SystemExit:
        pass
    except Exception as raised:
        trace, line = raised.__traceback__, 0
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<script>":
                line = trace.tb_lineno
            trace = trace.tb_next
        error = [type(raised).__name__, line]
    return {"diagrams": [_diagram(one, record) for one in record.diagrams], "error": error}


def _path(cluster: Any) -> list[str]:
    return [] if cluster is None else [*_path(cluster._parent), cluster.label]


def _library_class(cls: type) -> type:
    return next(one for one in cls.__mro__ if one.__module__.startswith("diagrams"))


def _name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _diagram(diagram: Any, record: Record) -> dict[str, Any]:
    nodes = record.nodes.get(id(diagram), [])
    numbers = {id(node): f"n{number}" for number, node in enumerate(nodes, 1)}
    formats = diagram.outformat
    return {
        "name": diagram.name,
        "filename": diagram.filename,
        "outformats": formats if isinstance(formats, list) else [formats],
        "graph": {name: str(value) for name, value in diagram.dot.graph_attr.items()},
        "clusters": [_path(cluster) for cluster in record.clusters.get(id(diagram), [])],
        "cluster attributes": [
            {name: str(value) for name, value in cluster.dot.graph_attr.items()}
            for cluster in record.clusters.get(id(diagram), [])
        ],
        "nodes": [
            {
                "class": _name(_library_class(type(node))),
                "label": node.drawn_[0],
                "cluster": _path(node._cluster),
                "attributes": {name: value for name, value in node.drawn_[1].items() if name != "image"},
            }
            for node in nodes
        ],
        "edges": [
            {
                "source": numbers.get(id(node)),
                "target": numbers.get(id(other)),
                "attributes": {
                    name: value for name, value in found.items() if DEFAULT_EDGE.get(name) != value
                },
            }
            for node, other, found in record.edges.get(id(diagram), [])
        ],
    }


def main() -> None:
    """Run every script of the list on standard input."""
    current = [Record()]
    _patched(current)
    sys.argv = ["script.py"]
    urllib.request.urlretrieve = lambda url, filename=None, *_: (filename, None)
    results = []
    output, sys.stdout = sys.stdout, sys.stderr
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for text in json.load(sys.stdin):
            current[0] = Record()
            results.append(_run(text, current[0]))
    json.dump(results, output)


if __name__ == "__main__":
    main()

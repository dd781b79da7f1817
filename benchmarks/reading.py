"""How much more reading and reviewing a drawing costs than the floor below it: `python -m benchmarks.reading`.

The floor is a bare lxml parse of the same bytes and a plain networkx graph of its cells, in the same
process. Ratios are medians of paired runs; the CPU seconds are the least of them.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable

import networkx as nx
from lxml import etree

import parsers
from app.pipeline import review
from benchmarks.drawings import grid

RUNS = 5


def floor(data: bytes) -> nx.MultiDiGraph:  # type: ignore[type-arg]
    """What nobody can do without: parse the XML, put vertices and edges into a graph."""
    graph = nx.MultiDiGraph()  # type: ignore[var-annotated]
    for cell in etree.fromstring(data).iter("mxCell"):
        if cell.get("edge"):
            graph.add_edge(cell.get("source"), cell.get("target"), key=cell.get("id"))
        else:
            graph.add_node(cell.get("id"), label=cell.get("value"), style=cell.get("style"))
    return graph


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(services: int, connections: int) -> None:
    data = grid(services, connections)
    works: dict[str, Callable[[], object]] = {
        "floor": lambda: floor(data),
        "read": lambda: parsers.read(data, "grid.drawio"),
        "review": lambda: review(data, "grid.drawio"),
    }
    runs = [{name: seconds(work) for name, work in works.items()} for _ in range(RUNS)]
    cells = "  ".join(
        f"{name} {min(run[name] for run in runs):7.3f} s"
        f" {statistics.median(run[name] / run['floor'] for run in runs):5.1f} x"
        for name in works
    )
    sys.stdout.write(f"{services:>7} services {connections:>7} connections  {cells}\n")


def main() -> None:
    for size in (100, 1_000, 10_000, 20_000):
        compare(size, size)


if __name__ == "__main__":
    main()

"""(a) What reviewing costs above the floor: a bare lxml parse of the same bytes and a plain networkx graph of its cells."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import networkx as nx
from lxml import etree

from app.artefacts import artefact_named
from app.batch.sources import items
from app.pipeline import Options, chosen_rules, review
from app.said import what_is_said
from architecture.collector import collector_paused
from benchmarks.drawings import grid
from benchmarks.measuring import Given, Table, alternating, cpu, median, times, turns
from graph_rules.engine import check
from parsers import read
from parsers.drawio.cells import read_cells
from parsers.drawio.classify import classify
from parsers.drawio.container import opened
from parsers.drawio.decode import Budget, plain_xml
from parsers.drawio.document import open_document
from parsers.drawio.graph import understand
from parsers.drawio.mapping import ServiceMapping
from parsers.drawio.markup import parse
from parsers.errors import UnreadableDiagram

CORPUS_FILES = 100


def suite(given: Given) -> Iterator[Table]:
    sizes = (2_000,) if given.quick else (2_000, 20_000)
    for size in sizes:
        yield whole(size, given.runs(9))
        yield stages(size, given.runs(6))
    yield real(given)


def whole(size: int, runs: int) -> Table:
    """The ratios that the targets are about."""
    data = grid(size, size)
    rules = chosen_rules(Options())
    works: Mapping[str, Callable[[], object]] = {
        "floor": lambda: floor(data),
        "read": lambda: read(data, "grid.drawio"),
        "review": lambda: review(data, "grid.drawio"),
        "review to JSON": lambda: artefact_named("json").made(review(data, "grid.drawio"), 0),
    }
    review(grid(50, 50), "warm.drawio")
    took = turns(works, runs)
    table = Table(
        "floor", f"{size:,} services and {size:,} connections, {len(rules)} rules", ("", "CPU s", "x floor")
    )
    table.rows = [(name, min(seconds), times(seconds, took["floor"])) for name, seconds in took.items()]
    return table


def stages(size: int, runs: int) -> Table:
    """One review taken apart; the collector of cyclic garbage is paused, as in a review."""
    data = grid(size, size)
    best: dict[str, float] = {}
    for _ in range(runs):
        bare = cpu(lambda: floor(data))
        best["floor"] = min(bare, best.get("floor", bare))
        for name, seconds in _one_by_one(data).items():
            best[name] = min(seconds, best.get(name, seconds))
    table = Table("floor", f"{size:,} + {size:,} by stage", ("stage", "CPU s", "x floor"))
    table.rows = [(name, seconds, seconds / best["floor"]) for name, seconds in best.items()]
    return table


def _one_by_one(data: bytes) -> dict[str, float]:
    took: dict[str, float] = {}
    made: dict[str, Any] = {}

    def stage(name: str, work: Callable[[], object]) -> None:
        def keep() -> None:
            made[name] = work()

        took[name] = cpu(keep)

    rules, mapping = chosen_rules(Options()), ServiceMapping()
    with collector_paused():
        stage("container", lambda: opened(data, Budget()))
        stage("parse", lambda: parse(made["container"].text))
        stage("geometry and labels", lambda: read_cells(made["parse"].pages[0].cells, {}))
        document = open_document(data, "grid.drawio", mapping)
        stage("classify", lambda: classify(document.pages[0]))
        stage(
            "identify, contain, connect, graph", lambda: understand(document.pages[0], "grid.drawio", mapping)
        )
        took["identify, contain, connect, graph"] -= took["classify"]
        reading = read(data, "grid.drawio")
        stage("declarations", lambda: what_is_said(reading, rules))
        stage("rules", lambda: check(made["declarations"].graphs, rules))
    reviewed = review(data, "grid.drawio")
    stage("report as JSON", lambda: artefact_named("json").made(reviewed, 0))
    return took


def floor(data: bytes) -> nx.MultiDiGraph:  # type: ignore[type-arg]
    """What nobody can do without: parse the XML, put vertices and edges into a graph."""
    graph = nx.MultiDiGraph()  # type: ignore[var-annotated]
    for cell in etree.fromstring(data).iter("mxCell"):
        if cell.get("edge"):
            graph.add_edge(cell.get("source"), cell.get("target"), key=cell.get("id"))
        else:
            graph.add_node(cell.get("id"), label=cell.get("value"), style=cell.get("style"))
    return graph


def bare(data: bytes) -> "nx.MultiDiGraph[str]":
    """The floor of a drawing in any container: its XML unpacked and parsed, its cells in a plain graph."""
    budget = Budget()
    root = etree.fromstring(opened(data, budget).text.encode())
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    packed = [page.text for page in root.iter("diagram") if page.text and page.text.strip()]
    for tree in (root, *(etree.fromstring(plain_xml(text, budget).encode()) for text in packed)):
        for cell in tree.iter("mxCell"):
            if cell.get("edge"):
                graph.add_edge(cell.get("source", ""), cell.get("target", ""), key=cell.get("id"))
            else:
                graph.add_node(cell.get("id", ""), label=cell.get("value"), style=cell.get("style"))
    return graph


def real(given: Given) -> Table:
    """Real drawings, warm: the median and the slowest."""
    drawings = []
    for item in items([str(given.corpus)]):
        if len(drawings) < CORPUS_FILES and not item.path.endswith((".py", ".mmd")):
            data = item.fetch()
            try:
                review(data, item.path)
            except UnreadableDiagram:
                continue
            drawings.append((item.path, data))
    runs, took, ratios = given.runs(6), [], []
    for path, data in drawings:
        works = {"floor": partial(bare, data), "review": partial(review, data, path)}
        best = alternating(works, runs)
        took.append(best["review"])
        ratios.append(best["review"] / best["floor"])
    table = Table("floor", f"{len(drawings)} drawings of {given.corpus.name}, warm", ("", "ms", "x floor"))
    table.rows = [
        ("median", median(took) * 1_000, median(ratios)),
        ("9 of 10 below", sorted(took)[int(len(took) * 0.9)] * 1_000, sorted(ratios)[int(len(ratios) * 0.9)]),
        ("slowest", max(took) * 1_000, max(ratios)),
    ]
    return table

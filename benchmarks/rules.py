"""(g) Time of each rule on the large graph, worst first."""

from collections.abc import Iterator
from functools import partial

from app.pipeline import Options, chosen_rules
from architecture import ArchitectureGraph
from architecture.collector import collector_paused
from benchmarks.drawings import grid
from benchmarks.measuring import Given, Table, cpu
from graph_rules.engine import check
from graph_rules.rule import Rule
from parsers import read


def suite(given: Given) -> Iterator[Table]:
    size = 4_000 if given.quick else 20_000
    data, rules = grid(size, size), chosen_rules(Options())
    first: dict[str, float] = {}
    alone: dict[str, float] = {}
    whole = []
    with collector_paused():
        for _ in range(given.runs(6)):
            graph = read(data, "grid.drawio").diagrams[0].graph
            for rule in rules:
                _least(first, rule, cpu(partial(_asked, rule, graph)))
            for rule in rules:
                _least(alone, rule, cpu(partial(_asked, rule, graph)))
            graphs = [read(data, "grid.drawio").diagrams[0].graph]
            whole.append(cpu(partial(check, graphs, rules)))
    total = min(whole)
    table = Table(
        "rules", f"{len(rules)} rules on {size:,} services and {size:,} connections", ("rule", "ms, asked in turn", "% of check", "ms, asked again"),
        note=f"check as a whole {total:.3g} CPU s. Whoever asks first pays for questions that others share; asked again "
        "a rule pays for its own work alone.",
    )  # fmt: skip
    worst = sorted(rules, key=lambda rule: -first[rule.code])
    table.rows = [
        (
            f"{rule.code} {rule.name}",
            first[rule.code] * 1_000,
            100 * first[rule.code] / total,
            alone[rule.code] * 1_000,
        )
        for rule in worst[:20]
    ]
    yield table


def _asked(rule: Rule, graph: ArchitectureGraph) -> None:
    for _ in rule.find(graph):
        pass


def _least(times: dict[str, float], rule: Rule, seconds: float) -> None:
    times[rule.code] = min(seconds, times.get(rule.code, seconds))

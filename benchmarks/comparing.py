"""How exact comparisons are, and how long they take: `python -m benchmarks.comparing [FOLDER OF DRAWINGS]`.

Each drawing is compared with copies of itself that were changed by script, with their ids kept and with all ids
and the drawing order new; what was changed is known. Then large drawings, for the growth of time.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import process_time

from architecture import ArchitectureGraph, Boundary, BoundaryKind, Connection, Origin, Service
from architecture.comparison import compare_graphs
from architecture.comparison.compare import matched
from architecture.service import Layer, NodeKind, Role
from parsers import UnreadableDiagram, read
from tests.comparison.mutations import MUTATIONS, Draft, Fact, detected, renumbered


def graphs_in(folder: Path, most: int) -> Iterator[ArchitectureGraph]:
    """The largest diagram of each file, files in order of their names."""
    for path in sorted(folder.iterdir()):
        try:
            reading = read(path.read_bytes(), path.name) if path.is_file() else None
        except UnreadableDiagram:
            continue
        if reading and reading.diagrams and most > 0:
            graph = max((diagram.graph for diagram in reading.diagrams), key=len)
            if len(graph) >= 8:
                most -= 1
                yield graph


def judged(
    graph: ArchitectureGraph, changes: int, seed: int, *, new_ids: bool
) -> tuple[set[Fact], set[Fact]]:
    """What was done to a drawing, and what the comparison says was done."""
    random = Random(seed)  # noqa: S311 - a repeatable choice
    draft = Draft.of(graph)
    for name in random.choices(list(MUTATIONS), k=changes):
        MUTATIONS[name](draft, random)
    after, truth = draft.graph(), draft.facts
    if new_ids:
        after, new = renumbered(after, random)
        truth = {(kind, what, was, now and new[now]) for kind, what, was, now in truth}
    return truth, detected(graph, after)


def exactness(graphs: list[ArchitectureGraph], changes: int, *, new_ids: bool) -> None:
    """Precision and recall, in all and by kind."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for number, graph in enumerate(graphs):
        for seed in range(5):
            truth, told = judged(graph, changes, 1000 * number + seed, new_ids=new_ids)
            for counts, facts in ((right, truth & told), (said, told), (done, truth)):
                for fact in facts:
                    counts.update((f"{fact[0]} {fact[1]}", "all"))
    print(f"{changes} changes each, {'new ids and order' if new_ids else 'same ids'}")
    for name in sorted(done | said, key=lambda name: (name == "all", name)):
        precision = right[name] / said[name] if said[name] else 1
        recall = right[name] / done[name] if done[name] else 1
        print(f"  {name:<22} precision {precision:6.1%}  recall {recall:6.1%}  of {done[name]}")


SERVICES = (
    ("aws.lambda", Role.FUNCTION, Layer.COMPUTE),
    ("aws.sqs", Role.QUEUE, Layer.MESSAGING),
    ("aws.dynamodb", Role.TABLE, Layer.DATA),
)


def large_graph(size: int, label: str) -> ArchitectureGraph:
    """As many services as connections, a frame for every 25; `label` takes the number of a service."""
    place = Origin("large")
    frames = [Boundary(f"f{n}", f"Group {n}", BoundaryKind.GROUP, place) for n in range(size // 25)]
    services = [
        Service(
            f"n{n}",
            label.format(n),
            *SERVICES[n % 3],
            NodeKind.SERVICE,
            place,
            boundary=frames[n // 25 % len(frames)].id,
        )
        for n in range(size)
    ]
    arrows = [Connection(f"e{n}", f"n{n}", f"n{(n * 7 + 1) % size}", place) for n in range(size)]
    return ArchitectureGraph.of([*frames, *services], arrows)


def speed() -> None:
    """CPU seconds and steps for large drawings against renumbered copies, by how much labels tell, and against others."""
    for label, against in (
        ("Service {}", ""),
        ("", ""),
        ("Same", ""),
        ("Service {}", "Other {}"),
        ("", "Named {}"),
    ):
        for size in (5_000, 10_000, 20_000):
            graph = large_graph(size, label)
            other = large_graph(size, against) if against else renumbered(graph, Random(size))[0]  # noqa: S311
            start = process_time()
            changes = len(compare_graphs(graph, other).changes)
            seconds = process_time() - start
            print(
                f'{size:>6} services "{label}" against "{against or label}": {seconds:.2f} s, '
                f"{matched(graph, other).steps} steps, {changes} changes"
            )


if __name__ == "__main__":
    drawings = list(graphs_in(Path(sys.argv[1]), 30)) if len(sys.argv) > 1 else []
    for changes in (1, 5):
        for new_ids in (False, True):
            exactness(drawings, changes, new_ids=new_ids)
    speed()

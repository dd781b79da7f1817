"""How much of real drawings the draw.io reader understands as an architect does: `python -m tests.drawio.accuracy`.

The corpus of real drawings is no part of this project. It is looked for where DIAGRAM_LENS_CORPUS points,
else in `shared/corpus/drawio` beside the checkout. `truth/` holds only what people saw in it, one file a drawing:

```
file, sha256     the drawing, by name and by its bytes
page             index of the page that was read by eye
services         cell id -> service: id in the catalogue, or role, or a list of either where both are right,
                 or null where only its presence is judged; label: the name shown beside it
boundaries       cell id of a service -> cell id of the innermost frame around it, or null for none;
                 a list where frames cross each other and either is right
connections      cell of the arrow, source and target by the flow, direction; lists as above
unresolvable     arrows that truly end nowhere: legends, strays
same             cell -> cell: two cells that are one thing (a frame and the badge or wrapper on it)
optional         cells a reader may take or leave: role badges, notes, arrows from notes
```
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import parsers
from architecture import ArchitectureGraph, Connection, Node, Service

TRUTHS = Path(__file__).parent / "truth"
CORPUS_VARIABLE = "DIAGRAM_LENS_CORPUS"

Truth = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Counts of one drawing, or of many added up; `faults` says each disagreement in words.

    `present` are the services in the drawing, `found` those of them that the reader found, `invented` what
    it took for a service and is none. `named` of `nameable` services have the right identity, `placed` of
    `placeable` the right innermost frame. Of `arrows` in the drawing `joined` are read right; of `resolved`
    arrows that the reader gave ends, `misjoined` have a wrong end or direction.
    """

    present: int = 0
    found: int = 0
    invented: int = 0
    nameable: int = 0
    named: int = 0
    placeable: int = 0
    placed: int = 0
    arrows: int = 0
    joined: int = 0
    resolved: int = 0
    misjoined: int = 0
    faults: tuple[str, ...] = ()

    def __add__(self, other: "Accuracy") -> "Accuracy":
        return Accuracy(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))

    @property
    def services_precision(self) -> float:
        return _share(self.found, self.found + self.invented)

    @property
    def services_recall(self) -> float:
        return _share(self.found, self.present)

    @property
    def identified(self) -> float:
        """Share of the services with a known identity that were found and named right."""
        return _share(self.named, self.nameable)

    @property
    def boundary(self) -> float:
        return _share(self.placed, self.placeable)

    @property
    def connections_precision(self) -> float:
        return _share(self.joined, self.resolved)

    @property
    def connections_recall(self) -> float:
        return _share(self.joined, self.arrows)

    @property
    def wrongly_resolved(self) -> float:
        return self.misjoined / self.resolved if self.resolved else 0.0


COLUMNS = (
    ("svc prec", "services_precision"),
    ("svc rec", "services_recall"),
    ("identity", "identified"),
    ("boundary", "boundary"),
    ("arr prec", "connections_precision"),
    ("arr rec", "connections_recall"),
    ("wrong", "wrongly_resolved"),
)


def corpus() -> Path | None:
    """The folder of real drawings, or None where there is none on this machine."""
    named = os.environ.get(CORPUS_VARIABLE)
    folder = Path(named) if named else Path(__file__).parents[3] / "shared/corpus/drawio"
    return folder if folder.is_dir() else None


def truths() -> tuple[Truth, ...]:
    """Every drawing that was read by eye, by file name."""
    return tuple(json.loads(path.read_text(encoding="utf-8")) for path in sorted(TRUTHS.glob("*.json")))


def measure(truth: Truth, data: bytes) -> Accuracy:
    """Read the drawing and compare its page with what people saw there."""
    reading = parsers.read(data, truth["file"])
    pages = [page for page in reading.diagrams if page.index == truth["page"]]
    return compare(truth, pages[0].graph if pages else ArchitectureGraph.of((), ()))


def compare(truth: Truth, graph: ArchitectureGraph) -> Accuracy:
    """Count what agrees between the graph of a page and what people saw there."""
    return _services(truth, graph) + _boundaries(truth, graph) + _connections(truth, graph)


def table(rows: Iterable[tuple[str, Accuracy]]) -> str:
    """The measures as text, one drawing a line."""
    titles = " ".join(f"{title:>8}" for title, _ in COLUMNS)
    return "\n".join([f"{'':64} {titles}", *(_line(name, accuracy) for name, accuracy in rows)])


def _line(name: str, accuracy: Accuracy) -> str:
    return f"{name[-64:]:64} " + " ".join(f"{getattr(accuracy, column):8.1%}" for _, column in COLUMNS)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _accepted(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _cell(truth: Truth, graph: ArchitectureGraph, node_id: str | None) -> str | None:
    """The cell that a node of the reader stands for, one for several cells that are the same thing."""
    cell = None if node_id is None else graph.node(node_id).origin.cell
    one: str | None = truth.get("same", {}).get(cell, cell)
    return one


def _is(service: Service, expected: object) -> bool:
    """Whether the reader's identity is the expected id, a sub-resource of it, or of the expected role."""
    if not isinstance(expected, str):
        return expected is None
    if "." not in expected:
        return service.role == expected
    return f"{service.service}.".startswith(f"{expected}.")


def _read_services(truth: Truth, graph: ArchitectureGraph) -> dict[str | None, list[Service]]:
    services: dict[str | None, list[Service]] = {}
    for service in graph.all_services:
        services.setdefault(_cell(truth, graph, service.id), []).append(service)
    return services


def _services(truth: Truth, graph: ArchitectureGraph) -> Accuracy:
    read = _read_services(truth, graph)
    wanted = truth["services"]
    invented = [cell for cell in read if cell not in wanted and cell not in truth.get("optional", ())]
    named = [cell for cell in wanted if _named(read.get(cell, ()), wanted[cell]["service"])]
    nameable = [cell for cell in wanted if wanted[cell]["service"] is not None]
    faults = [f"invented service {cell} {read[cell][0].label!r}" for cell in invented]
    faults += [f"missed service {cell} {wanted[cell]['label']!r}" for cell in wanted if cell not in read]
    faults += [
        f"service {cell} {wanted[cell]['label']!r} is {wanted[cell]['service']}, read as {read[cell][0].service}"
        for cell in nameable
        if cell in read and cell not in named
    ]
    return Accuracy(
        present=len(wanted),
        found=sum(cell in read for cell in wanted),
        invented=len(invented),
        nameable=len(nameable),
        named=sum(cell in named for cell in nameable),
        faults=tuple(faults),
    )


def _named(read: Iterable[Service], expected: object) -> bool:
    return any(_is(service, choice) for service in read for choice in _accepted(expected))


def _boundaries(truth: Truth, graph: ArchitectureGraph) -> Accuracy:
    read = _read_services(truth, graph)
    judged = {cell: frame for cell, frame in truth["boundaries"].items() if cell in read}
    faults = []
    for cell, frame in judged.items():
        frames = {_frame(truth, graph, service, cell) for service in read[cell]}
        if not frames & set(_accepted(frame)):
            faults.append(f"service {cell} lies in {frame}, read in {sorted(map(str, frames))}")
    return Accuracy(placeable=len(judged), placed=len(judged) - len(faults), faults=tuple(faults))


def _frame(truth: Truth, graph: ArchitectureGraph, service: Service, cell: str | None) -> str | None:
    """The frame around a service; a frame that is one thing with it (its badge is the service) is left out."""
    node: Node = service
    while node.boundary is not None and _cell(truth, graph, node.boundary) == cell:
        node = graph.node(node.boundary)
    return _cell(truth, graph, node.boundary)


def _connections(truth: Truth, graph: ArchitectureGraph) -> Accuracy:
    wanted = {arrow["cell"]: arrow for arrow in truth["connections"]}
    read: dict[str | None, list[Connection]] = {}
    for connection in graph.connections:
        if connection.origin.cell not in truth.get("optional", ()):
            read.setdefault(connection.origin.cell, []).append(connection)
    joined = [cell for cell, arrow in wanted.items() if _joined(truth, graph, arrow, read.get(cell, []))]
    misjoined = [cell for cell in read if cell not in joined]
    faults = [f"arrow {cell} not resolved: {_ends(wanted[cell])}" for cell in wanted if cell not in read]
    faults += [
        f"arrow {cell} is {_ends(wanted[cell]) if cell in wanted else 'none'}, read as "
        + ", ".join(_read_ends(truth, graph, connection) for connection in read[cell])
        for cell in misjoined
    ]
    return Accuracy(
        arrows=len(wanted),
        joined=len(joined),
        resolved=len(read),
        misjoined=len(misjoined),
        faults=tuple(faults),
    )


def _joined(truth: Truth, graph: ArchitectureGraph, arrow: Truth, read: list[Connection]) -> bool:
    """Whether the arrow was read once, with the right ends; an arrow of two heads or none has no first end."""
    if len(read) != 1 or read[0].direction != arrow["direction"]:
        return False
    ends = (_cell(truth, graph, read[0].source), _cell(truth, graph, read[0].target))
    source, target = _accepted(arrow["source"]), _accepted(arrow["target"])
    forward = ends[0] in source and ends[1] in target
    return forward or (arrow["direction"] != "forward" and ends[1] in source and ends[0] in target)


def _ends(arrow: Truth) -> str:
    return f"{arrow['source']} -> {arrow['target']} ({arrow['direction']})"


def _read_ends(truth: Truth, graph: ArchitectureGraph, connection: Connection) -> str:
    source, target = (_cell(truth, graph, end) for end in (connection.source, connection.target))
    return f"{source} -> {target} ({connection.direction})"


def main() -> int:
    """Print the table, and with `--faults` every disagreement."""
    folder = corpus()
    if folder is None:
        print(f"no corpus: set {CORPUS_VARIABLE} to a folder of drawings", file=sys.stderr)
        return 2
    rows = [(truth["file"], measure(truth, (folder / truth["file"]).read_bytes())) for truth in truths()]
    print(table([*rows, ("all", sum((accuracy for _, accuracy in rows), Accuracy()))]))
    if "--faults" in sys.argv[1:]:
        for name, accuracy in rows:
            for fault in accuracy.faults:
                print(f"{name}: {fault}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Drawings to write, and what two of them must share to be the same drawing."""

from collections import Counter
from dataclasses import dataclass

from hypothesis import strategies as st

from architecture import (
    ArchitectureGraph,
    Boundary,
    BoundaryKind,
    Connection,
    Direction,
    Node,
    NodeKind,
    Origin,
    Role,
    Service,
    catalogue,
)
from architecture.boundary_words import boundary_kind_by_label
from parsers import DiagramReading, Reading

HERE = Origin("drawn.test")

SHOP = b"""---
title: Web shop
---
flowchart LR
    shopper[User] -->|order #lt;now#gt;| api[API Gateway: Orders API]
    subgraph cloud[AWS Cloud]
        api --> create["Lambda: Create<br/>Order"]
        subgraph vpc[VPC 10.0.0.0/16]
            subgraph data[Private subnet]
                orders[(DynamoDB: Orders)]
                cache[ElastiCache: Sessions]
            end
            worker[Lambda: Worker]
        end
        queue[SQS: Jobs]
        create -.->|"put &amp; forget"| orders
        create <--> cache
        create --> queue --> worker --> orders
        worker --- cache
        worker --> worker
        legacy["Something | nobody #quot;knows#quot;"]
        create --> legacy
    end
    api --> vpc
    redis[Redis] --> pod[Kubernetes Pod: web]
"""


@dataclass(frozen=True)
class NoDocument:
    """The document of a reading that was made by hand."""

    format: str = "mermaid"


def reading_of(graph: ArchitectureGraph, name: str = "Made by hand") -> Reading:
    """A graph as if it had been read from a file that says nothing else."""
    return Reading("drawn.test", "drawio", (DiagramReading(0, name, graph),), NoDocument("drawio"))


def essence(graph: ArchitectureGraph, broken: str | None = None) -> tuple[Counter[object], Counter[object]]:
    """A graph without its ids: nodes with all that is around them, connections with both ends.

    `broken` is the one name under which a format knows dashed and dotted lines.
    """

    def told(node: Node) -> object:
        what = node.boundary_kind if isinstance(node, Boundary) else node.service
        return (what, _label(node.label), tuple(_label(around.label) for around in graph.boundaries_of(node)))

    def style(connection: Connection) -> str:
        return (broken or connection.style) if connection.style in ("dashed", "dotted") else "solid"

    return Counter(told(node) for node in graph.all_nodes), Counter(
        (told(graph.node(c.source)), told(graph.node(c.target)), c.direction, _label(c.label), style(c))
        for c in graph.connections
    )


def _label(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


WORDS = st.text(alphabet="abkz QX7é漢<>&\"'|#;:\\/{}[]()`%$*_-=+.,\n", max_size=24).filter(
    lambda text: boundary_kind_by_label(text) is None
)
SERVICES = ("aws.lambda", "aws.dynamodb", "aws.sqs", "aws.cognito", "onprem.redis", "kubernetes.pod", None)


@st.composite
def graphs(draw: st.DrawFn) -> ArchitectureGraph:
    """Services and plain groups with any labels, nested anyhow, joined anyhow."""
    frames: list[Boundary] = []
    for i in range(draw(st.integers(0, 3))):
        parent = draw(st.sampled_from([None, *(frame.id for frame in frames)]))
        label = f"group {i} {draw(WORDS)}"
        kind = boundary_kind_by_label(label) or BoundaryKind.GROUP  # random words may name one: `QA`
        frames.append(Boundary(f"f{i}", label, kind, HERE, parent))
    services = [
        _service(draw, i, [None, *(frame.id for frame in frames)]) for i in range(draw(st.integers(1, 7)))
    ]
    services += [
        Service(f"s-{f.id}", f"in {f.id}", "aws.s3", entry.role, entry.layer, entry.kind, HERE, boundary=f.id)
        for f in frames
        if (entry := catalogue.by_id("aws.s3"))
    ]
    ends = st.sampled_from([service.id for service in services])
    connections = [
        Connection(
            f"e{i}",
            draw(ends),
            draw(ends),
            HERE,
            draw(st.sampled_from(Direction)),
            label=draw(st.one_of(st.just(""), WORDS)),
            style=draw(st.sampled_from(["solid", "dashed", "dotted"])),
        )
        for i in range(draw(st.integers(0, 8)))
    ]
    return ArchitectureGraph.of([*frames, *services], connections)


def _service(draw: st.DrawFn, number: int, frames: list[str | None]) -> Service:
    entry = catalogue.by_id(draw(st.sampled_from(SERVICES)) or "")
    return Service(
        f"s{number}",
        f"x{number} {draw(WORDS)}",
        entry.id if entry else None,
        entry.role if entry else Role.OTHER,
        entry.layer if entry else None,
        entry.kind if entry else NodeKind.UNKNOWN,
        HERE,
        boundary=draw(st.sampled_from(frames)),
    )

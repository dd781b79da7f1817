"""SLS-PERF-006."""

from collections.abc import Container, Iterable, Iterator

from architecture import ArchitectureGraph, Connection, Direction, Layer, Role, Service
from architecture.graph import Path
from architecture.roles import CLIENTS, SERVING
from architecture.vocabulary import Concept
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge


@rule(
    code="SLS-PERF-006",
    title="Large payload sent through the API",
    pillar=Pillar.PERFORMANCE,
    layer=Layer.COMPUTE,
    violated=Severity.LOW,
    practices=["perf_q1/perf_perf_q1_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/optimize.html",
    message={
        Verdict.VIOLATED: "What {client} uploads passes {api} and {subject} on its way to {bucket} ({way}): every byte is paid "
        "for three times, and requests have a largest size.",
        Verdict.LIKELY: "What {client} uploads seems to pass {api} and {subject} on its way to {bucket} ({way}).",
    },
    remedy="Let {subject} hand out a presigned address, let {client} upload to {bucket} itself, and draw that arrow.",
    detection="A client's arrow to an API, or the API's arrow to code, speaks of an upload, and that code writes to a bucket. No "
    "word of presigned addresses on the page and no arrow from a client to the bucket.",
    false_positives="Calls that carry only data about a file; uploads that a presigned address takes.",
    bad={
        "uploads through a function": """
            flowchart LR
                browser[Browser] -->|upload photo| api["API Gateway: Photos API"] --> save["Lambda: SavePhoto"]:::flagged --> photos[("S3: Photos")]
        """,
        "large files through a container": """
            flowchart LR
                users[Users] --> api["API Gateway: Files API"] -->|large files| store["ECS: Store"]:::flagged --> files[("S3: Files")]
        """,
    },
    good={
        "a presigned address": """
            flowchart LR
                browser[Browser] -->|ask for upload| api["API Gateway: Photos API"] -->|presigned URL| save["Lambda: SavePhoto"] --> photos[("S3: Photos")]
        """,
        "an upload to the bucket itself": """
            flowchart LR
                browser[Browser] -->|upload| api["API Gateway: Photos API"] --> save["Lambda: SavePhoto"] --> photos[("S3: Photos")]
                browser -->|upload| photos
        """,
        "no word of uploads": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"] --> save["Lambda: SaveOrder"] --> orders[("S3: Orders")]
        """,
    },
)
def large_payload_through_api(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A bucket takes files of any size from anybody who has an address for it. An API and a function in between add
    limits, waiting and cost.
    """
    said = graph.connections_saying(Concept.LARGE_PAYLOAD)
    if not said or _is_presigned(graph):
        return
    near = _called_by(graph, said)
    for worker in graph.services(*SERVING):
        path = _way_through(graph, worker, said) if worker.id in near else None
        if path is not None:
            client, api, bucket = (graph.node(path[step]).name for step in (0, 2, 6))
            yield judge(
                Verdict.VIOLATED,
                worker,
                path=path,
                confidence=graph.sure(path),
                client=client,
                api=api,
                bucket=bucket,
                way=graph.path_names(path),
            )


def _is_presigned(graph: ArchitectureGraph) -> bool:
    return bool(
        graph.nodes_saying(Concept.PRESIGNED)
        or graph.connections_saying(Concept.PRESIGNED)
        or any(graph.texts_saying(Concept.PRESIGNED))
    )


def _called_by(graph: ArchitectureGraph, ways: Iterable[str]) -> set[str]:
    """What these arrows lead to, and what is called next."""
    first = {graph.connection(way).target for way in ways}
    return first | {way.target for id_ in first for way in graph.outgoing(graph.node(id_))}


def _way_through(graph: ArchitectureGraph, worker: Service, said: Container[str]) -> Path | None:
    """From a client through an API and this code to a bucket, where one of the first two arrows speaks of an upload."""
    writing = next((way for way in graph.outgoing(worker) if _is_write(graph, way)), None)
    for calling in graph.incoming(worker) if writing else ():
        api = graph.node(calling.source)
        if isinstance(api, Service) and api.role is Role.API:
            coming = [way for way in graph.incoming(api) if _is_client(graph, way)]
            uploading = [way for way in coming if calling.id in said or way.id in said]
            if uploading and writing:
                first = uploading[0]
                return (first.source, first.id, api.id, calling.id, worker.id, writing.id, writing.target)
    return None


def _is_write(graph: ArchitectureGraph, way: Connection) -> bool:
    bucket = graph.node(way.target)
    if not isinstance(bucket, Service) or bucket.role is not Role.OBJECT_STORE:
        return False
    return way.direction is Direction.FORWARD and not any(graph.neighbours(bucket, *CLIENTS))


def _is_client(graph: ArchitectureGraph, way: Connection) -> bool:
    client = graph.node(way.source)
    return isinstance(client, Service) and client.role in CLIENTS

"""Regions: how many a drawing shows, what it claims about them, and what joins them."""

import re
from collections.abc import Iterator

from architecture.graph import ArchitectureGraph
from architecture.roles import DATA_STORES
from architecture.service import Boundary, BoundaryKind, ConnectionKind, Role, Service
from architecture.vocabulary import LONGEST_LABEL_READ, Concept, mention

REGION_NAME = re.compile(
    r"\b(?:us|eu|ap|sa|ca|me|af|il)-(?:gov-)?(?:north|south|central)?(?:east|west|north|south|central)?-\d",
    re.IGNORECASE,
)
NEGATED = re.compile(
    r"\bno\b|\bnot\b|n't\b|\bfuture\b|\bplanned\b|\bwithout\b|\bdr\.|\bto ?do\b|\boptional", re.IGNORECASE
)
ANOTHER_SITE = re.compile(
    r"\bdr\b|disaster|second|stand-?by|back-?up|passive|fail.?over|replica|\bregions\b|\b[2-9]\b",
    re.IGNORECASE,
)
LONGEST_CLAIM = 200
"""Characters of a text that states something about the drawing; longer ones explain and compare."""

CLAIMING = frozenset({Role.DNS, Role.ACCELERATOR}) | DATA_STORES


def claims_of_recovery(graph: ArchitectureGraph) -> Iterator[str]:
    """Words by which titles, notes, frames, stores and routing claim a second region, unless they deny it."""
    if any(graph.texts_saying(Concept.SECOND_REGION)):
        for text in graph.texts:
            yield from _claim(text.text)
    for id_ in graph.nodes_saying(Concept.SECOND_REGION):
        node = graph.node(id_)
        if isinstance(node, Boundary) or node.role in CLAIMING:
            yield from _claim(node.label)


def _claim(text: str) -> Iterator[str]:
    word = mention(Concept.SECOND_REGION, text) if len(text) <= LONGEST_CLAIM else None
    if word and not NEGATED.search(text):
        yield " ".join(word.split())


def only_region(graph: ArchitectureGraph) -> Boundary | None:
    """The one region that is drawn, where nothing else could be a second: no site, frame or name of one."""
    sites = list(graph.boundaries(BoundaryKind.REGION))
    if len(sites) != 1 or any(graph.boundaries(BoundaryKind.ON_PREMISES)):
        return None
    others = [frame for frame in graph.boundaries() if ANOTHER_SITE.search(frame.label)]
    return None if others or len(region_names(graph)) > 1 else sites[0]


def region_names(graph: ArchitectureGraph) -> frozenset[str]:
    """Names of AWS regions (`eu-west-1`) anywhere on the page, in lower case."""
    found = (REGION_NAME.findall(label) for label in _labels(graph))
    return frozenset(name.lower() for names in found for name in names)


def unjoined_regions(graph: ArchitectureGraph) -> tuple[Boundary, ...]:
    """Regions with stores of their own, none of which is copied to another region as far as the drawing says."""
    regions: dict[str, Boundary] = {}
    for store in graph.services(*DATA_STORES):
        if region := graph.inside(store, BoundaryKind.REGION):
            regions[region.id] = region
    if len(regions) < A_PAIR or _speaks_of_copies(graph) or _crossed(graph):
        return ()
    return tuple(regions.values())


A_PAIR = 2


COPIES = re.compile(
    r"\bglobal (?:database|table|cluster|data ?store)|\bcrr\b|\bcop(?:y|ies)\b", re.IGNORECASE
)


def _labels(graph: ArchitectureGraph) -> Iterator[str]:
    """Everything that is written on the page."""
    for label in (*graph.all_nodes, *graph.connections):
        yield label.label[:LONGEST_LABEL_READ]
    for text in graph.texts:
        yield text.text[:LONGEST_LABEL_READ]


def _speaks_of_copies(graph: ArchitectureGraph) -> bool:
    saying = (graph.nodes_saying(concept) for concept in (Concept.REPLICATE, Concept.BACKUP))
    return (
        any(saying)
        or any(COPIES.search(label) for label in _labels(graph))
        or bool(graph.connections_saying(Concept.REPLICATE))
        or any(graph.texts_saying(Concept.REPLICATE))
        or any(connection.kind is ConnectionKind.REPLICATE for connection in graph.connections)
    )


def _crossed(graph: ArchitectureGraph) -> bool:
    """Whether any arrow joins a store, or a frame around one, to something in another region."""
    for connection in graph.connections:
        ends = [graph.node(connection.source), graph.node(connection.target)]
        regions = {
            region.id if (region := graph.inside(end, BoundaryKind.REGION)) else end.id for end in ends
        }
        stores = any(isinstance(end, Boundary) or _is_store(end) for end in ends)
        if len(regions) > 1 and stores:
            return True
    return False


def _is_store(service: Service) -> bool:
    return service.role in DATA_STORES

"""Regions: how many a drawing shows, what it claims about them, and what joins them."""

import re
from collections.abc import Collection, Iterator

from architecture.graph import ArchitectureGraph
from architecture.roles import DATA_STORES
from architecture.service import Boundary, BoundaryKind, Connection, ConnectionKind, Node, Role, Service
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
    regions = {region.id: region for _, region in _stores_in_regions(graph)}
    if len(regions) < A_PAIR or _speaks_of_copies(graph) or _crossed(graph):
        return ()
    return tuple(regions.values())


def stores_left_behind(graph: ArchitectureGraph) -> tuple[Service, ...]:
    """Stores of a kind that several regions have and of which the drawing shows no copies, while it does of others.

    Words and arrows that speak of copies without saying of what (a title, a backup service, an arrow between the
    regions themselves) speak of them all.
    """
    kinds: dict[str, list[tuple[Service, Boundary]]] = {}
    for store, region in _stores_in_regions(graph):
        kinds.setdefault(store.service or store.role, []).append((store, region))
    stores = {store.id for pairs in kinds.values() for store, _ in pairs}
    between = any(_joins_regions(graph, arrow) for arrow in _arrows_beside(graph, stores))
    if between or _speaks_of_copies(graph, but=stores):
        return ()
    if not any(_is_copied(graph, store) for pairs in kinds.values() for store, _ in pairs):
        return ()
    return tuple(
        store
        for pairs in kinds.values()
        if len({region.id for _, region in pairs}) >= A_PAIR
        and not any(_is_copied(graph, store) or _leaves_its_region(graph, store) for store, _ in pairs)
        for store, _ in pairs
        if _has_data_of_its_own(graph, store)
    )


A_PAIR = 2

MADE_ANEW = (Concept.STATIC_SITE, Concept.LOG_STORE, Concept.CACHE, Concept.DISPOSABLE, Concept.DELIVERY)
"""Words of stores that each region fills by itself: websites, logs, copies of what lies elsewhere, artifacts."""

FILLED_BY_THE_REGION = frozenset({Role.CACHE, Role.DATABASE_PROXY, Role.BLOCK_STORE})


def region_of(graph: ArchitectureGraph, node: Node) -> Boundary | None:
    """The region in which it lies."""
    return graph.inside(node, BoundaryKind.REGION)


def _stores_in_regions(graph: ArchitectureGraph) -> Iterator[tuple[Service, Boundary]]:
    for store in graph.services(*DATA_STORES):
        if region := region_of(graph, store):
            yield store, region


def _has_data_of_its_own(graph: ArchitectureGraph, store: Service) -> bool:
    return store.role not in FILLED_BY_THE_REGION and not any(
        store.id in graph.nodes_saying(concept) for concept in MADE_ANEW
    )


def _is_copied(graph: ArchitectureGraph, store: Service) -> bool:
    """Whether words on a store or its arrows speak of copies, or it is joined to a store of another region."""
    saying = (graph.nodes_saying(concept) for concept in COPYING)
    if any(store.id in nodes for nodes in saying) or COPIES.search(store.label[:LONGEST_LABEL_READ]):
        return True
    arrows = graph.touching(store)
    return any(_copies(graph, arrow) for arrow in arrows) or any(
        _crosses(graph, arrow) and region_of(graph, other) is not None and _is_store(other)
        for arrow in arrows
        if isinstance(other := graph.other_end(arrow, store), Service)
    )


def _leaves_its_region(graph: ArchitectureGraph, store: Service) -> bool:
    """Whether something outside its region is joined to it, which may copy it or be a user of it."""
    return any(_crosses(graph, arrow) for arrow in graph.touching(store))


def _speaks_of_copies(graph: ArchitectureGraph, but: Collection[str] = ()) -> bool:
    """Whether copies are spoken of, or drawn, anywhere but at these nodes and their arrows."""
    nodes = (node for concept in COPYING for node in graph.nodes_saying(concept))
    labels = (node.label for node in graph.all_nodes if node.id not in but)
    texts = (text.text for text in graph.texts)
    return (
        any(node not in but for node in nodes)
        or any(COPIES.search(label[:LONGEST_LABEL_READ]) for label in (*labels, *texts))
        or any(graph.texts_saying(Concept.REPLICATE))
        or any(_copies(graph, arrow) for arrow in _arrows_beside(graph, but))
    )


def _arrows_beside(graph: ArchitectureGraph, nodes: Collection[str]) -> Iterator[Connection]:
    return (arrow for arrow in graph.connections if arrow.source not in nodes and arrow.target not in nodes)


def _copies(graph: ArchitectureGraph, arrow: Connection) -> bool:
    return (
        arrow.kind is ConnectionKind.REPLICATE
        or arrow.id in graph.connections_saying(Concept.REPLICATE)
        or COPIES.search(arrow.label[:LONGEST_LABEL_READ]) is not None
    )


def _joins_regions(graph: ArchitectureGraph, arrow: Connection) -> bool:
    """Whether an arrow with an end at a frame leads from one region to another."""
    ends = (graph.node(arrow.source), graph.node(arrow.target))
    return any(isinstance(end, Boundary) for end in ends) and _crosses(graph, arrow)


COPIES = re.compile(
    r"\bglobal (?:database|table|cluster|data ?store)|\bcrr\b|\bcop(?:y|ies)\b", re.IGNORECASE
)

COPYING = (Concept.REPLICATE, Concept.BACKUP)


def _labels(graph: ArchitectureGraph) -> Iterator[str]:
    """Everything that is written on the page."""
    for label in (*graph.all_nodes, *graph.connections):
        yield label.label[:LONGEST_LABEL_READ]
    for text in graph.texts:
        yield text.text[:LONGEST_LABEL_READ]


def _crossed(graph: ArchitectureGraph) -> bool:
    """Whether any arrow joins a store, or a frame around one, to something in another region."""
    for connection in graph.connections:
        ends = (graph.node(connection.source), graph.node(connection.target))
        stores = any(isinstance(end, Boundary) or _is_store(end) for end in ends)
        if stores and _crosses(graph, connection):
            return True
    return False


def _crosses(graph: ArchitectureGraph, connection: Connection) -> bool:
    """Whether its ends lie in different regions, or one of them in none."""
    ends = (graph.node(connection.source), graph.node(connection.target))
    regions = {region.id if (region := region_of(graph, end)) else end.id for end in ends}
    return len(regions) > 1


def _is_store(service: Service) -> bool:
    return service.role in DATA_STORES

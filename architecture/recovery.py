"""What brings a store back after a loss: backups, snapshots, copies."""

import re
from collections.abc import Mapping

from architecture.evidence import Evidence, Strength, joined_around, words_on
from architecture.graph import ArchitectureGraph
from architecture.remembering import remembered, remembered_of_each
from architecture.service import Connection, ConnectionKind, Role, Service
from architecture.vocabulary import Concept, spoken

RECORDS = (Role.TABLE, Role.RELATIONAL_STORE, Role.DOCUMENT_STORE, Role.GRAPH_STORE, Role.FILE_STORE)
"""Stores of record. Caches, indexes and warehouses are built anew from these; of a bucket one cannot tell."""

PASSES_ON = frozenset({"aws.storage_gateway", "aws.rds.read_replica"})


@remembered
def records(graph: ArchitectureGraph) -> tuple[Service, ...]:
    """Stores of record, copies of others left out."""
    copies = {connection.target for connection in graph.connections if _is_copying(graph, connection)}
    copies |= {id_ for concept in COPIES for id_ in graph.nodes_saying(concept) if _is_a_copy(graph, id_)}
    return tuple(
        store
        for store in graph.services(*RECORDS)
        if store.id not in copies and store.service not in PASSES_ON
    )


COPYING = ConnectionKind.REPLICATE
COPIES = (Concept.MULTI_ZONE, Concept.BACKUP)
A_COPY = re.compile(r"\b(?:stand-?by|secondary|replicas?)\b|^back-?ups?\b|^snapshots?\b", re.IGNORECASE)


def _is_a_copy(graph: ArchitectureGraph, id_: str) -> bool:
    """`Standby`, `Read replica` or `Backup RDS`; a store called `Multi-AZ` or `daily backup` is the thing itself."""
    return A_COPY.search(spoken(graph.node(id_).label).strip()) is not None


def records_by_service(graph: ArchitectureGraph) -> Mapping[tuple[Role, str | None], list[Service]]:
    """Stores of record by what they are: a table's recovery says nothing about a database's."""
    kinds: dict[tuple[Role, str | None], list[Service]] = {}
    for store in records(graph):
        kinds.setdefault((store.role, store.service), []).append(store)
    return kinds


def _is_copying(graph: ArchitectureGraph, connection: Connection) -> bool:
    """An arrow that says it copies, or that joins two stores of the same kind; others may move data anywhere."""
    if connection.kind is not COPYING or connection.source == connection.target:
        return False
    source, target = graph.node(connection.source), graph.node(connection.target)
    if connection.id in graph.connections_saying(Concept.REPLICATE):
        return True
    return isinstance(source, Service) and isinstance(target, Service) and source.service == target.service


@remembered_of_each
def recovery(graph: ArchitectureGraph, store: Service) -> tuple[Evidence, ...]:
    """What shows that the store can be brought back: a backup service, a copy, or words of either."""
    found = list(words_on(graph, store, Concept.BACKUP))
    if any(graph.services(Role.BACKUP)):
        found += joined_around(graph, store, [Role.BACKUP])
    for connection in graph.touching(store):
        if connection.kind is COPYING and _is_copying(graph, connection):
            other = graph.other_end(connection, store)
            found.append(Evidence(f"a copy in {other.name}", Strength.STRONG, connection.id))
    return tuple(found)

"""What flows along a connection, where the drawing does not say: inferred from its words and its ends.

84 % of the arrows in real drawings carry no label, so the kind follows from what they join: words first,
then the roles at both ends. A connection between two compute services is taken for a request.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from architecture.roles import (
    COMPUTE,
    DATA_STORES,
    DEPLOYING,
    EVENT_SOURCES,
    FRONT_DOORS,
    IDENTITY,
    MESSAGING,
    NETWORK,
    OBSERVING,
)
from architecture.service import Boundary, Connection, ConnectionKind, Node, Role
from architecture.vocabulary import Concept, mention

SURE_OF_KIND_BETWEEN_COMPUTE = 0.6
"""How sure it is that an arrow without words between two compute services is a request."""


def infer_kinds(connections: Iterable[Connection], node: Callable[[str], Node]) -> Iterator[Connection]:
    """The same connections, those of unknown kind with the kind that their words and ends suggest."""
    unknown = ConnectionKind.UNKNOWN
    for connection in connections:
        if connection.kind is unknown:
            kind = kind_between(node(connection.source), node(connection.target), connection.label)
            if kind is not unknown:
                connection = of_kind(connection, kind)
        yield connection


def of_kind(one: Connection, kind: ConnectionKind) -> Connection:
    """The same connection with another kind. Field by field: nearly every arrow of a drawing goes through here."""
    return Connection(
        one.id, one.source, one.target, one.origin, one.direction, kind, one.label,
        one.style, one.color, one.resolved_by, one.confidence, one.reason, one.attributes,
    )  # fmt: skip


def kind_between(source: Node, target: Node, label: str = "") -> ConnectionKind:
    """What an arrow from `source` to `target` with that label stands for."""
    decided, otherwise = _kinds_by_roles(
        None if isinstance(source, Boundary) else source.role,
        None if isinstance(target, Boundary) else target.role,
    )
    return decided or (_kind_by_words(label) if label else None) or otherwise


def sure_of_kind(source: Node, target: Node, connection: Connection) -> float:
    """How sure the kind of a connection is (0 to 1), apart from whether its ends are."""
    if connection.kind is ConnectionKind.UNKNOWN:
        return SURE_OF_KIND_BETWEEN_COMPUTE
    guessed = (
        connection.kind is ConnectionKind.REQUEST and _role(source) in COMPUTE and _role(target) in COMPUTE
    )
    return SURE_OF_KIND_BETWEEN_COMPUTE if guessed and not mention(Concept.REQUEST, connection.label) else 1.0


def _role(node: Node) -> Role | None:
    return None if isinstance(node, Boundary) else node.role


@cache
def _kinds_by_roles(source: Role | None, target: Role | None) -> tuple[ConnectionKind | None, ConnectionKind]:
    """The kind that the ends decide whatever is written, and the kind that they suggest where nothing is."""
    return _kind_by_ends_that_decide(source, target), _kind_by_ends(source, target)


def _kind_by_ends_that_decide(source: Role | None, target: Role | None) -> ConnectionKind | None:
    """Ends that outweigh any word: "logs" to CloudWatch is no event even when it says "stream"."""
    ends = {source, target}
    if ends & OBSERVING and not ends & {Role.ALARM}:
        return ConnectionKind.TRACE
    if ends & IDENTITY:
        return ConnectionKind.AUTH
    if ends & DEPLOYING:
        return ConnectionKind.DEPLOY
    return None


def _kind_by_words(label: str) -> ConnectionKind | None:
    if mention(Concept.REPLICATE, label):
        return ConnectionKind.REPLICATE
    if mention(Concept.TRACE, label):
        return ConnectionKind.TRACE
    if mention(Concept.ASYNC, label):
        return ConnectionKind.EVENT
    if mention(Concept.REQUEST, label):
        return ConnectionKind.REQUEST
    return None


def _kind_by_ends(from_role: Role | None, to_role: Role | None) -> ConnectionKind:
    if from_role in NETWORK or to_role in NETWORK:
        return ConnectionKind.NETWORK
    if to_role in MESSAGING or from_role in EVENT_SOURCES:
        return ConnectionKind.EVENT
    if from_role in DATA_STORES and to_role in DATA_STORES:
        return ConnectionKind.REPLICATE
    if from_role in FRONT_DOORS:
        return ConnectionKind.REQUEST
    if to_role in DATA_STORES or from_role in DATA_STORES:
        return ConnectionKind.DATA
    if from_role in COMPUTE and to_role is not None:
        return ConnectionKind.REQUEST
    if to_role in FRONT_DOORS:
        return ConnectionKind.REQUEST
    return ConnectionKind.UNKNOWN

"""What flows along a connection, where the drawing does not say."""

from dataclasses import fields, replace

from architecture.flow import of_kind
from architecture.service import Connection, ConnectionKind, Direction, Origin


def test_a_connection_of_another_kind_is_the_same_in_all_else() -> None:
    connection = Connection(
        id="a",
        source="b",
        target="c",
        origin=Origin("d.drawio", cell="e"),
        direction=Direction.BOTH,
        kind=ConnectionKind.UNKNOWN,
        label="f",
        style="dashed",
        color="#010203",
        resolved_by="snapped",
        confidence=0.5,
        reason="g",
        attributes={"h": "i"},
    )
    assert len(fields(Connection)) == 13, "a new field must be given here and there"
    assert of_kind(connection, ConnectionKind.EVENT) == replace(connection, kind=ConnectionKind.EVENT)

"""Pictures against those that were looked at and committed: by what they are made of, and by how they look.

Not by bytes: `python -m tests.snapshots` rewrites them, and the diff is looked at.
"""

import pytest

from tests.snapshots.likeness import ALIKE, differences, likeness, things
from tests.snapshots.made import PICTURES, names, picture, stored

SMALL = (
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 200 100" width="200" height="100" font-family="Helvetica">'
    '<rect width="200" height="100" fill="#FFFFFF"/><rect x="{x}" y="20" width="60" height="60" fill="{fill}"/></svg>'
)
AGAIN = "Run `python -m tests.snapshots` and look at what it writes."


@pytest.mark.parametrize("name", names())
def test_a_picture_is_the_one_that_was_looked_at(name: str) -> None:
    assert stored(name).is_file(), f"There is no snapshot of {name}. {AGAIN}"
    before, after = stored(name).read_bytes(), picture(name)
    if before == after:
        return
    assert list(differences(things(before), things(after))) == [], AGAIN
    assert likeness(before, after) >= ALIKE, AGAIN


def test_there_is_no_snapshot_of_nothing() -> None:
    assert {path.stem for path in PICTURES.glob("*.svg")} == set(names())


def test_a_thing_that_moved_is_told() -> None:
    before = stored("orders").read_bytes()
    moved = before.replace(b'x="180"', b'x="190"')
    assert moved != before
    assert list(differences(things(before), things(moved)))
    assert list(differences(things(before), things(before.replace(b"GetOrder", b"PutOrder"))))
    assert not list(differences(things(before), things(before.replace(b'x="180"', b'x="181"'))))


def test_likeness_falls_with_what_the_eye_sees() -> None:
    before = SMALL.format(x=40, fill="#ED7100").encode()
    assert likeness(before, before) == pytest.approx(1)
    assert likeness(before, SMALL.format(x=40.3, fill="#ED7100").encode()) > ALIKE
    assert likeness(before, SMALL.format(x=90, fill="#ED7100").encode()) < ALIKE
    assert likeness(before, SMALL.format(x=40, fill="#232F3E").encode()) < ALIKE


def test_snapshots_stay_small() -> None:
    assert all(path.stat().st_size < 120_000 for path in PICTURES.glob("*.svg"))

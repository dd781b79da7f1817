"""Files of reviews: put whole, found by their content, removed with their review; in a folder and in an object store."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from app.errors import Refusal, StoreUnavailable
from app.store.base import new_id
from app.store.blobs import Blobs
from tests.store.object_store import object_store


@pytest.fixture(params=["file", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Blobs]:
    if request.param == "file":
        yield Blobs(tmp_path.as_uri())
        return
    with object_store() as (address, _):
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tester")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of no worth")
        monkeypatch.setenv("AWS_REGION", "eu-central-1")
        yield Blobs("s3://diagrams/lens")


def test_a_file_is_found_by_the_hash_of_its_content(blobs: Blobs) -> None:
    review = new_id()
    digest = blobs.put(review, b"hello")
    assert digest == sha256(b"hello").hexdigest()
    assert blobs.get(review, digest) == b"hello"
    assert blobs.put(review, b"hello") == digest


def test_a_file_of_another_review_is_not_found(blobs: Blobs) -> None:
    digest = blobs.put(new_id(), b"hello")
    with pytest.raises(FileNotFoundError):
        blobs.get(new_id(), digest)


def test_removing_a_review_removes_all_its_files_and_no_others(blobs: Blobs) -> None:
    gone, kept = new_id(), new_id()
    for number in range(5):
        blobs.put(gone, b"%d" % number)
    digest = blobs.put(kept, b"kept")
    assert {review for review, _ in blobs.reviews()} == {gone, kept}
    blobs.remove(gone)
    blobs.remove(gone)
    assert {review for review, _ in blobs.reviews()} == {kept}
    assert blobs.get(kept, digest) == b"kept"


def test_nothing_is_left_of_a_removed_review_in_the_folder(tmp_path: Path) -> None:
    blobs, gone = Blobs(tmp_path.as_uri()), new_id()
    blobs.put(gone, b"hello")
    blobs.remove(gone)
    assert [path for path in tmp_path.rglob("*") if gone in str(path)] == []


def test_an_object_store_has_everything_below_its_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    with object_store() as (address, objects):
        for name, value in (("ENDPOINT_URL", address), ("ALLOW_HTTP", "true"), ("REGION", "eu-central-1")):
            monkeypatch.setenv(f"AWS_{name}", value)
        for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
            monkeypatch.setenv(f"AWS_{name}", "tester")
        review = new_id()
        digest = Blobs("s3://diagrams/lens").put(review, b"hello")
        assert objects == {f"/diagrams/lens/reviews/{review}/{digest}": b"hello"}


def test_files_that_cannot_be_written_are_told_as_a_store_that_does_not_answer(tmp_path: Path) -> None:
    broken = Blobs((tmp_path / "folder").as_uri())
    (tmp_path / "folder").rmdir()
    (tmp_path / "folder").write_text("no folder any more")
    with pytest.raises(StoreUnavailable):
        broken.put(new_id(), b"hello")


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "a/../../b"])
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    (tmp_path / "evil").write_text("secret")
    blobs = Blobs((tmp_path / "blobs").as_uri())
    with pytest.raises(Exception, match=r".+"):
        blobs.get(name, "evil")


def test_a_url_of_no_store_is_refused_with_a_cure() -> None:
    with pytest.raises(Refusal, match="BLOBS_URL") as raised:
        Blobs("carrier-pigeon://loft")
    assert "s3://" in raised.value.cure

"""Stored reviews are worked on: once, whole, and again where a worker was lost."""

import json
from datetime import timedelta

import pytest

from app.isolation import Isolation
from app.jobs import reviewing
from app.jobs.delivering import new_secret
from app.jobs.queue import JsonMessages
from app.jobs.sweeping import sweep_reviews
from app.jobs.workplace import Workplace
from app.keeping import WHOLE, Made, options_bytes, options_from
from app.pipeline import Options
from app.store import reviews
from app.store.base import new_id, now
from app.store.tables import (
    DEFAULT_PROJECT,
    Delivery,
    StoredArtefact,
    StoredFinding,
    StoredReview,
    Webhook,
)
from graph_rules.rule import Severity
from tests.app.misbehaving import die
from tests.jobs.asking import LEAKY, asked_for, over, until, working
from tests.store.reviews import looked_up


def kept_files(workplace: Workplace, review: str) -> dict[tuple[str, int], bytes]:
    with workplace.store.database.reading() as session:
        rows = session.query(StoredArtefact).filter_by(review=review).all()
    return {(row.name, row.page): workplace.store.blobs.get(review, row.sha256) for row in rows}


def test_a_job_makes_every_file_of_a_review(workplace: Workplace) -> None:
    review = asked_for(workplace.store)
    workplace.submit("review", review)
    with working(workplace):
        row = over(workplace.store, review)
    assert (row.state, row.worst, row.attempt, row.problem) == ("done", "high", 1, None)
    files = kept_files(workplace, review)
    assert set(files) == {*((name, 0) for name in WHOLE), ("svg", 1)}
    told = json.loads(files["json", 0])
    assert row.tool_version == told["tool"]["version"]
    assert row.rules_hash == told["tool"]["rules"]
    assert files["svg", 1].startswith(b"<svg")
    with workplace.store.database.reading() as session:
        found = session.query(StoredFinding).filter_by(review=review).order_by(StoredFinding.position).all()
    assert [row.fingerprint for row in found] == [one["fingerprint"] for one in told["findings"]]


def test_a_job_that_comes_twice_works_once(workplace: Workplace) -> None:
    review = asked_for(workplace.store)
    reviewing.review(workplace, review)
    first = looked_up(workplace.store, review)
    reviewing.review(workplace, review)
    assert looked_up(workplace.store, review).finished == first.finished
    assert looked_up(workplace.store, review).attempt == 1


def test_what_is_wrong_with_an_upload_is_kept_as_a_problem_and_not_tried_again(workplace: Workplace) -> None:
    review = asked_for(workplace.store, b"Dear Sir")
    reviewing.review(workplace, review)
    row = looked_up(workplace.store, review)
    assert (row.state, row.attempt) == ("failed", 1)
    assert row.problem is not None
    assert row.problem["type"] == "urn:diagram-lens:problem:not-a-diagram"
    assert row.problem["file"] == "shop.drawio"
    assert row.problem["cure"]
    assert kept_files(workplace, review) == {}


def test_a_review_whose_job_was_lost_is_found_and_done(workplace: Workplace) -> None:
    review = asked_for(workplace.store, submitted=now() - timedelta(minutes=1))
    with working(workplace):
        assert over(workplace.store, review).state == "done"


def test_a_review_whose_worker_fell_silent_is_done_by_another(workplace: Workplace) -> None:
    review = asked_for(workplace.store, submitted=now() - timedelta(minutes=1))
    with workplace.store.database.writing() as session:
        reviews.claim(session, review, new_id(), seconds=0.1, attempts=2)
    with working(workplace):
        row = over(workplace.store, review)
    assert (row.state, row.attempt) == ("done", 2)


def test_an_upload_that_kills_its_process_is_tried_again_and_then_given_up(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "make_stored", die_over)
    review = asked_for(workplace.store)
    workplace.submit("review", review)
    with working(workplace):
        row = over(workplace.store, review)
    assert (row.state, row.attempt) == ("failed", workplace.settings.job_attempts)
    assert row.problem is not None
    assert row.problem["type"] == "urn:diagram-lens:problem:worker-lost"
    assert "2 times" in row.problem["detail"]


def die_over(data: bytes, filename: str, options: bytes) -> Made:
    die()
    raise AssertionError("nobody survives that")


def test_what_nobody_foresaw_is_tried_again_and_told_without_its_secrets(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reviewing, "make_stored", stumble)
    review = asked_for(workplace.store)
    workplace.submit("review", review)
    with working(workplace):
        row = over(workplace.store, review)
    assert (row.state, row.attempt) == ("failed", workplace.settings.job_attempts)
    assert row.problem is not None
    assert row.problem["status"] == 500
    assert "secret" not in json.dumps(row.problem)
    assert "a secret" in caplog.text


def stumble(data: bytes, filename: str, options: bytes) -> Made:
    raise RuntimeError("a secret")


def test_a_silent_worker_of_the_last_attempt_makes_a_failure_that_says_so(workplace: Workplace) -> None:
    review = asked_for(workplace.store)
    for _ in range(workplace.settings.job_attempts):
        with workplace.store.database.writing() as session:
            reviews.claim(session, review, new_id(), seconds=-1, attempts=2)
    sweep_reviews(workplace)
    row = looked_up(workplace.store, review)
    assert row.state == "failed"
    assert row.problem is not None
    assert "took down" in row.problem["detail"]


def test_work_longer_than_a_lease_keeps_its_lease(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "make_stored", take_its_time)
    review = asked_for(workplace.store)
    workplace.submit("review", review)
    with working(workplace):
        row = over(workplace.store, review)
    assert (row.state, row.attempt, row.worst) == ("done", 1, "low")


def take_its_time(data: bytes, filename: str, options: bytes) -> Made:
    import time

    time.sleep(1.5)
    return Made((), (), {}, "low", "1", "a")


def test_a_worker_that_lost_its_lease_changes_nothing_and_tells_nobody(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = Webhook(
        id=new_id(),
        project=DEFAULT_PROJECT,
        url="http://127.0.0.1:1/",
        secret=new_secret(),
        events=["review.done"],
        created=now(),
    )
    with workplace.store.database.writing() as session:
        session.add(hook)
    review = asked_for(workplace.store)

    def overtaken(self: Isolation, beat: object, *work: object) -> Made:
        """While this worker dawdles, its lease runs out and another one does the whole review."""
        with workplace.store.database.writing() as session:
            session.get_one(StoredReview, review).lease_until = now() - timedelta(seconds=1)
        with monkeypatch.context() as quick:
            quick.setattr(Isolation, "run_job", run_job)
            reviewing.review(workplace, review)
        return Made((), (), {}, "low", "1", "a")

    run_job = Isolation.run_job
    monkeypatch.setattr(Isolation, "run_job", overtaken)
    reviewing.review(workplace, review)
    row = looked_up(workplace.store, review)
    assert (row.state, row.worst, row.attempt) == ("done", "high", 2)
    with workplace.store.database.writing() as session:
        assert session.query(Delivery).filter_by(webhook=hook.id).count() == 1
        session.delete(session.get_one(Webhook, hook.id))


def test_a_review_that_is_removed_while_worked_on_leaves_no_rows(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.jobs.retention import remove_reviews

    monkeypatch.setattr(reviewing, "make_stored", take_its_time)
    review = asked_for(workplace.store)
    workplace.submit("review", review)
    with working(workplace):
        until(lambda: looked_up(workplace.store, review).state == "running")
        remove_reviews(workplace, [review])
    with workplace.store.database.reading() as session:
        assert reviews.review_seen(session, review, None) is None


def test_a_worker_that_is_stopped_finishes_what_it_has(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "make_stored", take_its_time)
    review = asked_for(workplace.store)
    workplace.submit("review", review)
    with working(workplace):
        until(lambda: looked_up(workplace.store, review).state == "running")
    assert looked_up(workplace.store, review).state == "done"


def test_the_queue_holds_names_and_ids_as_json_and_nothing_else(workplace: Workplace) -> None:
    workplace.submit("review", "0" * 32)
    (message,) = workplace.queue.huey.storage.enqueued_items()
    told = json.loads(bytes(message))
    assert told[6][:2] == ["review", "0" * 32]
    assert JsonMessages().deserialize(bytes(message)).args == told[6]
    workplace.queue.huey.storage.flush_queue()


def test_a_job_of_another_version_is_passed_over(workplace: Workplace) -> None:
    review = asked_for(workplace.store)
    workplace.submit("dance", review)
    workplace.submit("review", review)
    with working(workplace):
        assert over(workplace.store, review).state == "done"


def test_options_are_kept_as_they_were() -> None:
    options = Options(
        select=("SLS-SEC",),
        profile="strict",
        page="2",
        today=now().date(),
        rules=(("house.yaml", "rules: []"),),
        declarations=("waivers.yaml", "waive: []"),
        severities=(("SLS-SEC-001", Severity.LOW),),
    )
    assert options_from(options_bytes(options)) == options
    assert options_from(b"{}") == Options()
    assert LEAKY

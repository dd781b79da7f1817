"""Is it alive, is it ready: each thing that a server needs, taken away for real."""

import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from app.store.base import new_id, now
from app.store.tables import State, StoredReview
from tests.access.service import Service, problem, service
from tests.operations.processes import eventually, forkserver, needs_proc, workers


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Service]:
    with service(tmp_path, access="off", max_waiting=1) as found:
        yield found


def queued(running: Service, minutes: int, **more: object) -> None:
    """A review that has been waiting for so long."""
    with running.database.writing() as session:
        session.add(
            StoredReview(
                id=new_id(),
                project="default",
                diagram="d",
                filename="d.mmd",
                original="0" * 64,
                size=1,
                options="0" * 64,
                created=now() - timedelta(minutes=minutes),
                **more,
            )
        )


def test_a_server_with_everything_is_ready(running: Service) -> None:
    answer = running.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": dict.fromkeys(("database", "workers", "queue"), "ok"),
    }


def test_tables_of_another_version_are_not_ready(running: Service) -> None:
    with running.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    found = problem(running.client.get("/readyz"), 503)
    assert "database: the tables are of revision 0001" in found["detail"]
    assert found["checks"]["workers"] == "ok"
    assert running.client.get("/healthz").status_code == 200


def test_a_database_that_is_gone_is_not_ready_and_tells_no_details(running: Service) -> None:
    running.database.dispose()
    place = Path(str(running.database.url.database))
    for path in place.parent.glob(f"{place.name}*"):
        path.write_bytes(b"not a database at all" * 100)
    answer = running.client.get("/readyz")
    assert problem(answer, 503)["checks"]["database"] == "no answer"
    assert str(place) not in answer.text
    assert answer.headers["retry-after"] == "2"
    assert running.client.get("/metrics").status_code == 200


def test_a_review_that_waits_too_long_is_told_unless_others_are_finished(running: Service) -> None:
    queued(running, minutes=3)
    assert running.client.get("/readyz").status_code == 200
    queued(running, minutes=30)
    assert "waiting for 18" in problem(running.client.get("/readyz"), 503)["checks"]["queue"]
    queued(running, minutes=40, state=State.DONE.value, finished=now())
    assert running.client.get("/readyz").status_code == 200
    with running.database.writing() as session:
        session.execute(update(StoredReview).values(state=State.FAILED.value, finished=now()))
    assert running.client.get("/readyz").status_code == 200


def test_the_depth_of_the_queue_is_a_number(running: Service) -> None:
    queued(running, minutes=1)
    queued(running, minutes=2)
    queued(running, minutes=2, state=State.RUNNING.value)
    numbers = running.client.get("/metrics").text
    assert 'diagram_lens_queue_depth{state="queued"} 2.0' in numbers
    assert 'diagram_lens_queue_depth{state="running"} 1.0' in numbers


def test_a_server_with_its_hands_full_says_so_and_is_ready(running: Service) -> None:
    isolation = running.client.app.state.isolation  # type: ignore[attr-defined]
    isolation._unfinished = 1
    assert running.client.get("/readyz").json()["checks"]["workers"] == "busy"
    isolation._unfinished = 0


@needs_proc
def test_workers_that_do_not_answer_are_not_ready(running: Service) -> None:
    stopped = workers(os.getpid())
    for worker in stopped:
        os.kill(worker, signal.SIGSTOP)
    try:
        checks = problem(running.client.get("/readyz"), 503)["checks"]
        assert checks["workers"] == "no answer in time"
    finally:
        os.kill(worker, signal.SIGKILL)
    assert forkserver(os.getpid())
    assert eventually(lambda: running.client.get("/readyz").status_code == 200)

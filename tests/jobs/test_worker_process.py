"""`diagram-lens worker` as a process: killed half-way, told to stop, many beside each other."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from app.errors import StoreUnavailable
from app.isolation import Isolation
from app.jobs.workplace import Workplace, open_workplace
from app.store.reviews import review_seen
from app.store.tables import StoredArtefact, StoredFinding
from tests.jobs.asking import asked_for, over, until
from tests.jobs.processes import of_session, process, server
from tests.store import postgres, redis_server
from tests.store.databases import DATABASES, settings_for
from tests.store.reviews import looked_up

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

LARGE = b"""\
from diagrams import Diagram
from diagrams.aws.compute import Lambda
from diagrams.aws.integration import SQS
with Diagram("Large"):
    for n in range(150):
        Lambda(f"Take {n}") >> SQS(f"Queue {n}") >> Lambda(f"Work {n}")
"""


@pytest.fixture(params=[*DATABASES, "redis"])
def workplace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    """A store that processes share, jobs queued in it or in Redis; nothing is worked on in this process."""
    settings = settings_for(request.param, tmp_path, lease_seconds=5, job_seconds=60)
    found = open_workplace(settings, Isolation(settings))
    yield found
    found.close()


def rows(workplace: Workplace, review: str) -> tuple[int, int]:
    with workplace.store.database.reading() as session:
        return tuple(  # type: ignore[return-value]
            session.query(table).filter_by(review=review).count() for table in (StoredArtefact, StoredFinding)
        )


def test_a_review_whose_worker_is_killed_half_way_is_done_once_by_the_next(workplace: Workplace) -> None:
    review = asked_for(workplace.store, LARGE, filename="large.py")
    workplace.submit("review", review)
    with process(workplace.settings, "worker") as worker:
        until(lambda: looked_up(workplace.store, review).state == "running")
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        assert looked_up(workplace.store, review).state == "running"
        assert rows(workplace, review) == (0, 0)
        until(lambda: of_session(worker.pid) == [])
    with process(workplace.settings, "worker"):
        row = over(workplace.store, review, seconds=60)
    assert (row.state, row.attempt) == ("done", 2)
    files, findings = rows(workplace, review)
    assert files == 6
    assert findings > 0


def test_a_worker_that_is_told_to_stop_finishes_what_it_has_and_leaves_the_rest(workplace: Workplace) -> None:
    reviews = [asked_for(workplace.store, LARGE, filename="large.py") for _ in range(6)]
    for review in reviews:
        workplace.submit("review", review)
    with process(workplace.settings, "worker") as worker:
        until(lambda: any(looked_up(workplace.store, review).state == "running" for review in reviews))
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0
        until(lambda: of_session(worker.pid) == [])
    states = [looked_up(workplace.store, review).state for review in reviews]
    assert set(states) == {"done", "queued"}
    with process(workplace.settings, "worker"):
        for review in reviews:
            row = over(workplace.store, review, seconds=60)
            assert (row.state, row.attempt) == ("done", 1)


def test_workers_beside_each_other_do_each_review_once(workplace: Workplace) -> None:
    reviews = [asked_for(workplace.store) for _ in range(30)]
    with process(workplace.settings, "worker"), process(workplace.settings, "worker"):
        for review in reviews:
            workplace.submit("review", review)
            workplace.submit("review", review)
        for review in reviews:
            over(workplace.store, review, seconds=60)
    with workplace.store.database.reading() as session:
        done = [review_seen(session, review, None) for review in reviews]
    assert {(row.state, row.attempt) for row in done if row} == {("done", 1)}
    assert {rows(workplace, review)[0] for review in reviews} == {6}


def test_a_database_that_is_killed_mid_work_costs_no_review_and_makes_none_twice(tmp_path: Path) -> None:
    settings = settings_for("postgresql", tmp_path, lease_seconds=1.5, job_seconds=60, job_attempts=20)
    workplace = open_workplace(settings, Isolation(settings))
    reviews = [asked_for(workplace.store) for _ in range(12)]
    for review in reviews:
        workplace.submit("review", review)
    with process(settings, "worker") as worker:
        until(lambda: any(looked_up(workplace.store, review).state == "done" for review in reviews))
        postgres.stop_hard()
        with pytest.raises(StoreUnavailable):
            looked_up(workplace.store, reviews[0])
        postgres.start()
        for review in reviews:
            assert over(workplace.store, review, seconds=90).state == "done"
        assert worker.poll() is None
    assert {rows(workplace, review)[0] for review in reviews} == {6}
    workplace.close()


@pytest.mark.skipif(bool(redis_server.missing()), reason=redis_server.missing())
def test_a_redis_that_is_killed_with_all_its_jobs_costs_no_review_and_makes_none_twice(
    tmp_path: Path,
) -> None:
    settings = settings_for("redis", tmp_path, lease_seconds=5, job_seconds=60)
    workplace = open_workplace(settings, Isolation(settings))
    reviews = [asked_for(workplace.store) for _ in range(12)]
    for review in reviews:
        workplace.submit("review", review)
    with process(settings, "worker") as worker:
        until(lambda: any(looked_up(workplace.store, review).state == "done" for review in reviews))
        redis_server.kill()
        reviews.append(asked_for(workplace.store))
        workplace.submit("review", reviews[-1])
        redis_server.start()
        for review in reviews:
            row = over(workplace.store, review, seconds=90)
            assert (row.state, row.attempt) == ("done", 1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0
    assert {rows(workplace, review)[0] for review in reviews} == {6}
    workplace.close()


def test_a_server_that_is_killed_loses_no_review_that_it_acknowledged(workplace: Workplace) -> None:
    source = json.dumps({"filename": "large.py", "source": LARGE.decode()}).encode()
    made = []
    with server(workplace.settings) as (address, process_of_server):
        for _ in range(5):
            headers = {"content-type": "application/json"}
            answer = httpx2.post(
                f"{address}api/v1/reviews?wait=0", content=source, headers=headers, timeout=60
            )
            assert answer.status_code == 202
            made.append(answer.json()["id"])
        os.kill(process_of_server.pid, signal.SIGKILL)
        process_of_server.wait()
        until(lambda: of_session(process_of_server.pid) == [])
    assert any(looked_up(workplace.store, review).state != "done" for review in made)
    with server(workplace.settings):
        for review in made:
            assert over(workplace.store, review, seconds=90).state == "done"
    assert {rows(workplace, review)[0] for review in made} == {6}

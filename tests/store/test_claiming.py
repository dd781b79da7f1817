"""Reviews are claimed by one worker at a time, and finished once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from app.store import Store, reviews
from app.store.base import new_id, now
from app.store.tables import State, StoredArtefact, StoredFinding
from tests.store.reviews import NO_HASH, looked_up, stored_review

SECONDS, ATTEMPTS = 30.0, 3
FILES = [{"name": "json", "page": 0, "sha256": NO_HASH, "size": 2}]
FINDING = {
    "fingerprint": "f" * 16,
    "rule": "SLS-SEC-001",
    "name": "public-api-without-authorizer",
    "verdict": "violated",
    "severity": "high",
    "suppressed": False,
    "page": 0,
    "subjects": ["Orders API"],
    "message": "Anybody may call it.",
}
VALUES = {"facts": {"pages": ["1"]}, "worst": "high", "tool_version": "1", "rules_hash": "a"}


def claim(store: Store, review: str, holder: str, seconds: float = SECONDS) -> bool:
    with store.database.writing() as session:
        return reviews.claim(session, review, holder, seconds, ATTEMPTS) is not None


def finish(store: Store, review: str, holder: str) -> bool:
    with store.database.writing() as session:
        return reviews.finish(session, review, holder, VALUES, FILES, [FINDING])


def lost(store: Store, seconds: float = 0) -> list[str]:
    with store.database.reading() as session:
        return reviews.lost(session, ATTEMPTS, now() - timedelta(seconds=seconds))


def files_of(store: Store, review: str) -> int:
    with store.database.reading() as session:
        kept = session.query(StoredArtefact).filter_by(review=review).count()
        assert kept == session.query(StoredFinding).filter_by(review=review).count()
        return kept


def test_of_many_workers_one_gets_the_review(store: Store) -> None:
    review = stored_review(store)
    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(lambda holder: claim(store, review, holder), [new_id() for _ in range(16)]))
    assert won.count(True) == 1
    assert looked_up(store, review).attempt == 1


def test_a_finished_review_has_its_files_and_cannot_be_claimed_or_finished_again(store: Store) -> None:
    review, holder = stored_review(store), new_id()
    assert claim(store, review, holder)
    assert finish(store, review, holder)
    row = looked_up(store, review)
    assert (row.state, row.worst, row.lease_holder) == ("done", "high", None)
    assert files_of(store, review) == 1
    assert not claim(store, review, new_id())
    assert not finish(store, review, holder)


def test_a_worker_whose_lease_ran_out_finds_its_work_taken_and_changes_nothing(store: Store) -> None:
    review, slow, quick = stored_review(store), new_id(), new_id()
    assert claim(store, review, slow, seconds=-1)
    assert claim(store, review, quick)
    assert not finish(store, review, slow)
    assert files_of(store, review) == 0
    with store.database.writing() as session:
        assert not reviews.renew(session, review, slow, SECONDS)
        assert not reviews.fail(session, review, slow, {"status": 500})
        assert reviews.renew(session, review, quick, SECONDS)
    assert finish(store, review, quick)
    assert files_of(store, review) == 1


def test_a_lease_that_is_renewed_is_not_taken(store: Store) -> None:
    review, holder = stored_review(store), new_id()
    assert claim(store, review, holder, seconds=-1)
    with store.database.writing() as session:
        assert reviews.renew(session, review, holder, SECONDS)
    assert not claim(store, review, new_id())


def test_what_waits_without_a_job_or_fell_silent_is_found_again(store: Store) -> None:
    before = now() - timedelta(minutes=1)
    waiting = stored_review(store, submitted=before)
    never = stored_review(store, submitted=None, created=before)
    silent, working = stored_review(store, submitted=before), stored_review(store, submitted=before)
    fresh = stored_review(store)
    assert claim(store, silent, new_id(), seconds=-1)
    assert claim(store, working, new_id())
    found = set(lost(store, seconds=30))
    assert {waiting, never, silent} <= found
    assert not {working, fresh} & found
    with store.database.writing() as session:
        reviews.mark_submitted(session, [waiting, never, silent])
    assert not {waiting, never, silent} & set(lost(store, seconds=30))


def test_a_review_that_silenced_every_worker_is_given_up_with_a_reason(store: Store) -> None:
    review = stored_review(store, submitted=now() - timedelta(minutes=1))
    for _ in range(ATTEMPTS):
        assert claim(store, review, new_id(), seconds=-1)
    assert not claim(store, review, new_id())
    assert review not in lost(store)
    with store.database.writing() as session:
        assert review in reviews.hopeless(session, ATTEMPTS)
        assert reviews.give_up(session, review, {"status": 500})
        assert not reviews.give_up(session, review, {"status": 500})
    row = looked_up(store, review)
    assert (row.state, row.problem) == ("failed", {"status": 500})


def test_a_review_that_is_given_back_can_be_claimed_at_once(store: Store) -> None:
    review, holder = stored_review(store), new_id()
    assert claim(store, review, holder)
    with store.database.writing() as session:
        assert reviews.give_back(session, review, holder)
    assert claim(store, review, new_id())
    assert looked_up(store, review).attempt == 2


def test_reviews_are_counted_by_state(store: Store) -> None:
    with store.database.reading() as session:
        before = reviews.depths(session)
    stored_review(store)
    with store.database.reading() as session:
        after = reviews.depths(session)
    assert set(after) == set(State)
    assert after["queued"] == before["queued"] + 1

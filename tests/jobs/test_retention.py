"""What has been kept long enough goes, with its files; nothing else does."""

from datetime import timedelta

from app.jobs import retention
from app.jobs.retention import remove_old
from app.jobs.workplace import Workplace
from app.store.base import new_id, now
from app.store.reviews import review_seen
from app.store.tables import IdempotencyKey, Project, State
from tests.jobs.asking import asked_for

OLD = {"created": now() - timedelta(days=40), "state": State.DONE.value}


def is_there(workplace: Workplace, review: str) -> bool:
    with workplace.store.database.reading() as session:
        known = review_seen(session, review, None) is not None
    has_files = review in {one for one, _ in workplace.store.blobs.reviews()}
    assert known == has_files
    return known


def test_reviews_go_after_the_days_of_their_project_and_otherwise_those_of_the_server(
    workplace: Workplace,
) -> None:
    with workplace.store.database.writing() as session:
        for name, days in (("forever", 0), ("shortly", 10), ("longer", 90)):
            session.add(Project(name=name, created=now(), retention_days=days))
    gone = [asked_for(workplace.store, **OLD), asked_for(workplace.store, project="shortly", **OLD)]
    kept = [
        asked_for(workplace.store, state=State.DONE.value),
        asked_for(workplace.store, created=OLD["created"]),
        asked_for(workplace.store, project="forever", **OLD),
        asked_for(workplace.store, project="longer", **OLD),
    ]
    thirty = workplace.settings.model_copy(update={"retention_days": 30})
    remove_old(Workplace(thirty, workplace.store, workplace.queue, workplace.isolation))
    assert [is_there(workplace, review) for review in gone] == [False, False]
    assert [is_there(workplace, review) for review in kept] == [True] * 4


def test_without_a_retention_everything_stays(workplace: Workplace) -> None:
    review = asked_for(workplace.store, **OLD)
    assert workplace.settings.retention_days == 0
    remove_old(workplace)
    assert is_there(workplace, review)


def test_files_without_a_review_go_once_they_are_old(workplace: Workplace, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    orphan, review = new_id(), asked_for(workplace.store)
    workplace.store.blobs.put(orphan, b"left behind")
    remove_old(workplace)
    assert orphan in dict(workplace.store.blobs.reviews())
    monkeypatch.setattr(retention, "ORPHANS_KEPT", timedelta(seconds=-1))
    remove_old(workplace)
    assert orphan not in dict(workplace.store.blobs.reviews())
    assert is_there(workplace, review)


def test_idempotency_keys_go_after_a_day(workplace: Workplace) -> None:
    def key(age: timedelta) -> IdempotencyKey:
        return IdempotencyKey(scope="s", key=str(age), request="0", resource="r", created=now() - age)

    with workplace.store.database.writing() as session:
        session.add_all([key(timedelta(hours=1)), key(timedelta(hours=25))])
    remove_old(workplace)
    with workplace.store.database.reading() as session:
        assert [row.key for row in session.query(IdempotencyKey)] == [str(timedelta(hours=1))]

"""Webhooks are told when a review is over: signed, again where nobody took it, and never back into the house."""

import base64
import hmac
import ipaddress
import json
from datetime import timedelta

import pytest

from app.errors import Refusal
from app.jobs import delivering
from app.jobs.addresses import checked_url, is_public, place_of
from app.jobs.delivering import deliver, new_secret
from app.jobs.workplace import Workplace
from app.store.base import new_id, now
from app.store.tables import DEFAULT_PROJECT, Delivery, Project, Webhook
from tests.jobs.asking import asked_for, over, until, working
from tests.jobs.receiving import receiver


def webhook_to(workplace: Workplace, url: str, project: str, *events: str) -> Webhook:
    hook = Webhook(
        id=new_id(), project=project, url=url, secret=new_secret(), events=list(events), created=now()
    )
    with workplace.store.database.writing() as session:
        if project != DEFAULT_PROJECT:
            session.merge(Project(name=project, created=now()))
        session.add(hook)
    return hook


def delivery_to(workplace: Workplace, hook: Webhook) -> str:
    moment = now()
    made = Delivery(
        id=new_id(),
        webhook=hook.id,
        event="review.done",
        review=new_id(),
        body="{}",
        due=moment,
        created=moment,
    )
    with workplace.store.database.writing() as session:
        session.add(made)
    return made.id


def looked_up(workplace: Workplace, delivery: str) -> Delivery:
    with workplace.store.database.reading() as session:
        return session.get_one(Delivery, delivery)


def due_now(workplace: Workplace, delivery: str) -> None:
    with workplace.store.database.writing() as session:
        session.get_one(Delivery, delivery).due = now() - timedelta(seconds=1)


def test_a_finished_review_is_told_once_with_a_signature_that_fits(workplace: Workplace) -> None:
    with receiver() as (url, received), working(workplace):
        hook = webhook_to(workplace, url, "told", "review.done")
        review = asked_for(workplace.store, project="told")
        workplace.submit("review", review)
        over(workplace.store, review)
        until(lambda: bool(received.requests))
        with workplace.store.database.reading() as session:
            (delivery,) = session.query(Delivery).filter_by(webhook=hook.id)
        until(lambda: looked_up(workplace, delivery.id).state == "done")
    ((headers, body),) = received.requests
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == delivery.id
    told = json.loads(body)
    assert (told["event"], told["review"]["id"]) == ("review.done", review)
    assert told["review"]["facts"]["counts"]["high"] > 0
    assert hook.secret not in body.decode()


def test_an_event_that_nobody_asked_for_is_not_sent(workplace: Workplace) -> None:
    hook = webhook_to(workplace, "http://127.0.0.1:1/", "quiet", "review.failed")
    review = asked_for(workplace.store, project="quiet")
    workplace.submit("review", review)
    with working(workplace):
        assert over(workplace.store, review).state == "done"
    with workplace.store.database.reading() as session:
        assert session.query(Delivery).filter_by(webhook=hook.id).count() == 0


@pytest.mark.parametrize("status", [500, 404, 302])
def test_an_event_that_is_not_taken_is_sent_again_later(status: int, workplace: Workplace) -> None:
    with receiver([status]) as (url, received):
        delivery = delivery_to(workplace, webhook_to(workplace, url, DEFAULT_PROJECT))
        deliver(workplace, delivery)
        row = looked_up(workplace, delivery)
        assert (row.state, row.attempt, row.status) == ("queued", 1, status)
        assert row.due > now()
        deliver(workplace, delivery)
        assert len(received.requests) == 1
        due_now(workplace, delivery)
        deliver(workplace, delivery)
    row = looked_up(workplace, delivery)
    assert (row.state, row.attempt, row.status, row.error) == ("done", 2, 200, None)
    assert len(received.requests) == 2


def test_an_event_that_is_never_taken_is_given_up(workplace: Workplace) -> None:
    delivery = delivery_to(workplace, webhook_to(workplace, "http://127.0.0.1:1/", DEFAULT_PROJECT))
    for _ in range(workplace.settings.webhook_attempts):
        due_now(workplace, delivery)
        deliver(workplace, delivery)
    row = looked_up(workplace, delivery)
    assert (row.state, row.attempt) == ("failed", workplace.settings.webhook_attempts)
    assert row.error
    assert row.finished


def test_a_webhook_that_keeps_us_waiting_is_left(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    monkeypatch.setattr(delivering, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        delivery = delivery_to(workplace, webhook_to(workplace, url, DEFAULT_PROJECT))
        deliver(workplace, delivery)
    row = looked_up(workplace, delivery)
    assert row.state == "queued"
    assert row.error
    assert "0.3" in row.error or "Timeout" in row.error


# Where webhooks may go


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[fec0::1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[5f00::1]/",
        "http://192.0.0.192/latest/",
        "http://192.88.99.1/",
        "http://168.63.129.16/metadata/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
    ],
)
def test_no_webhook_leads_into_the_house(url: str) -> None:
    with pytest.raises(Refusal, match=r"private network|no address"):
        place_of(url, private=False)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.com/", "neither http nor https"),
        ("file:///etc/passwd", "neither http nor https"),
        ("http://user:password@example.com/", "has a user in it"),
        ("http://example.com:99999/", "no URL"),
        ("http:///path", "neither http nor https"),
        ("http://example.com/a b", "characters"),
        ("http://example.com/\r\nx: y", "characters"),
        ("http://example.com/" + "a" * 3_000, "too long"),
    ],
)
def test_an_address_of_another_form_is_refused(url: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        checked_url(url)


def test_the_open_internet_is_allowed_and_the_connection_goes_to_the_address_that_was_looked_at() -> None:
    place = place_of("https://93.184.215.14:8443/hook?a=1#part", private=False)
    assert place.url == "https://93.184.215.14:8443/hook?a=1"
    assert place.host_header == "93.184.215.14:8443"
    for address in ("2606:4700::6810:84e5", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"):
        assert is_public(ipaddress.ip_address(address))
    assert place_of("http://127.0.0.1/", private=True).host_header == "127.0.0.1"


def test_what_is_stored_already_is_looked_at_again_when_it_is_sent(workplace: Workplace) -> None:
    strict = Workplace(
        workplace.settings.model_copy(update={"webhooks_to_private": False}),
        workplace.store,
        workplace.queue,
        workplace.isolation,
    )
    with receiver() as (url, received):
        delivery = delivery_to(workplace, webhook_to(workplace, url, DEFAULT_PROJECT))
        deliver(strict, delivery)
    assert received.requests == []
    assert "private network" in (looked_up(workplace, delivery).error or "")

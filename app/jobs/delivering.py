"""The job of a delivery: one event, signed, to one webhook; later again where nobody took it.

Signed as the Standard Webhooks specification says: `webhook-signature: v1,` and the base64 of an HMAC-SHA256
over `{webhook-id}.{webhook-timestamp}.{body}`; the key is what follows `whsec_` in the secret, in base64.
"""

import asyncio
import base64
import hmac
import secrets
import time
from datetime import datetime, timedelta
from http import HTTPStatus
from importlib.metadata import version

from app.errors import Refusal
from app.jobs.addresses import Place, place_of
from app.jobs.workplace import Workplace
from app.store import webhooks
from app.store.base import now
from app.store.tables import Delivery, Webhook

SECRET_PREFIX = "whsec_"
SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 6 * 3_600.0
"""Seconds before the second attempt; each further one waits five times as long, up to the longest."""


def new_secret() -> str:
    """A secret to sign with: 32 random bytes."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, delivery: str, moment: int, body: bytes) -> str:
    """What `webhook-signature` holds; `moment` is in seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{delivery}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def deliver(workplace: Workplace, subject: str) -> None:
    """Try the delivery with that id, if its moment has come. May be called any number of times."""
    with workplace.store.database.writing() as session:
        claimed = webhooks.claim_delivery(session, subject)
    if claimed is None:
        return
    delivery, webhook = claimed
    status, error = _tried(delivery, webhook, private=workplace.settings.webhooks_to_private)
    again = _next(delivery.attempt, workplace.settings.webhook_attempts) if error else None
    with workplace.store.database.writing() as session:
        webhooks.tried(session, delivery.id, delivery.attempt, status, error, again)


def _tried(delivery: Delivery, webhook: Webhook, *, private: bool) -> tuple[int | None, str | None]:
    """The status of the answer, if any, and what went wrong."""
    from httpx2 import HTTPError

    try:
        place = place_of(webhook.url, private=private)
        status = asyncio.run(asyncio.wait_for(_sent(place, delivery, webhook.secret), SECONDS))
    except Refusal as error:
        return None, error.problem
    except TimeoutError:
        return None, f"There was no answer within {SECONDS:g} s."
    except HTTPError as error:
        return None, f"{type(error).__name__}: {error}"[:500]
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return status, None
    return status, f"The answer was {status}."


async def _sent(place: Place, delivery: Delivery, secret: str) -> int:
    """Connects to the very address that was looked at; follows nothing, and reads no more than the status."""
    import httpx2

    body, moment = delivery.body.encode(), int(time.time())
    headers = {
        "host": place.host_header,
        "content-type": "application/json",
        "user-agent": f"diagram-lens/{version('diagram-lens')}",
        "webhook-id": delivery.id,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(secret, delivery.id, moment, body),
    }
    greeting = {"sni_hostname": place.host}
    async with (
        httpx2.AsyncClient(timeout=SECONDS, trust_env=False, follow_redirects=False) as client,
        client.stream("POST", place.url, content=body, headers=headers, extensions=greeting) as answer,
    ):
        return int(answer.status_code)


def _next(attempt: int, attempts: int) -> datetime | None:
    """When to try again; None where it was the last time."""
    if attempt >= attempts:
        return None
    return now() + timedelta(seconds=min(FIRST_PAUSE * 5 ** (attempt - 1), LONGEST_PAUSE))

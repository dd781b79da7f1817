"""Webhooks of a project: addresses that are told when a review is over, by a signed POST."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.access.caller import Caller
from app.api.access import MayAdminister
from app.api.at_hand import ID, Place, project_meant
from app.api.models import Deliveries, Delivery, NewWebhook, Webhook, Webhooks
from app.api.openapi import CHANGE_PROBLEMS, FOUND_PROBLEMS
from app.api.parameters import OnlyKnownParameters
from app.api.projects import ProjectId
from app.api.stored import Most
from app.errors import Conflict, NotFound
from app.jobs.addresses import place_of
from app.jobs.delivering import new_secret
from app.store import webhooks
from app.store.base import new_id, now
from app.store.tables import Webhook as Row
from reports.plain import one_line

router = APIRouter(
    prefix="/projects/{project}/webhooks",
    tags=["projects"],
    route_class=OnlyKnownParameters,
)

MOST = 20
WebhookId = Annotated[
    str, Path(description="Id of a webhook", examples=["01928f5e3c7a7d11b3f4a0c2d9e8f701"], max_length=100)
]


@router.get("", summary="List the webhooks", responses={200: {"model": Webhooks}, **FOUND_PROBLEMS})
def listed(caller: MayAdminister, place: Place, project: ProjectId) -> Any:
    """The webhooks of a project, without their secrets."""
    with place.store.database.reading() as session:
        rows = webhooks.webhooks_of(session, project_meant(session, caller, project).name)
    return Webhooks(webhooks=[_shown(row) for row in rows])


@router.post(
    "",
    summary="Make a webhook",
    status_code=201,
    responses={
        201: {"model": Webhook, "description": "Made; its secret is shown this once"},
        **CHANGE_PROBLEMS,
    },
)
def make(caller: MayAdminister, place: Place, project: ProjectId, wanted: NewWebhook) -> Any:
    """Makes a webhook. Events come as a POST of JSON, signed as the Standard Webhooks specification says:
    `webhook-signature` is `v1,` and the base64 of an HMAC-SHA256 over `webhook-id.webhook-timestamp.body`.

    An event that is not answered by a 2xx is sent again, for about half a day.
    """
    place_of(wanted.url, private=place.settings.webhooks_to_private)
    with place.store.database.writing() as session:
        name = project_meant(session, caller, project).name
        if len(webhooks.webhooks_of(session, name)) >= MOST:
            raise Conflict(f"The project has {MOST} webhooks already.", "Remove one.")
        events = list(dict.fromkeys(wanted.events))
        row = Row(
            id=new_id(), project=name, url=wanted.url, secret=new_secret(), events=events, created=now()
        )
        session.add(row)
    return _shown(row).model_copy(update={"secret": row.secret})


@router.get("/{webhook}", summary="Show a webhook", responses={200: {"model": Webhook}, **FOUND_PROBLEMS})
def shown(caller: MayAdminister, place: Place, project: ProjectId, webhook: WebhookId) -> Any:
    """One webhook, without its secret."""
    with place.store.database.reading() as session:
        return _shown(_meant(session, caller, project, webhook))


@router.delete(
    "/{webhook}",
    summary="Remove a webhook",
    status_code=204,
    responses={204: {"description": "Removed; what was on its way is not sent"}, **FOUND_PROBLEMS},
)
def remove(caller: MayAdminister, place: Place, project: ProjectId, webhook: WebhookId) -> Response:
    """Removes a webhook and what it has still to be told."""
    with place.store.database.writing() as session:
        session.delete(_meant(session, caller, project, webhook))
    return Response(status_code=204)


@router.get(
    "/{webhook}/deliveries",
    summary="List the deliveries of a webhook",
    responses={200: {"model": Deliveries}, **FOUND_PROBLEMS},
)
def deliveries(
    caller: MayAdminister, place: Place, project: ProjectId, webhook: WebhookId, limit: Most = 50
) -> Any:
    """What was sent last, what came back, and when it is tried again."""
    with place.store.database.reading() as session:
        found = webhooks.deliveries_of(session, _meant(session, caller, project, webhook).id, limit)
    return Deliveries(deliveries=[Delivery.model_validate(row, from_attributes=True) for row in found])


def _meant(session: Session, caller: Caller, project: str, webhook: str) -> Row:
    name = project_meant(session, caller, project).name
    found = webhooks.webhook_of(session, name, webhook) if ID.fullmatch(webhook) else None
    if found is None:
        raise NotFound(f'The project has no webhook "{one_line(webhook, 80)}".', "List them.")
    return found


def _shown(row: Row) -> Webhook:
    same = {name: getattr(row, name) for name in Webhook.model_fields if name != "secret"}
    return Webhook(**same)

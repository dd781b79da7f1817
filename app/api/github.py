"""`POST /github/webhook`: what GitHub tells a GitHub App. There only where the settings name one."""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Header, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from app.api.openapi import problems
from app.bot.github_app import GithubAppSettings, github_app_settings, private_key
from app.bot.webhook import Replays, is_genuine, moment_of, payload, pull_request_in
from app.errors import BadRequest, Refusal, Unauthenticated

JOB = "github"


class Received(BaseModel):
    """Whether a review was begun, or why not."""

    accepted: bool
    why: str = Field(description="What was made of the delivery")


def add_webhook(app: FastAPI, settings: GithubAppSettings | None = None) -> None:
    """Add the route where an app is set up. Raises Refusal where it is set up by halves."""
    settings = settings or github_app_settings()
    if not settings.app_id:
        return
    if not settings.webhook_secret.get_secret_value():
        raise Refusal("The GitHub App has no webhook secret.", "Set DIAGRAM_LENS_GITHUB_WEBHOOK_SECRET.")
    private_key(settings)
    app.include_router(_router(settings), prefix="/api/v1")


def _router(settings: GithubAppSettings) -> APIRouter:
    router = APIRouter(tags=["bot"])
    replays = Replays(settings.replay_seconds)

    @router.post(
        "/github/webhook",
        summary="Take a delivery of GitHub",
        status_code=202,
        responses={202: {"model": Received}, **problems(BadRequest, Unauthenticated)},
    )
    async def webhook(
        request: Request,
        signature: Annotated[str, Header(alias="X-Hub-Signature-256")] = "",
        event: Annotated[str, Header(alias="X-GitHub-Event")] = "",
    ) -> JSONResponse:
        """Begins the review of a pull request that was opened or changed.

        The signature over the raw body is checked first; nothing in the body is used as an address. A delivery that
        is too old is refused, one that was here before is left alone.
        """
        body = await request.body()
        if not is_genuine(body, signature, settings.webhook_secret.get_secret_value()):
            raise Unauthenticated(
                "The delivery is not signed with this server's secret.", "Check X-Hub-Signature-256."
            )
        told = payload(body)
        found = pull_request_in(event, told)
        if found is None:
            return _received(accepted=False, why="not an event that needs a review")
        replays.check_age(moment_of(told))
        if not replays.is_first(body):
            return _received(accepted=False, why="this delivery was here before")
        try:
            await run_in_threadpool(request.app.state.workplace.submit, JOB, str(found))
        except Exception:  # whatever it is, GitHub may send it again
            replays.forget(body)
            raise
        return _received(
            accepted=True, why=f"pull request {found.number} of {found.repository} will be reviewed"
        )

    return router


def _received(*, accepted: bool, why: str) -> JSONResponse:
    return JSONResponse({"accepted": accepted, "why": why}, 202 if accepted else 200)

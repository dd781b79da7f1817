"""The HTTP service: `create_app` puts the routes, the web page and the pool of workers together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

from app import web
from app.api import renders, reviews, rules
from app.api.middleware import BodyLimit, OurFaults, SafeHeaders
from app.api.openapi import serve_openapi
from app.api.problems import add_problem_handlers
from app.isolation import Isolation
from app.settings import Settings

DESCRIPTION = """Reviews architecture diagrams against the AWS Well-Architected Serverless Applications Lens.

`curl -F diagram=@shop.drawio localhost:8000/api/v1/reviews` answers with findings as JSON; with
`?format=drawio` or `?format=svg` the same diagram comes back, annotated. `POST /api/v1/renders` draws a script
of the diagrams library without executing it. Errors are problem details (RFC 9457).
"""

operations = APIRouter(tags=["operations"])


class Health(BaseModel):
    """`ok` as long as the server answers."""

    status: str


@operations.get("/healthz", summary="Is it alive", responses={200: {"model": Health}})
async def healthz() -> dict[str, str]:
    """Answers as long as the server runs."""
    return {"status": "ok"}


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service, ready for an ASGI server. Workers start with its lifespan."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.isolation = Isolation(settings)
        app.state.isolation.start()
        try:
            yield
        finally:
            app.state.isolation.stop()

    app = FastAPI(
        title="Diagram Lens",
        version=version("diagram-lens"),
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(reviews.router, prefix="/api/v1")
    app.include_router(renders.router, prefix="/api/v1")
    app.include_router(rules.router, prefix="/api/v1")
    app.include_router(operations)
    web.add_pages(app, settings)
    add_problem_handlers(app)
    serve_openapi(app)
    app.add_middleware(BodyLimit, most=settings.max_upload_bytes)
    app.add_middleware(OurFaults)
    app.add_middleware(SafeHeaders)
    return app

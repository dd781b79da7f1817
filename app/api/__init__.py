"""The HTTP service: `create_app` puts the routes, the web page and the pool of workers together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from app import web
from app.access.door import Door
from app.api import (
    audit,
    comparisons,
    events,
    fixes,
    github,
    house_rules,
    operations,
    projects,
    renders,
    reviews,
    rules,
    stored,
    webhooks_out,
)
from app.api.audit import Audited
from app.api.bodies import BodyLimit
from app.api.middleware import OurFaults, OwnSite, SafeHeaders
from app.api.observing import Observing
from app.api.openapi import operation_name, serve_openapi
from app.api.problems import add_problem_handlers
from app.isolation import Isolation
from app.jobs.worker import Worker
from app.jobs.workplace import open_workplace
from app.observing.metrics import Metrics
from app.settings import Settings

DESCRIPTION = """Reviews architecture diagrams against the AWS Well-Architected Serverless Applications Lens.

`curl -F diagram=@shop.drawio localhost:8000/api/v1/reviews` answers with findings as JSON; with
`?format=drawio` or `?format=svg` the same diagram comes back, annotated. `POST /api/v1/renders` draws a script
of the diagrams library without executing it. Errors are problem details (RFC 9457).
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service, ready for an ASGI server. Workers start with its lifespan."""
    settings = settings or Settings()
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.isolation = Isolation(settings, metrics)
        app.state.workplace = await run_in_threadpool(open_workplace, settings, app.state.isolation)
        app.state.isolation.start()
        worker = Worker(app.state.workplace, beside_requests=True) if settings.embedded_worker else None
        try:
            if worker:
                worker.start()
            yield
        finally:
            if worker:
                await run_in_threadpool(worker.stop)
            app.state.isolation.stop()
            app.state.workplace.close()

    app = FastAPI(
        title="Diagram Lens",
        version=version("diagram-lens"),
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        generate_unique_id_function=operation_name,
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(reviews.router, prefix="/api/v1")
    for kept in (events, stored, projects, house_rules, webhooks_out):
        app.include_router(kept.router, prefix="/api/v1")
    app.include_router(comparisons.router, prefix="/api/v1")
    app.include_router(renders.router, prefix="/api/v1")
    app.include_router(fixes.router, prefix="/api/v1")
    app.include_router(rules.router, prefix="/api/v1")
    app.include_router(audit.router, prefix="/api/v1")
    app.include_router(operations.router)
    operations.add_metrics(app, settings, metrics)
    app.state.metrics = metrics
    app.state.door = Door(settings, lambda: app.state.workplace.store.database)
    github.add_webhook(app)
    web.add_pages(app, settings)
    add_problem_handlers(app)
    serve_openapi(app)
    app.add_middleware(Audited)
    app.add_middleware(BodyLimit, settings=settings)
    app.add_middleware(OwnSite, hosts=settings.allowed_hosts.split(","))
    app.add_middleware(OurFaults)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Observing, metrics=metrics)
    return app

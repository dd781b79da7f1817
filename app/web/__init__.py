"""The web pages: templates, one style sheet, native script modules, no build step."""

from pathlib import Path
from textwrap import dedent
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from app.settings import Settings
from graph_rules.registry import all_rules
from reports.json_report import rule_json

HERE = Path(__file__).parent


def add_pages(app: FastAPI, settings: Settings) -> None:
    """Serve the pages and their static files."""
    templates = Jinja2Templates(HERE / "templates")
    shared = {"version": app.version, "largest": settings.max_upload_bytes}
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")

    @app.get("/", include_in_schema=False)
    def index(request: Request) -> Response:
        return templates.TemplateResponse(request, "index.html", shared)

    @app.get("/rules", include_in_schema=False)
    def rules(request: Request) -> Response:
        listed = [_readable(rule_json(rule)) for rule in all_rules()]
        return templates.TemplateResponse(request, "rules.html", {**shared, "rules": listed})


def _readable(rule: dict[str, Any]) -> dict[str, Any]:
    examples = {
        kind: {about: dedent(flowchart).strip() for about, flowchart in charts.items()}
        for kind, charts in rule["examples"].items()
    }
    return {**rule, "examples": examples}

"""The web pages: templates, one style sheet, native script modules, no build step.

The pages hold no data of their own: what they show comes from the API, with the reader's token.
"""

import re
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Request
from fastapi import Path as PathParameter
from markupsafe import Markup, escape
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from app.pipeline import Options
from app.settings import Settings
from app.work import make_artefact
from graph_rules.errors import UnknownRule
from graph_rules.installed import available_rules
from graph_rules.registry import rule_named
from graph_rules.rule import Pillar, Rule
from reports.json_report import rule_json

HERE = Path(__file__).parent

DOWNLOADS = (
    ("drawio", ".drawio", "annotated, one layer more"),
    ("fixed", ".drawio", "with the fixes drawn in"),
    ("svg", ".svg", "this page, annotated"),
    ("png", ".png", "this page, annotated"),
    ("pdf", ".pdf", "every page, annotated"),
    ("html", ".html", "picture and findings in one file"),
    ("markdown", ".md", "report"),
    ("sarif", ".sarif", "for code scanning"),
    ("json", ".json", "everything, for programs"),
)

PAGES = {
    "/": "index.html",
    "/editor": "editor.html",
    "/projects": "projects.html",
    "/projects/{project}": "project.html",
    "/reviews/{review}": "stored.html",
    "/comparisons": "comparison.html",
}
"""Which template is served where. What a page is about, its script reads from the address."""

PILLARS = (
    Pillar.SECURITY,
    Pillar.RELIABILITY,
    Pillar.OPERATIONS,
    Pillar.PERFORMANCE,
    Pillar.COST,
    Pillar.SUSTAINABILITY,
    Pillar.DIAGRAM,
)
"""In the order in which people look for rules."""


def add_pages(app: FastAPI, settings: Settings) -> None:
    """Serve the pages and their static files."""
    templates = Jinja2Templates(HERE / "templates")
    templates.env.filters["spoken"] = _spoken
    shared = {"version": app.version, "largest": settings.max_upload_bytes, "downloads": DOWNLOADS}
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")

    def page(request: Request, template: str, **more: Any) -> Response:
        return templates.TemplateResponse(request, template, {**shared, **more})

    for address, template in PAGES.items():
        app.add_api_route(address, _shows(page, template), include_in_schema=False)

    @app.get("/rules", include_in_schema=False)
    def rules(request: Request) -> Response:
        listed = [rule_json(rule) for rule in available_rules()]
        groups = {pillar: [rule for rule in listed if rule["pillar"] == pillar] for pillar in PILLARS}
        return page(request, "rules.html", number=len(listed), groups=groups)

    @app.get("/rules/{code}", include_in_schema=False)
    def rule(request: Request, code: str) -> Response:
        found = _rule(code)
        if found.code != code:
            return RedirectResponse(f"/rules/{found.code}")
        return page(request, "rule.html", rule=_readable(rule_json(found)))

    @app.get("/rules/{code}/{kind}/{number}.svg", include_in_schema=False)
    def example(code: str, kind: str, number: Annotated[int, PathParameter(ge=1)]) -> Response:
        picture = _picture(_rule(code).code, kind, number)
        return Response(picture, media_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})


def _shows(page: Any, template: str) -> Any:
    """A route that serves one template."""

    def shown(request: Request) -> Response:
        response: Response = page(request, template)
        return response

    return shown


def _rule(code: str) -> Rule:
    try:
        return rule_named(code, available_rules())
    except UnknownRule:
        raise HTTPException(404) from None


@cache
def _picture(code: str, kind: str, number: int) -> bytes:
    """An example of a rule as a picture with the findings of that rule."""
    rule = _rule(code)
    examples = list({"bad": rule.bad, "good": rule.good}.get(kind, {}).values())
    if number > len(examples):
        raise HTTPException(404)
    flowchart = dedent(examples[number - 1]).strip().encode()
    return make_artefact(flowchart, f"{rule.name}.mmd", Options(select=(rule.code,)), "svg")


def _spoken(words: str) -> Markup:
    """The text of a rule: `{subject}` stands for something, what is in backticks is to be written as it is."""
    text = str(escape(words)).replace("{", "&lt;").replace("}", "&gt;")
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", text))  # noqa: S704 - escaped just now


def _readable(rule: dict[str, Any]) -> dict[str, Any]:
    examples = {
        kind: {about: dedent(flowchart).strip() for about, flowchart in charts.items()}
        for kind, charts in rule["examples"].items()
    }
    return {**rule, "examples": examples}

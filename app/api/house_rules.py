"""What a project says beside its drawings: packs of rules, waivers, a mapping; each a text in YAML.

A text is checked before it is kept: whatever is stored can be used, and the examples of every rule pass.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.access.caller import Caller
from app.api.access import MayAdminister, MayRead
from app.api.at_hand import PROJECT_NAME, Place, project_meant
from app.api.examples import MAPPING, RULE_PACK, WAIVERS
from app.api.models import Kept, RulePack, RulePacks
from app.api.openapi import FOUND_PROBLEMS, TEXT_PROBLEMS
from app.api.parameters import OnlyKnownParameters
from app.api.projects import ProjectId
from app.api.reviews import Workers
from app.errors import BadRequest, BodyTooLarge, NotFound, WrongContentType
from app.house_rules import check_mapping, check_rules, check_waivers
from app.jobs.workplace import Workplace
from app.pipeline import NamedText
from app.store.base import now
from app.store.tables import RulePack as Row
from reports.plain import one_line

router = APIRouter(prefix="/projects", tags=["projects"], route_class=OnlyKnownParameters)

YAML = "application/yaml"
TYPES = (YAML, "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain")
MOST_BYTES = 256 * 1024
MOST_PACKS = 50
HOW = f"Send the text itself: curl -T FILE.yaml -H 'Content-Type: {YAML}' URL"

PackName = Annotated[
    str, Path(description="Name of a pack of rules", examples=["house"], pattern=f"^{PROJECT_NAME.pattern}$")
]
Text = Literal["waivers", "mapping"]


def _body(example: str) -> dict[str, Any]:
    described = {"schema": {"type": "string", "format": "binary"}, "example": example}
    return {"requestBody": {"required": True, "content": {YAML: described}}}


async def yaml_text(request: Request) -> str:
    """The text in the body. Raises WrongContentType, BodyTooLarge, BadRequest."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in TYPES:
        raise WrongContentType(f"The body is {one_line(kind, 100) or 'of no type'}.", HOW)
    body = await request.body()
    if len(body) > MOST_BYTES:
        raise BodyTooLarge(f"The text is larger than {MOST_BYTES:,} bytes.", "Split it.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRequest("The body is no text in UTF-8.", HOW) from None


Yaml = Annotated[str, Depends(yaml_text)]


@router.get(
    "/{project}/rules",
    summary="List the packs of rules",
    responses={200: {"model": RulePacks}, **FOUND_PROBLEMS},
)
def packs(caller: MayRead, place: Place, project: ProjectId) -> Any:
    """The packs of rules of a project, by name."""
    with place.store.database.reading() as session:
        rows = _packs(session, project_meant(session, caller, project).name)
        return RulePacks(packs=[_shown(row) for row in rows])


@router.get(
    "/{project}/rules/{pack}",
    summary="Get a pack of rules",
    response_class=Response,
    responses={
        200: {"description": "The text as it was put", "content": {YAML: {"schema": {"type": "string"}}}},
        **FOUND_PROBLEMS,
    },
)
def pack(caller: MayRead, place: Place, project: ProjectId, pack: PackName) -> Response:
    """The rules as they were written."""
    with place.store.database.reading() as session:
        return _yaml(_pack(session, caller, project, pack).text)


@router.put(
    "/{project}/rules/{pack}",
    summary="Put a pack of rules",
    openapi_extra=_body(RULE_PACK),
    responses={200: {"model": RulePack}, **TEXT_PROBLEMS},
)
async def put_pack(
    caller: MayAdminister, place: Place, workers: Workers, project: ProjectId, pack: PackName, text: Yaml
) -> Any:
    """Checks the rules, tries their examples, and keeps them; they hold for reviews asked for from now on."""
    name, others = await run_in_threadpool(_others, place, caller, project, pack)
    checked = await workers.run(check_rules, text, f"{pack}.yaml", others)

    def keep() -> RulePack:
        with place.store.database.writing() as session:
            row = Row(project=name, name=pack, text=text, rules=list(checked.codes), updated=now())
            return _shown(session.merge(row), checked.examples)

    return await run_in_threadpool(keep)


@router.delete(
    "/{project}/rules/{pack}",
    summary="Remove a pack of rules",
    status_code=204,
    responses={204: {"description": "Removed"}, **FOUND_PROBLEMS},
)
def remove_pack(caller: MayAdminister, place: Place, project: ProjectId, pack: PackName) -> Response:
    """Removes the rules; reviews that had them stay as they are."""
    with place.store.database.writing() as session:
        session.delete(_pack(session, caller, project, pack))
    return Response(status_code=204)


CHECKS: dict[Text, Callable[[str], None]] = {"waivers": check_waivers, "mapping": check_mapping}
WORDS: dict[Text, tuple[str, str]] = {
    "waivers": ("waivers and declarations", WAIVERS),
    "mapping": ("mapping of stencils and labels", MAPPING),
}


def _add(what: Text) -> None:
    called, example = WORDS[what]

    def get(caller: MayRead, place: Place, project: ProjectId) -> Response:
        with place.store.database.reading() as session:
            found: str | None = getattr(project_meant(session, caller, project), what)
        if found is None:
            raise NotFound(
                f"The project has no {called}.", f"PUT a text to /api/v1/projects/{project}/{what}."
            )
        return _yaml(found)

    async def put(
        caller: MayAdminister, place: Place, workers: Workers, project: ProjectId, text: Yaml
    ) -> Any:
        name = await run_in_threadpool(_name, place, caller, project)
        await workers.run(CHECKS[what], text)
        await run_in_threadpool(_set, place, caller, name, what, text)
        return Kept(project=name, kept=what)

    def remove(caller: MayAdminister, place: Place, project: ProjectId) -> Response:
        _set(place, caller, project, what, None)
        return Response(status_code=204)

    path = f"/{{project}}/{what}"
    there = {
        200: {"description": "The text as it was put", "content": {YAML: {"schema": {"type": "string"}}}},
        **FOUND_PROBLEMS,
    }
    router.add_api_route(
        path,
        get,
        name=f"get_{what}",
        summary=f"Get the {called}",
        description="The text as it was put.",
        response_class=Response,
        responses=there,
    )
    router.add_api_route(
        path,
        put,
        methods=["PUT"],
        name=f"put_{what}",
        summary=f"Put the {called}",
        description="Checks the text and keeps it; it holds for reviews asked for from now on.",
        openapi_extra=_body(example),
        responses={200: {"model": Kept}, **TEXT_PROBLEMS},
    )
    router.add_api_route(
        path,
        remove,
        methods=["DELETE"],
        name=f"remove_{what}",
        summary=f"Remove the {called}",
        description="Removes the text; reviews that had it stay as they are.",
        status_code=204,
        responses={204: {"description": "Removed"}, **FOUND_PROBLEMS},
    )


for one in WORDS:
    _add(one)


def _name(place: Workplace, caller: Caller, project: str) -> str:
    with place.store.database.reading() as session:
        return project_meant(session, caller, project).name


def _set(place: Workplace, caller: Caller, project: str, what: Text, text: str | None) -> None:
    with place.store.database.writing() as session:
        setattr(project_meant(session, caller, project), what, text)


def _packs(session: Session, project: str) -> list[Row]:
    return list(session.scalars(select(Row).filter_by(project=project).order_by(Row.name)))


def _pack(session: Session, caller: Caller, project: str, pack: str) -> Row:
    found = session.get(Row, (project_meant(session, caller, project).name, pack))
    if found is None:
        raise NotFound(
            f'The project has no pack of rules "{pack}".', f"GET /api/v1/projects/{project}/rules lists them."
        )
    return found


def _others(place: Workplace, caller: Caller, project: str, pack: str) -> tuple[str, tuple[NamedText, ...]]:
    """The name of the project, and its other packs, which share codes with the new one at their peril."""
    with place.store.database.reading() as session:
        name = project_meant(session, caller, project).name
        others = tuple((f"{row.name}.yaml", row.text) for row in _packs(session, name) if row.name != pack)
    if len(others) >= MOST_PACKS:
        raise BadRequest(f"The project has {MOST_PACKS} packs of rules already.", "Put more into one.")
    return name, others


def _shown(row: Row, examples: int = 0) -> RulePack:
    return RulePack(name=row.name, rules=row.rules, examples=examples, updated=row.updated)


def _yaml(text: str) -> Response:
    headers = {"Content-Disposition": "attachment", "Cache-Control": "private, no-cache"}
    return Response(text, headers=headers, media_type=YAML)

"""Projects: made, listed, changed, removed; their diagrams, and what became of the findings of one."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.access.caller import Caller
from app.api.access import MayAdminister, MayRead
from app.api.at_hand import Place, project_meant
from app.api.models import (
    Diagrams,
    DiagramSummary,
    FindingHistory,
    History,
    NewProject,
    Project,
    ProjectChange,
    Projects,
    Seen,
)
from app.api.openapi import CHANGE_PROBLEMS, FOUND_PROBLEMS
from app.api.parameters import OnlyKnownParameters
from app.api.shown import review_shown
from app.api.stored import Cursor, Most
from app.errors import Conflict, Forbidden, NotFound
from app.jobs.retention import AT_ONCE, remove_reviews
from app.store.base import LONGEST_NAME, now
from app.store.histories import FindingRow, diagrams_of, findings_over_time
from app.store.reviews import Filters, reviews_listed
from app.store.tables import DEFAULT_PROJECT, RulePack, StoredReview
from app.store.tables import Project as Row
from reports.plain import one_line

router = APIRouter(prefix="/projects", tags=["projects"], route_class=OnlyKnownParameters)

ProjectId = Annotated[str, Path(description="Name of a project", examples=["default"], max_length=200)]
DiagramId = Annotated[
    str, Path(description="Name of a diagram; slashes in it stay as they are", examples=["orders.mmd"])
]


@router.get("", summary="List the projects", responses={200: {"model": Projects}, **FOUND_PROBLEMS})
def listed(caller: MayRead, place: Place) -> Any:
    """The projects that the caller may see, by name."""
    with place.store.database.reading() as session:
        rows = session.scalars(select(Row).order_by(Row.name)).all()
        return Projects(projects=[_shown(session, row) for row in rows if caller.sees(row.name)])


@router.post(
    "",
    summary="Make a project",
    status_code=201,
    responses={201: {"model": Project, "description": "Made"}, **CHANGE_PROBLEMS},
)
def make(caller: MayAdminister, place: Place, wanted: NewProject) -> Any:
    """Makes a project. Only administrators of the whole server may."""
    _of_the_server(caller)
    row = Row(
        name=wanted.name,
        title=one_line(wanted.title, LONGEST_NAME),
        retention_days=wanted.retention_days,
        created=now(),
    )
    try:
        with place.store.database.writing() as session:
            session.add(row)
    except IntegrityError:
        raise Conflict(f"There is a project {wanted.name} already.", "Choose another name.") from None
    with place.store.database.reading() as session:
        return _shown(session, row)


@router.get("/{project}", summary="Show a project", responses={200: {"model": Project}, **FOUND_PROBLEMS})
def shown(caller: MayRead, place: Place, project: ProjectId) -> Any:
    """One project, by name."""
    with place.store.database.reading() as session:
        return _shown(session, project_meant(session, caller, project))


@router.patch(
    "/{project}", summary="Change a project", responses={200: {"model": Project}, **CHANGE_PROBLEMS}
)
def change(caller: MayAdminister, place: Place, project: ProjectId, wanted: ProjectChange) -> Any:
    """Changes what is given, and leaves the rest as it is."""
    with place.store.database.writing() as session:
        row = project_meant(session, caller, project)
        if "title" in wanted.model_fields_set:
            row.title = one_line(wanted.title or "", LONGEST_NAME)
        if "retention_days" in wanted.model_fields_set:
            row.retention_days = wanted.retention_days
        return _shown(session, row)


@router.delete(
    "/{project}",
    summary="Remove a project",
    status_code=204,
    responses={204: {"description": "Removed, with everything in it"}, **CHANGE_PROBLEMS},
)
def remove(caller: MayAdminister, place: Place, project: ProjectId) -> Response:
    """Removes a project with its reviews, rules, waivers and webhooks for good."""
    with place.store.database.reading() as session:
        name = project_meant(session, caller, project).name
    _of_the_server(caller)
    if name == DEFAULT_PROJECT:
        raise Conflict("The default project cannot be removed.", "Remove its reviews.")
    while some := _some_reviews(place, name):
        remove_reviews(place, some)
    with place.store.database.writing() as session:
        session.delete(session.get_one(Row, name))
    return Response(status_code=204)


@router.get(
    "/{project}/diagrams",
    summary="List the diagrams of a project",
    responses={200: {"model": Diagrams}, **FOUND_PROBLEMS},
)
def diagrams(
    caller: MayRead, place: Place, project: ProjectId, cursor: Cursor = None, limit: Most = 50
) -> Any:
    """The diagrams that were reviewed in the project, each with its latest review, the latest first."""
    with place.store.database.reading() as session:
        name = project_meant(session, caller, project).name
        found = diagrams_of(session, name, cursor, limit + 1)
    shown = [
        DiagramSummary(name=row.name, reviews=row.reviews, latest=review_shown(row.latest))
        for row in found[:limit]
    ]
    return Diagrams(diagrams=shown, next=shown[-1].latest.id if len(found) > limit else None)


@router.get(
    "/{project}/diagrams/{diagram:path}/history",
    summary="Show the history of a diagram",
    responses={200: {"model": History}, **FOUND_PROBLEMS},
)
def history(
    caller: MayRead,
    place: Place,
    project: ProjectId,
    diagram: DiagramId,
    cursor: Cursor = None,
    limit: Most = 50,
) -> Any:
    """Its reviews over time, and every finding they had: first seen, last seen, and since when it is fixed."""
    with place.store.database.reading() as session:
        name = project_meant(session, caller, project).name
        called = one_line(diagram, LONGEST_NAME)
        found = reviews_listed(session, Filters(project=name, diagram=called), cursor, limit + 1)
        if not found and cursor is None:
            raise NotFound(
                f'The project has no diagram "{one_line(diagram, 80)}".',
                f"GET /api/v1/projects/{name}/diagrams lists them.",
            )
        findings = [_finding(row) for row in findings_over_time(session, name, called)]
    return History(
        project=name,
        diagram=called,
        reviews=[review_shown(row) for row in found[:limit]],
        next=found[limit - 1].id if len(found) > limit else None,
        findings=findings,
    )


def _finding(row: FindingRow) -> FindingHistory:
    same = {
        name: getattr(row.finding, name) for name in FindingHistory.model_fields if hasattr(row.finding, name)
    }
    return FindingHistory(
        **same,
        state="fixed" if row.fixed else "open",
        times=row.times,
        first_seen=_seen(row.first),
        last_seen=_seen(row.last),
        fixed=_seen(row.fixed) if row.fixed else None,
    )


def _seen(when: tuple[str, Any]) -> Seen:
    return Seen(review=when[0], at=when[1])


def _shown(session: Session, row: Row) -> Project:
    packs = session.scalars(select(RulePack.name).filter_by(project=row.name).order_by(RulePack.name)).all()
    return Project(
        name=row.name,
        title=row.title,
        retention_days=row.retention_days,
        created=row.created,
        rule_packs=list(packs),
        has_waivers=row.waivers is not None,
        has_mapping=row.mapping is not None,
    )


def _of_the_server(caller: Caller) -> None:
    if caller.project is not None:
        raise Forbidden("Only administrators of the whole server may do that.", "Ask one of them.")


def _some_reviews(place: Place, project: str) -> list[str]:
    with place.store.database.reading() as session:
        wanted = select(StoredReview.id).where(StoredReview.project == project).limit(AT_ONCE)
        return list(session.scalars(wanted))

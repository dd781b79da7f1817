"""The audit log: who did what to what, when, and what became of it. Entries are added, never changed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.access_tables import AuditEntry
from app.store.base import LONGEST_NAME, now
from app.store.database import Database


def record(
    session: Session,
    caller: str,
    action: str,
    subject: str = "",
    *,
    outcome: str,
    project: str | None = None,
    request_id: str = "",
) -> None:
    """Add an entry, kept together with everything else of the transaction."""
    session.add(
        AuditEntry(
            at=now(),
            caller=caller[:LONGEST_NAME],
            action=action[:LONGEST_NAME],
            subject=subject[:LONGEST_NAME],
            project=project,
            outcome=outcome,
            request_id=request_id,
        )
    )


def entries(
    database: Database, *, project: str | None = None, before: int | None = None, most: int = 100
) -> list[AuditEntry]:
    """The latest entries first: those of a project, or all; `before` is the id of the last one seen."""
    wanted = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(most)
    if project is not None:
        wanted = wanted.where(AuditEntry.project == project)
    if before is not None:
        wanted = wanted.where(AuditEntry.id < before)
    with database.reading() as session:
        return list(session.scalars(wanted))

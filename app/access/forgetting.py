"""What access control need not remember: audit entries that are too old, counts of spans of time that are over."""

from datetime import timedelta

from sqlalchemy import delete

from app.jobs.workplace import Workplace
from app.store.access_tables import AuditEntry, RequestCount
from app.store.base import now


def forget_old(workplace: Workplace) -> None:
    """Remove them; harmless beside another worker that does the same."""
    days, at = workplace.settings.audit_days, now()
    with workplace.store.database.writing() as session:
        session.execute(delete(RequestCount).where(RequestCount.ends <= at))
        if days:
            session.execute(delete(AuditEntry).where(AuditEntry.at < at - timedelta(days=days)))

"""Runs the migrations on the connection that `app.store.upgrading` hands over."""

from alembic import context

from app.store.base import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()

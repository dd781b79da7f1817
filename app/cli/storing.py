"""`store`: the database of the service."""

import typer

from app.cli.serving import ConfigOption

store = typer.Typer(help="Look after the database of the service.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(store, name="store")


@store.command()
def upgrade(config: ConfigOption = None) -> None:
    """Bring the tables up to date. `serve` and `worker` do it themselves when they start."""
    from app.settings_file import settings_from
    from app.store import open_store
    from app.store.upgrading import revisions

    opened = open_store(settings_from())
    has, _ = revisions(opened.database)
    opened.close()
    typer.echo(f"{opened.database.url.render_as_string(hide_password=True)}: revision {has}")


@store.command()
def status(config: ConfigOption = None) -> None:
    """Show which revision the tables have and which this version wants. Exit status 1 where they differ."""
    from app.settings_file import settings_from
    from app.store import database_url
    from app.store.database import Database
    from app.store.upgrading import revisions

    database = Database(database_url(settings_from()))
    has, wants = revisions(database)
    database.dispose()
    typer.echo(f"{database.url.render_as_string(hide_password=True)}: revision {has or 'none'} of {wants}")
    raise typer.Exit(0 if has == wants else 1)

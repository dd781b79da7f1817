"""`token create`, `token list` and `token revoke`: who may use a server."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.access.caller import Scope
from app.cli.serving import ConfigOption

if TYPE_CHECKING:
    from datetime import datetime

    from app.store.access_tables import ApiToken
    from app.store.database import Database

CREATE = """\b
Examples:
  diagram-lens token create "review bot" --scope read --scope review --project shop
  export DIAGRAM_LENS_TOKEN=$(diagram-lens token create ci --expires 30)

\b
The token is printed once, alone, on the standard output. Only its hash is kept: who loses it makes a new one.
"""

DAYS = 90
NEVER = 0


class Format(StrEnum):
    """How tokens are listed."""

    TERMINAL = "terminal"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Add the group of commands to the application."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Who may use a server.")
    group.command("create", epilog=CREATE)(create)
    group.command("list")(list_tokens)
    group.command("revoke", no_args_is_help=True)(revoke)
    app.add_typer(group, name="token")


def create(
    name: Annotated[str, typer.Argument(help="Whose token it is, for lists and the audit log.")],
    scope: Annotated[
        list[Scope] | None, typer.Option("--scope", help="What it may do; several times for several.")
    ] = None,
    project: Annotated[
        str | None, typer.Option("--project", help="The only project it opens; else it opens all.")
    ] = None,
    expires: Annotated[
        int, typer.Option("--expires", min=0, max=3_650, help="Days until it ends; 0 for never.")
    ] = DAYS,
    config: ConfigOption = None,
) -> None:
    """Make a token and print it, once. Without --scope it may read and review."""
    from app.access.tokens import create_token

    scopes = scope or [Scope.READ, Scope.REVIEW]
    with _database(config) as database:
        made = create_token(database, name.strip() or "unnamed", scopes, project, _day(expires))
        until = made.expires.date().isoformat() if made.expires else "it is revoked"
        typer.echo(f"Token {made.id} for {name}, until {until}. It is shown only now:", err=True)
        typer.echo(made.text)


def list_tokens(
    printed_as: Annotated[
        Format, typer.Option("--format", "-f", help="How they are printed.")
    ] = Format.TERMINAL,
    config: ConfigOption = None,
) -> None:
    """List every token, without its secret."""
    from app.access.tokens import tokens

    with _database(config) as database:
        found = [_shown(token) for token in tokens(database)]
        if printed_as is Format.JSON:
            typer.echo(json.dumps({"tokens": found}, indent=2, ensure_ascii=False))
            return
        for token in found:
            typer.echo("  ".join((token["id"], f"{token['state']:8}", _line(token))))
        if not found:
            typer.echo("There are no tokens. `diagram-lens token create NAME` makes one.", err=True)


def revoke(
    token: Annotated[str, typer.Argument(help="The id that `token list` shows.")],
    config: ConfigOption = None,
) -> None:
    """End a token at once."""
    from app.access.tokens import revoke_token

    with _database(config) as database:
        revoke_token(database, token)
        typer.echo(f"Token {token} opens nothing any more.", err=True)


@contextmanager
def _database(config: str | None) -> Iterator["Database"]:
    """The database of the server with the same settings, closed afterwards."""
    from app.settings_file import settings_from
    from app.store import open_store

    store = open_store(settings_from(config))
    try:
        yield store.database
    finally:
        store.close()


def _day(days: int) -> "datetime | None":
    from datetime import timedelta

    from app.store.base import now

    return None if days == NEVER else now() + timedelta(days=days)


def _shown(token: "ApiToken") -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "state": _state(token),
        "scopes": token.scopes,
        "project": token.project,
        **{
            name: moment.isoformat(timespec="seconds") if moment else None
            for name, moment in (
                ("created", token.created),
                ("expires", token.expires),
                ("revoked", token.revoked),
                ("last_used", token.last_used),
            )
        },
    }


def _state(token: "ApiToken") -> str:
    from app.store.base import now

    if token.revoked:
        return "revoked"
    return "expired" if token.expires and token.expires <= now() else "valid"


def _line(token: dict[str, Any]) -> str:
    from reports.plain import one_line

    until = f"until {token['expires'][:10]}" if token["expires"] else "for ever"
    used = f"last used {token['last_used'][:10]}" if token["last_used"] else "never used"
    where = f"project {token['project']}" if token["project"] else "every project"
    return f"{one_line(token['name'], 60)}: {', '.join(token['scopes'])}; {where}; {until}; {used}"

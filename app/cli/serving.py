"""`serve`: the web page and the HTTP API."""

import os
import socket
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import EXIT_UNUSABLE

if TYPE_CHECKING:
    from app.settings import Settings

SERVE = """\b
Examples:
  diagram-lens serve
  diagram-lens token create ci --scope review && diagram-lens serve --host 0.0.0.0
  diagram-lens serve --config server.toml
  curl -F diagram=@shop.drawio localhost:8000/api/v1/reviews
  curl -F diagram=@shop.drawio 'localhost:8000/api/v1/reviews?format=svg' -o shop.svg

\b
Settings (docs/server-settings.md) come from the environment and from --config, a TOML file:
  DIAGRAM_LENS_WORKERS, DIAGRAM_LENS_SECONDS, DATABASE_URL, DIAGRAM_LENS_DATA, ...
"""

ConfigOption = Annotated[
    str | None,
    typer.Option("--config", help="A TOML file of settings; the environment wins.", metavar="FILE"),
]


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=SERVE)(serve)


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on.")] = 8000,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Let everybody who reaches the server use all of it.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Serve the web page and the HTTP API.

    On loopback everybody on this machine may use it. On any other address callers need a token
    (`diagram-lens token create`), unless you say --insecure.
    """
    from app.settings_file import settings_from

    settings = settings_from(config)
    with _listen(host, port) as listening:
        settings = guarded(settings, is_loopback=_is_loopback(listening), insecure=insecure)
        if not _run(settings, listening):
            raise typer.Exit(EXIT_UNUSABLE)


def _run(settings: "Settings", listening: socket.socket) -> bool:
    """Serve until SIGTERM or Ctrl-C; whether it could start. Requests that are being answered end first."""
    import uvicorn

    from app.api import create_app
    from app.api.connections import server_config
    from app.observing import tracing
    from app.observing.logs import to_standard_error

    app = create_app(settings)
    if tracing.wanted():
        tracing.start_tracing()
    typer.echo(f"Diagram Lens: {_address(listening)} (end with Ctrl-C)", err=True)
    logs = to_standard_error(settings.log_format, settings.log_level, app.state.metrics.dropped.inc)
    try:
        server = uvicorn.Server(server_config(app, settings))
        server.run(sockets=[listening])
        return server.started
    finally:
        tracing.stop_tracing()
        logs.stop()


def guarded(settings: "Settings", *, is_loopback: bool, insecure: bool) -> "Settings":
    """The settings with the door open or closed, as the address that is listened on asks for.

    Raises Refusal where the door would be closed and nobody has a key.
    """
    from app.errors import Refusal

    if insecure and settings.access == "required":
        raise Refusal("--insecure contradicts DIAGRAM_LENS_ACCESS=required.", "Leave one of them out.")
    access = settings.access
    if access == "auto":
        access = "off" if insecure or is_loopback else "required"
    found: dict[str, str] = {"access": access}
    if access == "off" and is_loopback and not settings.allowed_hosts:
        found["allowed_hosts"] = "localhost,127.0.0.1,[::1]"
    if access == "required" and not settings.identity_issuer and not _has_tokens(settings):
        raise Refusal(
            "Nobody could use this server: it requires tokens, and there is none.",
            "Make one with `diagram-lens token create NAME --scope review`, with the same settings; name an identity "
            "provider; or say --insecure to let everybody in.",
        )
    return settings.model_copy(update=found)


def _has_tokens(settings: "Settings") -> bool:
    from app.access.tokens import usable_tokens
    from app.store import open_store

    store = open_store(settings)
    try:
        return usable_tokens(store.database) > 0
    finally:
        store.close()


def _is_loopback(listening: socket.socket) -> bool:
    from ipaddress import ip_address

    return ip_address(listening.getsockname()[0].partition("%")[0]).is_loopback


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one. Raises app.errors.Refusal."""
    from app.errors import Refusal

    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=256)
    except OSError as error:
        number = error.errno or 0  # negative where the name did not resolve
        reason = (os.strerror(number) if number > 0 else error.strerror or str(error)).lower()
        raise Refusal(f"{host}:{port}: {reason}.", "Choose another --host or --port.") from None


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

"""`serve`: the web page and the HTTP API."""

import os
import socket
from typing import Annotated

import typer

from app.cli.console import EXIT_UNUSABLE

SERVE = """\b
Examples:
  diagram-lens serve
  diagram-lens serve --host 0.0.0.0 --port 8080
  curl -F diagram=@shop.drawio localhost:8000/api/v1/reviews
  curl -F diagram=@shop.drawio 'localhost:8000/api/v1/reviews?format=svg' -o shop.svg

\b
Environment (see app/settings.py):
  DIAGRAM_LENS_WORKERS, DIAGRAM_LENS_SECONDS, DIAGRAM_LENS_MEMORY_MEGABYTES,
  DIAGRAM_LENS_MAX_UPLOAD_BYTES, DIAGRAM_LENS_MAX_WAITING
"""


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=SERVE)(serve)


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve the web page and the HTTP API. There is no access control: listen on loopback, or behind a proxy."""
    import uvicorn

    from app.api import create_app

    listening = _listen(host, port)
    typer.echo(f"Diagram Lens: {_address(listening)} (end with Ctrl-C)", err=True)
    config = uvicorn.Config(create_app(), log_level="warning", server_header=False)
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    if not server.started:
        raise typer.Exit(EXIT_UNUSABLE)


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

"""`graph`: what was understood of a file."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import EXIT_UNUSABLE, one_input, read_input, write_output
from app.cli.options import OnlyFiles, StdinName, format_option

if TYPE_CHECKING:
    from parsers import Reading

GRAPH = """\b
Examples:
  diagram-lens graph shop.drawio
  diagram-lens graph arch.py --format json | jq '.diagrams[0].edges'
  diagram-lens graph shop.drawio --format mermaid > shop.mmd
"""


class GraphFormat(StrEnum):
    """How a graph is printed."""

    TEXT = "text"
    JSON = "json"
    MERMAID = "mermaid"


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=GRAPH, no_args_is_help=True)(graph)


def graph(
    files: OnlyFiles,
    printed_as: Annotated[GraphFormat, format_option("How it is printed.")] = GraphFormat.TEXT,
    stdin_name: StdinName = "stdin",
) -> None:
    """Show what was understood: services, boundaries, connections, and what was not recognised."""
    from parsers import read

    failures: list[str] = []
    readings: list[Reading] = []
    for path in files:
        with one_input(path, failures):
            given = read_input(path, stdin_name)
            readings.append(read(given.data, given.name, files=given.files))
    _print(readings, printed_as, several=len(files) > 1)
    if failures:
        raise typer.Exit(EXIT_UNUSABLE)


def _print(readings: list["Reading"], printed_as: GraphFormat, *, several: bool) -> None:
    if printed_as is GraphFormat.JSON:
        _print_json(readings, several=several)
    elif printed_as is GraphFormat.MERMAID:
        from reports.mermaid_writer import mermaid

        charts = [mermaid(reading, d.index) for reading in readings for d in reading.diagrams]
        write_output("-", b"\n".join(charts))
    else:
        from reports.graph_text import graph_text

        typer.echo("\n".join(graph_text(reading) for reading in readings), nl=False)


def _print_json(readings: list["Reading"], *, several: bool) -> None:
    """One graph as itself; the graphs of several files as a list under `graphs`."""
    from app.artefacts import json_bytes
    from reports.graph_json import graph_json

    made = [graph_json(reading) for reading in readings]
    if several:
        write_output("-", json_bytes({"schema": "diagram-lens/graphs/1", "graphs": made}))
    elif made:
        write_output("-", json_bytes(made[0]))

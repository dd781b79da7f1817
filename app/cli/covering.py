"""`coverage`: how much of draw.io files was understood, cell by cell or as a table of shares."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import EXIT_UNUSABLE, Input, one_input, read_input
from app.cli.given import DRAWINGS as SURE
from app.cli.options import StdinName

if TYPE_CHECKING:
    from parsers.drawio.coverage import FileCoverage

EXAMPLES = """\b
Examples:
  diagram-lens coverage shop.drawio             every cell: recognised, guessed or ignored, and why
  diagram-lens coverage docs/                   every drawing below a folder: a table of shares
  diagram-lens coverage a.drawio b.png --cells
"""

DRAWINGS = (".drawio", ".xml", ".png", ".svg", ".html", ".pdf", ".dio")
"""Files of a folder that may hold a drawing; those that hold none are passed over."""


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=EXAMPLES, no_args_is_help=True)(coverage)


def coverage(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="draw.io files or folders; - is standard input.")
    ],
    cells: Annotated[
        bool, typer.Option("--cells", help="Tell of every cell, also of several files.")
    ] = False,
    stdin_name: StdinName = "stdin",
) -> None:
    """Show how much of draw.io files was understood: of one file cell by cell, of several as a table of shares."""
    from reports.coverage_table import cell_by_cell, shares

    failures: list[str] = []
    covered = list(_covered_files(files, stdin_name, failures))
    if cells or (len(covered) == 1 and not Path(files[0]).is_dir()):
        for file in covered:
            typer.echo(cell_by_cell(file))
    if covered and (len(covered) > 1 or Path(files[0]).is_dir()):
        typer.echo(shares(covered))
    if failures:
        raise typer.Exit(EXIT_UNUSABLE)


def _covered_files(given: list[str], stdin_name: str, failures: list[str]) -> Iterator["FileCoverage"]:
    for path in given:
        if Path(path).is_dir():
            yield from _covered_folder(Path(path), failures)
            continue
        with one_input(path, failures):
            yield _covered(read_input(path, stdin_name))


def _covered_folder(folder: Path, failures: list[str]) -> Iterator["FileCoverage"]:
    """Every drawing below a folder, in order of its path; pictures and pages without one are passed over."""
    from parsers.errors import NotADiagram

    nothing_yet, failed_before = True, len(failures)
    for file in sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in DRAWINGS and path.is_file()
    ):
        with one_input(str(file), failures):
            try:
                covered = _covered(read_input(str(file), ""))
            except NotADiagram:
                if str(file).lower().endswith(SURE):
                    raise
                continue
            nothing_yet = False
            yield covered
    if nothing_yet and len(failures) == failed_before:
        with one_input(str(folder), failures):
            raise NotADiagram("there is no draw.io file in this folder.", "Check the path.", file=str(folder))


def _covered(given: Input) -> "FileCoverage":
    from app.errors import UnknownOutput
    from parsers import read
    from parsers.drawio.coverage import coverage

    reading = read(given.data, given.name)
    if reading.format != "drawio":
        raise UnknownOutput(
            f"{given.name} is no draw.io file.", "`diagram-lens graph` shows what was understood."
        )
    return coverage(reading)

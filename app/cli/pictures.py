"""`annotate`, `strip`, `render` and `convert`: a diagram in, a diagram out."""

from typing import Annotated

import typer

from app.cli.choosing import options_for
from app.cli.console import EXIT_UNUSABLE, Input, one_input, read_input, say_note, write_output
from app.cli.reviewing import (
    Ignore,
    Page,
    ProfileOption,
    Scale,
    Select,
    StdinName,
    check_named_apart,
    check_outputs,
    diagram_files,
    options,
    output_name,
    save,
)

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="draw.io files, scripts, flowcharts; - is standard input."),
]
PixelScale = Annotated[
    float | None,
    typer.Option(
        "--scale",
        min=0.1,
        max=8,
        help="How many times as large a .png is as the .svg. [default: 2, less for large pictures]",
    ),
]
MOST_NOTES = 5
"""Notes of the reader that are said of one file that could not be read whole."""
File = Annotated[str, typer.Argument(metavar="FILE", help="A diagram; - is standard input.")]

ANNOTATE = """\b
Examples:
  diagram-lens annotate shop.drawio -o reviewed.drawio
  diagram-lens annotate shop.drawio --page Payments -o payments.svg
  diagram-lens annotate arch.py -o arch.drawio -o arch.svg
  diagram-lens annotate docs/*.drawio -o 'out/{name}.svg'
"""

STRIP = """\b
Example:
  diagram-lens strip reviewed.drawio -o shop.drawio
"""

RENDER = """\b
Examples:
  diagram-lens render arch.py -o arch.svg
  diagram-lens render arch.py -o arch.drawio -o arch.html
  diagram-lens render docs/*.py -o 'out/{name}.png' --scale 3
  cat arch.py | diagram-lens render - -o arch.pdf
"""

CONVERT = """\b
Examples:
  diagram-lens convert arch.py -o arch.drawio
  diagram-lens convert shop.drawio -o shop.py
  diagram-lens convert shop.drawio -o shop.mmd
  diagram-lens convert shop.drawio -o shop.json
"""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog=ANNOTATE, no_args_is_help=True)(annotate)
    app.command(epilog=STRIP, no_args_is_help=True)(strip)
    app.command(epilog=RENDER, no_args_is_help=True)(render)
    app.command(epilog=CONVERT, no_args_is_help=True)(convert)


def annotate(
    files: Files,
    output: Annotated[
        list[str],
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="A .drawio, .svg, .png, .pdf or .html; {name} is the input's name.",
        ),
    ],
    select: Select = None,
    ignore: Ignore = None,
    profile: ProfileOption = None,
    page: Page = None,
    stdin_name: StdinName = "stdin",
    scale: Scale = 1,
) -> None:
    """Give the diagram back with its findings drawn in, on a layer that can be switched off.

    Exits with 0 whatever is found; `review` judges.
    """
    from app.pipeline import review

    check_outputs(output, files, annotated=True)
    asked = options(select, ignore, profile, page)
    failures: list[str] = []
    for path in files:
        with one_input(path, failures):
            given = read_input(path, stdin_name)
            reviewed = review(given.data, given.name, options_for(path, asked, as_name=stdin_name))
            for out in output:
                save(reviewed, output_name(out, given.name), page, scale)
    if failures:
        raise typer.Exit(EXIT_UNUSABLE)


def strip(
    file: File,
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="Where the original goes.")],
    stdin_name: StdinName = "stdin",
) -> None:
    """Take the annotations out again: what is left is the original, byte for byte."""
    failures: list[str] = []
    with one_input(file, failures):
        _strip(read_input(file, stdin_name), output)
    if failures:
        raise typer.Exit(EXIT_UNUSABLE)


def _strip(given: Input, output: str) -> None:
    from app.errors import UnknownOutput
    from parsers import read
    from parsers.drawio.document import DrawioDocument
    from reports.annotated_drawio import strip

    document = read(given.data, given.name).document
    if not isinstance(document, DrawioDocument):
        raise UnknownOutput(
            f"{given.name}: only a draw.io file can carry our layer.", "Give the .drawio file."
        )
    write_output(output, strip(document))


def render(
    files: Files,
    output: Annotated[
        list[str],
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="A .svg, .png, .pdf, .html, .drawio, .json or .mmd; {name} is the input's name. Repeatable.",
        ),
    ],
    page: Page = None,
    stdin_name: StdinName = "stdin",
    scale: PixelScale = None,
) -> None:
    """Draw scripts, flowcharts or draw.io pages, without findings. Nothing is executed.

    A file of several diagrams gives arch.svg, arch-2.svg and so on where a format holds only one.
    """
    from app.drawings import drawing_for

    for out in output:
        drawing_for(out, rendered_only=True)
    convert(files, output, page, stdin_name, scale)


def convert(
    files: Files,
    output: Annotated[
        list[str],
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="A .drawio, .py, .mmd, .json, .svg, .png, .pdf or .html; {name} is the input's name. Repeatable.",
        ),
    ],
    page: Page = None,
    stdin_name: StdinName = "stdin",
    scale: PixelScale = None,
) -> None:
    """Turn diagrams into another format: draw.io, a script, Mermaid, a picture, or their graph as JSON."""
    from app.drawings import drawing_for

    for out in output:
        drawing_for(out)
    check_named_apart(output, files)
    failures: list[str] = []
    for path in files:
        with one_input(path, failures):
            given = read_input(path, stdin_name)
            _convert(given, [output_name(out, given.name) for out in output], page, scale)
    if failures:
        raise typer.Exit(EXIT_UNUSABLE)


def _convert(given: Input, outputs: list[str], page: str | None, scale: float | None) -> None:
    from app.drawings import diagrams_wanted, drawing_for
    from parsers import read

    reading = read(given.data, given.name, files=given.files)
    for note in () if reading.complete else reading.diagnostics[:MOST_NOTES]:
        say_note(f"{note.origin}: {note.message}")
    for out in outputs:
        drawing = drawing_for(out)
        if not drawing.one_diagram:
            write_output(out, drawing.write(reading, diagrams_wanted(reading, page), scale))
            continue
        for path, diagram in diagram_files(reading, out, page, one_diagram=True):
            write_output(path, drawing.write(reading, [diagram], scale))

"""`annotate`, `strip`, `render` and `convert`: a diagram in, a diagram out."""

from typing import Annotated

import typer

from app.cli.choosing import options_for
from app.cli.console import EXIT_UNUSABLE, one_input, read_input, write_output
from app.cli.reviewing import (
    Ignore,
    Page,
    ProfileOption,
    Scale,
    Select,
    StdinName,
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
  diagram-lens render arch.py -o arch.drawio
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
    from app.errors import UnknownOutput
    from parsers import read
    from parsers.drawio.document import DrawioDocument
    from reports.annotated_drawio import strip

    given = read_input(file, stdin_name)
    document = read(given.data, given.name).document
    if not isinstance(document, DrawioDocument):
        raise UnknownOutput(
            f"{given.name}: only a draw.io file can carry our layer.", "Give the .drawio file."
        )
    write_output(output, strip(document))


def render(
    file: File,
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="A .svg or .drawio.")],
    page: Page = None,
    stdin_name: StdinName = "stdin",
) -> None:
    """Draw a script, a flowchart or a draw.io page, without findings. Nothing is executed."""
    from app.drawings import drawing_for

    drawing_for(output, pictures_only=True)
    convert(file, output, page, stdin_name)


def convert(
    file: File,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="OUT", help="A .drawio, .svg, .py, .mmd or .json.")
    ],
    page: Page = None,
    stdin_name: StdinName = "stdin",
) -> None:
    """Turn a diagram into another format: draw.io, a script, Mermaid, SVG, or its graph as JSON."""
    from app.drawings import drawing_for
    from parsers import read

    drawing = drawing_for(output)
    given = read_input(file, stdin_name)
    reading = read(given.data, given.name)
    for path, diagram in diagram_files(reading, output, page, one_diagram=drawing.one_diagram):
        write_output(path, drawing.write(reading, diagram))

"""`annotate`, `strip`, `render` and `convert`: a diagram in, a diagram out."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.choosing import asked_for, options_for
from app.cli.console import EXIT_UNUSABLE, Input, one_input, read_input, say_note, write_output
from app.cli.given import Given, are_several, check_not_empty, for_each, given_files
from app.cli.options import (
    ConfigFile,
    DeclarationsFile,
    File,
    Files,
    Ignore,
    Page,
    PixelScale,
    ProfileOption,
    RuleFiles,
    Scale,
    Select,
    StdinName,
    output_option,
)
from app.cli.outputs import check_named_apart, check_outputs, diagram_files, finish, output_name, save_all
from app.cli.several import in_folder

if TYPE_CHECKING:
    from parsers import Reading
    from reports.review import Review

MOST_NOTES = 5
"""Notes of the reader that are said of one file that could not be read whole."""

ANNOTATE = """\b
Examples:
  diagram-lens annotate shop.drawio -o reviewed.drawio
  diagram-lens annotate shop.drawio --page Payments -o payments.svg
  diagram-lens annotate arch.py -o arch.drawio -o arch.svg
  diagram-lens annotate shop.drawio.png -o reviewed.png   on your own picture; open it in draw.io
  diagram-lens annotate docs/ -o 'out/{path}.svg' -o out/   a folder: pictures, pages and an index
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
  diagram-lens render docs/ -o 'out/{path}.svg'
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
        output_option(
            "A .drawio, .svg, .png, .pdf or .html; {name} is the input's name, {path} its path. Repeatable."
        ),
    ],
    select: Select = None,
    ignore: Ignore = None,
    profile: ProfileOption = None,
    page: Page = None,
    stdin_name: StdinName = "stdin",
    scale: Scale = 1,
    rules: RuleFiles = None,
    declarations: DeclarationsFile = None,
    config: ConfigFile = None,
) -> None:
    """Give the diagram back with its findings drawn in, on a layer that can be switched off.

    A PNG or an SVG with its drawing inside comes back as one, with the findings on the picture that it shows.

    Exits with 0 whatever is found; `review` judges.
    """
    from app.pipeline import review

    given, several = given_files(files), are_several(files)
    outputs = [in_folder(out) for out in output]
    check_not_empty(files, given)
    check_outputs(outputs, given, several=several, annotated=True)
    asked = asked_for(select, ignore, profile, page, rules, declarations, config)
    failures: list[str] = []
    reviews: list[Review] = []

    def work(file: Given) -> None:
        data = read_input(file.path, stdin_name)
        reviewed = review(data.data, data.name, options_for(file.path, asked, as_name=stdin_name))
        save_all(reviewed, file, outputs, page, scale, several=several)
        reviews.append(reviewed)

    for_each(given, failures, work)
    finish(reviews, outputs, several=several)
    if failures:
        raise typer.Exit(EXIT_UNUSABLE)


def strip(
    file: File,
    output: Annotated[str, output_option("Where the original goes.")],
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
        output_option(
            "A .svg, .png, .pdf, .html, .drawio, .json or .mmd; {name} is the input's name, {path} its path. Repeatable."
        ),
    ],
    page: Page = None,
    stdin_name: StdinName = "stdin",
    scale: PixelScale = None,
) -> None:
    """Draw scripts, flowcharts or draw.io pages, without findings. Nothing is executed.

    A file of several diagrams gives arch.svg, arch-2.svg and so on where a format holds only one.
    """
    _draw(files, output, page, stdin_name, scale, rendered_only=True)


def convert(
    files: Files,
    output: Annotated[
        list[str],
        output_option(
            "A .drawio, .py, .mmd, .json, .svg, .png, .pdf or .html; {name} is the input's name, {path} its path. Repeatable."
        ),
    ],
    page: Page = None,
    stdin_name: StdinName = "stdin",
    scale: PixelScale = None,
) -> None:
    """Turn diagrams into another format: draw.io, a script, Mermaid, a picture, or their graph as JSON."""
    _draw(files, output, page, stdin_name, scale)


def _draw(
    files: list[str],
    outputs: list[str],
    page: str | None,
    stdin_name: str,
    scale: float | None,
    *,
    rendered_only: bool = False,
) -> None:
    from app.drawings import drawing_for

    for out in outputs:
        drawing_for(out, rendered_only=rendered_only)
    given = given_files(files)
    check_not_empty(files, given)
    check_named_apart(outputs, given)
    failures: list[str] = []

    def work(file: Given) -> None:
        data = read_input(file.path, stdin_name)
        _convert(data, [output_name(out, data.name, file.place) for out in outputs], page, scale)

    for_each(given, failures, work)
    if failures:
        raise typer.Exit(EXIT_UNUSABLE)


def _convert(given: Input, outputs: list[str], page: str | None, scale: float | None) -> None:
    from app.drawings import diagrams_wanted, drawing_for
    from parsers import read

    reading = read(given.data, given.name, files=given.files)
    for note in () if reading.complete else reading.diagnostics[:MOST_NOTES]:
        say_note(f"{note.origin}: {note.message}")
    _say_missing_letters(reading, {drawing_for(out).name for out in outputs}, page)
    for out in outputs:
        drawing = drawing_for(out)
        if not drawing.one_diagram:
            write_output(out, drawing.write(reading, diagrams_wanted(reading, page), scale))
            continue
        for path, diagram in diagram_files(reading, out, page, one_diagram=True):
            write_output(path, drawing.write(reading, [diagram], scale))


def _say_missing_letters(reading: "Reading", formats: set[str], page: str | None) -> None:
    """Tell of letters that are drawn as boxes, where we draw them ourselves."""
    from app.drawings import diagrams_wanted

    if formats.isdisjoint({"png", "pdf"}):
        return
    from reports.letters import letters_note
    from reports.picture.page import scene_of

    notes = (letters_note(scene_of(reading, diagram)) for diagram in diagrams_wanted(reading, page))
    for note in dict.fromkeys(filter(None, notes)):
        say_note(f"{reading.file}: {note}")

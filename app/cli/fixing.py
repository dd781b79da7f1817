"""`diagram-lens fix`: the remedies drawn in, and what becomes of the findings."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.choosing import asked_for, names, options_for
from app.cli.console import EXIT_UNUSABLE, Input, one_input, read_input, use_color, width, write_output
from app.cli.options import (
    ConfigFile,
    DeclarationsFile,
    Ignore,
    OnlyFiles,
    Page,
    PixelScale,
    ProfileOption,
    RuleFiles,
    Select,
    StdinName,
    format_option,
    output_option,
)
from app.cli.outputs import check_named_apart, diagram_files, output_name

if TYPE_CHECKING:
    from reports.fixing.preview import Preview

EXAMPLES = """\b
Examples:
  diagram-lens fix shop.drawio                           what would be drawn, and what it settles
  diagram-lens fix shop.drawio -o fixed.drawio           open it in draw.io: one layer more
  diagram-lens fix shop.drawio -o fixed.svg              additions in dashed green
  diagram-lens fix shop.drawio --rule SLS-REL-001 -o fixed.drawio
  diagram-lens fix arch.py -o fix.patch                  then: git apply fix.patch
  diagram-lens fix arch.py --format patch | git apply
"""

OUTPUTS = (
    "The fixed .drawio, .py or .mmd, a .patch, a picture with the additions marked (.svg, .png, .pdf, .html), or the "
    "table (.md, .json); {name} is the input's name. Repeatable."
)


class Format(StrEnum):
    """What is printed on standard output."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"
    PATCH = "patch"


Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        metavar="RULE",
        help="Only the remedies of these rules (codes, beginnings of codes, names; commas between), those that "
        "write a claim of yours into the drawing included. Repeatable.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=EXAMPLES, no_args_is_help=True)(fix)


def fix(
    files: OnlyFiles,
    output: Annotated[list[str] | None, output_option(OUTPUTS)] = None,
    rule: Rules = None,
    printed_as: Annotated[Format, format_option()] = Format.TERMINAL,
    select: Select = None,
    ignore: Ignore = None,
    profile: ProfileOption = None,
    page: Page = None,
    stdin_name: StdinName = "stdin",
    scale: PixelScale = None,
    rules: RuleFiles = None,
    declarations: DeclarationsFile = None,
    config: ConfigFile = None,
) -> None:
    """Draw the remedies into the diagram, review it again, and show what is settled and what is not.

    Nothing is drawn that brings a finding. Without -o it is a preview. Exits with 0 whatever is left open.
    """
    from app.fixing import check_fix_outputs

    check_fix_outputs(output or [])
    check_named_apart(output or [], files)
    asked = asked_for(select, ignore, profile, page, rules, declarations, config)
    failures: list[str] = []
    for path in files:
        with one_input(path, failures):
            from app.fixing import fix as fixed

            given = read_input(path, stdin_name)
            preview = fixed(given.data, given.name, options_for(path, asked, as_name=stdin_name), names(rule))
            for out in output or []:
                _save(preview, given, output_name(out, given.name), page, scale)
            if not output:
                _print(preview, given, printed_as)
    if failures:
        raise typer.Exit(EXIT_UNUSABLE)


def _save(preview: "Preview", given: Input, path: str, page: str | None, scale: float | None) -> None:
    from app.fixing import fix_output

    kind = fix_output(path)
    for out, diagram in diagram_files(preview.after.reading, path, page, one_diagram=kind.one_diagram):
        write_output(out, kind.write(preview, given.data, diagram, scale))


def _print(preview: "Preview", given: Input, printed_as: Format) -> None:
    from app.fixing import table
    from reports.fixing.outputs import patch

    if printed_as is Format.PATCH:
        write_output("-", patch(preview, given.data))
    elif printed_as is Format.TERMINAL:
        from reports.fixing.table import fixes_terminal

        typer.echo(fixes_terminal(preview, width=width(), color=use_color()), nl=False, color=True)
    else:
        write_output("-", table(preview, printed_as.value))

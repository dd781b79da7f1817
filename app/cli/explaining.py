"""`diagram-lens explain`: why a rule fired, or did not."""

import re
import sys
from enum import StrEnum
from textwrap import wrap
from typing import Annotated

import typer

from app.cli.choosing import asked_for, options_for
from app.cli.console import read_input, width, write_output
from app.cli.options import (
    ConfigFile,
    DeclarationsFile,
    File,
    Page,
    ProfileOption,
    RuleFiles,
    StdinName,
    format_option,
)

EXAMPLES = """\b
Examples:
  diagram-lens explain SLS-REL-001 shop.drawio
  diagram-lens explain queue-without-dead-letter shop.drawio Orders
  diagram-lens explain HOUSE-SEC-001 shop.drawio --rules house_rules.yaml --format json
"""

COLUMN = re.compile(r"  [a-z]+ {2,}(?=\S)")
NARROWEST = 40


class Format(StrEnum):
    """How an explanation is printed."""

    TEXT = "text"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=EXAMPLES, no_args_is_help=True)(explain)


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Code or name of a rule.")],
    file: File,
    node: Annotated[
        str | None, typer.Argument(metavar="NODE", help="Only about this node: its id, or its name.")
    ] = None,
    printed_as: Annotated[Format, format_option("How it is printed.")] = Format.TEXT,
    profile: ProfileOption = None,
    page: Page = None,
    stdin_name: StdinName = "stdin",
    rules: RuleFiles = None,
    declarations: DeclarationsFile = None,
    config: ConfigFile = None,
) -> None:
    """Say step by step why a rule fired on a diagram, or did not: what it looked for and what it found."""
    from app.artefacts import json_bytes
    from app.explained import explained
    from reports.explanation import explanation_json, explanation_text

    asked = asked_for(None, None, profile, page, rules, declarations, config)
    given = read_input(file, stdin_name)
    pages = explained(given.data, given.name, options_for(file, asked, as_name=stdin_name), rule, node)
    if printed_as is Format.JSON:
        made = [explanation_json(page) for page in pages]
        document = made[0] if len(made) == 1 else {"schema": "diagram-lens/explanations/1", "pages": made}
        write_output("-", json_bytes(document))
    else:
        typer.echo(_for_screen("\n".join(explanation_text(page) for page in pages)), nl=False)


def _for_screen(text: str) -> str:
    """The same lines, folded where standard output is a terminal; a pipe gets one thought a line."""
    return "".join(_folded(line, width()) for line in text.splitlines()) if sys.stdout.isatty() else text


def _folded(line: str, columns: int) -> str:
    """Further lines begin where the words of the first one do: `  says       Messages of ...`."""
    column = COLUMN.match(line)
    indent = " " * (len(column[0]) if column else 4)
    folded = wrap(line, max(columns, NARROWEST), subsequent_indent=indent, break_on_hyphens=False)
    return "\n".join(folded) + "\n"

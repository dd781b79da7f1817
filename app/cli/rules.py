"""`rules list` and `rules show`: what is looked for, and why."""

from enum import StrEnum
from typing import Annotated

import typer

from app.cli.console import use_color, width, write_output

LIST = """\b
Examples:
  diagram-lens rules list
  diagram-lens rules list --format json | jq -r '.rules[].code'
"""

SHOW = """\b
Examples:
  diagram-lens rules show SLS-SEC-001
  diagram-lens rules show public-api-without-authorizer
"""


class Format(StrEnum):
    """How rules are printed."""

    TERMINAL = "terminal"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How it is printed.")]


def add_to(app: typer.Typer) -> None:
    """Add the group of commands to the application."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What is looked for, and why.")
    group.command("list", epilog=LIST)(list_rules)
    group.command("show", epilog=SHOW, no_args_is_help=True)(show)
    app.add_typer(group, name="rules")


def list_rules(printed_as: FormatOption = Format.TERMINAL) -> None:
    """List every rule by code."""
    from graph_rules.registry import all_rules

    if printed_as is Format.JSON:
        from app.artefacts import json_bytes
        from reports.json_report import rules_json

        write_output("-", json_bytes(rules_json(all_rules())))
        return
    from reports.rules_terminal import rules_table

    typer.echo(rules_table(all_rules(), width=width(), color=use_color()), nl=False, color=True)


def show(
    rule: Annotated[str, typer.Argument(metavar="CODE|NAME", help="A rule, as `rules list` prints it.")],
    printed_as: FormatOption = Format.TERMINAL,
) -> None:
    """Show one rule: why, how it is found, where it may be wrong, what to draw."""
    from graph_rules.registry import rule_named

    chosen = rule_named(rule)
    if printed_as is Format.JSON:
        from app.artefacts import json_bytes
        from reports.json_report import rule_json

        write_output("-", json_bytes(rule_json(chosen)))
        return
    from reports.rules_terminal import rule_page

    typer.echo(rule_page(chosen, width=width(), color=use_color()), nl=False, color=True)

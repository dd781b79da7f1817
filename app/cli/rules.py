"""`rules list`, `rules show` and `rules test`: what is looked for, why, and whether the examples prove it."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.choosing import text_of
from app.cli.console import EXIT_CLEAN, EXIT_FINDINGS, use_color, width, write_output
from app.cli.options import RuleFiles, format_option

if TYPE_CHECKING:
    from graph_rules.rule import Rule

LIST = """\b
Examples:
  diagram-lens rules list
  diagram-lens rules list --rules house_rules.yaml
  diagram-lens rules list --format json | jq -r '.rules[].code'
"""

SHOW = """\b
Examples:
  diagram-lens rules show SLS-SEC-001
  diagram-lens rules show public-api-without-authorizer
"""

TEST = """\b
Example:
  diagram-lens rules test house_rules.yaml
"""


class Format(StrEnum):
    """How rules are printed."""

    TERMINAL = "terminal"
    JSON = "json"


FormatOption = Annotated[Format, format_option("How it is printed.")]


def add_to(app: typer.Typer) -> None:
    """Add the group of commands to the application."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What is looked for, and why.")
    group.command("list", epilog=LIST)(list_rules)
    group.command("show", epilog=SHOW, no_args_is_help=True)(show)
    group.command("test", epilog=TEST)(try_examples)
    app.add_typer(group, name="rules")


def _known(files: list[str] | None) -> "tuple[Rule, ...]":
    from app.pipeline import known_rules

    return known_rules([text_of(path) for path in files or []])


def list_rules(printed_as: FormatOption = Format.TERMINAL, rules: RuleFiles = None) -> None:
    """List every rule by code."""
    known = _known(rules)
    if printed_as is Format.JSON:
        from app.artefacts import json_bytes
        from reports.json_report import rules_json

        write_output("-", json_bytes(rules_json(known)))
        return
    from reports.rules_terminal import rules_table

    typer.echo(rules_table(known, width=width(), color=use_color()), nl=False, color=True)


def show(
    rule: Annotated[str, typer.Argument(metavar="CODE|NAME", help="A rule, as `rules list` prints it.")],
    printed_as: FormatOption = Format.TERMINAL,
    rules: RuleFiles = None,
) -> None:
    """Show one rule: why, how it is found, where it may be wrong, what to draw."""
    from graph_rules.registry import rule_named

    chosen = rule_named(rule, _known(rules))
    if printed_as is Format.JSON:
        from app.artefacts import json_bytes
        from reports.json_report import rule_json

        write_output("-", json_bytes(rule_json(chosen)))
        return
    from reports.rules_terminal import rule_page

    typer.echo(rule_page(chosen, width=width(), color=use_color()), nl=False, color=True)


def try_examples(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Rules in YAML; without any, the built-in rules."),
    ] = None,
) -> None:
    """Try every rule on its own examples: bad ones must be flagged where they say, good ones left alone."""
    from app.rule_examples import outcomes
    from graph_rules.custom import custom_rules
    from graph_rules.installed import available_rules
    from reports.plain import counted, one_line

    texts = [text_of(path) for path in files or []]
    _known(files)
    chosen = (
        [rule for name, text in texts for rule in custom_rules(text, name)] if texts else available_rules()
    )
    tried = [outcome for rule in chosen for outcome in outcomes(rule)]
    for outcome in tried:
        typer.echo(one_line(str(outcome), 1_000))
    failed = sum(not outcome.passed for outcome in tried)
    untested = [rule.code for rule in chosen if not (rule.bad and rule.good)]
    if untested:
        typer.echo(one_line(f"no bad or no good example: {', '.join(untested)}", 1_000))
    typer.echo(f"{counted(len(chosen), 'rule')}, {counted(len(tried), 'example')}, {failed} failed.")
    raise typer.Exit(EXIT_FINDINGS if failed else EXIT_CLEAN)

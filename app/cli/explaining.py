"""`diagram-lens explain`: why a rule fired, or did not."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.choosing import Asked, ConfigFile, DeclarationsFile, RuleFiles, options_for
from app.cli.console import read_input, write_output
from app.cli.reviewing import Page, ProfileOption, StdinName

if TYPE_CHECKING:
    from app.cli.console import Input
    from app.pipeline import Options
    from reports.explanation import Explained

EXAMPLES = """\b
Examples:
  diagram-lens explain SLS-REL-001 shop.drawio
  diagram-lens explain queue-without-dead-letter shop.drawio Orders
  diagram-lens explain HOUSE-SEC-001 shop.drawio --rules house_rules.yaml --format json
"""


class Format(StrEnum):
    """How an explanation is printed."""

    TEXT = "text"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=EXAMPLES, no_args_is_help=True)(explain)


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Code or name of a rule.")],
    file: Annotated[str, typer.Argument(metavar="FILE", help="A diagram; - is standard input.")],
    node: Annotated[
        str | None, typer.Argument(metavar="[NODE]", help="Only about this node: its id, or its name.")
    ] = None,
    printed_as: Annotated[Format, typer.Option("--format", "-f", help="How it is printed.")] = Format.TEXT,
    profile: ProfileOption = None,
    page: Page = None,
    stdin_name: StdinName = "stdin",
    rules: RuleFiles = None,
    declarations: DeclarationsFile = None,
    config: ConfigFile = None,
) -> None:
    """Say step by step why a rule fired on a diagram, or did not: what it looked for and what it found."""
    from app.artefacts import json_bytes
    from reports.explanation import explanation_json, explanation_text

    chosen = profile.value if profile else None
    asked = Asked((), (), chosen, page, tuple(rules or ()), declarations, config)
    given = read_input(file, stdin_name)
    explained = _explained(rule, given, node, options_for(file, asked, as_name=stdin_name))
    if printed_as is Format.JSON:
        made = [explanation_json(one) for one in explained]
        document = made[0] if len(made) == 1 else {"schema": "diagram-lens/explanations/1", "pages": made}
        write_output("-", json_bytes(document))
    else:
        typer.echo("\n".join(explanation_text(one) for one in explained), nl=False)


def _explained(rule_name: str, given: "Input", node: str | None, options: "Options") -> "list[Explained]":
    """The explanation for each page; with a node, for the pages that have it."""
    from app.pipeline import diagram_index, heard, known_rules, review
    from graph_rules.explain import explain, nodes_named
    from graph_rules.registry import rule_named
    from graph_rules.severities import weighed
    from reports.explanation import Explained, fate

    known = known_rules(options.rules)
    (rule,) = weighed([rule_named(rule_name, known)], options.severities, known)
    said = heard(given.data, given.name, options)
    reading = said.reading
    reported = review(given.data, given.name, options).findings
    pages = range(len(said.graphs)) if options.page is None else [diagram_index(reading, options.page)]
    explained = []
    for index in pages:
        graph = said.graphs[index]
        try:
            if node is not None:
                nodes_named(graph, node)
        except KeyError:
            continue
        made = explain(rule, graph, index, node)
        fates = tuple(fate(step.finding, reported, options.profile) for step in made.steps)
        explained.append(Explained(made, given.name, reading.diagrams[index].name, fates))
    return explained or _refuse(given.name, node)


def _refuse(file: str, node: str | None) -> "list[Explained]":
    from app.errors import Refusal

    raise Refusal(f'{file}: nothing in it is called "{node}".', "`diagram-lens graph` shows what there is.")

"""The command line as a whole: the same option is spelt and explained alike in every command."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from app.cli import app

OF_EACH_COMMAND = {"output", "printed_as", "help"}
"""What a command prints and writes differs from command to command."""
TWO_MEANINGS = {
    "fail_on": 2,  # all violations, or those that are new
    "scale": 2,  # of the marked picture, or of a drawn one
    "config": 2,  # of the reviews, or of the service
    "host": 2,  # where a change lies, or where the service listens
}
"""How many explanations an option may have; else one."""


def parameters() -> Iterator[tuple[str, Any]]:
    root: Any = typer.main.get_command(app)
    for name, command in root.commands.items():
        for inner in getattr(command, "commands", {name: command}).values():
            for parameter in inner.params:
                if parameter.param_type_name == "option" and parameter.name not in OF_EACH_COMMAND:
                    yield f"{name} {inner.name}", parameter


def explained() -> dict[str, set[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for _, parameter in parameters():
        found[parameter.name].add((*sorted(parameter.opts), parameter.help or ""))
    return dict(found)


@pytest.mark.parametrize("name", sorted(explained()))
def test_an_option_has_one_spelling_and_one_explanation(name: str) -> None:
    assert len(explained()[name]) <= TWO_MEANINGS.get(name, 1), explained()[name]


def test_every_option_is_explained() -> None:
    assert [where for where, parameter in parameters() if not parameter.help] == []

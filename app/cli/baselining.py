"""`review --baseline` and `--update-baseline`: findings that are known do not fail."""

from typing import Annotated

import typer

from app.baselines import Baselines
from app.cli.choosing import Asked, configuration
from app.cli.console import say_note, write_output

USUAL = "diagram-lens-baseline.json"
MOST_NOTES = 10

UpdateBaseline = Annotated[
    bool,
    typer.Option(
        "--update-baseline",
        help=f"Write what is found now to the baseline (else {USUAL}); nothing of it fails from then on.",
    ),
]


def baselines(option: str | None, asked: Asked, *, updating: bool) -> Baselines:
    """The baselines of a run. Raises app.errors.Refusal where only part of what there is would be written,
    graph_rules.errors.BadText for a file that is none.
    """
    if updating and (asked.select or asked.ignore or asked.page):
        from app.errors import Refusal

        raise Refusal(
            "A baseline lists all that a review finds.",
            "Leave out --select, --ignore and --page to update it.",
        )

    def path_for(diagram: str) -> str | None:
        if option is not None:
            return option
        found = configuration(diagram, asked)
        if found is not None and found.says.baseline is not None:
            return found.path(found.says.baseline)
        return USUAL if updating else None

    known = Baselines(path_for, updating=updating)
    if option is not None:
        known.check(option)
    return known


def keep_baselines(known: Baselines) -> None:
    """Write what was updated, and tell what the baselines list in vain. Raises app.errors.Refusal."""
    for path, content in known.written():
        write_output(path, content)
    for told in known.stale[:MOST_NOTES]:
        say_note(told)
    if len(known.stale) > MOST_NOTES:
        say_note(f"and {len(known.stale) - MOST_NOTES} more such findings; --update-baseline removes them.")

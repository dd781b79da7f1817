"""The command line. Commands import what they need when they run, so that `--help` is quick."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from app.cli import (
    agents,
    batch,
    bot,
    comparing,
    covering,
    explaining,
    fixing,
    pictures,
    reviewing,
    rules,
    serving,
    storing,
    tokens,
    understanding,
    working,
)
from app.cli.console import DEBUG_VARIABLE, EXIT_UNUSABLE, say_failure

EXAMPLES = """\b
Examples:
  diagram-lens review shop.drawio                        findings in the terminal
  diagram-lens review shop.drawio -o shop.svg -o shop.json
  diagram-lens annotate shop.drawio -o reviewed.drawio   open it in draw.io: one extra layer
  diagram-lens fix shop.drawio -o fixed.drawio           the remedies drawn in, and reviewed again
  diagram-lens render arch.py -o arch.svg                a picture of a script, nothing executed
  diagram-lens diff old.drawio new.drawio                what changed, in the drawing and its findings
  diagram-lens rules show SLS-SEC-001                    why, how it is found, what to draw
  diagram-lens serve                                     the web page and the HTTP API

\b
Exit status:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on
  2  the input or the command line was unusable

\b
Environment:
  DIAGRAM_LENS_CLI_SECONDS     CPU seconds that one file may take (60; 0 for no limit)
  DIAGRAM_LENS_CLI_MEGABYTES   memory that one file may take (2048; 0 for no limit)
  NO_COLOR                     any value: no colours; there are none either where the output is no terminal
"""

COLLECTED_AFTER = 50_000
"""New objects between two passes of the garbage collector: what imports make stays, and looking through it again and
again takes a sixth of a short command's time."""

app = typer.Typer(
    name="diagram-lens",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        version()
        raise typer.Exit


@app.callback()
def root(
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks of our own faults.")] = False,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Lint your architecture diagram.

    Reads a draw.io file, a Python script written with the diagrams library, or a Mermaid flowchart, reviews
    it against the AWS Well-Architected Serverless Applications Lens, and gives it back annotated.
    """
    if debug:
        os.environ[DEBUG_VARIABLE] = "1"


@app.command()
def version() -> None:
    """Show the version."""
    from importlib.metadata import version

    typer.echo(f"diagram-lens {version('diagram-lens')}")


for commands in (
    reviewing,
    pictures,
    fixing,
    understanding,
    explaining,
    covering,
    comparing,
    batch,
    rules,
    serving,
    working,
    storing,
    tokens,
    agents,
    bot,
):
    commands.add_to(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point `diagram-lens`. Raises SystemExit with the exit status."""
    gc.set_threshold(COLLECTED_AFTER)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app(arguments, prog_name="diagram-lens")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_UNUSABLE)
    except Exception as error:  # the last resort: never a traceback
        say_failure(error)
        sys.exit(EXIT_UNUSABLE)

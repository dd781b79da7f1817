"""`batch`: a whole estate of diagrams in one run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.choosing import asked_for, options_for, threshold_for
from app.cli.console import EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNUSABLE
from app.cli.options import (
    ConfigFile,
    FailOn,
    FailOnOption,
    Ignore,
    ProfileOption,
    RuleFiles,
    Select,
    output_option,
)

if TYPE_CHECKING:
    from app.batch.journal import Journal
    from app.batch.pools import Pool
    from app.batch.sources import Item
    from app.batch.summary import Summary
    from app.cli.choosing import Asked
    from app.limits import Limits
    from app.pipeline import Options

EXAMPLES = """\b
Examples:
  diagram-lens batch docs/ -o estate.html -o estate.parquet
  diagram-lens batch 'repos/**/*.drawio' -o results.jsonl --workers 8
  diagram-lens batch s3://drawings/2026/ -o results.csv -o summary.html
  diagram-lens batch drawings/ -o results.parquet --scheduler tcp://scheduler:8786

\b
A run that was killed goes on where it was: give the same command again. Beside the table of findings
(results.csv) comes one of diagrams (results.diagrams.csv); files that cannot be read are rows in both.
"""


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=EXAMPLES, no_args_is_help=True)(batch)


def batch(
    places: Annotated[
        list[str],
        typer.Argument(
            metavar="PLACE", help="Folders, files, patterns such as 'docs/**/*.drawio', s3://BUCKET/PREFIX."
        ),
    ],
    output: Annotated[
        list[str], output_option(".parquet, .jsonl, .csv: tables; .html: a summary. Repeatable.")
    ],
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=256, help="Processes. [default: one a processor]")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="A Dask cluster instead: tcp://HOST:PORT."),
    ] = None,
    restart: Annotated[bool, typer.Option("--restart", help="Forget what a killed run has done.")] = False,
    fail_on: FailOnOption = None,
    select: Select = None,
    ignore: Ignore = None,
    profile: ProfileOption = None,
    rules: RuleFiles = None,
    config: ConfigFile = None,
) -> None:
    """Review thousands of diagrams: tables of all findings, and a page that shows where to begin."""
    from app.batch.outputs import write_outputs
    from app.batch.sources import items
    from app.batch.tables import check_output
    from app.limits import limits_wanted

    for out in output:
        check_output(out)
    asked = asked_for(select, ignore, profile, None, rules, None, config)
    limits = limits_wanted()
    found = items(places)
    journal = _journal(output[0], restart=restart)
    try:
        _run(found, asked, journal, _pool(workers, scheduler, limits), limits)
    except KeyboardInterrupt:
        typer.echo("Stopped. Give the same command again to go on where this run was.", err=True)
        raise typer.Exit(EXIT_UNUSABLE) from None
    summary = write_outputs(output, journal, [item.path for item in found])
    failing = _fails(found, journal, fail_on, asked)
    journal.remove()
    typer.echo(_closing(summary))
    raise typer.Exit(EXIT_UNUSABLE if summary.unreadable else EXIT_FINDINGS if failing else EXIT_CLEAN)


def _run(found: "list[Item]", asked: "Asked", journal: "Journal", pool: "Pool", limits: "Limits") -> None:
    from app.batch.progress import progress_of
    from app.batch.running import run

    try:
        with progress_of(len(found)) as progress:
            run(found, lambda item: _options(item, asked, journal), pool, journal, limits, progress)
    finally:
        pool.stop()


def _journal(first_output: str, *, restart: bool) -> "Journal":
    from datetime import date

    from app.batch.journal import Journal
    from app.pipeline import known_rules
    from reports.review import rules_hash, tool_version

    made_by = {"version": tool_version(), "rules": rules_hash(known_rules())}
    journal = Journal(Path(f"{first_output}.journal"), made_by, date.today(), restart=restart)
    if journal.resumed:
        typer.echo(f"Going on where a run was stopped: {journal.resumed:,} files are done.", err=True)
    return journal


def _pool(workers: int | None, scheduler: str | None, limits: "Limits") -> "Pool":
    from app.batch.pools import Cluster, Processes, usual_workers

    return Cluster(scheduler) if scheduler else Processes(workers or usual_workers(), limits)


def _options(item: "Item", asked: "Asked", journal: "Journal") -> "Options":
    """The options for one file; every file of a run is reviewed as of the day on which the run began."""
    from dataclasses import replace

    return replace(options_for(item.path, asked), today=journal.today)


def _fails(found: "list[Item]", journal: "Journal", fail_on: FailOn | None, asked: "Asked") -> bool:
    """Whether some file has a violation from the severity on that the command line or its configuration sets."""
    from graph_rules.rule import Severity

    for item in found:
        worst = journal.outcome(item.path).get("worst")
        if worst is None:
            continue
        threshold = threshold_for(item.path, asked, fail_on)
        if threshold is not FailOn.NEVER and Severity(worst).rank <= Severity(threshold.value).rank:
            return True
    return False


def _closing(summary: "Summary") -> str:
    from reports.plain import counted

    counts = ", ".join(f"{summary.severities[name]:,} {name}" for name in ("high", "medium", "low"))
    more = [counted(summary.unreadable, "unreadable file")] if summary.unreadable else []
    more += [f"{summary.skipped:,} without a diagram passed over"] if summary.skipped else []
    told = "; ".join(
        [
            f"{_many(summary.reviewed, 'file')} with {_many(summary.diagrams, 'diagram')} reviewed",
            f"violations: {counts}",
            *more,
        ]
    )
    return f"{told}."


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

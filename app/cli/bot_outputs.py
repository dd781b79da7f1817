"""What a run of the bot leaves behind: files, the log of the job, its summary and its outputs."""

from typing import TYPE_CHECKING

import typer

from app.cli.console import write_output

if TYPE_CHECKING:
    from app.bot.environment import Surroundings
    from app.bot.judging import Said
    from app.bot.sticky import Told
    from reports.comparison import FileComparison


def check_outputs(outputs: list[str]) -> None:
    """Refuse outputs that cannot be written before any work is done. Raises app.errors.Refusal."""
    from app.artefacts import artefact_for
    from app.errors import UnknownOutput

    for out in outputs:
        if not out.lower().endswith((".md", ".html")) and artefact_for(out).together is None:
            cure = "Ask for the comment (.md), a page (.html), or findings: .sarif, .rdjson ..."
            raise UnknownOutput(f"{out}: the bot writes no such file.", cure)


def wants_every_diagram(outputs: list[str]) -> bool:
    """Whether one of these outputs holds the findings of all diagrams, not only of the changed ones."""
    from app.artefacts import artefact_for
    from app.bot.telling import COMPLETE

    return any(artefact_for(out).name in COMPLETE for out in outputs)


def write(
    outputs: list[str], told: "Said", judged: "list[FileComparison]", every: "list[FileComparison]"
) -> None:
    """Write the outputs; those that a host compares with earlier ones hold `every` diagram. Raises app.errors.Refusal."""
    from app.artefacts import artefact_for
    from app.bot.telling import COMPLETE, head_reviews
    from reports.comparison.html_page import html_comparison

    for out in outputs:
        artefact = artefact_for(out)
        if out.lower().endswith(".md"):
            write_output(out, told.comment.encode("utf-8", "replace"))
        elif out.lower().endswith(".html"):
            write_output(out, html_comparison(judged))
        elif artefact.together is not None:
            files = every if artefact.name in COMPLETE else judged
            write_output(out, artefact.together(head_reviews(files)))


def draw(folder: str, judged: "list[FileComparison]") -> None:
    """A picture of what changed in each diagram, by its path. Raises app.errors.Refusal."""
    from pathlib import Path

    from app.errors import Refusal
    from reports.comparison.delta_picture import delta_svg, page_to_show

    for file in judged:
        if file.comparison is None or not file.comparison.pages:
            continue
        path = Path(folder, f"{file.path}.svg")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refusal(f"{path.parent}: {(error.strerror or 'unwritable').lower()}.") from None
        write_output(str(path), delta_svg(file.comparison, page_to_show(file.comparison)))


def tell(
    where: "Surroundings",
    told: "Said",
    posted: "Told",
    judged: "list[FileComparison]",
    *,
    annotate: bool,
    dry_run: bool,
) -> None:
    """The log of the job, its summary, its outputs, and annotations for what is new."""
    from app.bot.telling import add_outputs, add_summary, annotations, unheeded

    typer.echo(f"Diagram Lens: {told.counts}.")
    nothing_done = not posted.address and posted.done.value == "nothing"
    if told.is_worth_posting and (dry_run or nothing_done):
        typer.echo(unheeded(told.comment) if where.host == "github" else told.comment, nl=False)
    elif dry_run:
        typer.echo("Nothing to say: no comment would be posted; an earlier one would become one line.")
    else:
        typer.echo(f"comment: {posted.done.value} {posted.address}".rstrip())
    if where.host == "github" and annotate:
        typer.echo(annotations(judged), nl=False)
    if where.summary and not dry_run:
        add_summary(where.summary, told.comment)
    if where.outputs and not dry_run:
        add_outputs(where.outputs, step_outputs(told, posted))


def step_outputs(told: "Said", posted: "Told") -> dict[str, str | int]:
    """What later steps of a job can ask for; see action.yml."""
    numbers = told.counts
    return {
        "status": told.status,
        "diagrams": numbers.diagrams,
        "new": numbers.new + numbers.regressed,
        "fixed": numbers.fixed,
        "still-open": numbers.still_open,
        "unreadable": numbers.unreadable,
        "comment": posted.done.value,
        "comment-address": posted.address,
    }

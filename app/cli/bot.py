"""`diagram-lens bot`: the review of a change, said once where people look."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.baselining import BaselineFile, baselines
from app.cli.choosing import Asked, ConfigFile, RuleFiles, configuration, options_for
from app.cli.console import EXIT_CLEAN, EXIT_FINDINGS, say_note, write_output
from app.cli.reviewing import FailOn, ProfileOption, options

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.bot.environment import Surroundings
    from app.bot.judging import Said
    from app.bot.sticky import Told
    from app.comparing import OptionsFor
    from app.pipeline import Options
    from reports.comparison import FileComparison
    from reports.review import Review

EXAMPLES = """\b
Examples:
  diagram-lens bot --base origin/main --dry-run          what it would say about this branch
  diagram-lens bot                                       in a CI: everything comes from its environment
  diagram-lens bot -o comment.md -o all.sarif --fail-on medium
  diagram-lens bot --files 'docs/*.png' --files '*.drawio' --comment new --post-when findings

\b
Exit status:
  0  nothing new at or above --fail-on
  1  something new or worse at or above --fail-on
  2  a diagram of the head, or the command line, was unusable

\b
Environment: what GitHub Actions and GitLab CI set, and GITHUB_TOKEN or GITLAB_TOKEN. See docs/bot.md.
"""


class HostName(StrEnum):
    """Where the change lies."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NONE = "none"


class CommentWay(StrEnum):
    """What happens to an earlier comment of the bot."""

    UPDATE = "update"
    NEW = "new"
    DELETE = "delete"
    OFF = "off"


class PostWhen(StrEnum):
    """When a comment is posted that was not there before."""

    CHANGED = "changed"
    FINDINGS = "findings"
    ALWAYS = "always"


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(name="bot", epilog=EXAMPLES)(bot)


def bot(
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="REV", help="What the change is compared with. [default: the CI's]"),
    ] = None,
    head: Annotated[
        str | None, typer.Option("--head", metavar="REV", help="The change. [default: HEAD]")
    ] = None,
    files: Annotated[
        list[str] | None,
        typer.Option(
            "--files",
            metavar="PATTERN",
            help="Files that may hold diagrams, instead of the usual ones. Repeatable.",
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="PATTERN", help="Files to leave alone. Repeatable."),
    ] = None,
    host: Annotated[
        HostName | None, typer.Option("--host", help="Where the change lies. [default: as the CI says]")
    ] = None,
    repository: Annotated[
        str | None,
        typer.Option(
            "--repository", metavar="NAME", help="owner/name, or GitLab's project. [default: the CI's]"
        ),
    ] = None,
    number: Annotated[
        int | None,
        typer.Option("--number", min=1, help="Of the pull or merge request. [default: the CI's]"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the comment; ask and tell the host nothing.")
    ] = False,
    comment: Annotated[
        CommentWay,
        typer.Option("--comment", help="Keep one comment up to date, add new ones, replace, or none."),
    ] = CommentWay.UPDATE,
    post_when: Annotated[
        PostWhen,
        typer.Option("--post-when", help="What is worth a comment: any change, new findings, everything."),
    ] = PostWhen.CHANGED,
    key: Annotated[
        str,
        typer.Option("--key", metavar="WORD", help="Tells the comments of several runs on one change apart."),
    ] = "",
    docs_address: Annotated[
        str, typer.Option("--docs-address", metavar="URL", help="Where the rules' pages are, for links.")
    ] = "",
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on", help="Exit with 1 for something new of this severity or worse. [default: high]"
        ),
    ] = None,
    soft_fail: Annotated[
        bool,
        typer.Option("--soft-fail", help="Exit with 0 whatever is found; what cannot be read still fails."),
    ] = False,
    upload_sarif: Annotated[
        bool, typer.Option("--upload-sarif", help="Hand the findings to GitHub's code scanning.")
    ] = False,
    annotate: Annotated[
        bool,
        typer.Option(
            "--annotate/--no-annotate", help="Print annotations for the files of the change (GitHub)."
        ),
    ] = True,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="Write the comment (.md), a page with everything (.html), or the findings of the changed diagrams "
            "(.sarif, .gitlab.json, .rdjson, .xml ...). Repeatable.",
        ),
    ] = None,
    pictures: Annotated[
        str | None,
        typer.Option("--pictures", metavar="DIR", help="Write a picture of each change there: DIR/path.svg."),
    ] = None,
    picture_address: Annotated[
        str,
        typer.Option(
            "--picture-address",
            metavar="URL",
            help="Where those pictures will be, with {path}: the comment shows them instead of Mermaid.",
        ),
    ] = "",
    baseline: BaselineFile = None,
    profile: ProfileOption = None,
    rules: RuleFiles = None,
    config: ConfigFile = None,
) -> None:
    """Review what a change does to diagrams; post one comment, decide the check.

    Compares each changed diagram with what it was where the change began. Posts nothing when there is nothing to say;
    an earlier comment is brought up to date.
    """
    from app.bot.judging import Manner, compared, said
    from app.bot.running import LONGEST, Posting, opened, post
    from app.bot.running import upload_sarif as upload
    from app.bot.sticky import Behaviour
    from app.limits import limits_wanted
    from app.revisions import Span, revision_pairs

    check_outputs(output or [])
    where = _where(host, repository, number, base, head)
    span = Span(where.base, where.head, from_merge_base=True)
    pairs, root = revision_pairs(span, files=files or [], excluded=exclude or [])
    asked = options(None, None, profile, None, rules, None, config)
    judged = compared(pairs, _options_in(root, asked), limits_wanted(), _known(root, asked, baseline))
    threshold = fail_on or _threshold(root, asked)
    manner = Manner(threshold.value, post_when.value, key, docs_address, picture_address, LONGEST[where.host])
    told = said(judged, manner)
    _write(output or [], told, judged)
    if pictures:
        _draw(pictures, judged)
    with opened(where) as there:
        posted = post(where, there, told, Posting(Behaviour(comment.value), dry_run), say_note)
        if upload_sarif and not dry_run:
            upload(where, there, _sarif(judged), say_note)
    _tell(where, told, posted, judged, annotate=annotate and not dry_run, dry_run=dry_run)
    raise typer.Exit(EXIT_CLEAN if soft_fail and told.status == EXIT_FINDINGS else told.status)


def _where(
    host: HostName | None, repository: str | None, number: int | None, base: str | None, head: str | None
) -> "Surroundings":
    """What the CI says, with what the command line says instead. Raises app.errors.Refusal."""
    import os
    from dataclasses import replace

    from app.bot.environment import surroundings
    from app.errors import Refusal

    told = surroundings(os.environ, host.value if host else None)
    where = replace(
        told,
        repository=repository or told.repository,
        number=number or told.number,
        base=base or told.base,
        head=head or told.head,
    )
    if not where.base:
        raise Refusal(
            "It is not known what the change is compared with.", "Give --base, such as origin/main."
        )
    return where


def _threshold(root: str, asked: Asked) -> FailOn:
    """What the configuration of the repository says, else high."""
    import os

    found = configuration(os.path.join(root, "diagram"), asked)
    return FailOn(found.says.fail_on) if found and found.says.fail_on else FailOn.HIGH


def _options_in(root: str, asked: Asked) -> "OptionsFor":
    """The options of a file by its path from the root of the repository, wherever the command runs.

    What lies beside a file comes with its version, from the same commit.
    """
    import os
    from dataclasses import replace

    from_here = os.path.relpath(root)

    def options_in_repository(name: str) -> "Options":
        found = options_for(os.path.normpath(os.path.join(from_here, name)), asked)
        return replace(found, files={}, declarations=None)

    return options_in_repository


def _known(root: str, asked: Asked, baseline: str | None) -> "Callable[[Review], Review]":
    """Waives what the baseline of a file lists. Raises graph_rules.errors.BadText."""
    import os

    from_here = os.path.relpath(root)
    listed = baselines(baseline, asked, updating=False)
    return lambda review: listed.applied(
        review, os.path.normpath(os.path.join(from_here, review.reading.file))
    )


def check_outputs(outputs: list[str]) -> None:
    """Refuse outputs that cannot be written before any work is done. Raises app.errors.Refusal."""
    from app.artefacts import artefact_for
    from app.errors import UnknownOutput

    for out in outputs:
        if not out.lower().endswith((".md", ".html")) and artefact_for(out).together is None:
            cure = "Ask for the comment (.md), a page (.html), or findings: .sarif, .rdjson ..."
            raise UnknownOutput(f"{out}: the bot writes no such file.", cure)


def _write(outputs: list[str], told: "Said", judged: "list[FileComparison]") -> None:
    from app.artefacts import artefact_for
    from app.bot.telling import head_reviews
    from reports.comparison.html_page import html_comparison

    for out in outputs:
        together = artefact_for(out).together
        if out.lower().endswith(".md"):
            write_output(out, told.comment.encode("utf-8", "replace"))
        elif out.lower().endswith(".html"):
            write_output(out, html_comparison(judged))
        elif together is not None:
            write_output(out, together(head_reviews(judged)))


def _draw(folder: str, judged: "list[FileComparison]") -> None:
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


def _sarif(judged: "list[FileComparison]") -> bytes:
    from app.artefacts import json_bytes
    from app.bot.telling import head_reviews
    from reports.sarif import sarif

    return json_bytes(sarif(head_reviews(judged)))


def _tell(
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
    if dry_run or (told.is_worth_posting and not posted.address and posted.done.value == "nothing"):
        typer.echo(unheeded(told.comment) if where.host == "github" else told.comment, nl=False)
    else:
        typer.echo(f"comment: {posted.done.value} {posted.address}".rstrip())
    if where.host == "github" and annotate:
        typer.echo(annotations(judged), nl=False)
    if where.summary and not dry_run:
        add_summary(where.summary, told.comment)
    if where.outputs and not dry_run:
        add_outputs(where.outputs, _outputs(told, posted))


def _outputs(told: "Said", posted: "Told") -> dict[str, str | int]:
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

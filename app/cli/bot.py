"""`diagram-lens bot`: the review of a change, said once where people look."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from app.cli.baselining import baselines
from app.cli.bot_options import (
    Annotate,
    Base,
    BotOutputs,
    Comment,
    CommentWay,
    DryRun,
    Excluded,
    Head,
    HostName,
    Key,
    Number,
    OnHost,
    Patterns,
    PictureAddress,
    Pictures,
    PostWhen,
    PostWhenOption,
    RepositoryName,
    UploadSarif,
)
from app.cli.bot_outputs import check_outputs, draw, tell, wants_every_diagram, write
from app.cli.choosing import Asked, asked_for, options_for, threshold_for
from app.cli.console import EXIT_CLEAN, EXIT_FINDINGS, say_note
from app.cli.options import (
    BaselineFile,
    ConfigFile,
    DocsAddress,
    FailOnNew,
    ProfileOption,
    RuleFiles,
    SoftFail,
)

if TYPE_CHECKING:
    from app.bot.environment import Surroundings
    from app.pipeline import Options
    from reports.comparison import FileComparison
    from reports.review import Review

    Known = Callable[[Review], Review]

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


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(name="bot", epilog=EXAMPLES)(bot)


def bot(
    base: Base = None,
    head: Head = None,
    files: Patterns = None,
    exclude: Excluded = None,
    host: OnHost = None,
    repository: RepositoryName = None,
    number: Number = None,
    dry_run: DryRun = False,
    comment: Comment = CommentWay.UPDATE,
    post_when: PostWhenOption = PostWhen.CHANGED,
    key: Key = "",
    docs_address: DocsAddress = "",
    fail_on: FailOnNew = None,
    soft_fail: SoftFail = False,
    upload_sarif: UploadSarif = False,
    annotate: Annotate = True,
    output: BotOutputs = None,
    pictures: Pictures = None,
    picture_address: PictureAddress = "",
    baseline: BaselineFile = None,
    profile: ProfileOption = None,
    rules: RuleFiles = None,
    config: ConfigFile = None,
) -> None:
    """Review what a change does to diagrams; post one comment, decide the check.

    Compares each changed diagram with what it was where the change began. Posts nothing when there is nothing to say;
    an earlier comment is brought up to date.
    """
    from app.bot.judging import Manner, said
    from app.bot.running import LONGEST, Posting, opened, post
    from app.bot.running import upload_sarif as upload
    from app.bot.sticky import Behaviour

    check_outputs(output or [])
    where = _where(host, repository, number, base, head)
    uploads = upload_sarif and not dry_run
    judging = _Judging(
        where, files or [], exclude or [], asked_for(profile=profile, rules=rules, config=config)
    )
    known = judging.known(baseline)
    judged = judging.changed(known)
    every = [*judged, *judging.unchanged(known)] if uploads or wants_every_diagram(output or []) else judged
    threshold = threshold_for(os.path.join(judging.root, "diagram"), judging.asked, fail_on)
    manner = Manner(threshold.value, post_when.value, key, docs_address, picture_address, LONGEST[where.host])
    told = said(judged, manner)
    write(output or [], told, judged, every)
    if pictures:
        draw(pictures, judged)
    with opened(where) as there:
        posted = post(where, there, told, Posting(Behaviour(comment.value), dry_run), say_note)
        if uploads:
            upload(where, there, every, say_note)
    tell(where, told, posted, judged, annotate=annotate and not dry_run, dry_run=dry_run)
    raise typer.Exit(EXIT_CLEAN if soft_fail and told.status == EXIT_FINDINGS else told.status)


def _where(
    host: HostName | None, repository: str | None, number: int | None, base: str | None, head: str | None
) -> "Surroundings":
    """What the CI says, with what the command line says instead. Raises app.errors.Refusal."""
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


class _Judging:
    """The diagrams of a change, each with the options that hold for its path, wherever the command runs."""

    def __init__(self, where: "Surroundings", files: list[str], excluded: list[str], asked: Asked) -> None:
        from app.limits import limits_wanted
        from app.revisions import Span, revision_pairs

        span = Span(where.base, where.head, from_merge_base=True)
        self._head, self._files, self._excluded = where.head, files, excluded
        self._pairs, self.root = revision_pairs(span, files=files, excluded=excluded)
        self.asked, self._limits, self._from_here = asked, limits_wanted(), os.path.relpath(self.root)

    def changed(self, known: "Known") -> "list[FileComparison]":
        """What the change does to each diagram."""
        from app.bot.judging import compared

        return compared(self._pairs, self._options, self._limits, known)

    def unchanged(self, known: "Known") -> "list[FileComparison]":
        """The diagrams of the head that the change leaves alone, as if they were new; a note for each unreadable one."""
        from app.bot.judging import compared
        from app.comparing import Pair
        from app.revisions import versions_in

        changed = {pair.head.name for pair in self._pairs if pair.head}
        versions = versions_in(self._head, files=self._files, excluded=self._excluded, but=changed)
        found = compared((Pair(None, one) for one in versions), self._options, self._limits, known)
        for file in found:
            for problem in file.problems:
                say_note(f"{file.path}: {problem.problem} {problem.cure}".rstrip())
        return found

    def known(self, baseline: str | None) -> "Known":
        """Waives what the baseline of a file lists. Raises graph_rules.errors.BadText."""
        listed = baselines(baseline, self.asked, updating=False)
        return lambda review: listed.applied(review, self._here(review.reading.file))

    def _options(self, name: str) -> "Options":
        """What lies beside a file comes with its version, from the same commit."""
        from dataclasses import replace

        return replace(options_for(self._here(name), self.asked), files={}, declarations=None)

    def _here(self, name: str) -> str:
        return os.path.normpath(os.path.join(self._from_here, name))

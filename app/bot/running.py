"""One run of the bot: what changed, what it means, who is told. The command line gives it everything it needs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from app.artefacts import json_bytes
from app.bot.environment import Surroundings
from app.bot.hosts.errors import HostFailure
from app.bot.hosts.github import LONGEST_COMMENT, Github, github
from app.bot.hosts.gitlab import LONGEST_NOTE, gitlab
from app.bot.hosts.host import Host
from app.bot.judging import Said
from app.bot.sticky import Behaviour, Done, Told, Words, keep
from app.bot.telling import head_reviews
from app.errors import Refusal
from reports.comparison import FileComparison
from reports.plain import one_line
from reports.sarif import sarif

LONGEST = {"github": LONGEST_COMMENT, "gitlab": LONGEST_NOTE, "none": LONGEST_COMMENT}
"""Characters of a comment, by host; where there is none, what each of them takes."""

FORK = (
    "This change comes from a fork, for which the CI hands out a token that only reads (or none): "
    "the review decides the check, and its text is in the job's log and summary."
)


@dataclass(frozen=True, slots=True)
class Posting:
    """How the comment is kept: what happens to an earlier one, and whether anything is written at all."""

    behaviour: Behaviour = Behaviour.UPDATE
    dry_run: bool = False


def host_of(where: Surroundings) -> Host | None:
    """The change on its host; None where there is none, or no pull or merge request to speak on."""
    if where.host == "none" or where.number is None:
        return None
    if not where.repository:
        raise Refusal("It is not known which repository this is.", "Give --repository.")
    if where.host == "github":
        return github(where.api, where.token, where.repository, where.number)
    return gitlab(where.api, where.token, where.repository, where.number)


@contextmanager
def opened(where: Surroundings) -> Iterator[Host | None]:
    """The change on its host, for as long as it is spoken to. Raises Refusal."""
    host = host_of(where)
    try:
        yield host
    finally:
        if host is not None:
            host.close()


def post(
    where: Surroundings, host: Host | None, told: Said, posting: Posting, say: Callable[[str], None]
) -> Told:
    """Keep the comment; what the host refuses is said and changes nothing else."""
    if posting.behaviour is Behaviour.OFF or posting.dry_run:
        return Told(Done.NOTHING)
    if host is None:
        if told.is_worth_posting and where.host != "none":
            say("The comment was not posted: no pull or merge request is known to the CI. Give --number.")
        return Told(Done.NOTHING)
    if not where.token:
        say(f"The comment was not posted: there is no token. {_help(where)}")
        return Told(Done.NOTHING)
    words = Words(told.marker, told.comment if told.is_worth_posting else None, told.all_clear)
    try:
        return keep(host, words, posting.behaviour)
    except HostFailure as failure:
        say(f"The comment was not posted: {failure} {FORK if where.fork else ''}".rstrip())
        return Told(Done.NOTHING)


def _help(where: Surroundings) -> str:
    if where.fork:
        return FORK
    variable = "GITHUB_TOKEN" if where.host == "github" else "GITLAB_TOKEN"
    return f"Give it in the variable {variable}."


def upload_sarif(
    where: Surroundings, host: Host | None, every: Sequence[FileComparison], say: Callable[[str], None]
) -> None:
    """Hand the findings of every diagram to GitHub's code scanning; what it refuses is said and changes nothing else.

    Nothing is handed over where a diagram cannot be read: code scanning would take its alerts for fixed.
    """
    if where.host != "github" or not (where.commit and where.ref):
        say("SARIF was not uploaded: there is code scanning on GitHub only, for a commit and a ref.")
        return
    if unreadable := [file.path for file in every if file.unreadable_head]:
        say(
            f"SARIF was not uploaded: {one_line(unreadable[0])} cannot be read, and code scanning would take its "
            "alerts for fixed. Mend it, or leave it out with --exclude."
        )
        return
    target = host if isinstance(host, Github) else github(where.api, where.token, where.repository, 0)
    try:
        target.upload_sarif(json_bytes(sarif(head_reviews(every))), where.commit, where.ref)
    except HostFailure as failure:
        say(f"SARIF was not uploaded: {failure} {FORK if where.fork else ''}".rstrip())
    finally:
        if target is not host:
            target.close()

"""One run of the bot: what changed, what it means, who is told. The command line gives it everything it needs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.bot.environment import Surroundings
from app.bot.hosts.errors import HostFailure
from app.bot.hosts.github import Github, github
from app.bot.hosts.gitlab import gitlab
from app.bot.hosts.host import Host
from app.bot.judging import Said
from app.bot.sticky import Behaviour, Done, Told, Words, keep
from app.errors import Refusal

LONGEST = {"github": 65_536, "gitlab": 1_000_000, "none": 65_536}
"""Characters of a comment, by host."""

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
    if posting.behaviour is Behaviour.OFF or host is None or posting.dry_run:
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


def upload_sarif(where: Surroundings, host: Host | None, sarif: bytes, say: Callable[[str], None]) -> None:
    """Hand findings to GitHub's code scanning; what it refuses is said and changes nothing else."""
    if where.host != "github" or not (where.commit and where.ref):
        say("SARIF was not uploaded: there is code scanning on GitHub only, for a commit and a ref.")
        return
    target = host if isinstance(host, Github) else github(where.api, where.token, where.repository, 0)
    try:
        target.upload_sarif(sarif, where.commit, where.ref)
    except HostFailure as failure:
        say(f"SARIF was not uploaded: {failure} {FORK if where.fork else ''}".rstrip())
    finally:
        if target is not host:
            target.close()

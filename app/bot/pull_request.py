"""The job of a GitHub App: fetch what a pull request changes, review it, tell it in a check run and a comment.

Only diagrams are fetched, and only from the API that the settings name.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from app.bot.checkout import BESIDE
from app.bot.github_app import GithubAppSettings, github_app_settings, installation_token
from app.bot.hosts.errors import HostFailure, NoPermission
from app.bot.hosts.github import Github, github
from app.bot.judging import CLEAN, Manner, Said, compared, said
from app.bot.patterns import is_candidate, is_diagram
from app.bot.sticky import Behaviour, Words, keep
from app.bot.webhook import PullRequest
from app.comparing import Pair, Version
from app.errors import is_expected
from app.limits import Limits
from app.pipeline import NamedText, Options
from reports.plain import one_line

if TYPE_CHECKING:
    from app.jobs.workplace import Workplace

CHECK = "Diagram Lens"
MOST_FILES = 200
"""Diagrams of one pull request that are fetched; further ones are said to be left out."""
LARGEST_FILE, LARGEST_SUM, LARGEST_DECLARATIONS = 10 * 2**20, 64 * 2**20, 2**20
"""Bytes of one version of a diagram, of all that are fetched for one pull request, and of declarations beside one."""
MOST_LISTED = 3_000
"""Files that GitHub lists of a pull request, however many it has."""
LONGEST_SUMMARY = 65_000

logger = logging.getLogger("diagram_lens.bot")
_working: "WeakValueDictionary[str, threading.Lock]" = WeakValueDictionary()
_working_lock = threading.Lock()


def review_pull_request(workplace: "Workplace", subject: str) -> None:
    """Review the pull request as it is now; may be called any number of times, and says the same once."""
    request, settings = PullRequest.named(subject), github_app_settings()
    try:
        with _lock_of(subject):
            token = installation_token(settings, request.installation, request.repository)
            with closing(github(settings.api, token, request.repository, request.number)) as host:
                _review(workplace, settings, host)
    except HostFailure as failure:
        logger.warning("pull request %s was not reviewed: %s", subject, failure)


def _lock_of(subject: str) -> threading.Lock:
    """One at a time for each pull request: two at once would post two comments."""
    with _working_lock:
        return _working.setdefault(subject, threading.Lock())


def _review(workplace: "Workplace", settings: GithubAppSettings, host: Github) -> None:
    pull = host.pull()
    head = str(pull["head"]["sha"])
    manner = Manner(settings.fail_on, settings.post_when, docs=settings.docs, longest=host.longest_comment)
    try:
        pairs = list(changed_pairs(host, host.merge_base(str(pull["base"]["sha"]), head), head))
        limits = Limits(int(workplace.settings.seconds) or 1, 0)
        judged = workplace.isolation.run_job(lambda: True, judge, pairs, manner, limits)
    except Exception as error:  # the unexpected is raised again
        if not is_expected(error):
            raise
        host.check(_failed_run(head, error))
        return
    if judged is None:
        return
    told, notes = judged
    words = Words(told.marker, told.comment if told.is_worth_posting else None, told.all_clear)
    _say(lambda: host.check(_check_run(head, told, notes)))
    _say(lambda: keep(host, words, Behaviour.UPDATE))


def _say(say: Callable[[], object]) -> None:
    """One refusal does not keep the other from being said."""
    try:
        say()
    except HostFailure as failure:
        logger.warning("GitHub did not take it: %s", failure)


def judge(pairs: Sequence[Pair], manner: Manner, limits: Limits) -> tuple[Said, list[dict[str, Any]]]:
    """What to say about these diagrams, and the annotations of the check run. Runs in a worker."""
    from app.bot.telling import check_annotations

    options = Options(today=date.today())
    files = compared(pairs, lambda name: options, limits)
    return said(files, manner), check_annotations(files)


def changed_pairs(host: Github, base: str, head: str) -> Iterator[Pair]:
    """The diagrams that a pull request changes, before and after, by the host's API. Raises HostFailure."""
    files = list(host.files())
    if len(files) >= MOST_LISTED:
        problem = (
            f"GitHub lists {MOST_LISTED:,} files of a pull request at most: there may be further diagrams."
        )
        yield Pair(None, Version("further files", b"", problem, "Review them on the command line."))
    candidates = [file for file in files if is_candidate(str(file.get("filename", "")))]
    fetch = _Fetching(host)
    for number, file in enumerate(candidates):
        path = str(file["filename"])
        if number >= MOST_FILES:
            problem = f"{len(candidates)} diagrams changed, and this one is beyond the first {MOST_FILES}."
            yield Pair(None, Version(path, b"", problem, "Review it on the command line."))
            continue
        pair = _pair(fetch, file, path, base, head)
        sides = [side for side in (pair.base, pair.head) if side]
        if any(side.problem or is_diagram(side.name, side.data) for side in sides):
            yield pair


def _pair(fetch: "_Fetching", file: Mapping[str, Any], path: str, base: str, head: str) -> Pair:
    status = file.get("status")
    old_path = str(file.get("previous_filename") or path)
    return Pair(
        None if status in ("added", "copied") else fetch.version(old_path, base),
        None if status == "removed" else fetch.version(path, head),
    )


class _Fetching:
    """Files of commits, within a budget of bytes."""

    def __init__(self, host: Github) -> None:
        self._host, self._left = host, LARGEST_SUM

    def version(self, path: str, commit: str) -> Version:
        """A version of a file; what is too large or not there becomes a version with a problem."""
        try:
            data = self._host.content(path, commit, min(LARGEST_FILE, self._left))
        except NoPermission:
            return Version(
                path, b"", "GitHub does not give this file.", "Give the app the permission contents: read."
            )
        except HostFailure as error:
            return Version(path, b"", error.problem, error.cure or "Review it on the command line.")
        self._left -= len(data)
        return Version(path, data, declarations=self._declarations(f"{path}{BESIDE}", commit))

    def _declarations(self, path: str, commit: str) -> NamedText | None:
        """What the author says beside the diagram, in the same commit; None where there is no such file."""
        try:
            data = self._host.content(path, commit, LARGEST_DECLARATIONS)
        except HostFailure:
            return None
        return path, data.decode("utf-8-sig", "replace")


def _check_run(head: str, told: Said, notes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    summary = (
        told.comment.removeprefix(told.marker).strip() if told.counts.diagrams else "No diagram changed."
    )
    return {
        "name": CHECK,
        "head_sha": head,
        "status": "completed",
        "conclusion": "success" if told.status == CLEAN else "failure",
        "output": {
            "title": one_line(str(told.counts), 200).capitalize(),
            "summary": summary[:LONGEST_SUMMARY],
            "annotations": list(notes),
        },
    }


def _failed_run(head: str, error: Exception) -> dict[str, Any]:
    """A check run that says why there is no review: never a pass."""
    return {
        "name": CHECK,
        "head_sha": head,
        "status": "completed",
        "conclusion": "failure",
        "output": {"title": "The diagrams could not be reviewed", "summary": one_line(str(error), 1_000)},
    }

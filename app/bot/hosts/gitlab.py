"""GitLab: notes on a merge request.

Source: GitLab documentation, "Notes API" and "Users API". A job's own token (CI_JOB_TOKEN) may not write notes.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from app.bot.hosts.errors import NoPermission
from app.bot.hosts.host import Comment
from app.bot.hosts.wire import Wire

LONGEST_NOTE = 1_000_000
CURE = (
    "Give GITLAB_TOKEN a project access token with the scope api and the role Reporter or above, as a masked "
    "variable; pipelines of forks do not get it, and CI_JOB_TOKEN may not write notes."
)


class Gitlab:
    """A merge request: `project` is the project's id or path, `number` the one that GitLab calls iid."""

    name = "gitlab"
    longest_comment = LONGEST_NOTE

    def __init__(self, wire: Wire, project: str, number: int) -> None:
        self._wire = wire
        self._notes = f"/projects/{quote(project, safe='')}/merge_requests/{number}/notes"

    def author(self) -> str:
        """The user, or the bot user of a project's token."""
        return f"id:{self._asked('GET', '/user')['id']}"

    def comments(self) -> Iterator[Comment]:
        """Notes that people or bots wrote; what GitLab itself notes down is left out."""
        try:
            for note in self._wire.pages(self._notes, sort="asc", order_by="created_at"):
                if not note.get("system"):
                    yield _comment(note)
        except NoPermission as error:
            raise NoPermission(error.problem, CURE) from None

    def post(self, text: str) -> Comment:
        return _comment(self._asked("POST", self._notes, {"body": text}))

    def edit(self, comment: Comment, text: str) -> Comment:
        return _comment(self._asked("PUT", f"{self._notes}/{quote(comment.id, safe='')}", {"body": text}))

    def delete(self, comment: Comment) -> None:
        self._asked("DELETE", f"{self._notes}/{quote(comment.id, safe='')}")

    def close(self) -> None:
        self._wire.close()

    def _asked(self, method: str, path: str, body: Mapping[str, str] | None = None) -> Any:
        try:
            return self._wire.ask(method, path, body).json()
        except NoPermission as error:
            raise NoPermission(error.problem, CURE) from None


def gitlab(api: str, token: str, project: str, number: int, **patience: Any) -> Gitlab:
    """A merge request at the API of this address (`https://gitlab.example/api/v4`)."""
    return Gitlab(Wire(api, {"PRIVATE-TOKEN": token}, **patience), project, number)


def _comment(note: Mapping[str, Any]) -> Comment:
    author = note.get("author") or {}
    return Comment(str(note["id"]), frozenset({f"id:{author.get('id')}"}), str(note.get("body") or ""))

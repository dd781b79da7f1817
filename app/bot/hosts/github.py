"""GitHub: comments on a pull request, SARIF for code scanning, check runs, files of a change.

Source: GitHub documentation, "REST API endpoints": issue comments, users, code scanning, check runs, pull
requests, repository contents, commits. An installation's token has no `GET /user`; GraphQL's `viewer`
tells who it is.
"""

import base64
import gzip
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from app.bot.hosts.errors import NoPermission
from app.bot.hosts.host import Comment
from app.bot.hosts.wire import Wire

LONGEST_COMMENT = 65_536
JSON, RAW = "application/vnd.github+json", "application/vnd.github.raw+json"
CURE = (
    "Give the job `permissions: pull-requests: write`. For a pull request from a fork GitHub hands out a token "
    "that only reads: the review decides the check all the same, and the comment is in the job's summary."
)
SCANNING_CURE = (
    "Give the job `permissions: security-events: write`, and turn code scanning on for the repository."
)


class Github:
    """A pull request of a repository (`owner/name`). `wire` goes to its REST API, `graphql` to its other one."""

    name = "github"
    longest_comment = LONGEST_COMMENT

    def __init__(self, wire: Wire, graphql: Wire, repository: str, number: int) -> None:
        self._wire, self._graphql, self.number = wire, graphql, number
        self._repository = f"/repos/{quote(repository, safe='/')}"

    def author(self) -> str:
        """The user, or the app's bot, whose token this is."""
        try:
            return f"id:{self._wire.get('/user')['id']}"
        except NoPermission:
            return self._viewer()

    def _viewer(self) -> str:
        """The same for a token of an installation, which is no user."""
        asked = {"query": "query { viewer { databaseId login } }"}
        answer = self._graphql.ask("POST", "/graphql", asked).json()
        viewer = ((answer or {}).get("data") or {}).get("viewer") or {}
        if number := viewer.get("databaseId"):
            return f"id:{number}"
        if login := viewer.get("login"):
            return f"login:{login}"
        raise NoPermission("GitHub does not tell whose token this is.", CURE)

    def comments(self) -> Iterator[Comment]:
        """The comments of the conversation, oldest first."""
        try:
            for comment in self._wire.pages(f"{self._repository}/issues/{self.number}/comments"):
                yield _comment(comment)
        except NoPermission as error:
            raise NoPermission(error.problem, CURE) from None

    def post(self, text: str) -> Comment:
        path = f"{self._repository}/issues/{self.number}/comments"
        return _comment(self._asked("POST", path, {"body": text}))

    def edit(self, comment: Comment, text: str) -> Comment:
        path = f"{self._repository}/issues/comments/{quote(comment.id, safe='')}"
        return _comment(self._asked("PATCH", path, {"body": text}))

    def delete(self, comment: Comment) -> None:
        self._asked("DELETE", f"{self._repository}/issues/comments/{quote(comment.id, safe='')}")

    def close(self) -> None:
        self._wire.close()
        self._graphql.close()

    def upload_sarif(self, sarif: bytes, commit: str, ref: str) -> str:
        """Hand findings to code scanning, for a commit and a ref (`refs/pull/7/merge`); its id for them."""
        packed = base64.b64encode(gzip.compress(sarif, mtime=0)).decode()
        body = {"commit_sha": commit, "ref": ref, "sarif": packed, "tool_name": "Diagram Lens"}
        answer = self._asked("POST", f"{self._repository}/code-scanning/sarifs", body, SCANNING_CURE)
        return str((answer or {}).get("id", ""))

    def check(self, run: Mapping[str, Any]) -> str:
        """A check run on a commit; the address of its page. Only apps may make one."""
        cure = "Give the app the permission checks: write."
        answer = self._asked("POST", f"{self._repository}/check-runs", run, cure)
        return str((answer or {}).get("html_url", ""))

    def pull(self) -> Mapping[str, Any]:
        """The pull request as it is now: `base` and `head`, each with its `sha`."""
        found: Mapping[str, Any] = self._wire.get(f"{self._repository}/pulls/{self.number}")
        return found

    def merge_base(self, base: str, head: str) -> str:
        """The commit from which two commits went apart."""
        path = f"{self._repository}/compare/{quote(base, safe='')}...{quote(head, safe='')}"
        answer = self._wire.get(path, per_page=1)
        return str(answer["merge_base_commit"]["sha"])

    def files(self) -> Iterator[Mapping[str, Any]]:
        """The files that the pull request changes: `filename`, `status`, `previous_filename`."""
        return self._wire.pages(f"{self._repository}/pulls/{self.number}/files")

    def content(self, path: str, commit: str, largest: int) -> bytes:
        """A file as it is in a commit. Raises HostFailure where it is larger than `largest` bytes."""
        where = f"{self._repository}/contents/{quote(path, safe='/')}"
        return self._wire.ask("GET", where, query={"ref": commit}, accept=RAW, largest=largest).content

    def _asked(self, method: str, path: str, body: Any = None, cure: str = CURE) -> Any:
        try:
            return self._wire.ask(method, path, body).json()
        except NoPermission as error:
            raise NoPermission(error.problem, cure) from None


def github(api: str, token: str, repository: str, number: int, **patience: Any) -> Github:
    """A pull request at the API of this address: `https://api.github.com`, `https://HOST/api/v3`."""
    headers = {"Authorization": f"Bearer {token}", "Accept": JSON, "X-GitHub-Api-Version": "2022-11-28"}
    rest, graphql = (
        Wire(address, headers, **patience) for address in (api, api.rstrip("/").removesuffix("/v3"))
    )
    return Github(rest, graphql, repository, number)


def _comment(comment: Mapping[str, Any]) -> Comment:
    author = comment.get("user") or {}
    return Comment(
        str(comment["id"]),
        frozenset({f"id:{author.get('id')}", f"login:{author.get('login')}"}),
        str(comment.get("body") or ""),
        str(comment.get("html_url") or ""),
    )

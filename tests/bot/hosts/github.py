"""GitHub's REST API for what the bot asks, in the shapes of its public documentation."""

import base64
import gzip
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.bot.hosts.faults import Faulty, answer_of

BOT = {"login": "github-actions[bot]", "id": 41898282, "type": "Bot"}
SOMEBODY = {"login": "octocat", "id": 583231, "type": "User"}
OTHER_BOT = {"login": "other-bot[bot]", "id": 7007, "type": "Bot"}
REPOSITORY = "octo/shop"
TOKEN, INSTALLATION_TOKEN = "ghs_actions", "ghs_installation"

BASE, MERGE_BASE, HEAD = "a" * 40, "b" * 40, "c" * 40

Handler = Callable[[Request], Awaitable[Response]]


class GithubHost(Faulty):
    """One repository with one pull request. `comments`, `checks`, `sarifs` hold what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.comments: list[dict[str, Any]] = []
        self.checks: list[dict[str, Any]] = []
        self.sarifs: list[dict[str, Any]] = []
        self.commits: dict[str, dict[str, bytes]] = {}
        self.changed: list[dict[str, Any]] = []
        self.tokens_asked: list[dict[str, Any]] = []
        self.verify_jwt: Callable[[str], dict[str, Any]] | None = None
        self.writable = self.tells_ids = True
        self._next = 1000
        self.app = Starlette(routes=self._routes())

    def say(self, text: str, user: dict[str, Any] = SOMEBODY) -> dict[str, Any]:
        """A comment that is there before the bot comes."""
        self._next += 1
        made = {
            "id": self._next,
            "node_id": f"IC_{self._next}",
            "url": f"https://api.github.com/repos/{REPOSITORY}/issues/comments/{self._next}",
            "html_url": f"https://github.com/{REPOSITORY}/pull/7#issuecomment-{self._next}",
            "body": text,
            "user": user,
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z",
            "author_association": "NONE",
        }
        self.comments.append(made)
        return made

    def by_the_bot(self) -> list[str]:
        return [comment["body"] for comment in self.comments if comment["user"]["id"] == BOT["id"]]

    def _routes(self) -> list[Route]:
        here = f"/repos/{REPOSITORY}"
        table: list[tuple[str, str, Handler]] = [
            ("GET", "/user", self._user),
            ("POST", "/graphql", self._graphql),
            ("GET", here + "/issues/7/comments", self._list),
            ("POST", here + "/issues/7/comments", self._create),
            ("PATCH", here + "/issues/comments/{id:int}", self._edit),
            ("DELETE", here + "/issues/comments/{id:int}", self._delete),
            ("POST", here + "/code-scanning/sarifs", self._sarif),
            ("POST", here + "/check-runs", self._check),
            ("GET", here + "/pulls/7", self._pull),
            ("GET", here + "/pulls/7/files", self._files),
            ("GET", here + "/compare/{range}", self._compare),
            ("GET", here + "/contents/{path:path}", self._content),
            ("POST", "/app/installations/{id:int}/access_tokens", self._token),
        ]
        return [Route(path, self._guarded(handler), methods=[method]) for method, path, handler in table]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            fault = self.fault(request)
            if fault is not None and not fault.after:
                return answer_of(fault)
            given = request.headers.get("authorization", "")
            if "access_tokens" not in request.url.path and given not in (
                f"Bearer {TOKEN}",
                f"Bearer {INSTALLATION_TOKEN}",
            ):
                return JSONResponse({"message": "Bad credentials"}, 401)
            answer = await handler(request)
            return answer if fault is None else answer_of(fault)

        return guarded

    def _may_write(self) -> Response | None:
        if self.writable:
            return None
        return JSONResponse({"message": "Resource not accessible by integration"}, 403)

    async def _user(self, request: Request) -> Response:
        return JSONResponse({"message": "Resource not accessible by integration"}, 403)

    async def _graphql(self, request: Request) -> Response:
        assert "viewer" in (await request.json())["query"]
        known = {"databaseId": BOT["id"]} if self.tells_ids else {"login": BOT["login"]}
        return JSONResponse({"data": {"viewer": known}})

    async def _list(self, request: Request) -> Response:
        return JSONResponse(_page(request, self.comments))

    async def _create(self, request: Request) -> Response:
        if refusal := self._may_write():
            return refusal
        text = (await request.json())["body"]
        if len(text) > 65_536:
            return JSONResponse({"message": "Validation Failed"}, 422)
        return JSONResponse(self.say(text, BOT), 201)

    async def _edit(self, request: Request) -> Response:
        if refusal := self._may_write():
            return refusal
        comment = self._named(request)
        if comment is None:
            return JSONResponse({"message": "Not Found"}, 404)
        comment["body"] = (await request.json())["body"]
        return JSONResponse(comment)

    async def _delete(self, request: Request) -> Response:
        comment = self._named(request)
        if comment is None:
            return JSONResponse({"message": "Not Found"}, 404)
        self.comments.remove(comment)
        return Response(status_code=204)

    def _named(self, request: Request) -> dict[str, Any] | None:
        number = request.path_params["id"]
        return next((comment for comment in self.comments if comment["id"] == number), None)

    async def _sarif(self, request: Request) -> Response:
        body = await request.json()
        document = json.loads(gzip.decompress(base64.b64decode(body["sarif"])))
        self.sarifs.append({**body, "sarif": document})
        return JSONResponse({"id": "47177e22-5596", "url": "https://api.github.com/sarifs/47177e22"}, 202)

    async def _check(self, request: Request) -> Response:
        self.checks.append(await request.json())
        return JSONResponse({"id": 4, "html_url": f"https://github.com/{REPOSITORY}/runs/4"}, 201)

    async def _pull(self, request: Request) -> Response:
        return JSONResponse({"number": 7, "base": {"sha": BASE}, "head": {"sha": HEAD}})

    async def _files(self, request: Request) -> Response:
        return JSONResponse(_page(request, self.changed))

    async def _compare(self, request: Request) -> Response:
        assert request.path_params["range"] == f"{BASE}...{HEAD}"
        return JSONResponse({"merge_base_commit": {"sha": MERGE_BASE}, "files": []})

    async def _content(self, request: Request) -> Response:
        tree = self.commits.get(request.query_params["ref"], {})
        data = tree.get(request.path_params["path"])
        if data is None:
            return JSONResponse({"message": "Not Found"}, 404)
        assert request.headers["accept"] == "application/vnd.github.raw+json"
        return PlainTextResponse(data)

    async def _token(self, request: Request) -> Response:
        assert self.verify_jwt is not None
        claims = self.verify_jwt(request.headers["authorization"].removeprefix("Bearer "))
        asked = {"claims": claims, "installation": request.path_params["id"], **await request.json()}
        self.tokens_asked.append(asked)
        return JSONResponse({"token": INSTALLATION_TOKEN, "expires_at": "2036-01-01T00:00:00Z"}, 201)


def _page(request: Request, items: list[Any]) -> list[Any]:
    size = min(int(request.query_params.get("per_page", 30)), 100)
    page = int(request.query_params.get("page", 1))
    return items[(page - 1) * size : page * size]

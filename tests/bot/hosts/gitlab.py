"""GitLab's REST API for what the bot asks, in the shapes of its public documentation."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bot.hosts.faults import Faulty, answer_of

BOT = {"id": 91, "username": "project_42_bot", "name": "diagram-lens", "state": "active"}
SOMEBODY = {"id": 7, "username": "ana", "name": "Ana", "state": "active"}
TOKEN = "glpat-project"


class GitlabHost(Faulty):
    """Project 42 with merge request 7."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[dict[str, Any]] = []
        self._next = 300
        here = "/api/v4/projects/42/merge_requests/7/notes"
        table = [
            ("GET", "/api/v4/user", self._user),
            ("GET", here, self._list),
            ("POST", here, self._create),
            ("PUT", here + "/{id:int}", self._edit),
            ("DELETE", here + "/{id:int}", self._delete),
        ]
        self.app = Starlette(
            routes=[Route(path, self._guarded(to), methods=[way]) for way, path, to in table]
        )

    def say(self, text: str, author: dict[str, Any] = SOMEBODY, *, system: bool = False) -> dict[str, Any]:
        self._next += 1
        note = {
            "id": self._next,
            "body": text,
            "author": author,
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z",
            "system": system,
            "noteable_type": "MergeRequest",
            "noteable_iid": 7,
            "resolvable": False,
        }
        self.notes.append(note)
        return note

    def by_the_bot(self) -> list[str]:
        return [note["body"] for note in self.notes if note["author"]["id"] == BOT["id"]]

    def _guarded(self, handler: Any) -> Any:
        async def guarded(request: Request) -> Response:
            fault = self.fault(request)
            if fault is not None and not fault.after:
                return answer_of(fault)
            if request.headers.get("private-token") != TOKEN:
                return JSONResponse({"message": "401 Unauthorized"}, 401)
            answer: Response = await handler(request)
            return answer if fault is None else answer_of(fault)

        return guarded

    async def _user(self, request: Request) -> Response:
        return JSONResponse(BOT)

    async def _list(self, request: Request) -> Response:
        size, page = int(request.query_params.get("per_page", 20)), int(request.query_params.get("page", 1))
        assert request.query_params["sort"] == "asc"
        return JSONResponse(self.notes[(page - 1) * size : page * size])

    async def _create(self, request: Request) -> Response:
        return JSONResponse(self.say((await request.json())["body"], BOT), 201)

    async def _edit(self, request: Request) -> Response:
        note = next((each for each in self.notes if each["id"] == request.path_params["id"]), None)
        if note is None:
            return JSONResponse({"message": "404 Not found"}, 404)
        note["body"] = (await request.json())["body"]
        return JSONResponse(note)

    async def _delete(self, request: Request) -> Response:
        self.notes = [note for note in self.notes if note["id"] != request.path_params["id"]]
        return Response(status_code=204)

"""What a host does instead of answering, as often as a test wants it to."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


@dataclass
class Fault:
    """An answer in place of the real one, `times` times, for requests whose method and path begin so.

    `after` says that what was asked is done all the same, as when an answer is lost on its way.
    """

    method: str
    path: str
    status: int
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    message: str = ""
    after: bool = False


class Faulty:
    """Requests counted, faults answered."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.requests: list[tuple[str, str]] = []

    @property
    def writes(self) -> list[tuple[str, str]]:
        """The requests that changed something, without questions put by POST."""
        return [(method, path) for method, path in self.requests if method != "GET" and "graphql" not in path]

    def fault(self, request: Request) -> Fault | None:
        """Note the request; the fault that answers it, if any."""
        path = request.url.path
        self.requests.append((request.method, path))
        for fault in self.faults:
            if fault.times and fault.method == request.method and fault.path in path:
                fault.times -= 1
                return fault
        return None


def answer_of(fault: Fault) -> Response:
    return JSONResponse({"message": fault.message}, fault.status, headers=fault.headers)

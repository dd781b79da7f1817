"""A parameter that a route does not have is refused: a typo in `?select=` must not review everything."""

from collections.abc import Callable, Coroutine, Iterator
from difflib import get_close_matches
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.errors import UnknownParameter
from reports.plain import one_line


class OnlyKnownParameters(APIRoute):
    """A route that raises UnknownParameter for the first name in the query string that it does not take."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer, known = super().get_route_handler(), list(_names(self.dependant))

        async def answer_if_known(request: Request) -> Response:
            for name in request.query_params:
                if name not in known:
                    raise UnknownParameter(
                        f'There is no parameter "{one_line(name, 40)}".', _cure(name, known)
                    )
            return await answer(request)

        return answer_if_known


def _names(dependant: Dependant) -> Iterator[str]:
    """The query parameters of a route, and of what it depends on."""
    for inner in dependant.dependencies:
        yield from _names(inner)
    yield from (field.alias for field in dependant.query_params)


def _cure(name: str, known: list[str]) -> str:
    close = get_close_matches(name[:40].lower(), known, n=1)
    if close:
        return f"Did you mean {close[0]}?"
    return f"There are {', '.join(known)}." if known else "Leave it out."

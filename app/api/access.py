"""Who may call a route: `MayRead`, `MayReview` and `MayAdminister` are parameters that hold the caller."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from app.access.caller import Caller, Scope
from app.access.door import Door
from app.access.rates import Standing
from app.observing.requests import asked


class CallerWith(SecurityBase):
    """A dependency that gives the caller, who has this scope and asks no more often than they may.

    It raises Unauthenticated, Forbidden, TooManyRequests. For FastAPI it is a security scheme, which says in the
    OpenAPI document what the header is.
    """

    scheme_name = "token"
    model = HTTPBearer(
        description="An API token (dlens_...), or one of the identity provider. Not needed where access control is off."
    )

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    async def __call__(self, request: Request) -> Caller:
        door: Door = request.app.state.door
        address = request.client.host if request.client else ""
        found = await door.caller(request.headers.get("authorization", ""), address)
        asked().caller = found.name
        request.state.caller = found
        request.state.headers = rate_headers(await door.admit(found, self.scope))
        return found


def rate_headers(standings: Sequence[Standing]) -> dict[str, str]:
    """What is left of each limit, as the IETF's draft on RateLimit header fields writes it."""
    if not standings:
        return {}
    return {
        "RateLimit-Policy": ", ".join(f'"{each.name}";q={each.most};w={each.span}' for each in standings),
        "RateLimit": ", ".join(f'"{each.name}";r={each.left};t={each.seconds}' for each in standings),
    }


MayRead = Annotated[Caller, Depends(CallerWith(Scope.READ))]
MayReview = Annotated[Caller, Depends(CallerWith(Scope.REVIEW))]
MayAdminister = Annotated[Caller, Depends(CallerWith(Scope.ADMIN))]

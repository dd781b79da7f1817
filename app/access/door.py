"""The door: who comes in, by an API token, by a token of an identity provider, or unnamed where that is allowed."""

from collections.abc import Callable
from ipaddress import ip_address
from typing import TypeVar

from anyio import to_thread

from app.access.caller import LOCAL, Caller, Scope
from app.access.identities import Identities, identities_for
from app.access.rates import Rates, Standing, network_of
from app.access.tokens import HOW, PREFIX, caller_with_token
from app.errors import Forbidden, Unauthenticated
from app.settings import Settings
from app.store.database import Database

LONGEST_TOKEN = 8_192
Counted = TypeVar("Counted")


class Door:
    """Knows callers by what they show, and counts how often they come."""

    def __init__(self, settings: Settings, database: Callable[[], Database]) -> None:
        self.closed = settings.access == "required"
        self.rates = Rates(settings, database)
        self.identities: Identities | None = identities_for(settings)
        self._database = database

    async def caller(self, authorization: str, address: str) -> Caller:
        """Who shows this Authorization header. Raises Unauthenticated, TooManyRequests."""
        if not authorization:
            return self._unnamed(address)
        try:
            return await self._named(authorization)
        except Unauthenticated:
            await self._count(lambda: self.rates.count_failure(address))
            raise

    def _unnamed(self, address: str) -> Caller:
        if self.closed:
            raise Unauthenticated("This server wants to know who you are.", HOW)
        return LOCAL if is_loopback(address) else Caller("anonymous", LOCAL.scopes, key=network_of(address))

    async def _named(self, authorization: str) -> Caller:
        scheme, _, text = authorization.partition(" ")
        text = text.strip()
        if scheme.lower() != "bearer" or not text or len(text) > LONGEST_TOKEN:
            raise Unauthenticated("The Authorization header carries no bearer token.", HOW, invalid=True)
        if text.startswith(PREFIX):
            return await to_thread.run_sync(caller_with_token, self._database(), text)
        if self.identities is not None:
            return await self.identities.caller(text)
        raise Unauthenticated("There is no such token, or it was revoked.", HOW, invalid=True)

    async def admit(self, caller: Caller, scope: Scope) -> list[Standing]:
        """Let a caller do one thing; what is left of their limits. Raises Forbidden, TooManyRequests.

        Who asks from this very machine without a name is not counted.
        """
        if not caller.may(scope):
            raise Forbidden(
                f"This needs a token with the scope {scope.value}.",
                "Ask an administrator for a token that has it.",
                scope=scope.value,
            )
        if not caller.key:
            return []
        return await self._count(lambda: self.rates.count(caller.key, is_review=scope is Scope.REVIEW))

    async def _count(self, count: Callable[[], Counted]) -> Counted:
        return await to_thread.run_sync(count) if self.rates.blocks else count()


def is_loopback(address: str) -> bool:
    """Whether this is an address of the machine itself."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False

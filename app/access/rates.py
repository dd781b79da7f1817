"""How often a caller may ask: requests a minute, reviews a day.

Counts live in this process, in the database, or in Redis: with several servers one of the latter two, or each
server counts for itself.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from app.errors import Refusal, StoreUnavailable, TooManyRequests
from app.settings import Settings
from app.store.database import Database

FAILURES_PER_MINUTE = 30
"""Wrong tokens from one address. Nobody guesses 256 bits; this keeps them from costing us a look-up each."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of one limit: its name, how much it allows in how many seconds, what is left for how long."""

    name: str
    most: int
    span: int
    left: int
    seconds: int


class Rates:
    """Counts what callers ask, and refuses what is too much. May block where counts are shared."""

    def __init__(self, settings: Settings, database: Callable[[], Database]) -> None:
        self.blocks = settings.counts != "memory"
        self._limiter = FixedWindowRateLimiter(storage(settings.counts, database))
        self._requests = _of(RateLimitItemPerMinute, settings.requests_per_minute)
        self._reviews = _of(RateLimitItemPerDay, settings.reviews_per_day)
        self._failures = RateLimitItemPerMinute(FAILURES_PER_MINUTE)

    def count(self, key: str, *, is_review: bool) -> list[Standing]:
        """Count one request of a caller. Raises TooManyRequests."""
        limits = [("requests", self._requests), ("reviews", self._reviews if is_review else None)]
        return [self._count(name, limit, key) for name, limit in limits if limit is not None]

    def count_failure(self, address: str) -> None:
        """Count a wrong token from an address. Raises TooManyRequests."""
        self._count("failures", self._failures, network_of(address))

    def _count(self, name: str, limit: RateLimitItem, key: str) -> Standing:
        try:
            allowed = self._limiter.hit(limit, name, key)
            stats = self._limiter.get_window_stats(limit, name, key)
        except StorageError as error:
            raise StoreUnavailable("The place where requests are counted does not answer.") from error
        seconds = max(1, math.ceil(stats.reset_time - time.time()))
        if not allowed:
            raise TooManyRequests(_problem(name, limit), f"Try again in {seconds} s.", seconds)
        return Standing(name, limit.amount, limit.get_expiry(), stats.remaining, seconds)


def storage(counts: str, database: Callable[[], Database]) -> Storage:
    """Where counts live. Raises app.errors.Refusal."""
    if counts == "memory":
        return MemoryStorage()
    if counts == "database":
        from app.access.shared_counts import SharedCounts

        return SharedCounts(database)
    try:
        made = storage_from_string(counts, wrap_exceptions=True)
    except Exception as error:  # what the libraries of such places raise for addresses and missing packages
        raise Refusal(  # their words repeat the address, which may hold a password
            f"Requests cannot be counted at that address ({type(error).__name__}).",
            "Set DIAGRAM_LENS_COUNTS to memory, database or redis://...",
        ) from None
    assert isinstance(made, Storage)  # noqa: S101 - only asynchronous addresses give another kind
    return made


def network_of(address: str) -> str:
    """The address that counts: that of an IPv4 host, the network of an IPv6 host, which has 2**64 of them.

    A socket for both kinds writes the IPv4 ones as ::ffff:192.0.2.1; they are hosts apart all the same.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address[:100]
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def _of(kind: type[RateLimitItem], most: int) -> RateLimitItem | None:
    return kind(most) if most else None


def _problem(name: str, limit: RateLimitItem) -> str:
    if name == "failures":
        return "Too many wrong tokens came from your address."
    span = "minute" if limit.get_expiry() == 60 else "day"
    return f"You have asked for more than {limit.amount} {name} in a {span}."

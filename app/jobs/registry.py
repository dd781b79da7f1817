"""The jobs there are: by name, the function that works on one, imported when it is first asked for.

A function takes the workplace and the id of its subject, claims the subject in the database, and may be
called twice. It handles what goes wrong with its subject; what it raises is logged, and the sweep comes again.
"""

from collections.abc import Callable, Mapping
from importlib import import_module

from app.jobs.workplace import Workplace

Job = Callable[[Workplace, str], None]
Chore = Callable[[Workplace], None]

JOBS: Mapping[str, str] = {
    "review": "app.jobs.reviewing:review",
    "deliver": "app.jobs.delivering:deliver",
    "github": "app.bot.pull_request:review_pull_request",
}

ASIDE = frozenset({"deliver", "github"})
"""Jobs that mostly wait for others: they have threads of their own, so that reviews never stand behind them."""

HOURLY = 3_600.0

CHORES: Mapping[str, tuple[str, float | None]] = {
    "reviews without a worker": ("app.jobs.sweeping:sweep_reviews", None),
    "deliveries that are due": ("app.jobs.sweeping:sweep_deliveries", None),
    "what is too old": ("app.jobs.retention:remove_old", HOURLY),
    "old entries of access": ("app.access.forgetting:forget_old", HOURLY),
}
"""What every worker does now and then, and after how many seconds again (None: as the settings say).
Must be harmless beside another worker that does the same."""


def job_named(name: str) -> Job | None:
    """The function of a job; None for a name that this version does not know."""
    found = JOBS.get(name)
    return _imported(found) if found else None


def chores(usual: float) -> dict[str, tuple[Chore, float]]:
    """What is done now and then, by what it looks for, with the seconds between two times."""
    return {name: (_imported(place), seconds or usual) for name, (place, seconds) in CHORES.items()}


def _imported(place: str) -> Callable[..., None]:
    module, name = place.split(":")
    function: Callable[..., None] = getattr(import_module(module), name)
    return function

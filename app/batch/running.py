"""The loop: files in order, a bounded number of them with the workers, each outcome into the journal as it comes."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from hashlib import sha256
from typing import Protocol

from app.batch.journal import Journal
from app.batch.pools import Pool, why_lost
from app.batch.sources import Item, may_hold_none
from app.batch.work import UNFETCHED, failure, line, reviewed
from app.limits import Limits
from app.pipeline import Options


class Progress(Protocol):
    """Hears of each file that is done."""

    def advance(self, *, resumed: bool = False) -> None: ...


OptionsFor = Callable[[Item], Options]
"""The options for one file. May raise what `app.errors` names: then the file is unreadable with them."""

Waiting = dict["Future[str]", tuple[str, str]]
"""The path and the key of each file that is with a worker."""


def run(
    items: Iterable[Item],
    options_for: OptionsFor,
    pool: Pool,
    journal: Journal,
    limits: Limits,
    progress: Progress,
) -> None:
    """Work on every file that the journal does not have yet. Memory does not grow with their number."""
    waiting: Waiting = {}
    try:
        for item in items:
            while len(waiting) >= pool.window:
                _settle(waiting, journal, limits, progress)
            _begin(item, options_for, pool, journal, waiting, progress)
        while waiting:
            _settle(waiting, journal, limits, progress)
    except BaseException:
        for future in waiting:
            future.cancel()
        raise


def _begin(
    item: Item,
    options_for: OptionsFor,
    pool: Pool,
    journal: Journal,
    waiting: Waiting,
    progress: Progress,
) -> None:
    try:
        data, options = item.fetch(), options_for(item)
    except Exception as error:  # nothing that one file does may end the run
        journal.add(item.path, "", line(failure(item.path, error, UNFETCHED)))
        progress.advance()
        return
    key = key_of(data, options)
    if journal.has(item.path, key):
        progress.advance(resumed=True)
        return
    passes_by = item.listed and may_hold_none(item.path)
    future = pool.submit(reviewed, data, item.path, options, passes_by)
    waiting[future] = (item.path, key)


def _settle(waiting: Waiting, journal: Journal, limits: Limits, progress: Progress) -> None:
    """Wait until some file is done and keep what came of it."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        path, key = waiting.pop(future)
        error = future.exception()
        outcome = future.result() if error is None else line(failure(path, why_lost(error, limits)))
        journal.add(path, key, outcome)
        progress.advance()


def key_of(data: bytes, options: Options) -> str:
    """Changes with the file's bytes and with everything that is asked of it. The day of the run is the journal's."""
    asked = [
        *(options.select, options.ignore, options.profile, options.page, options.rules),
        *(options.declarations, options.mapping, options.severities),
    ]
    return sha256(sha256(data).digest() + repr(asked).encode("utf-8", "replace")).hexdigest()

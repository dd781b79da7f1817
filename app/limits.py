"""A second wall for the command line: CPU seconds and memory that one file may take of this very process.

Readers count their own steps and bytes, and stop first. Should one of them forget to, the operating system
does not. Servers have worker processes for that, see `app.isolation`.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from app.errors import OutOfMemory, OutOfTime, Refusal

SECONDS_VARIABLE = "DIAGRAM_LENS_CLI_SECONDS"
MEMORY_VARIABLE = "DIAGRAM_LENS_CLI_MEGABYTES"
GRACE = 5
"""Seconds of CPU after which a process that no longer answers signals is ended without a word."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: seconds of CPU, and megabytes above what the process has; 0 is without limit."""

    seconds: int = 60
    megabytes: int = 2_048


def limits_wanted() -> Limits:
    """The limits that the environment sets, else the usual ones. Raises Refusal for what is no number."""
    usual = Limits()
    return Limits(_number(SECONDS_VARIABLE, usual.seconds), _number(MEMORY_VARIABLE, usual.megabytes))


def _number(variable: str, usual: int) -> int:
    given = os.environ.get(variable, "").strip()
    if not given:
        return usual
    if not given.isascii() or not given.isdigit() or len(given) > 6:
        raise Refusal(f"{variable} is no whole number.", f"Set it to {usual}, or to 0 for no limit.")
    return int(given)


@contextmanager
def limited(name: str, limits: Limits) -> Iterator[None]:
    """Work on the file of this name within the limits. POSIX only; memory on Linux only; elsewhere nothing.

    Raises OutOfTime and OutOfMemory, whose problem names the file and the limit.
    """
    with _limited_time(name, limits.seconds), _limited_memory(name, limits.megabytes):
        yield


@contextmanager
def _limited_time(name: str, seconds: int) -> Iterator[None]:
    """The soft limit wakes a handler in Python. It never runs while a library is stuck in its own loop: for
    that there is the timer, which ends the process."""
    if not seconds or sys.platform == "win32" or not _in_main_thread():
        yield
        return
    import resource

    def stop(signal_number: int, frame: object) -> None:
        raise OutOfTime(
            f"{name}: it took longer than {seconds} s of CPU.",
            f"Split it into smaller files, or set {SECONDS_VARIABLE}.",
        )

    before, hard = resource.getrlimit(resource.RLIMIT_CPU)
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = int(used.ru_utime + used.ru_stime) + seconds + 1
    handler = signal.signal(signal.SIGXCPU, stop)
    try:
        _set_soft(resource.RLIMIT_CPU, wanted, hard)
        signal.setitimer(signal.ITIMER_PROF, seconds + GRACE)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        _set_soft(resource.RLIMIT_CPU, before, hard)
        signal.signal(signal.SIGXCPU, handler)


@contextmanager
def _limited_memory(name: str, megabytes: int) -> Iterator[None]:
    """The data limit counts memory that can be written, not addresses that are merely reserved."""
    try:
        with _data_limit(megabytes):
            yield
    except MemoryError:
        raise OutOfMemory(
            f"{name}: it needs more than {megabytes} MB of memory.",
            f"Split it into smaller files, or set {MEMORY_VARIABLE}.",
        ) from None


@contextmanager
def _data_limit(megabytes: int) -> Iterator[None]:
    if not megabytes or sys.platform != "linux":
        yield
        return
    import resource

    before, hard = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        _set_soft(resource.RLIMIT_DATA, data_in_use() + megabytes * 2**20, hard)
        yield
    finally:
        _set_soft(resource.RLIMIT_DATA, before, hard)


def data_in_use() -> int:
    """Bytes that this process may write to, as Linux counts them against the data limit."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData:"))


def _set_soft(kind: int, wanted: int, hard: int) -> None:
    """Set a soft limit, never above the hard one, which stays as it is."""
    import resource

    unlimited = resource.RLIM_INFINITY
    soft = hard if hard != unlimited and (wanted == unlimited or wanted > hard) else wanted
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (soft, hard))


def _in_main_thread() -> bool:
    """Signals have handlers in the main thread only."""
    import threading

    return threading.current_thread() is threading.main_thread()

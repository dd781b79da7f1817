"""dataclasses, enum, contextlib and copy."""

from collections.abc import Callable, Generator

from parsers.diagrams_dsl import enumerations  # noqa: F401 - gives members of an IntEnum their operators
from parsers.diagrams_dsl.attributes import get_attribute
from parsers.diagrams_dsl.calls import call, stream_next
from parsers.diagrams_dsl.classes import AUTO, ENUM, FLAG, INT_ENUM, STR_ENUM
from parsers.diagrams_dsl.dataclass import FIELD, make_dataclass
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.items import set_key
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.types import type_of
from parsers.diagrams_dsl.values import (
    MISSING,
    Annotation,
    Builtin,
    Class,
    Instance,
    Raised,
    SetValue,
    Stream,
    Value,
)

# dataclasses


def _dataclass(
    machine: Machine,
    cls: Value = None,
    /,
    *,
    frozen: Value = False,
    order: Value = False,
    kw_only: Value = False,
    **_: Value,
) -> Value:
    def make(machine: Machine, cls: Value, /) -> Value:
        ways = (is_true(machine, one) for one in (frozen, order, kw_only))
        return make_dataclass(machine, cls, *ways)

    return make(machine, cls) if isinstance(cls, Class) else Builtin("dataclass", make)


def _field(
    machine: Machine,
    /,
    *,
    default: Value = MISSING,
    default_factory: Value = MISSING,
    **options: Value,
) -> Value:
    made = Instance(FIELD)
    made.fields |= {"default": default, "default_factory": default_factory, **options}
    return made


def _asdict(machine: Machine, value: Value, /) -> Value:
    if isinstance(value, Instance) and value.cls.feature("dataclass") is not None:
        return {name: _asdict(machine, value.fields.get(name)) for name in value.cls.feature("dataclass")}
    if isinstance(value, list):
        machine.budget.elements(len(value))
        return [_asdict(machine, one) for one in value]
    machine.step()
    return value


def _fields(machine: Machine, value: Value, /) -> Value:
    cls = value if isinstance(value, Class) else type_of(value)
    made: list[Value] = []
    for name in cls.feature("dataclass") or {}:
        made.append(Instance(FIELD))
        made[-1].fields |= {"name": name}
    return tuple(made)


def _replace(machine: Machine, value: Value, /, **changes: Value) -> Value:
    if not isinstance(value, Instance) or value.cls.feature("dataclass") is None:
        raise machine.error("TypeError", "replace() should be called on dataclass instances")
    fields = {name: value.fields.get(name) for name in value.cls.feature("dataclass")}
    return call(machine, value.cls, (), {**fields, **changes})


# enum


def _auto(machine: Machine, /) -> Value:
    return AUTO


def _same(machine: Machine, value: Value = None, /, *_: Value, **__: Value) -> Value:
    return value


# contextlib

MANAGER = Class("_GeneratorContextManager", (OBJECT,), module="contextlib")
STACK = Class("ExitStack", (OBJECT,), module="contextlib")
SUPPRESS = Class("suppress", (OBJECT,), module="contextlib")
NULL = Class("nullcontext", (OBJECT,), module="contextlib")


def _contextmanager(machine: Machine, function: Value, /) -> Value:
    def make(machine: Machine, /, *arguments: Value, **keywords: Value) -> Value:
        made = Instance(MANAGER)
        made.native = call(machine, function, arguments, keywords)
        return made

    return Builtin(getattr(function, "name", "contextmanager"), make)


def _steps(machine: Machine, self: Instance) -> Generator[Value, Value, Value]:
    stream = self.native
    if not isinstance(stream, Stream) or not isinstance(stream.iterator, Generator):
        raise machine.error("TypeError", "a context manager function must yield")
    return stream.iterator


def _manager_enter(machine: Machine, self: Instance, /) -> Value:
    return stream_next(machine, _steps(machine, self))


def _manager_exit(
    machine: Machine, self: Instance, kind: Value = None, value: Value = None, *_: Value
) -> Value:
    steps = _steps(machine, self)
    if value is None:
        if next(steps, MISSING) is not MISSING:
            raise machine.error("RuntimeError", "generator didn't stop")
        return False
    raised = Raised(value, machine.place())
    try:
        steps.throw(raised)
    except StopIteration:
        return True
    except Raised as error:
        if error.value is value:
            return False
        raise
    raise machine.error("RuntimeError", "generator didn't stop after throw()")


def _manager_call(machine: Machine, self: Instance, function: Value, /) -> Value:
    return function


MANAGER.namespace |= {
    "__enter__": Builtin("__enter__", _manager_enter),
    "__exit__": Builtin("__exit__", _manager_exit),
    "__call__": Builtin("__call__", _manager_call),
}


def _stack_init(machine: Machine, self: Instance, /) -> None:
    self.native = []


def _stack_enter_context(machine: Machine, self: Instance, manager: Value, /) -> Value:
    entered = call(machine, get_attribute(machine, manager, "__enter__"), (), {})
    machine.budget.elements(1)
    self.native.append(get_attribute(machine, manager, "__exit__"))
    return entered


def _stack_callback(
    machine: Machine, self: Instance, function: Value, /, *arguments: Value, **keywords: Value
) -> Value:
    def leave(machine: Machine, /, *_: Value) -> bool:
        call(machine, function, arguments, keywords)
        return False

    machine.budget.elements(1)
    self.native.append(Builtin("callback", leave))
    return function


def _stack_enter(machine: Machine, self: Instance, /) -> Value:
    return self


def _stack_exit(machine: Machine, self: Instance, /, *about: Value) -> Value:
    details = about or (None, None, None)
    suppressed = False
    while self.native:
        leave = self.native.pop()
        if is_true(machine, call(machine, leave, details, {})) and details[1] is not None:
            suppressed, details = True, (None, None, None)
    return suppressed


STACK.namespace |= {
    "__init__": Builtin("ExitStack.__init__", _stack_init),
    "enter_context": Builtin("ExitStack.enter_context", _stack_enter_context),
    "callback": Builtin("ExitStack.callback", _stack_callback),
    "__enter__": Builtin("__enter__", _stack_enter),
    "__exit__": Builtin("__exit__", _stack_exit),
    "close": Builtin("ExitStack.close", _stack_exit),
}


def _suppress_init(machine: Machine, self: Instance, /, *kinds: Value) -> None:
    self.fields["kinds"] = kinds
    self.native = frozenset(kind.name for kind in kinds if isinstance(kind, Class))


def _suppress_exit(
    machine: Machine, self: Instance, kind: Value = None, value: Value = None, *_: Value
) -> bool:
    caught = self.fields.get("kinds", ())
    return isinstance(value, Instance) and any(
        isinstance(one, Class) and value.cls.inherits(one) for one in caught
    )


SUPPRESS.namespace |= {
    "__init__": Builtin("suppress.__init__", _suppress_init),
    "__enter__": Builtin("__enter__", _stack_enter),
    "__exit__": Builtin("__exit__", _suppress_exit),
}


def _null_init(machine: Machine, self: Instance, result: Value = None, /) -> None:
    self.fields["result"] = result


NULL.namespace |= {
    "__init__": Builtin("nullcontext.__init__", _null_init),
    "__enter__": Builtin("__enter__", lambda machine, self, /: self.fields["result"]),
    "__exit__": Builtin("__exit__", lambda machine, self, /, *_: False),
}

# copy


def _copy(machine: Machine, value: Value, /) -> Value:
    if isinstance(value, list):
        machine.budget.elements(len(value))
        return list(value)
    if isinstance(value, dict):
        machine.budget.elements(len(value))
        return dict(value)
    if isinstance(value, SetValue):
        return SetValue(dict(value.items))
    if isinstance(value, Instance):
        made = Instance(value.cls, value.place)
        machine.budget.elements(len(value.fields))
        made.fields, made.native = dict(value.fields), value.native
        if value.cls.feature("draws") == "edge":
            made.fields["_attrs"] = dict(value.fields.get("_attrs") or {})
        return made
    return value


def _deepcopy(machine: Machine, value: Value, /, *_: Value) -> Value:
    machine.step()
    if isinstance(value, list):
        machine.budget.elements(len(value))
        return [_deepcopy(machine, one) for one in value]
    if isinstance(value, tuple) and type(value) is tuple:
        machine.budget.elements(len(value))
        return tuple(_deepcopy(machine, one) for one in value)
    if isinstance(value, dict):
        made: dict[Value, Value] = {}
        for key, one in value.items():
            set_key(machine, made, key, _deepcopy(machine, one))
        return made
    return _copy(machine, value) if isinstance(value, SetValue | Instance) else value


MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "dataclasses": lambda: {
        "dataclass": _dataclass,
        "field": _field,
        "KW_ONLY": Annotation("KW_ONLY"),
        "asdict": _asdict,
        "astuple": lambda machine, value, /: tuple(_asdict(machine, value).values()),
        "fields": _fields,
        "is_dataclass": lambda machine, value, /: type_of(value).feature("dataclass") is not None,
        "replace": _replace,
    },
    "enum": lambda: {
        "Enum": ENUM,
        "IntEnum": INT_ENUM,
        "StrEnum": STR_ENUM,
        **dict.fromkeys(("Flag", "IntFlag"), FLAG),
        "auto": _auto,
        "unique": _same,
        "verify": lambda machine, /, *_: Builtin("verify", _same),
    },
    "contextlib": lambda: {
        "contextmanager": _contextmanager,
        "asynccontextmanager": _contextmanager,
        "ExitStack": STACK,
        "suppress": SUPPRESS,
        "nullcontext": NULL,
    },
    "copy": lambda: {"copy": _copy, "deepcopy": _deepcopy},
}

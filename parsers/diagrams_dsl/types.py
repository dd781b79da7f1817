"""Which class of the script a value belongs to."""

from functools import cache
from types import FunctionType, MethodType
from typing import Any

from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.values import (
    Annotation,
    BoundMethod,
    Builtin,
    Class,
    ClassMethod,
    EnumText,
    FrozenSet,
    Function,
    Instance,
    Module,
    NamedTuple,
    Opaque,
    Property,
    SetValue,
    StaticMethod,
    Stream,
    Super,
    Value,
)


def _builtin(name: str, host: type, *bases: Class) -> Class:
    return Class(name, bases or (OBJECT,), module="builtins", host=host)


INTEGER = _builtin("int", int)
TYPE = _builtin("type", Class)
FUNCTION = _builtin("function", Function)
NOT_A_TYPE = _builtin("NoneType", type(None))
BUILTIN_TYPES: dict[Any, Class] = {
    int: INTEGER,
    bool: _builtin("bool", bool, INTEGER),
    str: _builtin("str", str),
    float: _builtin("float", float),
    bytes: _builtin("bytes", bytes),
    list: _builtin("list", list),
    tuple: _builtin("tuple", tuple),
    dict: _builtin("dict", dict),
    SetValue: _builtin("set", SetValue),
    FrozenSet: _builtin("frozenset", FrozenSet),
    range: _builtin("range", range),
    slice: _builtin("slice", slice),
    type(None): NOT_A_TYPE,
    Class: TYPE,
    Annotation: TYPE,
    Function: FUNCTION,
    BoundMethod: _builtin("method", BoundMethod),
    Builtin: _builtin("builtin_function_or_method", Builtin),
    Module: _builtin("module", Module),
    Stream: _builtin("generator", Stream),
    Property: _builtin("property", Property),
    StaticMethod: _builtin("staticmethod", StaticMethod),
    ClassMethod: _builtin("classmethod", ClassMethod),
    Super: _builtin("super", Super),
    Opaque: _builtin("unknown", Opaque),
}


MODELLED: dict[Any, type] = {
    **{kind: kind for kind in (int, bool, str, float, bytes, list, tuple, dict, range)},
    SetValue: set,
    FrozenSet: frozenset,
    Function: FunctionType,
    BoundMethod: MethodType,
}
"""The host's types that our values stand for: what those have and ours have not is no error of the script."""


def host_has(kind: type, name: str) -> bool:
    """Whether the host's own type of this kind of value has such an attribute."""
    host = next((MODELLED[one] for one in kind.__mro__ if one in MODELLED), None)
    return host is not None and name in _names_of(host)


@cache
def _names_of(kind: type) -> frozenset[str]:
    return frozenset(name for name in dir(kind) if not name.startswith("__"))


def type_of(value: Value) -> Class:
    """The class of a value."""
    if isinstance(value, Instance):
        return value.cls
    if isinstance(value, EnumText):
        return value.member.cls
    if isinstance(value, NamedTuple):
        return value.cls
    return next((BUILTIN_TYPES[kind] for kind in type(value).__mro__ if kind in BUILTIN_TYPES), OBJECT)


def type_name(value: Value) -> str:
    """The name of a value's class, as error messages print it."""
    return value.name if isinstance(value, Stream) else type_of(value).name

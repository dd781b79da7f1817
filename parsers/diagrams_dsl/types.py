"""Which class of the script a value belongs to."""

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

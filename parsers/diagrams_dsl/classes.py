"""Classes of the script: their definition, dataclasses, enumerations, isinstance."""

import ast

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.budget import Exceeded
from parsers.diagrams_dsl.calls import call, run_to_end
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.types import BUILTIN_TYPES, type_of
from parsers.diagrams_dsl.values import (
    MISSING,
    Annotation,
    Builtin,
    Class,
    ClassMethod,
    EnumText,
    Function,
    Instance,
    Opaque,
    Property,
    Scope,
    StaticMethod,
    Value,
)

ENUM = Class("Enum", (OBJECT,), module="enum", features={"enumeration": "plain"})
STR_ENUM = Class("StrEnum", (ENUM, BUILTIN_TYPES[str]), module="enum", features={"enumeration": "text"})
INT_ENUM = Class("IntEnum", (ENUM,), module="enum", features={"enumeration": "number"})
FLAG = Class("Flag", (INT_ENUM,), module="enum", features={"enumeration": "flag"})
MOST_ANCESTORS = 100
AUTO = Opaque("enum.auto()", quiet=True)


def define_class(machine: Machine, node: ast.ClassDef, scope: Scope) -> Value:
    """Run the body of a class and make it."""
    from parsers.diagrams_dsl.expressions import evaluate
    from parsers.diagrams_dsl.statements import execute

    decorators = [evaluate(machine, one, scope) for one in node.decorator_list]
    bases = tuple(
        base for base in (evaluate(machine, one, scope) for one in node.bases) if isinstance(base, Class)
    )
    for keyword in node.keywords:
        evaluate(machine, keyword.value, scope)
    body = Scope("class", {}, scope.module, scope.enclosing())
    run_to_end(machine, execute(machine, node.body, body))
    machine.node = node
    machine.budget.elements(8)
    body.names.setdefault("__doc__", ast.get_docstring(node))
    cls = class_of(machine, node.name, bases, body.names)
    return decorate(machine, decorators, cls)


def class_of(machine: Machine, name: str, bases: tuple[Value, ...], members: dict[str, Value]) -> Class:
    """A class of the script with these members, made by `class` or by a call of `type`."""
    bases = tuple(base for base in bases if isinstance(base, Class))
    ancestors = sum(len(base.mro) for base in bases)
    if ancestors > MOST_ANCESTORS:
        raise Exceeded("ancestors of one class", MOST_ANCESTORS)
    machine.budget.work(ancestors * ancestors)
    cls = Class(name, _without_object(bases) or (OBJECT,), members, own=True)
    for value in members.values():
        _own(value, cls)
    _derive_from_plain(machine, cls)
    if cls.feature("enumeration") is not None:
        _make_members(machine, cls)
    if cls.feature("named_tuple") is not None:
        _make_named_tuple(cls)
    if (hook := _inherited(cls, "__init_subclass__")) is not MISSING and isinstance(
        hook, Function | ClassMethod
    ):
        call(machine, hook.function if isinstance(hook, ClassMethod) else hook, (cls,), {})
    return cls


def _without_object(bases: tuple[Class, ...]) -> tuple[Class, ...]:
    return tuple(base for base in bases if base is not OBJECT)


def _inherited(cls: Class, name: str) -> Value:
    return next((one.namespace[name] for one in cls.mro[1:] if name in one.namespace), MISSING)


def _own(value: Value, cls: Class) -> None:
    """Tell a function the class it was defined in, for `super()`."""
    if isinstance(value, Property):
        _own(value.getter, cls)
        _own(value.setter, cls)
    elif isinstance(value, StaticMethod | ClassMethod):
        _own(value.function, cls)
    elif isinstance(value, Function) and value.owner is None:
        value.owner = cls


def _derive_from_plain(machine: Machine, cls: Class) -> None:
    plain = next((one for one in cls.mro if one.host is not None), None)
    if plain is not None and cls.feature("enumeration") is None:
        machine.complete = False
        machine.remark(
            diagnostics.NOT_SUPPORTED,
            f"A class that inherits from {plain.name} is read without what it inherits.",
        )


def decorate(machine: Machine, decorators: list[Value], value: Value) -> Value:
    """Apply decorators, the last first. One that only running would tell leaves its subject as it is."""
    for decorator in reversed(decorators):
        if not isinstance(decorator, Opaque):
            value = call(machine, decorator, (value,), {})
    return value


def is_instance(machine: Machine, value: Value, kind: Value) -> bool:
    """`isinstance(value, kind)`."""
    if isinstance(kind, tuple):
        return any(is_instance(machine, value, one) for one in kind)
    if isinstance(kind, Annotation | Opaque):
        return True
    if not isinstance(kind, Class):
        raise machine.error("TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union")
    return type_of(value).inherits(kind)


# Enumerations


def _make_members(machine: Machine, cls: Class) -> None:
    members: dict[str, Value] = {}
    textual = any(one.name == "str" for one in cls.mro)
    for name, value in list(cls.namespace.items()):
        if name.startswith("_") or isinstance(
            value, Function | Property | StaticMethod | ClassMethod | Builtin
        ):
            continue
        if value is AUTO:
            value = name.lower() if textual else _next_value(cls, members)
        member: Value = Instance(cls)
        member.fields |= {"name": name, "value": value, "_value_": value, "_name_": name}
        if textual and isinstance(value, str):
            text = EnumText(value)
            text.member, text.plain = member, cls.feature("enumeration") == "text"
            member = text
        same = (
            next((one for one in members.values() if _value_of(one) == value), None)
            if _plain(value)
            else None
        )
        members[name] = cls.namespace[name] = member if same is None else same
    cls.features |= {"members": dict(members), "maker": _member}


def _next_value(cls: Class, members: dict[str, Value]) -> int:
    """What `auto()` gives: one more than the last number, or the next power of two of a Flag."""
    if cls.feature("enumeration") == "flag":
        return 1 << min(len(members), 64)
    last = _value_of(next(reversed(members.values()))) if members else 0
    return last + 1 if isinstance(last, int) else len(members) + 1


def _plain(value: Value) -> bool:
    return isinstance(value, str | int | float)


def _value_of(member: Value) -> Value:
    return (member.member if isinstance(member, EnumText) else member).fields["value"]


def _functional(machine: Machine, cls: Class, name: Value, names: Value = (), /, **_: Value) -> Value:
    """`Enum("Color", "RED GREEN")`: an enumeration made by a call."""
    from parsers.diagrams_dsl.items import collect

    listed = names.replace(",", " ").split() if isinstance(names, str) else collect(machine, names)
    pairs = names.items() if isinstance(names, dict) else ((one, AUTO) for one in listed)
    made = Class(str(name), (cls,), {str(key): value for key, value in pairs}, own=True)
    _make_members(machine, made)
    return made


ENUM.features["maker"] = _functional


def _member(machine: Machine, cls: Class, value: Value) -> Value:
    from parsers.diagrams_dsl.comparing import equal

    for member in cls.feature("members").values():
        if value is member or equal(machine, _value_of(member), value):
            return member
    raise machine.error(
        "ValueError", f"{value!r} is not a valid {cls.name}" if _plain(value) else "not a valid member"
    )


# Named tuples

NAMED_TUPLE = Class("NamedTuple", (OBJECT,), module="typing", features={"named_tuple": True})


def _make_named_tuple(cls: Class) -> None:
    names = tuple(cls.namespace.get("__annotations__", {}))
    cls.features |= {"tuple_fields": names, "maker": _named_tuple, "defaults": dict(cls.namespace)}
    for name in names:
        cls.namespace.pop(name, None)


def named_tuple_class(name: str, names: tuple[str, ...], defaults: dict[str, Value] | None = None) -> Class:
    """`collections.namedtuple(name, names)`."""
    cls = Class(name, (NAMED_TUPLE,), own=True)
    cls.features |= {"tuple_fields": names, "maker": _named_tuple, "defaults": defaults or {}}
    return cls


def _named_tuple(machine: Machine, cls: Class, /, *arguments: Value, **keywords: Value) -> Value:
    from parsers.diagrams_dsl.values import NamedTuple

    names = cls.feature("tuple_fields")
    given = {**cls.feature("defaults"), **dict(zip(names, arguments, strict=False)), **keywords}
    missing = [name for name in names if name not in given]
    if missing or len(arguments) > len(names) or any(name not in names for name in keywords):
        raise machine.error("TypeError", f"{cls.name}.__new__() does not take these arguments")
    made = NamedTuple(given[name] for name in names)
    made.cls = cls
    return made

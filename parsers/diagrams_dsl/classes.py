"""Classes of the script: their definition, dataclasses, enumerations, isinstance."""

import ast

from parsers.diagrams_dsl import diagnostics
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
INT_ENUM = Class("IntEnum", (ENUM,), module="enum", features={"enumeration": "plain"})
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
    cls = Class(node.name, _without_object(bases) or (OBJECT,), body.names, own=True)
    for value in body.names.values():
        _own(value, cls)
    cls.namespace.setdefault("__doc__", ast.get_docstring(node))
    _derive_from_plain(machine, cls)
    if cls.feature("enumeration") is not None:
        _make_members(machine, cls)
    if cls.feature("named_tuple") is not None:
        _make_named_tuple(cls)
    if (hook := _inherited(cls, "__init_subclass__")) is not MISSING and isinstance(
        hook, Function | ClassMethod
    ):
        call(machine, hook.function if isinstance(hook, ClassMethod) else hook, (cls,), {})
    return decorate(machine, decorators, cls)


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
            value = name.lower() if textual else len(members) + 1
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


def _plain(value: Value) -> bool:
    return isinstance(value, str | int | float)


def _value_of(member: Value) -> Value:
    return (member.member if isinstance(member, EnumText) else member).fields["value"]


def _member(machine: Machine, cls: Class, value: Value) -> Value:
    from parsers.diagrams_dsl.comparing import equal

    for member in cls.feature("members").values():
        if value is member or equal(machine, _value_of(member), value):
            return member
    raise machine.error(
        "ValueError", f"{value!r} is not a valid {cls.name}" if _plain(value) else "not a valid member"
    )


# Dataclasses


def make_dataclass(machine: Machine, cls: Class, frozen: bool = False) -> Class:
    """`@dataclass`: the fields in the order of their annotations, ancestors first."""
    inherited = cls.feature("dataclass") or {}
    fields = dict(inherited)
    for name, annotation in cls.namespace.get("__annotations__", {}).items():
        if annotation != "ClassVar":
            fields[name] = cls.namespace.get(name, MISSING)
    cls.features |= {"dataclass": fields, "frozen": frozen}
    cls.namespace.setdefault("__init__", Builtin(f"{cls.name}.__init__", _dataclass_init))
    cls.namespace.setdefault("__eq__", Builtin(f"{cls.name}.__eq__", _dataclass_equal))
    for name, default in fields.items():
        if isinstance(default, Instance) and default.cls is FIELD:
            cls.namespace.pop(name, None)
            if default.fields["default"] is not MISSING:
                cls.namespace[name] = default.fields["default"]
    return cls


FIELD = Class("Field", (OBJECT,), module="dataclasses")


def _dataclass_init(machine: Machine, self: Instance, /, *arguments: Value, **keywords: Value) -> None:
    fields = self.cls.feature("dataclass")
    names = [name for name, default in fields.items() if _takes_part(default)]
    if len(arguments) > len(names):
        raise machine.error(
            "TypeError",
            f"{self.cls.name}.__init__() takes {len(names) + 1} positional arguments but {len(arguments) + 1} were given",
        )
    given = {**dict(zip(names, arguments, strict=False)), **keywords}
    if (unknown := next((name for name in given if name not in names), None)) is not None:
        raise machine.error(
            "TypeError", f"{self.cls.name}.__init__() got an unexpected keyword argument '{unknown}'"
        )
    machine.budget.elements(len(fields))
    for name, default in fields.items():
        self.fields[name] = given[name] if name in given else _default(machine, self, name, default)
    after = self.cls.find("__post_init__")
    if after is not MISSING:
        call(machine, after, (self,), {})
    if self.cls.feature("frozen"):
        self.fields["__sealed__"] = True


def _takes_part(default: Value) -> bool:
    return not (isinstance(default, Instance) and default.cls is FIELD and default.fields["init"] is False)


def _default(machine: Machine, self: Instance, name: str, default: Value) -> Value:
    if isinstance(default, Instance) and default.cls is FIELD:
        if default.fields["default_factory"] is not MISSING:
            return call(machine, default.fields["default_factory"], (), {})
        default = default.fields["default"]
    if default is MISSING:
        raise machine.error(
            "TypeError", f"{self.cls.name}.__init__() missing 1 required positional argument: '{name}'"
        )
    return default


def _dataclass_equal(machine: Machine, self: Instance, other: Value, /) -> bool:
    from parsers.diagrams_dsl.comparing import equal

    if not isinstance(other, Instance) or other.cls is not self.cls:
        return False
    return all(
        equal(machine, self.fields.get(name), other.fields.get(name))
        for name in self.cls.feature("dataclass")
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

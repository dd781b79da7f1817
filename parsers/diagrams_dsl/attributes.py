"""Attributes, by tables of what each kind of value offers; never by name on an object of the host's."""

from collections.abc import Callable

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.exceptions import EXCEPTIONS
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.types import BUILTIN_TYPES, type_name, type_of
from parsers.diagrams_dsl.values import (
    MISSING,
    Annotation,
    BoundMethod,
    Builtin,
    Class,
    ClassMethod,
    EnumText,
    Function,
    Instance,
    Module,
    NamedTuple,
    Opaque,
    Property,
    Raised,
    StaticMethod,
    Super,
    Value,
)


def get_attribute(machine: Machine, receiver: Value, name: str, default: Value = MISSING) -> Value:
    """`receiver.name`, or `default` where there is none. Raises Raised (AttributeError)."""
    try:
        found = _find(machine, receiver, name)
    except Raised as raised:
        if default is MISSING or not raised.value.cls.inherits(EXCEPTIONS["AttributeError"]):
            raise
        return default
    if found is not MISSING:
        return found
    if default is not MISSING:
        return default
    if isinstance(receiver, Module):
        return _missing_member(machine, receiver, name)
    if isinstance(receiver, Class):
        raise machine.error("AttributeError", f"type object '{receiver.name}' has no attribute '{name}'")
    raise machine.error("AttributeError", f"'{type_name(receiver)}' object has no attribute '{name}'")


def _missing_member(machine: Machine, module: Module, name: str) -> Value:
    from parsers.diagrams_dsl.importing import unknown_member

    return unknown_member(
        machine, module, name, "AttributeError", f"module '{module.name}' has no attribute '{name}'"
    )


def _find(machine: Machine, receiver: Value, name: str) -> Value:
    if isinstance(receiver, Instance):
        return _of_instance(machine, receiver, name)
    if isinstance(receiver, Module):
        return receiver.name if name == "__name__" else receiver.member(name)
    if isinstance(receiver, Class):
        return _of_class(machine, receiver, name)
    if isinstance(receiver, Opaque):
        return Opaque(f"{receiver.reason}.{name}", receiver.quiet)
    if isinstance(receiver, Super):
        return _of_super(machine, receiver, name)
    if isinstance(receiver, Function | Builtin):
        return _of_function(receiver, name)
    if isinstance(receiver, Annotation):
        return receiver
    return _of_plain(machine, receiver, name)


def bound(machine: Machine, value: Value, receiver: Value, cls: Class) -> Value:
    """What is found in a class, as seen from one of its instances."""
    from parsers.diagrams_dsl.calls import call

    if isinstance(value, Function | Builtin):
        return BoundMethod(value, receiver)
    if isinstance(value, Property):
        return call(machine, value.getter, (receiver,), {})
    if isinstance(value, StaticMethod):
        return value.function
    if isinstance(value, ClassMethod):
        return BoundMethod(value.function, cls)
    return value


def _unshared(name: str, value: Value) -> Value:
    """The library's tables of defaults are every reading's; a script gets a copy."""
    return dict(value) if isinstance(value, dict) and name.startswith("_default_") else value


def _of_instance(machine: Machine, receiver: Instance, name: str) -> Value:
    from parsers.diagrams_dsl.calls import call

    cls = receiver.cls
    in_class = cls.find(name)
    if isinstance(in_class, Property):
        return bound(machine, in_class, receiver, cls)
    found = receiver.fields.get(name, MISSING)
    if found is not MISSING:
        return found
    if in_class is not MISSING:
        return _unshared(name, bound(machine, in_class, receiver, cls))
    if name == "__class__":
        return cls
    if name == "__dict__":
        machine.budget.elements(len(receiver.fields))
        return dict(receiver.fields)
    if not name.startswith("__") and (method := cls.find("__getattr__")) is not MISSING:
        return call(machine, BoundMethod(method, receiver), (name,), {})
    return MISSING


CLASS_FACTS: dict[str, Callable[[Class], Value]] = {
    "__name__": lambda cls: cls.name,
    "__qualname__": lambda cls: cls.name,
    "__module__": lambda cls: cls.module,
    "__mro__": lambda cls: cls.mro,
    "__bases__": lambda cls: cls.bases,
    "__doc__": lambda cls: cls.namespace.get("__doc__"),
    "__dict__": lambda cls: dict(cls.namespace),
}


def _of_class(machine: Machine, receiver: Class, name: str) -> Value:
    found = receiver.find(name)
    if isinstance(found, StaticMethod):
        return found.function
    if isinstance(found, ClassMethod):
        return BoundMethod(found.function, receiver)
    if found is not MISSING:
        return _unshared(name, found)
    if name in CLASS_FACTS:
        return CLASS_FACTS[name](receiver)
    members = receiver.feature("members")
    if members is not None and name == "__members__":
        return dict(members)
    if receiver.host is not None:
        return _unbound(receiver, name)
    return MISSING


def _unbound(cls: Class, name: str) -> Value:
    from parsers.diagrams_dsl.methods import CLASS_METHODS, METHODS

    found = CLASS_METHODS.get(cls.name, {}).get(name) or METHODS.get(cls.name, {}).get(name)
    return MISSING if found is None else found


def _of_super(machine: Machine, receiver: Super, name: str) -> Value:
    cls = receiver.receiver if isinstance(receiver.receiver, Class) else type_of(receiver.receiver)
    for ancestor in cls.mro[cls.mro.index(receiver.after) + 1 :]:
        found = ancestor.namespace.get(name, MISSING)
        if found is not MISSING:
            return bound(machine, found, receiver.receiver, cls)
    return _root_method(cls, receiver, name)


def _root_method(cls: Class, receiver: Super, name: str) -> Value:
    """What `object` and the exceptions offer: they only take notice of the arguments."""

    def make(machine: Machine, self: Value, /, *arguments: Value, **_: Value) -> None:
        if isinstance(self, Instance) and "args" not in self.fields:
            self.fields["args"] = arguments

    def nothing(machine: Machine, /, *_: Value, **__: Value) -> None:
        return None

    known = {"__init__": make, "__init_subclass__": nothing, "__post_init__": nothing, "__exit__": nothing}
    return (
        BoundMethod(Builtin(f"object.{name}", known[name]), receiver.receiver) if name in known else MISSING
    )


def _of_function(receiver: Function | Builtin, name: str) -> Value:
    if name in ("__name__", "__qualname__"):
        return receiver.name
    if name == "__doc__":
        return receiver.fields.get("__doc__")
    return receiver.fields.get(name, MISSING)


def _of_plain(machine: Machine, receiver: Value, name: str) -> Value:
    from parsers.diagrams_dsl.methods import METHODS

    if name == "__class__":
        return type_of(receiver)
    if isinstance(receiver, EnumText):
        found = _of_instance(machine, receiver.member, name)
        if found is not MISSING:
            return found
    if isinstance(receiver, NamedTuple):
        found = _of_named_tuple(machine, receiver, name)
        if found is not MISSING:
            return found
    if isinstance(receiver, Property) and name in ("setter", "getter", "deleter"):
        return BoundMethod(Builtin(name, _property_setter if name == "setter" else _property_same), receiver)
    for kind in type(receiver).__mro__:
        cls = BUILTIN_TYPES.get(kind)
        method = METHODS.get(cls.name, {}).get(name) if cls is not None else None
        if method is not None:
            return bound(machine, method, receiver, type_of(receiver))
    return MISSING


def _property_setter(machine: Machine, self: Value, function: Value, /) -> Value:
    return Property(self.getter, function)


def _property_same(machine: Machine, self: Value, function: Value, /) -> Value:
    return self


def _of_named_tuple(machine: Machine, receiver: NamedTuple, name: str) -> Value:
    names = receiver.cls.feature("tuple_fields")
    if name in names:
        return receiver[names.index(name)]
    found = receiver.cls.find(name)
    return bound(machine, found, receiver, receiver.cls) if found is not MISSING else MISSING


# Setting


def set_attribute(machine: Machine, receiver: Value, name: str, value: Value) -> None:
    """`receiver.name = value`."""
    from parsers.diagrams_dsl.calls import call

    if isinstance(receiver, Opaque | Annotation):
        return
    if isinstance(receiver, Instance):
        in_class = receiver.cls.find(name)
        if isinstance(in_class, Property):
            if in_class.setter is None:
                raise machine.error(
                    "AttributeError", f"property '{name}' of '{receiver.cls.name}' object has no setter"
                )
            call(machine, in_class.setter, (receiver, value), {})
            return
        if receiver.cls.feature("frozen") and "__sealed__" in receiver.fields:
            raise machine.error("AttributeError", f"cannot assign to field '{name}'")
        machine.budget.elements(1)
        receiver.fields[name] = value
    elif isinstance(receiver, Class):
        _set_on_class(machine, receiver, name, value)
    elif isinstance(receiver, Module):
        receiver.members[name] = value
    elif isinstance(receiver, Function):
        receiver.fields[name] = value
    else:
        raise machine.error("AttributeError", f"'{type_name(receiver)}' object has no attribute '{name}'")


def _set_on_class(machine: Machine, receiver: Class, name: str, value: Value) -> None:
    if not receiver.own:
        machine.complete = False
        machine.remark(
            diagnostics.NOT_SUPPORTED,
            f"{receiver.name}.{name} is changed for the whole library; this is not followed.",
        )
        return
    machine.budget.elements(1)
    receiver.namespace[name] = value


def delete_attribute(machine: Machine, receiver: Value, name: str) -> None:
    """`del receiver.name`."""
    fields = receiver.fields if isinstance(receiver, Instance | Function) else {}
    if isinstance(receiver, Class) and receiver.own:
        fields = receiver.namespace
    if name not in fields:
        raise machine.error("AttributeError", f"'{type_name(receiver)}' object has no attribute '{name}'")
    del fields[name]

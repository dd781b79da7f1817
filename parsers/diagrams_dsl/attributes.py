"""Attributes, by tables of what each kind of value offers; never by name on an object of the host's."""

from collections.abc import Callable

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.exceptions import EXCEPTIONS
from parsers.diagrams_dsl.items import collect
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.types import BUILTIN_TYPES, host_has, type_name, type_of
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
        return _of_module(machine, receiver, name)
    if isinstance(receiver, Class):
        return _of_class(machine, receiver, name)
    if isinstance(receiver, Opaque):
        return machine.part(receiver, "attribute", name)
    if isinstance(receiver, Super):
        return _of_super(machine, receiver, name)
    if isinstance(receiver, Function | Builtin):
        return _of_function(receiver, name)
    if isinstance(receiver, Annotation):
        return receiver
    return _of_plain(machine, receiver, name)


MODULE_FACTS = frozenset(("__spec__", "__loader__", "__package__", "__cached__"))


def _of_module(machine: Machine, receiver: Module, name: str) -> Value:
    if name == "__name__":
        return receiver.name
    found = receiver.member(name)
    if found is not MISSING:
        return found
    if name == "__dict__":
        return members_of(machine, receiver)
    if name == "__doc__":
        return None
    if name in MODULE_FACTS:
        return _unmodelled(receiver.name, name)
    if receiver.lazy is None or not (receiver.name + ".").startswith("diagrams."):
        return MISSING
    from parsers.diagrams_dsl.stdlib.files import PACKAGES

    folder = f"{PACKAGES}/{receiver.name.replace('.', '/')}"
    return {"__file__": f"{folder}/__init__.py", "__path__": [folder]}.get(name, MISSING)


def members_of(machine: Machine, module: Module) -> dict[Value, Value]:
    """Everything that a module holds by name; of the library, everything that it exports."""
    names = dict.fromkeys((*module.members, *(module.exports() if module.exports is not None else ())))
    machine.budget.elements(len(names))
    return {name: module.member(name) for name in names}


def bound(machine: Machine, value: Value, receiver: Value, cls: Class) -> Value:
    """What is found in a class, as seen from one of its instances."""
    if isinstance(value, Function | Builtin):
        return BoundMethod(value, receiver)
    if isinstance(value, Property):
        return call(machine, value.getter, (receiver,), {})
    if isinstance(value, StaticMethod):
        return value.function
    if isinstance(value, ClassMethod):
        return BoundMethod(value.function, cls)
    return value


def _unshared(machine: Machine, cls: Class, name: str, value: Value) -> Value:
    """The library's tables of defaults are every reading's; a script gets a copy, and may change that."""
    if not isinstance(value, dict) or not name.startswith("_default_"):
        return value
    owner = next((one for one in cls.mro if name in one.namespace), cls)
    if owner.own or (owner, name) in machine.changes:
        return value
    return machine.changes.setdefault((owner, name), dict(value))


def _of_instance(machine: Machine, receiver: Instance, name: str) -> Value:
    cls = receiver.cls
    in_class = machine.find(cls, name)
    if isinstance(in_class, Property):
        return bound(machine, in_class, receiver, cls)
    found = receiver.fields.get(name, MISSING)
    if found is not MISSING:
        return found
    if in_class is not MISSING:
        return _unshared(machine, cls, name, bound(machine, in_class, receiver, cls))
    if name == "__class__":
        return cls
    if name == "__dict__":
        machine.budget.elements(len(receiver.fields))
        return dict(receiver.fields)
    if not name.startswith("__") and (method := cls.find("__getattr__")) is not MISSING:
        return call(machine, BoundMethod(method, receiver), (name,), {})
    if cls.inherits(EXCEPTIONS["BaseException"]):
        return EXCEPTION_FACTS.get(name, MISSING)
    return _unmodelled(cls.name, name) if name in (cls.feature("host names") or ()) else MISSING


def _unmodelled(owner: str, name: str) -> Opaque:
    """What a type really has and our model of it has not."""
    return Opaque(f"{owner}.{name}", quiet=True)


EXCEPTION_FACTS: dict[str, Value] = {
    **dict.fromkeys(("__cause__", "__context__", "__traceback__", "errno", "strerror", "filename", "code")),
    "args": (),
    **dict.fromkeys(("with_traceback", "add_note"), Builtin("with_traceback", lambda machine, /, *_: None)),
}
"""What every exception has, where the script has not set it."""


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
    found = machine.find(receiver, name)
    if isinstance(found, StaticMethod):
        return found.function
    if isinstance(found, ClassMethod):
        return BoundMethod(found.function, receiver)
    if found is not MISSING:
        return _unshared(machine, receiver, name, found)
    if name in CLASS_FACTS:
        return CLASS_FACTS[name](receiver)
    if name == "__new__" and receiver.host is None and receiver.feature("tuple_fields") is None:
        return Builtin("object.__new__", _new_instance)
    members = receiver.feature("members")
    if members is not None and name == "__members__":
        return dict(members)
    fields = receiver.feature("tuple_fields")
    if fields is not None and name in CLASS_OF_TUPLE:
        return CLASS_OF_TUPLE[name](receiver)
    if receiver.host is not None:
        return _unbound(receiver, name)
    return _unmodelled(receiver.name, name) if name in (receiver.feature("host names") or ()) else MISSING


def _make(cls: Class) -> Value:
    return Builtin("_make", lambda machine, values, /: call(machine, cls, collect(machine, values), {}))


CLASS_OF_TUPLE: dict[str, Callable[[Class], Value]] = {
    "_fields": lambda cls: cls.feature("tuple_fields"),
    "_make": _make,
    "__new__": lambda cls: Builtin("__new__", lambda machine, /, *_: None, {"of": cls}),
}


def _unbound(cls: Class, name: str) -> Value:
    from parsers.diagrams_dsl.methods import CLASS_METHODS, METHODS

    found = CLASS_METHODS.get(cls.name, {}).get(name) or METHODS.get(cls.name, {}).get(name)
    if found is not None:
        return found
    return _unmodelled(cls.name, name) if cls.host is not None and host_has(cls.host, name) else MISSING


def _of_super(machine: Machine, receiver: Super, name: str) -> Value:
    cls = receiver.receiver if isinstance(receiver.receiver, Class) else type_of(receiver.receiver)
    for ancestor in cls.mro[cls.mro.index(receiver.after) + 1 :]:
        found = machine.changes.get((ancestor, name), MISSING)
        if found is MISSING:
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

    if name == "__new__":
        return Builtin("object.__new__", _new_instance)
    known = {"__init__": make, "__init_subclass__": nothing, "__post_init__": nothing, "__exit__": nothing}
    return (
        BoundMethod(Builtin(f"object.{name}", known[name]), receiver.receiver) if name in known else MISSING
    )


FUNCTION_FACTS: dict[str, Value] = {"__doc__": None, "__module__": "__main__"}
FUNCTION_NAMES = frozenset(("__code__", "__annotations__", "__defaults__", "__kwdefaults__", "__wrapped__"))


def _new_instance(machine: Machine, cls: Value = None, /, *_: Value, **__: Value) -> Value:
    if not isinstance(cls, Class) or cls.host is not None:
        raise machine.error("TypeError", "object.__new__(X): X is not a type object")
    machine.budget.elements(4)
    return Instance(cls, machine.place() if cls.feature("draws") else None)


def _of_function(receiver: Function | Builtin, name: str) -> Value:
    found = receiver.fields.get(name, MISSING)
    if found is not MISSING:
        return found
    if name in ("__name__", "__qualname__"):
        return receiver.name
    if name in FUNCTION_FACTS:
        return FUNCTION_FACTS[name]
    return _unmodelled(receiver.name, name) if name in FUNCTION_NAMES else MISSING


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
    return _unmodelled(type_name(receiver), name) if host_has(type(receiver), name) else MISSING


def _property_setter(machine: Machine, self: Value, function: Value, /) -> Value:
    return Property(self.getter, function)


def _property_same(machine: Machine, self: Value, function: Value, /) -> Value:
    return self


def _of_named_tuple(machine: Machine, receiver: NamedTuple, name: str) -> Value:
    names = receiver.cls.feature("tuple_fields")
    if name in names:
        return receiver[names.index(name)]
    found = TUPLE_METHODS[name] if name in TUPLE_METHODS else receiver.cls.find(name)
    return bound(machine, found, receiver, receiver.cls) if found is not MISSING else MISSING


def _as_dict(machine: Machine, self: NamedTuple, /) -> Value:
    machine.budget.elements(len(self))
    return dict(zip(self.cls.feature("tuple_fields"), self, strict=True))


def _replaced(machine: Machine, self: NamedTuple, /, **changes: Value) -> Value:
    return call(machine, self.cls, (), {**_as_dict(machine, self), **changes})


TUPLE_METHODS: dict[str, Value] = {
    "_asdict": Builtin("_asdict", _as_dict),
    "_replace": Builtin("_replace", _replaced),
    "_fields": Property(Builtin("_fields", lambda machine, self, /: self.cls.feature("tuple_fields"))),
}


# Setting


def set_attribute(machine: Machine, receiver: Value, name: str, value: Value) -> None:
    """`receiver.name = value`."""
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
    elif isinstance(receiver, Builtin) and "of" in receiver.fields and name == "__defaults__":
        _set_tuple_defaults(receiver.fields["of"], value)
    else:
        raise machine.error("AttributeError", f"'{type_name(receiver)}' object has no attribute '{name}'")


def _set_tuple_defaults(cls: Class, values: Value) -> None:
    """`Name.__new__.__defaults__ = (...)`, which older scripts write for the defaults of a namedtuple."""
    names = cls.feature("tuple_fields")
    if isinstance(values, tuple):
        cls.features["defaults"] = dict(zip(names[len(names) - len(values) :], values, strict=False))


def _set_on_class(machine: Machine, receiver: Class, name: str, value: Value) -> None:
    """A class of the library is everybody's: what a script changes in it lasts as long as its reading."""
    machine.budget.elements(1)
    if receiver.own:
        receiver.namespace[name] = value
    else:
        machine.changes[receiver, name] = value


def delete_attribute(machine: Machine, receiver: Value, name: str) -> None:
    """`del receiver.name`."""
    fields = receiver.fields if isinstance(receiver, Instance | Function) else {}
    if isinstance(receiver, Class) and receiver.own:
        fields = receiver.namespace
    if name not in fields:
        raise machine.error("AttributeError", f"'{type_name(receiver)}' object has no attribute '{name}'")
    del fields[name]

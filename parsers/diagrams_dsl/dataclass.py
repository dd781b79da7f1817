"""`@dataclass`: fields from annotations, the methods that they give, and what `field()` may ask for."""

import ast
from collections.abc import Iterator

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.comparing import equal, ordered
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import MISSING, Builtin, Class, Instance, Value

FIELD = Class("Field", (OBJECT,), module="dataclasses")
ORDER: dict[str, type[ast.cmpop]] = {"__lt__": ast.Lt, "__le__": ast.LtE, "__gt__": ast.Gt, "__ge__": ast.GtE}


def make_dataclass(
    machine: Machine, cls: Class, frozen: bool = False, order: bool = False, keywords: bool = False
) -> Class:
    """`@dataclass`: the fields in the order of their annotations, ancestors first."""
    fields = dict(cls.feature("dataclass") or {})
    by_name = set(cls.feature("keyword fields") or ())
    for name, annotation in cls.namespace.get("__annotations__", {}).items():
        if annotation == "KW_ONLY":
            keywords = True
        elif annotation != "ClassVar":
            fields[name] = cls.namespace.get(name, MISSING)
            by_name |= {name} if keywords or _option(fields[name], "kw_only", False) else set()
    cls.features |= {"dataclass": fields, "frozen": frozen, "keyword fields": frozenset(by_name)}
    cls.namespace.setdefault("__init__", Builtin(f"{cls.name}.__init__", _init))
    cls.namespace.setdefault("__eq__", Builtin(f"{cls.name}.__eq__", _equal))
    for name in ORDER if order else ():
        cls.namespace.setdefault(name, Builtin(f"{cls.name}.{name}", _ordering(ORDER[name])))
    for name, default in fields.items():
        if isinstance(default, Instance) and default.cls is FIELD:
            cls.namespace.pop(name, None)
            if default.fields["default"] is not MISSING:
                cls.namespace[name] = default.fields["default"]
    return cls


def _option(default: Value, name: str, otherwise: bool) -> bool:
    """What a `field(...)` says of itself, or what holds for every other default."""
    if isinstance(default, Instance) and default.cls is FIELD:
        return bool(default.fields.get(name, otherwise))
    return otherwise


def shown_fields(cls: Class) -> list[str]:
    """The fields that `repr` prints."""
    return [name for name, default in cls.feature("dataclass").items() if _option(default, "repr", True)]


def _compared(cls: Class) -> Iterator[str]:
    return (name for name, default in cls.feature("dataclass").items() if _option(default, "compare", True))


def _init(machine: Machine, self: Instance, /, *arguments: Value, **keywords: Value) -> None:
    fields = self.cls.feature("dataclass")
    names = [name for name, default in fields.items() if _option(default, "init", True)]
    by_place = [name for name in names if name not in self.cls.feature("keyword fields")]
    if len(arguments) > len(by_place):
        raise machine.error(
            "TypeError",
            f"{self.cls.name}.__init__() takes {len(by_place) + 1} positional arguments "
            f"but {len(arguments) + 1} were given",
        )
    given = {**dict(zip(by_place, arguments, strict=False)), **keywords}
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


def _equal(machine: Machine, self: Instance, other: Value, /) -> bool:
    if not isinstance(other, Instance) or other.cls is not self.cls:
        return False
    return all(equal(machine, self.fields.get(name), other.fields.get(name)) for name in _compared(self.cls))


def _ordering(sign: type[ast.cmpop]) -> Value:
    def method(machine: Machine, self: Instance, other: Value, /) -> Value:
        if not isinstance(other, Instance) or other.cls is not self.cls:
            raise machine.error("TypeError", f"'{self.cls.name}' cannot be compared with this")
        one, two = (tuple(value.fields.get(name) for name in _compared(self.cls)) for value in (self, other))
        return ordered(machine, sign, one, two)

    return method

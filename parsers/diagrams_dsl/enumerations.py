"""Members of an IntEnum as the numbers that they are."""

import ast

from parsers.diagrams_dsl.classes import INT_ENUM
from parsers.diagrams_dsl.comparing import compare
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.operators import SIGNS, operate
from parsers.diagrams_dsl.text import formatted, to_text
from parsers.diagrams_dsl.values import Builtin, Instance, Value

COMPARISONS: dict[str, type[ast.cmpop]] = {
    "__lt__": ast.Lt,
    "__le__": ast.LtE,
    "__gt__": ast.Gt,
    "__ge__": ast.GtE,
    "__eq__": ast.Eq,
}


def _number(value: Value) -> Value:
    return value.fields["value"] if isinstance(value, Instance) and value.cls.inherits(INT_ENUM) else value


def _operation(sign: type[ast.operator], reflected: bool) -> Builtin:
    def method(machine: Machine, self: Value, other: Value, /) -> Value:
        one, two = _number(self), _number(other)
        return operate(machine, sign, two, one) if reflected else operate(machine, sign, one, two)

    return Builtin(SIGNS[sign][0], method)


def _comparison(sign: type[ast.cmpop]) -> Builtin:
    return Builtin(
        "compare", lambda machine, self, other, /: compare(machine, sign, _number(self), _number(other))
    )


def _text(machine: Machine, self: Value, /) -> str:
    return to_text(machine, _number(self))


def _formatted(machine: Machine, self: Value, spec: Value, /) -> str:
    return formatted(machine, _number(self), spec)


INT_ENUM.namespace |= {
    **{f"__{SIGNS[sign][0]}__": _operation(sign, False) for sign in SIGNS},
    **{f"__r{SIGNS[sign][0]}__": _operation(sign, True) for sign in SIGNS},
    **{name: _comparison(sign) for name, sign in COMPARISONS.items()},
    **dict.fromkeys(("__int__", "__index__"), Builtin("int", lambda machine, self, /: _number(self))),
    "__str__": Builtin("str", _text),
    "__format__": Builtin("format", _formatted),
}

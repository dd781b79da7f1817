"""What an operator means between operands that the library refuses: lists on both sides, clusters."""

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.edges import CLUSTER_OPERAND, HEADS, connect_edge, record_plain_edge
from parsers.diagrams_dsl.library import is_edge
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import Instance, Value

NAMES = {">>": "rshift", "<<": "lshift", "-": "sub"}


def draw_between(machine: Machine, sign: str, left: Value, right: Value) -> Value:
    """Draw every pair, and say so; the result is the right operand, as with the library's own operators."""
    message = f"unsupported operand type(s) for {sign}: '{type_name(left)}' and '{type_name(right)}'"
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        told = f"{type_name(left)} {sign} {type_name(right)} is no operation of the library; every pair is drawn."
        machine.refused(diagnostics.STRICTER, told, "TypeError", message)
    else:
        machine.refused(diagnostics.CLUSTER_EDGE, CLUSTER_OPERAND, "TypeError", message)
    heads = HEADS[NAMES[sign]]
    starts, ends = _several(left), _several(right)
    results = [_draw(machine, start, end, heads) for start in starts for end in ends]
    return right if isinstance(right, list | tuple) or not results else results[0]


def _several(value: Value) -> list[Value]:
    return [one for part in value for one in _several(part)] if isinstance(value, list | tuple) else [value]


def _draw(machine: Machine, start: Value, end: Value, heads: tuple[bool, bool]) -> Value:
    machine.step()
    if is_edge(end) and not is_edge(start):
        _head(end, heads)
        end.fields["node"] = start
        return end
    if is_edge(start):
        _head(start, heads)
        return connect_edge(machine, start, end)
    record_plain_edge(machine, start, end, *heads)
    return end


def _head(edge: Instance, heads: tuple[bool, bool]) -> None:
    for name, wanted in zip(("forward", "reverse"), heads, strict=True):
        if wanted:
            edge.fields[name] = True

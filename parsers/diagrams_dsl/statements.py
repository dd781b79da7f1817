"""Executing statements, as Python generators so that a script's generators can be suspended anywhere.

Each handler of a compound statement is a generator that yields what the script yields, and returns a signal:
None to go on, BREAK, CONTINUE, or a Returned.
"""

import ast
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.assigning import assign
from parsers.diagrams_dsl.attributes import get_attribute
from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.exceptions import EXCEPTIONS
from parsers.diagrams_dsl.expressions import evaluate
from parsers.diagrams_dsl.items import iterate
from parsers.diagrams_dsl.machine import HOST_ERRORS, Machine
from parsers.diagrams_dsl.names import assign_name
from parsers.diagrams_dsl.patterns import matches
from parsers.diagrams_dsl.plain_statements import PLAIN
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import Class, Instance, Opaque, Raised, Scope, Stream, Value

Steps = Generator[Value, Value, object]


class Signal:
    """How a block ended other than by its end."""


BREAK, CONTINUE = Signal(), Signal()


@dataclass(slots=True)
class Returned:
    """A `return`, with its value."""

    value: Value


def execute(machine: Machine, body: list[ast.stmt], scope: Scope) -> Steps:
    """Run a block. Raises Raised, a host error of plain data, or Exceeded."""
    yields = scope.shape is not None and scope.shape.yields
    for statement in body:
        machine.step()
        machine.node = statement
        kind = type(statement)
        if (
            yields
            and kind in YIELDING
            and isinstance(getattr(statement, "value", None), ast.Yield | ast.YieldFrom)
        ):
            signal = yield from _with_yield(machine, statement, scope)
            if signal is not None:
                return signal
            continue
        plain = PLAIN.get(kind)
        if plain is not None:
            plain(machine, statement, scope)
            continue
        if kind is ast.Return:
            value = statement.value  # type: ignore[attr-defined]
            return Returned(None if value is None else evaluate(machine, value, scope))
        signal = yield from COMPOUND[kind](machine, statement, scope)
        if signal is not None:
            return signal
    return None


# Yield

YIELDING = frozenset({ast.Expr, ast.Assign, ast.AnnAssign, ast.Return})


def _with_yield(machine: Machine, node: Any, scope: Scope) -> Steps:
    """A statement whose whole value is a `yield` or a `yield from`."""
    made = node.value
    if isinstance(made, ast.Yield):
        value = yield (None if made.value is None else evaluate(machine, made.value, scope))
    else:
        source = evaluate(machine, made.value, scope)
        if isinstance(source, Stream) and isinstance(source.iterator, Generator):
            value = yield from source.iterator
        else:
            value = None
            for one in iterate(machine, source):
                machine.step()
                yield one
    if isinstance(node, ast.Return):
        return Returned(value)
    for target in getattr(node, "targets", None) or (
        [node.target] if isinstance(node, ast.AnnAssign) else []
    ):
        assign(machine, target, value, scope)
    return None


# Statements that hold blocks


def _if(machine: Machine, node: ast.If, scope: Scope) -> Steps:
    chosen = node.body if is_true(machine, evaluate(machine, node.test, scope)) else node.orelse
    return (yield from execute(machine, chosen, scope))


def _for(machine: Machine, node: ast.For | ast.AsyncFor, scope: Scope) -> Steps:
    for value in iterate(machine, evaluate(machine, node.iter, scope)):
        machine.step()
        assign(machine, node.target, value, scope)
        signal = yield from execute(machine, node.body, scope)
        if signal is BREAK:
            return None
        if isinstance(signal, Returned):
            return signal
    return (yield from execute(machine, node.orelse, scope))


def _while(machine: Machine, node: ast.While, scope: Scope) -> Steps:
    while True:
        test = evaluate(machine, node.test, scope)
        if isinstance(test, Opaque):
            machine.needs_data(test.reason)
            break
        if not is_true(machine, test):
            break
        signal = yield from execute(machine, node.body, scope)
        if signal is BREAK:
            return None
        if isinstance(signal, Returned):
            return signal
    return (yield from execute(machine, node.orelse, scope))


def _break(machine: Machine, node: ast.Break, scope: Scope) -> Steps:
    return BREAK
    yield


def _continue(machine: Machine, node: ast.Continue, scope: Scope) -> Steps:
    return CONTINUE
    yield


def _with(machine: Machine, node: ast.With | ast.AsyncWith, scope: Scope, index: int = 0) -> Steps:
    if index == len(node.items):
        return (yield from execute(machine, node.body, scope))
    item = node.items[index]
    manager = evaluate(machine, item.context_expr, scope)
    machine.node = item.context_expr
    leave = get_attribute(machine, manager, "__exit__", None)
    enter = get_attribute(machine, manager, "__enter__", None)
    if leave is None or enter is None:
        raise machine.error(
            "TypeError", f"'{type_name(manager)}' object does not support the context manager protocol"
        )
    entered = call(machine, enter, (), {})
    quiet = (
        manager.native
        if isinstance(manager, Instance) and isinstance(manager.native, frozenset)
        else frozenset()
    )
    try:
        with machine.guarded(quiet):
            if item.optional_vars is not None:
                assign(machine, item.optional_vars, entered, scope)
            signal = yield from _with(machine, node, scope, index + 1)
    except (Raised, *HOST_ERRORS) as error:
        if isinstance(error, RecursionError):
            raise
        raised = machine.translated(error)
        if is_true(machine, _left(machine, leave, raised)):
            return None
        raise raised from None
    _left(machine, leave, None)
    return signal


def _left(machine: Machine, leave: Value, raised: Raised | None) -> Value:
    if raised is None:
        return call(machine, leave, (None, None, None), {})
    found = call(machine, leave, (raised.value.cls, raised.value, None), {})
    return False if isinstance(found, Opaque) else found


def _try(machine: Machine, node: ast.Try, scope: Scope) -> Steps:
    signal: object = None
    try:
        try:
            with machine.guarded(_caught_names(node)):
                signal = yield from execute(machine, node.body, scope)
        except (Raised, *HOST_ERRORS) as error:
            if isinstance(error, RecursionError):
                raise
            signal = yield from _handle(machine, node, machine.translated(error), scope)
        else:
            if signal is None:
                signal = yield from execute(machine, node.orelse, scope)
    except (Raised, *HOST_ERRORS):
        final = yield from execute(machine, node.finalbody, scope)
        if final is not None:
            return final
        raise
    final = yield from execute(machine, node.finalbody, scope)
    return signal if final is None else final


def _caught_names(node: ast.Try) -> frozenset[str]:
    """The names of exceptions that the handlers catch, as far as the syntax tells."""
    names: set[str] = set()
    for handler in node.handlers:
        if handler.type is None:
            names.add("BaseException")
        else:
            types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            names.update(one.id for one in types if isinstance(one, ast.Name))
    return frozenset(EXCEPTIONS[name].name for name in names if name in EXCEPTIONS)


def _handle(machine: Machine, node: ast.Try, raised: Raised, scope: Scope) -> Steps:
    for handler in node.handlers:
        if handler.type is not None and not _catches(
            machine, evaluate(machine, handler.type, scope), raised.value
        ):
            continue
        if handler.name:
            assign_name(machine, handler.name, raised.value, scope)
        machine.handling.append(raised)
        try:
            return (yield from execute(machine, handler.body, scope))
        finally:
            machine.handling.remove(raised)
            if handler.name:
                scope.names.pop(handler.name, None)
    raise raised


def _catches(machine: Machine, kind: Value, value: Instance) -> bool:
    if isinstance(kind, tuple):
        return any(_catches(machine, one, value) for one in kind)
    return isinstance(kind, Class) and value.cls.inherits(kind)


def _match(machine: Machine, node: ast.Match, scope: Scope) -> Steps:
    subject = evaluate(machine, node.subject, scope)
    for case in node.cases:
        machine.step()
        bound: dict[str, Value] = {}
        if not matches(machine, case.pattern, subject, bound, scope):
            continue
        for name, value in bound.items():
            assign_name(machine, name, value, scope)
        if case.guard is None or is_true(machine, evaluate(machine, case.guard, scope)):
            return (yield from execute(machine, case.body, scope))
    return None


def _unsupported(machine: Machine, node: ast.stmt, scope: Scope) -> Steps:
    machine.complete = False
    machine.remark(
        diagnostics.NOT_SUPPORTED, f"A statement of this kind ({type(node).__name__}) is not read."
    )
    return None
    yield


COMPOUND: dict[type[ast.stmt], Callable[[Machine, Any, Scope], Steps]] = {
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _unsupported,
    ast.Match: _match,
}

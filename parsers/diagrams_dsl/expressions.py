"""Evaluating expressions: one function for each kind of node."""

import ast
from collections.abc import Callable, Iterator
from typing import Any

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.attributes import get_attribute
from parsers.diagrams_dsl.budget import Exceeded
from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.comparing import compare
from parsers.diagrams_dsl.items import get_item, iterate, set_key, slice_of
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.names import assign_name, look_up
from parsers.diagrams_dsl.operators import operate, unary
from parsers.diagrams_dsl.text import formatted, represent, to_text
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.values import Function, Opaque, Scope, SetValue, Stream, Value

Evaluator = Callable[[Machine, Any, Scope], Value]


def evaluate(machine: Machine, node: ast.expr, scope: Scope) -> Value:
    """The value of an expression. Raises Raised, a host error of plain data, or Exceeded."""
    budget = machine.budget
    budget.steps += 1
    if budget.steps > machine.limits.steps:
        raise Exceeded("steps", machine.limits.steps)
    return EVALUATORS[type(node)](machine, node, scope)


def _constant(machine: Machine, node: ast.Constant, scope: Scope) -> Value:
    value = node.value
    if value is ... or isinstance(value, complex):
        return Opaque(str(value), quiet=True)
    return value


def _attribute(machine: Machine, node: ast.Attribute, scope: Scope) -> Value:
    receiver = evaluate(machine, node.value, scope)
    machine.node = node
    return get_attribute(machine, receiver, node.attr)


def _subscript(machine: Machine, node: ast.Subscript, scope: Scope) -> Value:
    receiver = evaluate(machine, node.value, scope)
    index = evaluate(machine, node.slice, scope)
    machine.node = node
    return get_item(machine, receiver, index)


def _slice(machine: Machine, node: ast.Slice, scope: Scope) -> Value:
    parts = [
        None if part is None else evaluate(machine, part, scope)
        for part in (node.lower, node.upper, node.step)
    ]
    return slice_of(machine, parts)


def _binary(machine: Machine, node: ast.BinOp, scope: Scope) -> Value:
    chain = [node]
    while isinstance(node.left, ast.BinOp):
        node = node.left
        chain.append(node)
    value = evaluate(machine, node.left, scope)
    for link in reversed(chain):
        other = evaluate(machine, link.right, scope)
        machine.node = link
        value = operate(machine, type(link.op), value, other)
    return value


def _unary(machine: Machine, node: ast.UnaryOp, scope: Scope) -> Value:
    value = evaluate(machine, node.operand, scope)
    machine.node = node
    return unary(machine, type(node.op), value)


def _boolean(machine: Machine, node: ast.BoolOp, scope: Scope) -> Value:
    wants = isinstance(node.op, ast.Or)
    value: Value = None
    for part in node.values:
        value = evaluate(machine, part, scope)
        if is_true(machine, value) is wants:
            return value
    return value


def _compare(machine: Machine, node: ast.Compare, scope: Scope) -> Value:
    left = evaluate(machine, node.left, scope)
    result: Value = True
    for operator, part in zip(node.ops, node.comparators, strict=True):
        right = evaluate(machine, part, scope)
        machine.node = node
        result = compare(machine, type(operator), left, right)
        if len(node.ops) > 1 and not is_true(machine, result):
            return result
        left = right
    return result


def _conditional(machine: Machine, node: ast.IfExp, scope: Scope) -> Value:
    chosen = node.body if is_true(machine, evaluate(machine, node.test, scope)) else node.orelse
    return evaluate(machine, chosen, scope)


def _elements(machine: Machine, parts: list[ast.expr], scope: Scope) -> list[Value]:
    machine.budget.elements(len(parts))
    found: list[Value] = []
    for part in parts:
        if isinstance(part, ast.Starred):
            for value in iterate(machine, evaluate(machine, part.value, scope)):
                machine.budget.elements(1)
                found.append(value)
        else:
            found.append(evaluate(machine, part, scope))
    return found


def _list(machine: Machine, node: ast.List, scope: Scope) -> Value:
    return _elements(machine, node.elts, scope)


def _tuple(machine: Machine, node: ast.Tuple, scope: Scope) -> Value:
    return tuple(_elements(machine, node.elts, scope))


def _set(machine: Machine, node: ast.Set, scope: Scope) -> Value:
    items: dict[Value, None] = {}
    for value in _elements(machine, node.elts, scope):
        set_key(machine, items, value, None)
    return SetValue(items)


def _dict(machine: Machine, node: ast.Dict, scope: Scope) -> Value:
    found: dict[Value, Value] = {}
    for key, part in zip(node.keys, node.values, strict=True):
        if key is None:
            _merge_mapping(machine, found, evaluate(machine, part, scope))
        else:
            name = evaluate(machine, key, scope)
            set_key(machine, found, name, evaluate(machine, part, scope))
    return found


def _merge_mapping(machine: Machine, into: dict[Value, Value], value: Value) -> None:
    if isinstance(value, Opaque):
        machine.needs_data(value.reason)
    elif isinstance(value, dict):
        for key, one in value.items():
            set_key(machine, into, key, one)
    else:
        raise machine.error("TypeError", "argument after ** must be a mapping")


SCOPED = frozenset({"super", "globals", "locals", "vars", "dir"})
"""Built-in functions that answer of the place where they are called."""
RUNNING = frozenset({"eval", "exec"})
"""Built-in functions that take code: it is read as the rest of the script is."""


def _asks_its_place(node: ast.Call) -> bool:
    """Whether a call is one whose answer depends on where it stands: `locals()`, `eval("...")`."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in SCOPED:
        return not node.args
    return name in RUNNING and len(node.args) == 1 and not node.keywords


def _call(machine: Machine, node: ast.Call, scope: Scope) -> Value:
    function = evaluate(machine, node.func, scope)
    if _asks_its_place(node):
        inputs = [evaluate(machine, part, scope) for part in node.args]
        machine.node = node
        return call(machine, function, inputs, {"scope": scope})
    arguments: list[Value] = []
    for part in node.args:
        if isinstance(part, ast.Starred):
            for value in iterate(machine, evaluate(machine, part.value, scope)):
                machine.budget.elements(1)
                arguments.append(value)
        else:
            arguments.append(evaluate(machine, part, scope))
    keywords: dict[str, Value] = {}
    for keyword in node.keywords:
        value = evaluate(machine, keyword.value, scope)
        if keyword.arg is None:
            _spread(machine, keywords, value)
        else:
            keywords[keyword.arg] = value
    machine.node = node
    return call(machine, function, arguments, keywords)


def _spread(machine: Machine, keywords: dict[str, Value], value: Value) -> None:
    given: dict[Value, Value] = {}
    _merge_mapping(machine, given, value)
    for name, one in given.items():
        if not isinstance(name, str):
            raise machine.error("TypeError", "keywords must be strings")
        if name in keywords:
            raise machine.error("TypeError", f"got multiple values for keyword argument '{name}'")
        keywords[name] = one


def _joined(machine: Machine, node: ast.JoinedStr, scope: Scope) -> Value:
    parts = [
        str(part.value) if isinstance(part, ast.Constant) else evaluate(machine, part, scope)
        for part in node.values
    ]
    machine.budget.characters(sum(map(len, parts)))
    return "".join(parts)


def _formatted(machine: Machine, node: ast.FormattedValue, scope: Scope) -> Value:
    value = evaluate(machine, node.value, scope)
    spec = evaluate(machine, node.format_spec, scope) if node.format_spec is not None else ""
    if node.conversion in (ord("r"), ord("a")):
        value = represent(machine, value)
    elif node.conversion == ord("s"):
        value = to_text(machine, value)
    return formatted(machine, value, spec)


def _lambda(machine: Machine, node: ast.Lambda, scope: Scope) -> Value:
    return make_function(machine, node, scope)


def make_function(
    machine: Machine, node: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope
) -> Function:
    """A function value, its defaults evaluated now."""
    arguments = node.args
    defaults = tuple(evaluate(machine, default, scope) for default in arguments.defaults)
    keyword_defaults = {
        argument.arg: evaluate(machine, default, scope)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is not None
    }
    return Function(machine.shape(node), scope, defaults, keyword_defaults)


def _named(machine: Machine, node: ast.NamedExpr, scope: Scope) -> Value:
    value = evaluate(machine, node.value, scope)
    assign_name(machine, node.target.id, value, scope.body())
    return value


def _starred(machine: Machine, node: ast.Starred, scope: Scope) -> Value:
    raise machine.error("SyntaxError", "can't use starred expression here")


def _await(machine: Machine, node: ast.Await, scope: Scope) -> Value:
    return evaluate(machine, node.value, scope)


def _yield(machine: Machine, node: ast.expr, scope: Scope) -> Value:
    machine.node = node
    machine.complete = False
    machine.remark(diagnostics.NOT_SUPPORTED, "A yield inside a larger expression is not read.")
    return Opaque("a yield inside an expression")


# Comprehensions


def _clauses(
    machine: Machine, clauses: list[ast.comprehension], scope: Scope, first: Iterator[Value] | None
) -> Iterator[None]:
    from parsers.diagrams_dsl.assigning import assign

    clause = clauses[0]
    if first is None:
        first = iterate(machine, evaluate(machine, clause.iter, scope))
    for value in first:
        machine.step()
        assign(machine, clause.target, value, scope)
        if all(is_true(machine, evaluate(machine, test, scope)) for test in clause.ifs):
            if len(clauses) == 1:
                yield
            else:
                yield from _clauses(machine, clauses[1:], scope, None)


Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def _each(machine: Machine, node: Comprehension, scope: Scope) -> tuple[Scope, Iterator[None]]:
    inner = Scope("comprehension", {}, scope.module, scope.enclosing())
    first = iterate(machine, evaluate(machine, node.generators[0].iter, scope))
    return inner, _clauses(machine, node.generators, inner, first)


def _list_comprehension(machine: Machine, node: ast.ListComp, scope: Scope) -> Value:
    inner, passes = _each(machine, node, scope)
    found: list[Value] = []
    for _ in passes:
        machine.budget.elements(1)
        found.append(evaluate(machine, node.elt, inner))
    return found


def _set_comprehension(machine: Machine, node: ast.SetComp, scope: Scope) -> Value:
    inner, passes = _each(machine, node, scope)
    items: dict[Value, None] = {}
    for _ in passes:
        set_key(machine, items, evaluate(machine, node.elt, inner), None)
    return SetValue(items)


def _dict_comprehension(machine: Machine, node: ast.DictComp, scope: Scope) -> Value:
    inner, passes = _each(machine, node, scope)
    found: dict[Value, Value] = {}
    for _ in passes:
        key = evaluate(machine, node.key, inner)
        set_key(machine, found, key, evaluate(machine, node.value, inner))
    return found


def _generator_expression(machine: Machine, node: ast.GeneratorExp, scope: Scope) -> Value:
    inner, passes = _each(machine, node, scope)
    return Stream("generator", (evaluate(machine, node.elt, inner) for _ in passes), generator=True)


EVALUATORS: dict[type[ast.expr], Evaluator] = {
    ast.Constant: _constant,
    ast.Name: look_up,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Call: _call,
    ast.JoinedStr: _joined,
    ast.FormattedValue: _formatted,
    ast.Lambda: _lambda,
    ast.NamedExpr: _named,
    ast.Starred: _starred,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
    ast.ListComp: _list_comprehension,
    ast.SetComp: _set_comprehension,
    ast.DictComp: _dict_comprehension,
    ast.GeneratorExp: _generator_expression,
}

"""Executing the statements that hold no others: each is one function that returns nothing."""

import ast
from collections.abc import Callable
from typing import Any

from parsers.diagrams_dsl.assigning import assign, delete
from parsers.diagrams_dsl.attributes import get_attribute, set_attribute
from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.classes import decorate, define_class
from parsers.diagrams_dsl.exceptions import is_exception
from parsers.diagrams_dsl.expressions import evaluate, make_function
from parsers.diagrams_dsl.importing import import_from, import_module
from parsers.diagrams_dsl.items import get_item, set_item
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.names import assign_name
from parsers.diagrams_dsl.operators import operate_in_place
from parsers.diagrams_dsl.text import to_text
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.values import Class, Instance, Opaque, Raised, Scope


def _expression(machine: Machine, node: ast.Expr, scope: Scope) -> None:
    evaluate(machine, node.value, scope)


def _assign(machine: Machine, node: ast.Assign, scope: Scope) -> None:
    value = evaluate(machine, node.value, scope)
    for target in node.targets:
        assign(machine, target, value, scope)


def _annotated(machine: Machine, node: ast.AnnAssign, scope: Scope) -> None:
    if scope.kind == "class" and isinstance(node.target, ast.Name):
        scope.names.setdefault("__annotations__", {})[node.target.id] = _annotation_text(node.annotation)
    if node.value is not None:
        assign(machine, node.target, evaluate(machine, node.value, scope), scope)


def _annotation_text(annotation: ast.expr) -> str:
    while isinstance(annotation, ast.Subscript):
        annotation = annotation.value
    if isinstance(annotation, ast.Attribute):
        return annotation.attr
    return annotation.id if isinstance(annotation, ast.Name) else str(getattr(annotation, "value", ""))[:100]


def _augmented(machine: Machine, node: ast.AugAssign, scope: Scope) -> None:
    target = node.target
    if isinstance(target, ast.Name):
        left = evaluate(machine, ast.copy_location(ast.Name(target.id, ast.Load()), target), scope)
        right = evaluate(machine, node.value, scope)
        machine.node = node
        assign_name(machine, target.id, operate_in_place(machine, type(node.op), left, right), scope)
        return
    receiver = evaluate(machine, target.value, scope)
    index = evaluate(machine, target.slice, scope) if isinstance(target, ast.Subscript) else None
    if isinstance(target, ast.Subscript):
        left = get_item(machine, receiver, index)
    else:
        left = get_attribute(machine, receiver, target.attr)
    right = evaluate(machine, node.value, scope)
    machine.node = node
    value = operate_in_place(machine, type(node.op), left, right)
    if isinstance(target, ast.Subscript):
        set_item(machine, receiver, index, value)
    else:
        set_attribute(machine, receiver, target.attr, value)


def _import(machine: Machine, node: ast.Import, scope: Scope) -> None:
    for alias in node.names:
        module = import_module(machine, alias.name)
        if alias.asname:
            assign_name(machine, alias.asname, module, scope)
        else:
            root = alias.name.split(".")[0]
            assign_name(machine, root, import_module(machine, root), scope)


def _import_from(machine: Machine, node: ast.ImportFrom, scope: Scope) -> None:
    import_from(machine, node, scope)


def _function(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    decorators = [evaluate(machine, one, scope) for one in node.decorator_list]
    function = make_function(machine, node, scope)
    function.fields["__doc__"] = ast.get_docstring(node)
    assign_name(machine, node.name, decorate(machine, decorators, function), scope)


def _class(machine: Machine, node: ast.ClassDef, scope: Scope) -> None:
    assign_name(machine, node.name, define_class(machine, node, scope), scope)


def _delete(machine: Machine, node: ast.Delete, scope: Scope) -> None:
    for target in node.targets:
        delete(machine, target, scope)


def _assert(machine: Machine, node: ast.Assert, scope: Scope) -> None:
    if not is_true(machine, evaluate(machine, node.test, scope)):
        message = "" if node.msg is None else to_text(machine, evaluate(machine, node.msg, scope))
        machine.node = node
        raise machine.error("AssertionError", message)


def _raise(machine: Machine, node: ast.Raise, scope: Scope) -> None:
    if node.exc is None:
        if machine.handling:
            raise machine.handling[-1]
        raise machine.error("RuntimeError", "No active exception to reraise")
    value = evaluate(machine, node.exc, scope)
    cause = None if node.cause is None else evaluate(machine, node.cause, scope)
    machine.node = node
    if isinstance(value, Class):
        value = call(machine, value, (), {})
    if cause is not None and isinstance(value, Instance):
        value.fields["__cause__"] = cause
    if not is_exception(value):
        if isinstance(value, Opaque):
            raise machine.error("Exception", str(value))
        raise machine.error("TypeError", "exceptions must derive from BaseException")
    raise Raised(value, machine.place())


def _nothing(machine: Machine, node: ast.stmt, scope: Scope) -> None:
    pass


Plain = Callable[[Machine, Any, Scope], None]
PLAIN: dict[type[ast.stmt], Plain] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Delete: _delete,
    ast.Assert: _assert,
    ast.Raise: _raise,
    ast.Pass: _nothing,
    ast.Global: _nothing,
    ast.Nonlocal: _nothing,
}

"""`eval` and `exec` of a text: read by the same interpreter, as if the text stood where they are called."""

import ast
import textwrap

from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.calls import run_to_end
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.syntax import parse
from parsers.diagrams_dsl.values import Opaque, Scope, Value
from parsers.errors import BrokenScript

LONGEST = 20_000


def run_expression(machine: Machine, text: Value, /, *rest: Value, scope: Scope | None = None) -> Value:
    """`eval(text)`: the value of the expression, read in the scope of the caller."""
    from parsers.diagrams_dsl.expressions import evaluate

    body = _parsed(machine, text, rest, scope)
    if scope is None or len(body) != 1 or not isinstance(body[0], ast.Expr):
        return _refused(machine, "eval")
    return evaluate(machine, body[0].value, scope)


def run_statements(machine: Machine, text: Value, /, *rest: Value, scope: Scope | None = None) -> Value:
    """`exec(text)`: the statements are read in the scope of the caller."""
    from parsers.diagrams_dsl.statements import execute

    body = _parsed(machine, text, rest, scope)
    if scope is None or not body:
        return _refused(machine, "exec")
    machine.depth += 1
    try:
        run_to_end(machine, execute(machine, body, scope.body()))
    finally:
        machine.depth -= 1
    return None


def _parsed(machine: Machine, text: Value, rest: tuple[Value, ...], scope: Scope | None) -> list[ast.stmt]:
    """The statements of a text, all placed where the call stands; none where it cannot be read."""
    if scope is None or rest or not isinstance(text, str) or len(text) > LONGEST:
        return []
    if machine.depth >= machine.limits.call_depth // 4:
        return []
    machine.budget.work(len(text) * 32)
    try:
        tree = parse(textwrap.dedent(text).strip(), machine.limits)
    except BrokenScript as error:
        raise machine.error("SyntaxError", error.problem.split("\n")[0]) from None
    here = machine.node
    for node in ast.walk(tree):
        ast.copy_location(node, here)
    machine.kept.append(tree)
    return tree.body


def _refused(machine: Machine, name: str) -> Value:
    machine.complete = False
    machine.remark(diagnostics.NOT_SUPPORTED, f"{name}() of this is never carried out.")
    return Opaque(f"{name}()")

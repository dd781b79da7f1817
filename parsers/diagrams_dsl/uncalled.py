"""Functions of a script that hold a Diagram and that nothing called: why a script draws nothing."""

import ast
from collections.abc import Iterator

from parsers.diagrams_dsl.machine import Machine

LONGEST_NAME = 100
Function = ast.FunctionDef | ast.AsyncFunctionDef


def uncalled(machine: Machine, tree: ast.Module) -> tuple[tuple[str, int], ...]:
    """The names (`Maker.draw`) and lines of these functions, in the order of the text."""
    names = _names_of_diagram(tree)
    found: list[tuple[str, int]] = []
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, path = waiting.pop()
        if isinstance(node, Function) and _makes_one(node, names) and not machine.shape(node).called:
            found.append((path, node.lineno))
        waiting += [(inner, _path(path, inner)) for inner in ast.iter_child_nodes(node)]
    return tuple(sorted(found, key=lambda one: one[1]))


def _path(path: str, node: ast.AST) -> str:
    if not isinstance(node, Function | ast.ClassDef):
        return path
    return f"{path}.{node.name}"[:LONGEST_NAME] if path else node.name[:LONGEST_NAME]


def _names_of_diagram(tree: ast.Module) -> frozenset[str]:
    """What the script calls the class Diagram."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    aliases = [alias for node in imports for alias in node.names if alias.name == "Diagram"]
    return frozenset({"Diagram", *(alias.asname for alias in aliases if alias.asname)})


def _makes_one(function: Function, names: frozenset[str]) -> bool:
    """Whether a Diagram is made in the function itself, not in one inside it."""
    return any(isinstance(node, ast.Call) and _called(node.func) in names for node in _own(function))


def _called(function: ast.expr) -> str:
    """The last name of what is called: `Diagram` of `diagrams.Diagram`."""
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _own(function: Function) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)

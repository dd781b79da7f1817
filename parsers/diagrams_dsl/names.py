"""Looking names up and binding them, with the scoping of Python."""

import ast

from architecture.catalogue import library
from parsers.diagrams_dsl import diagnostics
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.values import MISSING, Scope, Value


def look_up(machine: Machine, node: ast.Name, scope: Scope) -> Value:
    """The value of a name where it is used. Raises Raised (NameError) when nothing is bound to it."""
    name, here = node.id, scope
    while True:
        found = here.names.get(name, MISSING)
        if found is not MISSING and not (here.shape and name in here.shape.global_names):
            return found
        if here.shape is not None:
            if name in here.shape.local_names:
                machine.node = node
                raise _unbound(machine, name, here is scope)
            if name in here.shape.global_names:
                break
        if here.parent is None:
            break
        here = here.parent
    return _module_name(machine, node, scope)


def _unbound(machine: Machine, name: str, own: bool) -> Exception:
    if own:
        message = f"cannot access local variable '{name}' where it is not associated with a value"
        return machine.error("UnboundLocalError", message)
    return machine.error(
        "NameError",
        f"cannot access free variable '{name}' where it is not associated with a value in enclosing scope",
    )


def _module_name(machine: Machine, node: ast.Name, scope: Scope) -> Value:
    name = node.id
    found = scope.module.get(name, MISSING)
    if found is MISSING:
        from parsers.diagrams_dsl.builtin_functions import BUILTINS

        found = BUILTINS.get(name, MISSING)
    if found is MISSING and machine.implicit:
        found = _implied(machine, node)
    if found is MISSING:
        machine.node = node
        raise machine.error("NameError", f"name '{name}' is not defined")
    return found


def _implied(machine: Machine, node: ast.Name) -> Value:
    """What a script without any import of the library means by a name."""
    from parsers.diagrams_dsl.importing import library_class
    from parsers.diagrams_dsl.library import CORE

    core = CORE.get(node.id, MISSING)
    if core is not MISSING:
        return core
    classes = library.classes_named(node.id)
    if not classes:
        return MISSING
    machine.node = node
    others = f" (not {', '.join(classes[1:3])})" if len(classes) > 1 else ""
    machine.remark(
        diagnostics.IMPLICIT_IMPORT, f"{node.id} is not imported; it is read as {classes[0]}{others}."
    )
    return library_class(classes[0])


def assign_name(machine: Machine, name: str, value: Value, scope: Scope) -> None:
    """Bind a name where an assignment in this scope binds it."""
    target = _owner(machine, name, scope)
    if name not in target:
        machine.budget.elements(1)
    target[name] = value


def delete_name(machine: Machine, name: str, scope: Scope) -> None:
    """Unbind a name. Raises Raised (NameError)."""
    target = _owner(machine, name, scope)
    if name not in target:
        raise machine.error("NameError", f"name '{name}' is not defined")
    del target[name]


def _owner(machine: Machine, name: str, scope: Scope) -> dict[str, Value]:
    shape = scope.shape
    if scope.kind == "class" or shape is None:
        return scope.names
    if name in shape.global_names:
        return scope.module
    if name in shape.nonlocal_names:
        here = scope.parent
        while here is not None:
            if here.shape is not None and name in here.shape.local_names:
                return here.names
            here = here.parent
        raise machine.error("SyntaxError", f"no binding for nonlocal '{name}' found")
    return scope.names

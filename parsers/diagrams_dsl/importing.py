"""Imports: the library from its catalogue, sibling files that were given, models of the standard library."""

import ast
import sys

from architecture.catalogue import library as catalogue
from parsers.diagrams_dsl import c4, diagnostics
from parsers.diagrams_dsl.calls import run_to_end
from parsers.diagrams_dsl.contexts import CONTEXTS
from parsers.diagrams_dsl.library import CORE, CUSTOM, NODE
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.names import assign_name
from parsers.diagrams_dsl.syntax import Source, decode, parse
from parsers.diagrams_dsl.values import MISSING, Class, Module, Opaque, Scope, Value
from parsers.errors import UnreadableDiagram

_classes: dict[str, Class] = {"diagrams.Node": NODE, "diagrams.custom.Custom": CUSTOM}


MOST_HINTS = 50
"""Wrong names for which those spelled alike are looked up: each is compared with all that the library has."""


def library_class(full_name: str) -> Class:
    """A node class of the library. The same object each time: scripts compare classes."""
    found = _classes.get(full_name)
    if found is None:
        module, _, name = full_name.rpartition(".")
        icon = catalogue.icon(full_name) or ""
        parts = full_name.split(".")
        facts = {
            "_icon": icon.rpartition("/")[2] or None,
            "_icon_dir": icon.rpartition("/")[0] or None,
            "_provider": parts[1] if len(parts) > 1 else None,
            "_type": parts[2] if len(parts) > 3 else None,
            "fontcolor": "#ffffff",
        }
        found = _classes[full_name] = Class(name, (NODE,), facts, module=module)
    return found


def unknown_class(module: str, name: str) -> Class:
    """A class that the library does not have, drawn as a node of unknown kind."""
    return Class(name, (NODE,), {"_icon": "unknown.png"}, module=module, features={"unknown": True})


def unknown_member(machine: Machine, module: Module, name: str, error: str, message: str) -> Value:
    """A name that a module lacks: of the library, read as an unknown class, and told with the nearest names."""
    if not module.name.startswith("diagrams") or name.startswith("__") or not name[:1].isupper():
        raise machine.error(error, message)
    told = f"{module.name} has no {name}; it is read as {_read_as(machine, module.name, name)}"
    machine.refused(diagnostics.UNKNOWN_CLASS, told, error, message)
    found = unknown_class(module.name, name)
    module_key = f"{module.name}.{name}"
    machine.modules.setdefault(f"?{module_key}", Module(module_key, {"class": found}))
    return machine.modules[f"?{module_key}"].members["class"]


def _read_as(machine: Machine, module: str, name: str) -> str:
    """What a name that the library lacks is taken for, and which of its names are like it."""
    machine.hints += 1
    if machine.hints > MOST_HINTS:
        return "its name tells."
    meant, near = catalogue.meant(name, module), catalogue.nearest(name, module)
    hint = f" Nearest: {', '.join(near)}." if near else ""
    return f"{meant.name if meant is not None else 'a node of unknown kind'}.{hint}"


# Modules


def import_module(machine: Machine, name: str) -> Value:
    """The module of that full name. Raises Raised (ModuleNotFoundError) where the script counts on that."""
    found = machine.modules.get(name)
    if found is not None:
        return found
    sibling = _sibling(machine, name)
    if sibling is not None:
        return _run_file(machine, name, sibling)
    root = name.split(".")[0]
    if root == "diagrams":
        return _library_module(machine, name)
    return _other_module(machine, name, root)


def _other_module(machine: Machine, name: str, root: str) -> Value:
    from parsers.diagrams_dsl.stdlib.modules import MODULES  # not before a script wants more than the library
    from parsers.diagrams_dsl.stdlib.quiet import QUIET

    if name in MODULES:
        made = machine.modules[name] = MODULES[name]()
        return made
    if root in QUIET or root in MODULES or root in sys.stdlib_module_names:
        return Opaque(name, quiet=True)
    return _unknown_module(machine, name)


def _unknown_module(machine: Machine, name: str) -> Value:
    message = f"No module named '{name}'"
    told = f"The module {name[:100]} is not part of the library and was not given."
    if machine.catches("ModuleNotFoundError"):
        raise machine.error("ModuleNotFoundError", message)
    machine.remark(diagnostics.UNKNOWN_MODULE, told)
    return Opaque(name)


def _library_module(machine: Machine, name: str) -> Value:
    if name == "diagrams":
        made = Module(name, {**{key: value for key, value in CORE.items() if key != "Custom"}, **CONTEXTS})
    elif name == "diagrams.c4":
        made = Module(name, dict(c4.MEMBERS))
    elif name in catalogue.modules() or _has_below(name):
        made = Module(name)
    else:
        return _unknown_library_module(machine, name)
    made.lazy = lambda member: _library_member(machine, name, member)
    made.exports = lambda: _library_exports(made)
    machine.modules[name] = made
    return made


def _has_below(name: str) -> bool:
    return any(module.startswith(f"{name}.") for module in catalogue.modules())


def _unknown_library_module(machine: Machine, name: str) -> Value:
    message = f"No module named '{name}'"
    told = f"The library has no module {name[:100]}; its classes are read as their names tell."
    machine.refused(diagnostics.UNKNOWN_CLASS, told, "ModuleNotFoundError", message)
    made = machine.modules[name] = Module(name)
    return made


def _library_member(machine: Machine, module: str, name: str) -> Value:
    full_name = catalogue.canonical(module, name)
    if full_name is not None:
        return library_class(full_name)
    below = f"{module}.{name}"
    if below == "diagrams.c4" or below in catalogue.modules() or _has_below(below):
        return import_module(machine, below)
    return MISSING


def _library_exports(module: Module) -> tuple[str, ...]:
    known = catalogue.modules().get(module.name, {})
    return tuple(name for name in (*module.members, *known) if not name.startswith("_"))


# Files that were given


def _sibling(machine: Machine, name: str) -> str | None:
    base = name.replace(".", "/")
    paths = [f"{base}.py", f"{base}/__init__.py"]
    paths += [f"{machine.folder}/{path}" for path in paths]
    return next((path for path in paths if path in machine.files), None)


def _run_file(machine: Machine, name: str, path: str) -> Module:
    from parsers.diagrams_dsl.statements import execute

    module = machine.modules[name] = Module(name, {"__name__": name, "__file__": path})
    try:
        text = decode(machine.files[path], machine.limits)
        tree = parse(text, machine.limits)
    except UnreadableDiagram as error:
        error.file = path
        raise
    machine.sources[path] = Source(text, path)
    node, source = machine.node, machine.source
    machine.source = machine.sources[path]
    try:
        run_to_end(
            machine, execute(machine, tree.body, Scope("module", module.members, module.members, file=path))
        )
    finally:
        machine.node, machine.source = node, source
    return module


# from ... import ...


def import_from(machine: Machine, node: ast.ImportFrom, scope: Scope) -> None:
    """`from module import names`, the star included; a relative import is looked up among the files given."""
    name = node.module or ""
    if name == "__future__":
        return
    if not name:
        for alias in node.names:
            assign_name(machine, alias.asname or alias.name, import_module(machine, alias.name), scope)
        return
    module = import_module(machine, name)
    for alias in node.names:
        machine.node = node
        if alias.name == "*":
            _import_star(machine, module, scope)
        else:
            assign_name(machine, alias.asname or alias.name, _member(machine, module, alias.name), scope)


def _member(machine: Machine, module: Value, name: str) -> Value:
    if isinstance(module, Opaque):
        return Opaque(f"{module.reason}.{name}", module.quiet)
    found = module.member(name)
    if found is not MISSING:
        return found
    from parsers.diagrams_dsl.stdlib.modules import MODULES

    below = f"{module.name}.{name}"
    if _sibling(machine, below) is not None or below in MODULES:
        return import_module(machine, below)
    if module.name in MODULES and module.name not in machine.files:
        return Opaque(below, quiet=True)
    where = f" ({module.name.replace('.', '/')}.py)"
    return unknown_member(
        machine, module, name, "ImportError", f"cannot import name '{name}' from '{module.name}'{where}"
    )


def _import_star(machine: Machine, module: Value, scope: Scope) -> None:
    if isinstance(module, Opaque):
        machine.implicit = True
        return
    listed = module.members.get("__all__")
    names = module.exports() if module.exports is not None else tuple(module.members)
    if isinstance(listed, list | tuple):
        names = tuple(name for name in listed if isinstance(name, str))
    for name in dict.fromkeys(names):
        if not name.startswith("_") and (value := module.member(name)) is not MISSING:
            assign_name(machine, name, value, scope)

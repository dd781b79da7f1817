"""argparse: a parser whose command line is empty, so that every argument has its default."""

from collections.abc import Callable

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.text import to_text
from parsers.diagrams_dsl.values import MISSING, Builtin, Class, Instance, Opaque, Value, host_names

NAMESPACE = Class("Namespace", (OBJECT,), module="argparse")
FLAGS = {"store_true": False, "store_false": True}


def _namespace_init(machine: Machine, self: Instance, /, **fields: Value) -> None:
    self.fields |= fields


NAMESPACE.namespace["__init__"] = Builtin("Namespace.__init__", _namespace_init)


def _init(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> None:
    self.native = {}


def _defaults(self: Instance) -> dict[str, Value]:
    return self.native if isinstance(self.native, dict) else {}


def _add_argument(machine: Machine, self: Instance, /, *flags: Value, **options: Value) -> Value:
    names = [to_text(machine, flag) for flag in flags]
    long = next((name for name in names if name.startswith("--")), names[0] if names else "")
    name = to_text(machine, options["dest"]) if "dest" in options else long.lstrip("-").replace("-", "_")
    machine.budget.elements(1)
    _defaults(self)[name] = _default(machine, name, names, options)
    return Opaque("an argument", quiet=True)


def _default(machine: Machine, name: str, flags: list[str], options: dict[str, Value]) -> Value:
    if "default" in options:
        value, kind = options["default"], options.get("type")
        return call(machine, kind, (value,), {}) if kind is not None and isinstance(value, str) else value
    action = options.get("action")
    if isinstance(action, str) and action in FLAGS:
        return FLAGS[action]
    positional = bool(flags) and not flags[0].startswith("-")
    optional = options.get("nargs")
    if isinstance(optional, str) and optional in ("?", "*"):
        return [] if optional == "*" else None
    if positional or options.get("required") is True:
        return MISSING
    return None


def _parse(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> Value:
    made = Instance(NAMESPACE)
    for name, value in _defaults(self).items():
        if value is MISSING:
            value = machine.needs_data(f"the command line argument {name[:100]}")
        made.fields[name] = value
    return made


def _parse_known(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> Value:
    return _parse(machine, self), []


def _set_defaults(machine: Machine, self: Instance, /, **values: Value) -> None:
    machine.budget.elements(len(values))
    _defaults(self).update(values)


def _group(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> Value:
    return self


def _subparsers(machine: Machine, self: Instance, /, *_: Value, dest: Value = None, **__: Value) -> Value:
    if isinstance(dest, str):
        _defaults(self).setdefault(str(dest), None)
    return Opaque("a subcommand", quiet=True)


def _error(machine: Machine, self: Instance, /, *_: Value) -> None:
    raise machine.error("SystemExit", "", 2)


def _nothing(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> None:
    return None


METHODS: dict[str, Callable[..., Value]] = {
    "__init__": _init,
    "add_argument": _add_argument,
    "parse_args": _parse,
    "parse_known_args": _parse_known,
    "set_defaults": _set_defaults,
    "add_argument_group": _group,
    "add_mutually_exclusive_group": _group,
    "add_subparsers": _subparsers,
    "error": _error,
    "exit": _error,
    "print_help": _nothing,
    "print_usage": _nothing,
}
PARSER = Class(
    "ArgumentParser",
    (OBJECT,),
    {name: Builtin(f"ArgumentParser.{name}", method) for name, method in METHODS.items()},
    module="argparse",
)
PARSER.features |= host_names(
    "convert_arg_line_to_args description epilog format_help format_usage get_default parse_intermixed_args"
    " parse_known_intermixed_args prog register usage"
)

MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "argparse": lambda: {"ArgumentParser": PARSER, "Namespace": NAMESPACE}
}

"""click and typer: commands that are called without arguments, so that every option has its default."""

from collections.abc import Callable

from parsers.diagrams_dsl.calls import call
from parsers.diagrams_dsl.exceptions import OBJECT
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.truth import is_true
from parsers.diagrams_dsl.values import MISSING, Builtin, Class, Function, Instance, Opaque, Value

OPTIONS = "click options"

# click


def _option(machine: Machine, /, *flags: Value, **options: Value) -> Value:
    """`@click.option(...)` and `@click.argument(...)`: the function remembers the default."""
    names = [flag for flag in flags if isinstance(flag, str)]
    plain = [name for name in names if not name.startswith("-")]
    long = plain[-1] if plain else max(names, key=len, default="")
    name = long.lstrip("-").split("/")[0].replace("-", "_").lower()

    def remember(machine: Machine, function: Value, /) -> Value:
        holder = function.function if isinstance(function, Command) else function
        if isinstance(holder, Function):
            holder.fields.setdefault(OPTIONS, {})[name] = _default(machine, options)
        return function

    return Builtin("option", remember)


def _default(machine: Machine, options: dict[str, Value]) -> Value:
    value = options.get("default", MISSING)
    if value is not MISSING and value is not None:
        kind = options.get("type")
        return (
            call(machine, kind, (value,), {}) if isinstance(kind, Class) and isinstance(value, str) else value
        )
    if is_true(machine, options.get("is_flag", False)):
        return False
    if is_true(machine, options.get("multiple", False)):
        return ()
    return MISSING if is_true(machine, options.get("required", False)) else None


class Command(Builtin):
    """A function that takes its arguments from the command line."""

    function: Value


def _command_of(function: Value) -> Command:
    def run(machine: Machine, /, *_: Value, standalone_mode: Value = True, **__: Value) -> Value:
        result = _call_with_defaults(machine, function)
        if is_true(machine, standalone_mode):
            raise machine.error("SystemExit", "", 0)
        return result

    made = Command(getattr(function, "name", "command"), run)
    made.function = function
    made.fields |= {"callback": function, "main": made}
    return made


def _call_with_defaults(machine: Machine, function: Value) -> Value:
    """Call a command's function; an argument without a default is data that was not given."""
    if not isinstance(function, Function):
        return call(machine, function, (), {})
    given: dict[str, Value] = {}
    for name, value in function.fields.get(OPTIONS, {}).items():
        given[name] = (
            machine.needs_data(f"the command line argument {name[:100]}") if value is MISSING else value
        )
    shape = function.shape
    names = (*shape.positional, *shape.keyword_only)
    optional = shape.positional[len(shape.positional) - len(function.defaults) :]
    declared = {**dict(zip(optional, function.defaults, strict=True)), **function.keyword_defaults}
    for name in names:
        if name in given:
            continue
        value = declared.get(name, MISSING)
        if isinstance(value, Instance) and value.cls is PARAMETER:
            given[name] = _parameter_default(machine, name, value)
        elif value is MISSING:
            given[name] = machine.needs_data(f"the command line argument {name[:100]}")
    return call(machine, function, (), given)


def _command(machine: Machine, name: Value = None, /, *_: Value, **__: Value) -> Value:
    if isinstance(name, Function):
        return _command_of(name)
    return Builtin("command", lambda machine, function, /: _command_of(function))


def _same(machine: Machine, /, *_: Value, **__: Value) -> Value:
    return Builtin("decorator", lambda machine, function, /: function)


def _nothing(machine: Machine, /, *_: Value, **__: Value) -> None:
    return None


# Groups of commands: click.group() and typer.Typer()

APPLICATION = Class("Typer", (OBJECT,), module="typer")
PARAMETER = Class("ParameterInfo", (OBJECT,), module="typer")


def _application(machine: Machine, /, *_: Value, **__: Value) -> Value:
    made = Instance(APPLICATION)
    made.native = []
    return made


def _add_command(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> Value:
    def add(machine: Machine, function: Value, /) -> Value:
        machine.budget.elements(1)
        self.native.append(function)
        return function

    return Builtin("command", add)


def _run_application(machine: Machine, self: Instance, /, *_: Value, **__: Value) -> Value:
    """Its only command runs; of several, the command line would choose."""
    if len(self.native) == 1:
        _call_with_defaults(machine, self.native[0])
    raise machine.error("SystemExit", "", 0)


APPLICATION.namespace |= {
    "command": Builtin("Typer.command", _add_command),
    "callback": Builtin("Typer.callback", lambda machine, self, /, *_, **__: _same(machine)),
    "add_typer": Builtin("Typer.add_typer", _nothing),
    "add_command": Builtin("Group.add_command", _nothing),
    "__call__": Builtin("Typer.__call__", _run_application),
}


def _group(machine: Machine, name: Value = None, /, *_: Value, **__: Value) -> Value:
    """`@click.group()`: without the name of a command it only prints its help."""

    def make(machine: Machine, function: Value, /) -> Value:
        made: Instance = _application(machine)
        made.native = [None, None]
        return made

    return make(machine, name) if isinstance(name, Function) else Builtin("group", make)


def _parameter(machine: Machine, default: Value = MISSING, /, *_: Value, **options: Value) -> Value:
    made = Instance(PARAMETER)
    made.native = options.get("default", default)
    return made


def _parameter_default(machine: Machine, name: str, parameter: Instance) -> Value:
    value = parameter.native
    if value is MISSING or (isinstance(value, Opaque) and value.reason == "Ellipsis"):
        return machine.needs_data(f"the command line argument {name[:100]}")
    return value


def _run(machine: Machine, function: Value, /) -> None:
    _call_with_defaults(machine, function)
    raise machine.error("SystemExit", "", 0)


PRINTING = dict.fromkeys(("echo", "secho", "style", "confirm", "clear"), _nothing)

MODULES: dict[str, Callable[[], dict[str, Value]]] = {
    "click": lambda: {
        "command": _command,
        "group": _group,
        "option": _option,
        "argument": _option,
        **dict.fromkeys(("version_option", "help_option"), _same),
        **PRINTING,
    },
    "typer": lambda: {
        "Typer": _application,
        "Option": _parameter,
        "Argument": _parameter,
        "run": _run,
        **PRINTING,
    },
}

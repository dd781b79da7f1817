"""Calling: functions of the script, functions of ours, classes, and whatever has `__call__`."""

import ast
from collections.abc import Generator, Iterator, Mapping, Sequence

from parsers.diagrams_dsl.budget import Exceeded
from parsers.diagrams_dsl.exceptions import EXCEPTIONS
from parsers.diagrams_dsl.machine import Machine
from parsers.diagrams_dsl.types import type_name
from parsers.diagrams_dsl.values import (
    MISSING,
    Annotation,
    BoundMethod,
    Builtin,
    Class,
    ClassMethod,
    Function,
    Instance,
    Opaque,
    Scope,
    Shape,
    StaticMethod,
    Stream,
    Value,
)


def call(
    machine: Machine, function: Value, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """Call a value. Raises Raised (TypeError) when it cannot be called."""
    while isinstance(function, BoundMethod):
        arguments = (function.receiver, *arguments)
        function = function.function
        if isinstance(function, StaticMethod):
            function, arguments = function.function, arguments[1:]
    if isinstance(function, Builtin):
        return call_builtin(machine, function, arguments, keywords)
    if isinstance(function, Function):
        return call_function(machine, function, arguments, keywords)
    if isinstance(function, Class):
        return instantiate(machine, function, arguments, keywords)
    return _call_other(machine, function, arguments, keywords)


def call_method(
    machine: Machine,
    method: Value,
    receiver: Value,
    arguments: Sequence[Value],
    keywords: Mapping[str, Value],
) -> Value:
    """Call what was found in a class for one of its instances."""
    if isinstance(method, Builtin):
        return call_builtin(machine, method, (receiver, *arguments), keywords)
    if isinstance(method, Function):
        return call_function(machine, method, (receiver, *arguments), keywords)
    return call(machine, BoundMethod(method, receiver), arguments, keywords)


def _call_other(
    machine: Machine, function: Value, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    if isinstance(function, Opaque):
        return _of_opaque(machine, function, arguments, keywords)
    if isinstance(function, Annotation):
        return arguments[-1] if arguments else Opaque(function.name, quiet=True)
    if isinstance(function, StaticMethod | ClassMethod):
        return call(machine, function.function, arguments, keywords)
    if isinstance(function, Instance) and (method := function.cls.find("__call__")) is not MISSING:
        return call(machine, BoundMethod(method, function), arguments, keywords)
    raise machine.error("TypeError", f"'{type_name(function)}' object is not callable")


def _of_opaque(
    machine: Machine, function: Opaque, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> Opaque:
    """What calling something unknown gives. What it would be called and where it stands is kept."""
    reason = function.reason if function.reason.endswith("()") else f"{function.reason}()"
    label = next((one for one in (*arguments, *keywords.values()) if isinstance(one, str)), "")
    drawing = machine.drawing
    where = (drawing.diagram, drawing.cluster, machine.source, machine.node)
    made = where if drawing.diagram is not None else None
    return Opaque(reason, function.quiet, str.__str__(label), made)


def call_builtin(
    machine: Machine, function: Builtin, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """Call a function of ours; a mismatch of arguments is the script's TypeError."""
    node = machine.node
    try:
        return function.call(machine, *arguments, **keywords)
    except TypeError as error:
        machine.node = node
        message = str(error).replace(f"{getattr(function.call, '__name__', '')}()", f"{function.name}()")
        raise machine.error("TypeError", message) from None


def call_function(
    machine: Machine, function: Function, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """Call a function of the script. A generator function gives a stream that has not begun."""
    from parsers.diagrams_dsl.expressions import evaluate

    if machine.depth >= machine.limits.call_depth:
        raise Exceeded("calls inside each other", machine.limits.call_depth)
    shape, outer = function.shape, function.scope
    shape.called = True
    names = bind(machine, function, arguments, keywords)
    scope = Scope("function", names, outer.module, outer.enclosing(), function, outer.file)
    if shape.yields:
        return Stream("generator", _run_generator(machine, shape, scope), generator=True)
    node, source = machine.node, machine.source
    machine.depth += 1
    machine.source = machine.sources.get(scope.file, source)
    try:
        if isinstance(shape.node, ast.Lambda):
            return evaluate(machine, shape.node.body, scope)
        return _run(machine, shape.node.body, scope)
    finally:
        machine.depth -= 1
        machine.node, machine.source = node, source


def _run(machine: Machine, body: list[ast.stmt], scope: Scope) -> Value:
    from parsers.diagrams_dsl.statements import Returned, execute

    signal = run_to_end(machine, execute(machine, body, scope))
    return signal.value if isinstance(signal, Returned) else None


def run_to_end(machine: Machine, steps: Generator[Value, Value, object]) -> object:
    """Run statements that do not yield."""
    try:
        next(steps)
    except StopIteration as stop:
        return stop.value
    raise machine.error("SyntaxError", "'yield' outside function")


def _run_generator(machine: Machine, shape: Shape, scope: Scope) -> Generator[Value, Value, Value]:
    from parsers.diagrams_dsl.statements import Returned, execute

    if isinstance(shape.node, ast.Lambda):
        return None
    signal = yield from _in_file(machine, execute(machine, shape.node.body, scope), scope.file)
    return signal.value if isinstance(signal, Returned) else None


def _in_file(
    machine: Machine, steps: Generator[Value, Value, object], file: str
) -> Generator[Value, Value, object]:
    """Resume statements with the machine reading the file that they stand in."""
    sent: Value = None
    failure: BaseException | None = None
    while True:
        source = machine.source
        machine.source = machine.sources.get(file, source)
        machine.depth += 1
        if machine.depth > machine.limits.call_depth:
            raise Exceeded("calls inside each other", machine.limits.call_depth)
        try:
            value = steps.throw(failure) if failure is not None else steps.send(sent)
        except StopIteration as stop:
            return stop.value
        finally:
            machine.depth -= 1
            machine.source = source
        sent, failure = None, None
        try:
            sent = yield value
        except GeneratorExit:
            steps.close()
            raise
        except BaseException as error:
            failure = error


def bind(
    machine: Machine, function: Function, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> dict[str, Value]:
    """The parameters of a call by name. Raises Raised (TypeError) as Python would."""
    shape = function.shape
    count = len(shape.positional)
    names: dict[str, Value] = dict(zip(shape.positional, arguments, strict=False))
    if shape.variable is not None:
        names[shape.variable] = tuple(arguments[count:])
    elif len(arguments) > count:
        raise machine.error(
            "TypeError",
            f"{function.name}() takes {count} positional argument{'s' * (count != 1)} but {len(arguments)} "
            f"{'were' if len(arguments) != 1 else 'was'} given",
        )
    if keywords or shape.keywords is not None:
        _bind_keywords(machine, function, names, keywords)
    _bind_defaults(machine, function, names)
    return names


def _bind_keywords(
    machine: Machine, function: Function, names: dict[str, Value], keywords: Mapping[str, Value]
) -> None:
    shape = function.shape
    known = (*shape.positional[shape.positional_only :], *shape.keyword_only)
    rest: dict[Value, Value] = {}
    for name, value in keywords.items():
        if name not in known:
            rest[name] = value
        elif name in names:
            raise machine.error("TypeError", f"{function.name}() got multiple values for argument '{name}'")
        else:
            names[name] = value
    if shape.keywords is not None:
        machine.budget.elements(len(rest))
        names[shape.keywords] = rest
    elif rest:
        raise machine.error(
            "TypeError", f"{function.name}() got an unexpected keyword argument '{next(iter(rest))}'"
        )


def _bind_defaults(machine: Machine, function: Function, names: dict[str, Value]) -> None:
    shape = function.shape
    with_default = shape.positional[len(shape.positional) - len(function.defaults) :]
    for name, value in zip(with_default, function.defaults, strict=True):
        names.setdefault(name, value)
    for name, value in function.keyword_defaults.items():
        names.setdefault(name, value)
    missing = [name for name in (*shape.positional, *shape.keyword_only) if name not in names]
    if missing:
        listed = " and ".join(f"'{name}'" for name in missing)
        raise machine.error(
            "TypeError",
            f"{function.name}() missing {len(missing)} required positional "
            f"argument{'s' * (len(missing) > 1)}: {listed}",
        )


# Classes


def instantiate(
    machine: Machine, cls: Class, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    """`cls(...)`: a conversion of a built-in type, a member of an enumeration, or a new instance."""
    made = _special(machine, cls, arguments, keywords)
    if made is not MISSING:
        return made
    instance: Value = Instance(cls, machine.place() if cls.feature("draws") else None)
    machine.budget.elements(4)
    if isinstance(new := cls.find("__new__"), Function | StaticMethod):
        instance = call(machine, new, (cls, *arguments), keywords)
        if not isinstance(instance, Instance) or not instance.cls.inherits(cls):
            return instance
    make = machine.find(cls, "__init__")
    if make is not MISSING:
        call_method(machine, make, instance, arguments, keywords)
    elif cls.inherits(BASE_EXCEPTION):
        instance.fields["args"] = tuple(arguments)
    elif (arguments or keywords) and new is MISSING:
        raise machine.error("TypeError", f"{cls.name}() takes no arguments")
    return instance


def _special(
    machine: Machine, cls: Class, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> Value:
    if cls.host is not None:
        from parsers.diagrams_dsl.conversions import CONVERSIONS

        convert = CONVERSIONS.get(cls.name)
        if convert is None:
            raise machine.error("TypeError", f"cannot create '{cls.name}' instances")
        return call_builtin(machine, convert, arguments, keywords)
    maker = cls.feature("maker")
    if maker is not None:
        return maker(machine, cls, *arguments, **keywords)
    return MISSING


def stream_next(machine: Machine, stream: Iterator[Value], default: Value = MISSING) -> Value:
    """`next(stream, default)`."""
    for value in stream:
        return value
    if default is not MISSING:
        return default
    raise machine.error("StopIteration")


def is_callable(value: Value) -> bool:
    """`callable(value)`."""
    if isinstance(value, Instance):
        return value.cls.find("__call__") is not MISSING
    return isinstance(value, Builtin | Function | Class | BoundMethod | Opaque | Annotation)


BASE_EXCEPTION = EXCEPTIONS["BaseException"]

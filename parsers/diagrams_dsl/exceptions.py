"""The exception classes of scripts: the tree of Python's, as classes of ours."""

from pathlib import PurePath

from parsers.diagrams_dsl.values import Class, Instance, Value

OBJECT = Class("object", module="builtins")

TREE = """
BaseException
  SystemExit
  KeyboardInterrupt
  GeneratorExit
  Exception
    StopIteration
    StopAsyncIteration
    ArithmeticError
      OverflowError
      ZeroDivisionError
      FloatingPointError
    AssertionError
    AttributeError
    BufferError
    EOFError
    ImportError
      ModuleNotFoundError
    LookupError
      IndexError
      KeyError
    MemoryError
    NameError
      UnboundLocalError
    OSError
      BlockingIOError
      ConnectionError
      FileExistsError
      FileNotFoundError
      IsADirectoryError
      NotADirectoryError
      PermissionError
      TimeoutError
    ReferenceError
    RuntimeError
      NotImplementedError
      RecursionError
    SyntaxError
      IndentationError
    SystemError
    TypeError
    ValueError
      UnicodeError
        UnicodeDecodeError
        UnicodeEncodeError
    Warning
      DeprecationWarning
      UserWarning
      RuntimeWarning
      FutureWarning
"""


def _tree() -> dict[str, Class]:
    found: dict[str, Class] = {}
    ancestors: list[Class] = []
    for line in TREE.strip("\n").split("\n"):
        depth = (len(line) - len(line.lstrip())) // 2
        base = ancestors[depth - 1] if depth else OBJECT
        made = Class(line.strip(), (base,), module="builtins")
        ancestors[depth:] = [made]
        found[made.name] = made
    found["EnvironmentError"] = found["IOError"] = found["OSError"]
    return found


EXCEPTIONS = _tree()
"""Every built-in exception class by name, the two old names of OSError included."""


def is_exception(value: Value) -> bool:
    """Whether a value is an exception of the script."""
    return isinstance(value, Instance) and value.cls.inherits(EXCEPTIONS["BaseException"])


def message_of(value: Instance) -> str:
    """What an exception says, where its arguments are plain."""
    arguments = value.fields.get("args", ())
    if len(arguments) == 1:
        one = arguments[0]
        return (
            repr(one) if value.cls.inherits(EXCEPTIONS["KeyError"]) and isinstance(one, str) else _shown(one)
        )
    return "(" + ", ".join(_shown(one) for one in arguments) + ")" if arguments else ""


def _shown(value: Value) -> str:
    if isinstance(value, str | int | float | bool | None):
        return str(value)[:1000]
    if isinstance(value, Instance) and isinstance(value.native, PurePath):
        return str(value.native)[:1000]
    return "..."

"""The values that a script can see. None of them is an object of the host's that leads anywhere.

Plain data (str, int, float, bool, None, bytes, and list, dict, tuple, range that the interpreter filled)
are the host's own; everything else is one of the classes here, and its attributes are looked up in tables.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from parsers.diagrams_dsl.model import Place

Value = Any
"""A value of the script: plain data or an instance of a class of this module."""

Native = Callable[..., Value]
"""A function of ours that a script may call: `native(machine, *args, **keywords)`."""


class Missing:
    """The absence of a value."""


MISSING = Missing()


@dataclass(slots=True, eq=False)
class Opaque:
    """Something that only running the script would tell. Everything derived from it is opaque, too.

    `reason` says what it is in words (`datetime.now()`), `quiet` that nobody needs to be told. `label` is
    what it would be called if it were drawn; `made` is where it was: the open diagram and cluster, the source
    and the node of its syntax.
    """

    reason: str
    quiet: bool = False
    label: str = ""
    made: Any = None

    def __str__(self) -> str:
        return f"<?{self.reason}>"


@dataclass(slots=True, eq=False)
class Class:
    """A class: of the script, of the library or built in. `host` is the plain type it stands for, if any."""

    name: str
    bases: "tuple[Class, ...]" = ()
    namespace: dict[str, Value] = field(default_factory=dict)
    module: str = "__main__"
    host: type | None = None
    own: bool = False
    mro: "tuple[Class, ...]" = ()
    features: dict[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mro = (self, *_merge([list(base.mro) for base in self.bases] + [list(self.bases)]))

    def find(self, name: str) -> Value:
        """The attribute of that name of this class or the nearest ancestor, unbound. MISSING if there is none."""
        for ancestor in self.mro:
            found = ancestor.namespace.get(name, MISSING)
            if found is not MISSING:
                return found
        return MISSING

    def feature(self, name: str) -> Value:
        """What makes the class special (its dataclass fields, its enum members), inherited. None if nothing."""
        for ancestor in self.mro:
            if name in ancestor.features:
                return ancestor.features[name]
        return None

    def inherits(self, other: "Class") -> bool:
        return other in self.mro

    @property
    def full_name(self) -> str:
        return f"{self.module}.{self.name}"


def host_names(names: str) -> dict[str, Value]:
    """The feature of a class of ours that stands for the host's: what that has beside what we model."""
    return {"host names": frozenset(names.split())}


def _merge(sequences: "list[list[Class]]") -> "list[Class]":
    """The method resolution order of Python (C3). Raises TypeError when there is none."""
    merged: list[Class] = []
    while sequences := [sequence for sequence in sequences if sequence]:
        for sequence in sequences:
            head = sequence[0]
            if not any(head in other[1:] for other in sequences):
                break
        else:
            raise TypeError("Cannot create a consistent method resolution order (MRO)")
        merged.append(head)
        sequences = [[one for one in sequence if one is not head] for sequence in sequences]
    return merged


class Instance:
    """An object of a class of the script or of the library; `native` holds what the library model keeps."""

    __slots__ = ("cls", "fields", "native", "place")

    def __init__(self, cls: Class, place: Place | None = None) -> None:
        self.cls = cls
        self.fields: dict[str, Value] = {}
        self.native: Any = None
        self.place = place


@dataclass(slots=True, eq=False)
class Builtin:
    """A function of ours under the name that the script knows it by."""

    name: str
    call: Native
    fields: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Shape:
    """What is known of a function from its syntax alone."""

    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    positional: tuple[str, ...]
    positional_only: int
    variable: str | None
    keyword_only: tuple[str, ...]
    keywords: str | None
    local_names: frozenset[str]
    global_names: frozenset[str]
    nonlocal_names: frozenset[str]
    yields: bool
    called: bool = False


@dataclass(slots=True, eq=False)
class Function:
    """A function of the script. `owner` is the class in whose body it was defined, for `super()`."""

    shape: Shape
    scope: "Scope"
    defaults: tuple[Value, ...]
    keyword_defaults: dict[str, Value]
    owner: Class | None = None
    fields: dict[str, Value] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.shape.name


@dataclass(slots=True, eq=False)
class BoundMethod:
    """A function with its receiver."""

    function: Value
    receiver: Value


@dataclass(slots=True, eq=False)
class Property:
    getter: Value
    setter: Value = None


@dataclass(slots=True, eq=False)
class StaticMethod:
    function: Value


@dataclass(slots=True, eq=False)
class ClassMethod:
    function: Value


@dataclass(slots=True, eq=False)
class Super:
    """`super()`: attributes of the ancestors after `after` in the order of the receiver's class."""

    after: Class
    receiver: Value


@dataclass(slots=True, eq=False)
class Module:
    """A module; `lazy` makes members on first use."""

    name: str
    members: dict[str, Value] = field(default_factory=dict)
    lazy: Callable[[str], Value] | None = None
    exports: Callable[[], tuple[str, ...]] | None = None

    def member(self, name: str) -> Value:
        """The member of that name, or MISSING."""
        found = self.members.get(name, MISSING)
        if found is MISSING and self.lazy is not None:
            found = self.lazy(name)
            if found is not MISSING:
                self.members[name] = found
        return found


@dataclass(slots=True, eq=False)
class Stream:
    """An iterator: a generator of the script or one of ours. `send` resumes a generator with a value."""

    name: str
    iterator: Iterator[Value]
    generator: bool = False


@dataclass(slots=True, eq=False)
class Annotation:
    """Something of `typing`: a value that is only ever written in annotations."""

    name: str


class SetValue:
    """A set that keeps the order of insertion, so that the same script always reads the same."""

    __slots__ = ("items",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, items: dict[Value, None]) -> None:
        self.items = items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SetValue | FrozenSet) and self.items.keys() == other.items.keys()


class FrozenSet:
    """A frozenset, ordered likewise."""

    __slots__ = ("items",)

    def __init__(self, items: dict[Value, None]) -> None:
        self.items = items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SetValue | FrozenSet) and self.items.keys() == other.items.keys()

    def __hash__(self) -> int:
        return hash(frozenset(self.items))


class NamedTuple(tuple[Value, ...]):
    """A tuple whose elements have names: the feature `tuple_fields` of its class."""

    cls: Class


class EnumText(str):
    """A member of an enumeration that is a text, too. `plain` tells how it prints (a StrEnum as its value)."""

    member: Instance
    plain: bool


class Scope:
    """Names and where to look further: the enclosing functions, then the module, then the built-ins.

    `kind` is module, function, class or comprehension; a class is skipped from the functions inside it.
    """

    __slots__ = ("file", "function", "kind", "module", "names", "parent", "shape")

    def __init__(
        self,
        kind: str,
        names: dict[str, Value],
        module: dict[str, Value],
        parent: "Scope | None" = None,
        function: Function | None = None,
        file: str = "",
    ) -> None:
        self.kind, self.names, self.module, self.parent = kind, names, module, parent
        self.function = function
        self.shape = function.shape if function else None
        self.file: str = file or (parent.file if parent is not None else "")

    def enclosing(self) -> "Scope":
        """The scope that functions written here look further in."""
        return self.parent if self.kind == "class" and self.parent is not None else self

    def body(self) -> "Scope":
        """The function, class or module around a comprehension."""
        scope = self
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        return scope


class Raised(Exception):  # noqa: N818 - an exception of the script on its way up
    """An exception of the script: an Instance of one of its exception classes, and where it was raised."""

    def __init__(self, value: Instance, place: Place) -> None:
        self.value, self.place = value, place
        super().__init__(value.cls.name)

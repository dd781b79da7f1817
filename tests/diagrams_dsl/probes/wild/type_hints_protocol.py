from __future__ import annotations
from typing import TYPE_CHECKING, Any, Callable, Generic, Literal, NamedTuple, Protocol, TypedDict, TypeVar, Union, cast, Final, overload
from abc import ABC, abstractmethod
from diagrams import Cluster, Diagram, Edge, Node
from diagrams.aws.compute import Lambda
from diagrams.aws.integration import SQS
if TYPE_CHECKING:
    from collections.abc import Sequence
T = TypeVar("T", bound=Node)
Style = Literal["dashed", "solid"]
MAX: Final = 2
class Cfg(TypedDict, total=False):
    name: str
    n: int
class Hop(NamedTuple):
    src: str
    dst: str
    style: Style = "solid"
    def edge(self) -> Edge:
        return Edge(style=self.style, label=f"{self.src}->{self.dst}")
class Drawable(Protocol):
    def draw(self) -> Node: ...
class Base(ABC):
    _all: list[Base] = []
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.kind = cls.__name__.lower()
    def __init__(self, name: str) -> None:
        self.name = name
        Base._all.append(self)
    @abstractmethod
    def draw(self) -> Node: ...
    @property
    def title(self): return f"{self.name} ({self.kind})"
    def __repr__(self): return f"<{self.title}>"
    def __str__(self): return self.title
    def __lt__(self, o): return self.name < o.name
    def __hash__(self): return hash(self.name)
    def __eq__(self, o): return self.name == o.name
class Fn(Base):
    def draw(self): return Lambda(self.title)
class Q(Base):
    def draw(self) -> Node:
        return SQS(str(self))
class Box(Generic[T]):
    def __init__(self, *items: T): self._items = list(items)
    def __iter__(self): return iter(self._items)
    def __len__(self): return len(self._items)
    def __getitem__(self, i): return self._items[i]
    def __bool__(self): return bool(self._items)
    def __rshift__(self, other):
        for i in self: i >> other
        return other
    def __add__(self, o): return Box(*self, *o)
def first(xs: Sequence[T], default: T | None = None) -> T | None:
    return next((x for x in xs if x), default)
cfg: Cfg = {"name": "Typed", "n": 2}
hops = [Hop("b", "a"), Hop("a", "c", "dashed"), Hop(src="c", dst="b")._replace(style="dotted")]
with Diagram(cfg["name"], show=False):
    Fn("b"); Q("a"); Fn("c")
    nodes = {b.name: b.draw() for b in sorted(Base._all)}
    for h in hops:
        s, d, _ = h
        nodes[s] >> h.edge() >> nodes[d]
    box = Box(*nodes.values()) + Box(SQS("extra"))
    box >> Lambda(f"sink {len(box)} {bool(box)} {first([None, 'z'])} {hops[1]._asdict()} {cast(str, 'q')} {Base._all[0]!r}")
    Lambda(str(hops[0]))

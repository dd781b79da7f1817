from __future__ import annotations
from dataclasses import dataclass, field, asdict, replace, KW_ONLY
from typing import Optional
from diagrams import Diagram, Cluster, Edge, Node
from diagrams.aws.compute import EC2
@dataclass(order=True, slots=True)
class N:
    rank: int
    id: str = field(compare=False)
    tags: list[str] = field(default_factory=list, compare=False, repr=False)
    parent: Optional[N] = None
@dataclass
class Opt:
    a: int = 1
    _: KW_ONLY = None
    b: int = 2
    def __post_init__(self): self.c = self.a + self.b
@dataclass
class Sub(Opt):
    d: str = "d"
with Diagram("DC", show=False):
    ns = [N(3, "c"), N(1, "a", ["t"]), N(2, "b")]
    nodes = [EC2(f"{n.id}{n.rank}{','.join(n.tags)}") for n in sorted(ns)]
    for x, y in zip(nodes, nodes[1:]): x >> y
    EC2(str(ns[0]) + str(max(ns).id) + str(ns[0] == N(3, "zzz")))
    EC2(str(asdict(ns[1])))
    EC2(str(replace(ns[0], id="r").id))
    EC2(str(Sub(1, b=5).c) + Sub().d + repr(Sub(d="q")))

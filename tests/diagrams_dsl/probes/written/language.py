"""Functions, closures, classes, comprehensions, generators and unpacking."""

from __future__ import annotations

import os.path
from collections import Counter, OrderedDict, defaultdict, namedtuple
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from functools import partial, reduce, wraps
from itertools import chain, combinations, groupby, islice
from typing import NamedTuple

from diagrams import Cluster, Diagram, Edge, Node
from diagrams.aws.compute import EC2, ECS, Lambda
from diagrams.aws.database import RDS, Dynamodb
from diagrams.aws.integration import SNS, SQS
from diagrams.aws.network import ELB
from diagrams.onprem.client import Users

Point = namedtuple("Point", "x y", defaults=[7])


class Hop(NamedTuple):
    source: str
    target: str
    label: str = "calls"


class Tier(StrEnum):
    WEB = auto()
    DATA = "data tier"


class Color(Enum):
    RED = "#ff0000"
    BLUE = "#0000ff"

    @property
    def loud(self):
        return self is Color.RED


@dataclass
class Service:
    name: str
    kind: type = Lambda
    tags: dict = field(default_factory=dict)
    node: Node | None = field(default=None, init=False)

    def __post_init__(self):
        self.title = self.name.replace("_", " ").title()

    def draw(self):
        self.node = self.kind(self.title, **self.tags)
        return self.node


def logged(function):
    @wraps(function)
    def inner(*args, **kwargs):
        inner.calls += 1
        return function(*args, **kwargs)

    inner.calls = 0
    return inner


@logged
def make(label, /, cls=EC2, *, suffix="", **attrs):
    return cls(f"{label}{suffix}", **attrs)


@contextmanager
def group(name, **attrs):
    with Cluster(name, graph_attr=attrs) as cluster:
        try:
            yield cluster
        finally:
            Node(f"end of {name}", shape="point")


def countdown(n):
    while n > 0:
        got = yield n
        n = n - 1 if got is None else got


def walk(tree, depth=0):
    for name, below in tree.items():
        yield depth, name
        yield from walk(below, depth + 1)


def pick(value):
    match value:
        case {"kind": "db", "name": str(name)}:
            return RDS(name)
        case [first, *rest] if rest:
            return [pick(first), *map(pick, rest)]
        case Hop(source=s, target=t):
            return Node(f"{s}->{t}")
        case "queue" | "topic" as which:
            return {"queue": SQS, "topic": SNS}[which](which)
        case int() | float():
            return Node(f"{value:>5.1f}|{value!r}")
        case _:
            return Node("other")


with Diagram(
    f"Language {Point(1).y}", show=False, filename=os.path.join("out", "language"), direction="TB"
) as diagram:
    first, *others = [make(f"w{i}", suffix=chr(65 + i)) for i in range(3)]
    first >> Edge(label=f"{make.calls} made") >> others
    services = [Service("order_api"), Service("orders", Dynamodb, {"fontsize": "9"})]
    for service in services:
        service.draw()
    services[0].node >> services[1].node
    with group("tier", bgcolor="#eee") as tier:
        make("inside", cls=ECS)
    Node(tier.label)
    for depth, name in walk({"a": {"b": {}, "c": {"d": {}}}, "e": {}}):
        Node("  " * depth + name)
    pick([{"kind": "db", "name": "main"}, "queue", "topic", 3, 2.5, Hop("x", "y"), None])
    hops = [Hop("a", "b"), Hop("b", "c", label="reads")]
    nodes = {name: EC2(name) for name in sorted({end for hop in hops for end in hop[:2]})}
    for source, target, label in hops:
        nodes[source] >> Edge(label=label, color=Color.RED.value if Color.RED.loud else "") >> nodes[target]
    by_size = defaultdict(list)
    for word in ["the", "quick", "brown", "fox", "jumps"]:
        by_size[len(word)].append(word)
    for size, words in sorted(by_size.items(), reverse=True):
        Node(f"{size}: {', '.join(words)}")
    Node(" ".join(f"{key}={count}" for key, count in sorted(Counter("banana").items())))
    for key, words in groupby(["apple", "avocado", "bean"], key=lambda word: word[0]):
        Node(f"{key}{len(list(words))}")
    for left, right in combinations([EC2("p"), EC2("q"), EC2("r")], 2):
        left - right
    reduce(lambda a, b: a >> b, islice(chain([EC2("s")], (EC2(str(i)) for i in countdown(5))), 3))
    with suppress(KeyError, TypeError):
        [EC2("t")] >> [EC2("u")]
    try:
        {}["missing"]
    except (KeyError, IndexError) as error:
        Node(f"no {error}")
    else:
        Node("never")
    finally:
        Node("always")
    total = 0
    while (total := total + 1) < 10:
        if total % 2:
            continue
        if total > 6:
            break
        Node(f"{total:03d}")
    else:
        Node("not reached")
    red = partial(Edge, color="red")
    (
        Users("u")
        >> red(label="%-5s|%02d" % ("x", 7))
        >> ELB("{0} {name!r:>6} {1[k]}".format("a", {"k": 5}, name="b"))
    )
    OrderedDict(a=1).get("b") or Node(Tier.DATA)
    Node(f"{Tier.WEB} {Tier.WEB.value} {Color.BLUE} {Color('#0000ff').name} {[*Color][0]!s}")
    a = b = EC2("chained")
    a, b = b, EC2("swapped")
    a >> b
    del a
    lines = "x".ljust(4, ".") + "|" + "y".center(5) + "|" + "z".zfill(3) + "|" + "Az".swapcase()
    Node(lines, shape="box")

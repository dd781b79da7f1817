from diagrams import Diagram, Cluster, Edge
from diagrams.onprem.database import MySQL, MongoDB, Cassandra
from diagrams.onprem.queue import Kafka, RabbitMQ, Celery
from diagrams.onprem.compute import Server
from contextlib import contextmanager, ExitStack, nullcontext
import random
import itertools

random.seed(42)

def kinds():
    yield "mysql", 2
    yield "kafka", 1
    yield from [("mongo", 1), ("other", 0)]

def build(kind, n):
    match kind, n:
        case "mysql", int(x) if x > 1:
            return [MySQL(f"my{i}") for i in range(x)]
        case ("kafka", _):
            return [Kafka("k")]
        case [("mongo" | "cassandra") as which, *_]:
            return [MongoDB(which)]
        case _:
            return []

@contextmanager
def zone(name, on=True):
    print("enter", name)
    try:
        with (Cluster(name) if on else nullcontext()) as c:
            yield c
    finally:
        print("leave")

with Diagram("Match", show=False), Cluster("outer") as outer:
    everything = []
    for kind, n in kinds():
        with zone(kind, on=n > 0):
            if (made := build(kind, n)):
                everything.extend(made)
    with ExitStack() as stack:
        for lvl in "abc":
            stack.enter_context(Cluster(f"lvl {lvl}"))
        deep = Server("deep")
    for a, b in itertools.combinations(everything, 2):
        a - b
    for a, b in itertools.pairwise(everything):
        a >> Edge(label="next") >> b
    cyc = itertools.cycle(["red", "green"])
    for node in everything:
        node >> Edge(color=next(cyc)) >> deep
    for i, (x, y) in enumerate(itertools.product("ab", range(2))):
        Server(f"{i}:{x}{y}")
    for key, grp in itertools.groupby(sorted(["b1", "a1", "a2"]), key=lambda s: s[0]):
        with Cluster(key):
            [Server(g) for g in grp]
    first, *others = itertools.chain(["x"], ("y", "z"))
    Server(first) >> [Server(o) for o in others]
    Server("|".join(itertools.islice(itertools.count(5), 3)) if False else "sl" + str(list(itertools.islice(itertools.count(5), 3))))

from contextlib import contextmanager, ExitStack, suppress, closing
from diagrams import Diagram, Cluster, Edge
from diagrams.gcp.compute import Run
from diagrams.gcp.network import VPC
@contextmanager
def project(name, *, region="eu"):
    with Cluster(name) as p:
        with Cluster(region):
            yield p, VPC(f"{name}-vpc")
def services(*names):
    for i, n in enumerate(names):
        got = yield Run(n)
def ids():
    n = 0
    while True:
        n += 1
        yield f"id{n}"
gen = ids()
class Ctx:
    def __enter__(self): self.c = Cluster("ctx"); self.c.__enter__(); return self
    def __exit__(self, t, v, tb): self.c.__exit__(t, v, tb); return True
with Diagram("Gen", show=False):
    with project("alpha") as (p, vpc), project("beta", region="us") as (p2, vpc2):
        a, *rest = services("a", "b", "c")
        vpc - vpc2
        a >> list(rest)
    with Ctx() as ctx:
        Run(next(gen))
        raise RuntimeError("suppressed")
    with suppress(KeyError):
        {}["x"]
    Run(next(gen)) >> Run(next(gen, "d"))
    [r >> Run(n) for r, n in zip(services("q", "r"), gen)]
    e = enumerate(services("z"))
    for i, node in e: node >> Edge(label=str(i)) >> vpc

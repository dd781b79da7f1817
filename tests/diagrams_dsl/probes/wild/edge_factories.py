from functools import partial, partialmethod
from diagrams import Diagram, Cluster, Edge
from diagrams.onprem.compute import Server
http = lambda **k: Edge(label="HTTP", color="black", **k)
grpc = partial(Edge, label="gRPC", color="purple", style="bold")
def tcp(port: int = 5432) -> Edge: return Edge(label=f"TCP/{port}", style="dashed")
class Edges:
    ok = staticmethod(lambda: Edge(color="green"))
    @staticmethod
    def fail(): return Edge(color="red", style="dotted", label="✗")
    async_ = partial(Edge, style="dashed")
with Diagram("Factories", show=False):
    a, b, c = (Server(x) for x in "abc")
    a >> http() >> b >> grpc() >> c
    a >> tcp() >> [b, c]
    [a, b] >> tcp(6379) >> c
    a >> Edges.ok() >> b << Edges.fail() << c
    a - Edges.async_(label="z") - c
    e1 = grpc(); a >> e1 >> b; a >> e1 >> c
    for x, y, e in ((a, b, http), (b, c, tcp), (c, a, grpc)): x >> e() >> y

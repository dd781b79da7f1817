from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2
with (
    Diagram("Paren", show=False) as d,
    Cluster("a") as ca,
    Cluster("b"),
):
    x = EC2("x")
    with Cluster("i"), Cluster("j"):
        y = EC2("y")
    x >> y
outer = Cluster
with Diagram("Two", show=False):
    c1 = Cluster("c1")
    with c1:
        a = EC2("a")
    with Cluster("c2"):
        b = EC2("b")
        with c1:
            c = EC2("c")
        dd = EC2("d")
    a >> b >> c >> dd

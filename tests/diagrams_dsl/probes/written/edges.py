"""Edges reused, chained, appended, connected by hand, and read back."""

from diagrams import Cluster, Diagram, Edge, Group, Node
from diagrams.aws.compute import EC2
from diagrams.aws.database import RDS

shared = Edge(label="shared", color="darkgreen", penwidth="2")
with Diagram(
    "",
    filename="Edges Of All Kinds",
    show=False,
    outformat=["svg", "png"],
    strict=True,
    edge_attr={"color": "red"},
):
    a, b, c = (EC2(name) for name in "abc")
    a >> shared >> [b, c]
    [b, c] >> shared >> a
    c << shared
    shared >> b
    result = [a, b] - Edge(style="dashed") - c
    Node(repr(result) + str(len([a, b] >> Edge())))
    (a, b) >> c
    (node for node in (a, b)) << c
    a - b - c - [RDS("d"), RDS("e")] - Node("f")
    edge = Edge(a, forward=True, label="by hand")
    a.connect(b, edge)
    Node(f"{edge.attrs['dir']} {edge.forward} {edge.reverse} {edge.node == a} {sorted(edge.attrs)}")
    edge.reverse = True
    edge._attrs["color"] = "blue"
    a.connect(c, edge)
    with Group("g", direction="TB"), Cluster():
        Node(a.label + b.nodeid[:0])
    a >> Edge(headlabel="h", taillabel="t", labeldistance="2") << b
    b >> Edge(label="one") >> Edge() >> Edge(color="pink") >> c
    a >> Edge(minlen="2") >> b >> "text"

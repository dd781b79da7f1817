"""What the library refuses, each caught by the script."""
from pathlib import Path

from diagrams import Cluster, Diagram, Edge, Node
from diagrams.aws.compute import EC2, Lambda
from diagrams.custom import Custom


def attempt(action):
    try:
        action()
    except Exception as error:
        Node(f"{type(error).__name__}")
    else:
        Node("fine")


class Broken(Edge):
    def __init__(self):
        self.node = None


with Diagram("Refusals", show=False):
    a, b = EC2("a"), EC2("b")
    with Cluster("c") as c:
        EC2("in")
    attempt(lambda: Custom("x", Path("i.png")))
    attempt(lambda: a >> Lambda)
    attempt(lambda: a << Lambda)
    attempt(lambda: a >> c)
    attempt(lambda: c >> a)
    attempt(lambda: a >> Edge() >> c)
    attempt(lambda: [a, c] >> b)
    attempt(lambda: a >> (a, b))
    attempt(lambda: [a] >> [b])
    attempt(lambda: a >> None)
    attempt(lambda: a >> "text")
    attempt(lambda: a - 5)
    attempt(lambda: Edge() >> [a])
    attempt(lambda: a >> Broken() >> b)
    attempt(lambda: EC2("x", fontsize=9))
    attempt(lambda: Edge(a, label=5).connect(b))
    attempt(lambda: Edge("not a node"))
    attempt(lambda: Cluster(5))
    attempt(lambda: Cluster("d", direction="up"))
    attempt(lambda: Cluster("d", "LR", {}, 1))
    attempt(lambda: Diagram(5))
    attempt(lambda: Diagram("d", outformat=["png", "gif"]))
    attempt(lambda: Node())
    attempt(lambda: Node("a", "b"))
    attempt(lambda: Custom("only a label"))
    attempt(lambda: a.connect(b))
    attempt(lambda: a.absent)
    attempt(lambda: a + b)
    attempt(lambda: [a] - b - [a])
    attempt(lambda: [1, "2"] >> a)
    attempt(lambda: a > b)
    attempt(lambda: len(a))
    attempt(lambda: {a: 1}[b])
    attempt(lambda: a == b or a.nope)
    attempt(lambda: None >> a)
    attempt(lambda: "x" >> a)

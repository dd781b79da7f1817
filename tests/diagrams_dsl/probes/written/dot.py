"""What scripts do with `diagram.dot`, and with the methods of a Diagram that its operators use."""

from diagrams import Cluster, Diagram, Edge, Node, getdiagram
from diagrams.aws.compute import EC2, Lambda
from diagrams.aws.storage import S3


def same_rank(*nodes):
    getdiagram().dot.body.append("{rank=same; " + " ".join(f'"{node._id}";' for node in nodes) + "}")


def level(graph, *nodes):
    with graph.subgraph() as row:
        row.attr(rank="same")
        for node in nodes:
            row.node(node._id)
    for left, right in zip(nodes, nodes[1:]):
        graph.edge(left._id, right._id, style="invis", weight="100")


with Diagram("dot", show=False) as diagram:
    a, b = EC2("a"), Lambda("b")
    diagram.dot.engine = "neato"
    diagram.dot.format
    diagram.dot.comment
    diagram.dot.body += ["rankdir=LR"]
    diagram.dot.body.extend(["x [label=1]"])
    same_rank(a, b)
    with Cluster("inside") as inside:
        c = S3("c")
        level(nodes := c._cluster.dot, c)
        inside.node("legend", "Legend", shape="plaintext")
    with diagram.dot.subgraph(name="cluster_legend") as legend:
        legend.attr(label="Legend")
        legend.node("k", label="x")
    source = diagram.dot.source
    print(source.replace("digraph", "graph"), len(diagram.dot.body))
    copy = diagram.dot.copy()
    diagram.node("extra", "Extra")
    diagram.subgraph(copy)
    diagram.connect(a, b, Edge(forward=True, label="by hand"))
    a >> Edge(label="on") >> c

defaults = Edge._default_edge_attrs
Edge._default_edge_attrs = {"fontcolor": "#2D3436", "fontname": "Q", "fontsize": "19"}
with Diagram("other defaults", show=False):
    Node("a") >> Node("b") >> Edge(label="x") >> Node("c")
    [Node("d")] >> Edge(color="red") >> Node("e")
Edge._default_edge_attrs = defaults  # the scripts after this one run in the same process

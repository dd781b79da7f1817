from diagrams import Cluster, Diagram, Edge, Node
from diagrams.onprem.compute import Server
with Diagram("labels", show=False, node_attr={"fontsize": "10"}, edge_attr={"color": "red", "minlen": "2"}, curvestyle="curved", autolabel=True, strict=True):
    a = Server("a", width="2.0", fontcolor="blue", labelloc="t")
    b = Server(label="b", nodeid="b_node", style="invis")
    c = Node(label="plain", shape="plaintext")
    d = Node("blank", shape="ellipse", fillcolor="lightgrey", style="filled", width="0.5")
    a >> Edge(xlabel="x", headport="w", tailport="e", penwidth="2.0", constraint="False") >> b
    a - Edge(label="both", forward=True, reverse=True) - c
    c >> Edge(minlen="3", arrowhead="none", ltail="cluster_x") >> d
    Edge(color="blue") >> d

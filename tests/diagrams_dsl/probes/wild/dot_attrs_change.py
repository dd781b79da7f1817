from diagrams import Diagram, Cluster, Node, Edge
from diagrams.aws.compute import EC2
from diagrams.aws.database import RDS
with Diagram("dot", show=False, graph_attr={"layout": "dot"}) as d:
    d.dot.graph_attr["rankdir"] = "BT"
    d.dot.graph_attr.update(nodesep="1.0")
    d.dot.node_attr["fontsize"] = "8"
    d.dot.edge_attr.update({"color": "red"})
    with Cluster("c") as c:
        c.dot.graph_attr["bgcolor"] = "white"
        a = EC2("a")
        a._attrs["fontcolor"] = "red"
    b = RDS("b")
    e = a >> Edge(label="l")
    e._attrs["color"] = "pink"
    e >> b
    a.label
    print(a._id, b.nodeid, c.name, d.filename)

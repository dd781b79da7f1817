from diagrams import Diagram, Cluster, Edge, Node
from diagrams.onprem.client import Users, Client
from diagrams.onprem.network import Internet, Haproxy
from diagrams.onprem.compute import Server
e = Edge(label="shared", color="blue")
with Diagram("Edges", show=False, edge_attr={"fontsize":"9"}):
    u, i, h = Users("u"), Internet("i"), Haproxy("h")
    s = [Server(f"s{n}") for n in "123"]
    u >> i >> h >> s
    u >> Edge(label="1\nl2", xlabel="xl", taillabel="t", headlabel="h", dir="none", arrowhead="vee", arrowsize="2", weight="3", penwidth="3") >> i
    s << h
    s - h
    h - s
    h << s << u
    u >> Edge() << i
    u - Edge(style="dotted") >> i
    u << Edge(style="bold") >> i
    u >> Edge(forward=False) >> i
    u << Edge(label="x") - i
    s >> Edge(label="ls") >> h
    h >> Edge(label="sl") >> s
    s << Edge(label="ls") << h
    s - Edge(label="-") - h
    h >> Edge(color="red", label="a") >> s[0] >> Edge(color="red") >> s[1] - s[2]
    (u >> i) >> h
    u >> (i >> h)
    u >> [i, h] >> s[0]
    [u, i] >> h << s[1:]
    x = u >> i
    x >> h
    u >> e >> i
    i >> e >> h
    u >> Edge(reverse=True, forward=True, label="bi") >> h
    u >> Edge(label="multi") >> [i, h]
    Client("c1") >> Edge(label="l") >> Client("c2") << Edge(label="m") << Client("c3") - Edge(label="n") - Client("c4")
    u.connect(i, Edge(u, forward=True, label="direct"))
    for n in s: n >> u; u << n
    Node("") >> Edge(label="empty") >> Node(" ")
    u >> \
      i >> \
      h
    Edge(u, label="pre", forward=True) >> i

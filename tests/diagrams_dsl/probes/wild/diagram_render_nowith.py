from diagrams import Diagram, Cluster, setdiagram, setcluster
from diagrams.aws.compute import EC2
d = Diagram("manual", show=False, filename="manual")
setdiagram(d)
a = EC2("a")
c = Cluster("c")
setcluster(c)
b = EC2("b")
setcluster(None)
a >> b
d.render()
setdiagram(None)
with Diagram("diag", show=False) as diag:
    EC2("q")
    diag.render()
diag
diag.dot.attr(rankdir="TB")

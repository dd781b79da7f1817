from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2, Lambda
MAP = {"vm": "EC2", "fn": "Lambda"}
with Diagram("Ev", show=False):
    ns = [eval(MAP[k])(k) for k in ("vm", "fn")]
    exec("z = EC2('z')\nz >> ns[0]")
    eval("ns[0] >> ns[1]")
    z - Edge(label=str(eval("1+2*3"))) - ns[1]

from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2, EC2Instance, EKS
from diagrams.aws.network import *
from diagrams.aws.general import *

tree = {"region": {"vpc": {"subnet-a": ["i-1", "i-2"], "subnet-b": ["i-3"]}, "peering": None}, "global": []}

def render(name, value, depth=0):
    found = []
    if isinstance(value, dict):
        with Cluster(name, graph_attr={"fontsize": str(20 - depth * 2)}):
            for k, v in value.items():
                found.extend(render(k, v, depth + 1))
    elif isinstance(value, list) and value:
        with Cluster(name):
            found += [EC2Instance(v) for v in value]
    else:
        found.append(General(name))
    return found

with Diagram("Tree", show=False):
    leaves = []
    for name, value in tree.items():
        leaves += render(name, value)
    for a, b in zip(leaves, leaves[1:]):
        a >> Edge(label=f"{leaves.index(a)}->{leaves.index(b)}") >> b
    i = 0
    while True:
        i += 1
        if i == 2:
            continue
        if i > 4:
            break
        with Cluster(f"Zone {chr(64 + i)}"):
            lb = ELB(f"lb{i}")
            leaves[i % len(leaves)] >> lb
    else:
        ELB("never")
    vpc, igw = VPC("vpc"), IGW("igw")
    vpc - igw
    for n in reversed(range(0, 6, 2)):
        Route53("r%02d" % n) >> vpc

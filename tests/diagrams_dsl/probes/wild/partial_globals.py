from functools import partial
import importlib
import diagrams
import diagrams.aws.compute as compute
import diagrams.aws.database
from diagrams.custom import Custom
from diagrams import Diagram as D, Cluster as C, Edge as E
Icon = partial(Custom, icon_path="./icon.png")
red = partial(E, color="red")
mod = importlib.import_module("diagrams.onprem.network")
Nginx = getattr(mod, "Nginx")
cls = {n: getattr(compute, n) for n in ["EC2", "Lambda", "ECS"]}
NODE_MAP = {"db": diagrams.aws.database.RDS, "ec2": compute.EC2}
with D("Partial", show=False):
    with C("c1"):
        a = Icon("a")
        b = cls["Lambda"]("b")
    ng = Nginx("ng")
    a >> red(label="x") >> b
    b >> red() >> [Icon("c"), NODE_MAP["db"]("db")]
    for k in ("ec2", "zzz"):
        (NODE_MAP.get(k) or compute.ECS)(k) - ng
    globals()["dyn"] = compute.EKS("dyn")
    dyn >> ng
    for nm in ["a", "b"]:
        globals()[nm] >> dyn
    locals()["a"] - ng
    diagrams.Node("n") >> diagrams.Edge(label="e") >> a

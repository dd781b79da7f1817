from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import Lambda, EC2
from diagrams.aws.database import RDS, DDB
STYLES = dict(http=dict(color="green"), sql=dict(color="blue", style="dashed"), none={})
def E(kind="none", label=None, **extra):
    attrs = {**STYLES.get(kind, {}), **extra}
    if label is not None:
        attrs["label"] = label
    return Edge(**attrs)
def connect(a, *bs, **kw):
    for b in bs:
        a >> E(**kw) >> b
    return bs[-1] if bs else a
with Diagram("Table", show=False):
    l, e, r, d = Lambda("l"), EC2("e"), RDS("r"), DDB("d")
    connect(l, e, r, kind="http", label="x")
    connect(e, d)
    connect(connect(l, d, kind="sql"), r, label="", penwidth="2")
    E("http") if l else None
    l >> (E("sql") if r is not None else E()) >> r
    l >> E("sql", "a") >> [r, d] 
    _ = [e >> E(label=f"{i}") >> x for i, x in enumerate((r, d))]
    any(l - x for x in ())

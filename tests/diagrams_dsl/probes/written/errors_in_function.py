from diagrams import Cluster, Diagram
from diagrams.aws.compute import EC2


def build(names):
    for name in names:
        with Cluster(name):
            if name == "bad":
                raise LookupError(name)
            EC2(name)


with Diagram("Partial", show=False):
    EC2("first")
    try:
        build(["a", "bad"])
    except KeyError:
        EC2("not caught here")
    finally:
        EC2("cleaned up")
    EC2("never")

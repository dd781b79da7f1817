import diagrams.aws.compute as compute
import diagrams.aws.database
from diagrams import Diagram, Node
from diagrams.aws import network as net
from diagrams.k8s.compute import *

counter = 0
labels = [f"{x}{y}" for x in range(2) for y in "ab" if (x, y) != (1, "b")]


def bump(by=1, *rest, scale=1, **named):
    global counter
    counter += by * scale + sum(rest) + sum(named.values())
    return counter


def outer():
    total = 0

    def add(n):
        nonlocal total
        total += n
        return total

    return [add(i) for i in range(4)]


class Holder:
    items = [1, 2, 3]
    doubled = [item * 2 for item in items]
    name = "holder"

    def get(self):
        return self.name


def shadow():
    Node(label)
    label = "local"


with Diagram("Scoping", show=False):
    Pod("p") >> Deployment("d") >> compute.EC2("e") >> diagrams.aws.database.RDS("r") >> net.ELB("l")
    Node(" ".join(labels))
    Node(f"{bump()} {bump(2, 3)} {bump(1, scale=5, x=2)} {counter}")
    Node(str(outer()))
    Node(f"{Holder().get()} {Holder.doubled}")
    makers = [lambda i=i: Node(f"m{i}") for i in range(2)] + [lambda: Node("late")]
    [make() for make in makers]
    funcs = {"min": min, "max": max}
    Node(" ".join(str(f([3, 1, 2], key=lambda v: -v)) for f in funcs.values()))
    Node(str((lambda *a, k=0, **kw: (a, k, sorted(kw)))(1, 2, k=3, z=4)))
    x = [*range(3), *"ab"]
    y = {"a": 1, "b": 2}
    Node(f"{x} {y} {x[1:4]} {x[::-1]} {x[-1]}")
    if any(n > 2 for n in y.values()) or not all(y) or None:
        Node("no")
    elif 1 < len(y) <= 2 and "a" in y and "c" not in y is not None:
        Node("yes" if x else "empty")
    for i, (k, v) in enumerate(y.items(), 1):
        Node(f"{i}{k}{v}")
    print("done", counter)
    assert counter, "counted"
    label = "global"
    shadow()

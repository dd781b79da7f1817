"""Modules as tables of their classes, and the rarer methods of plain values."""

import inspect

from diagrams import Diagram, Node
from diagrams.aws import compute, database

with Diagram("namespaces", show=False):
    first = compute.__dict__["Lambda"]("by dict")
    second = vars(database)["RDS"]("by vars")
    third = {name: getattr(compute, name) for name in dir(compute)}["EKS"]("by dir")
    classes = dict(inspect.getmembers(compute, inspect.isclass))
    fourth = classes["ECS"]("by members")
    first >> second >> third >> fourth
    print(compute.__doc__, compute.__spec__, inspect.isfunction(print), issubclass(classes["ECS"], Node))

with Diagram("methods", show=False):
    numbers = {1, 2, 3}
    numbers.difference_update([1])
    numbers.symmetric_difference_update({3, 4})
    Node(str(sorted(numbers)))
    numbers.intersection_update({4}, [4, 5])
    Node(str(sorted(numbers | {9}.symmetric_difference([8]))))
    Node(f"{range(3, 9).index(5)} {range(3).count(2)} {range(3).count(7)} {b'ab'.hex()}")
    try:
        range(3).index(7)
    except ValueError:
        Node("not in the range")
    try:
        [].no_such_method
    except AttributeError:
        Node("no such method")

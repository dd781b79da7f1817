# Description: a diagram with odd formatting
from diagrams import (
    Diagram,   # the diagram
    Cluster,
    Edge,
)
from diagrams.aws.compute import (EC2, # vm
    Lambda)

# ---------------------------------------------------------
with Diagram(
    "Odd",           # title
    show = False,
    direction = "LR" , # comment
) :

    """ a docstring here """
    a = EC2 ( "a" ) # >> not an edge
    b = \
        Lambda(
            "b"
        )
    (
        a
        >> Edge(
            label="x >> y",   # has >> in it
        )
        >> b
    )
    a >> b >> \
        a
    ...
    pass
# end

from diagrams import Diagram, Cluster, Edge, Node
from diagrams.aws.compute import Lambda
def card(title, *lines):
    rows = "".join(f"<TR><TD ALIGN='LEFT'>{l}</TD></TR>" for l in lines)
    return f"<<TABLE BORDER='0'><TR><TD><B>{title}</B></TD></TR>{rows}</TABLE>>"
LEGEND = """<<table border="0" cellpadding="2">
<tr><td>Legend</td></tr>
</table>>"""
with Diagram("", filename="html", show=False, graph_attr={"label": "Title\\nline2", "labelloc": "t"}):
    Lambda(card("T", "a", "b"))
    Node(LEGEND, shape="none", width="2", height="1")
    n = Node(label="note", shape="note", style="filled", fillcolor="#FFFFCC", fontcolor="#000", width="1.5", height="0.6", labelloc="c")
    Lambda("multi \
line") >> Edge(label="a" "b" f"{1}") >> n

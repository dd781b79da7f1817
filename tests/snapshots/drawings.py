"""Drawings made by hand, each for one thing that a picture must get right."""

from collections.abc import Mapping

from tests.picture.drawings import GROUP, ICON, ORTHOGONAL, drawing, edge, orders, vertex

PIXEL = "data:image/png,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
BOX = "rounded=0;whiteSpace=wrap;html=1;"
LONG = "A queue of work that nobody has looked at since the move to the new region, kept for the audit"


def _row(*styles: tuple[str, str], width: int = 100, height: int = 70) -> tuple[str, ...]:
    return tuple(
        vertex(f"s{index}", label, style, (20 + (index % 5) * 150, 20 + (index // 5) * 130, width, height))
        for index, (label, style) in enumerate(styles)
    )


FORMS = _row(
    ("box", BOX + "fillColor=#dae8fc;strokeColor=#6c8ebf;"),
    ("rounded", "rounded=1;whiteSpace=wrap;html=1;fillColor=#d5e8d4;strokeColor=#82b366;"),
    ("ellipse", "ellipse;whiteSpace=wrap;html=1;"),
    ("cylinder", "shape=cylinder3;whiteSpace=wrap;html=1;boundedLbl=1;size=12;"),
    ("rhombus", "rhombus;whiteSpace=wrap;html=1;"),
    ("note", "shape=note;whiteSpace=wrap;html=1;size=16;"),
    ("actor", "shape=umlActor;verticalLabelPosition=bottom;verticalAlign=top;html=1;"),
    ("cloud", "ellipse;shape=cloud;whiteSpace=wrap;html=1;"),
    ("hexagon", "shape=hexagon;whiteSpace=wrap;html=1;fixedSize=1;"),
    ("dashed", BOX + "dashed=1;strokeColor=#b85450;strokeWidth=2;"),
)
LABELS = _row(
    ("left top", BOX + "align=left;verticalAlign=top;"),
    ("right bottom", BOX + "align=right;verticalAlign=bottom;"),
    ("<b>bold</b><br><i>slanted</i>", BOX),
    (LONG, BOX + "fontSize=9;"),
    ("kept\non two lines", "rounded=0;html=0;"),
    ("below", BOX + "verticalLabelPosition=bottom;verticalAlign=top;"),
    ("Größe → Ωжй", BOX + "fontSize=16;fontColor=#b85450;"),
    ("turned", BOX + "rotation=30;"),
    ("faint", BOX + "opacity=40;fillColor=#ffe6cc;"),
    ("浏览器", BOX),
)
ARROWS = (
    vertex("a", "A", BOX, (20, 20, 80, 60)),
    vertex("b", "B", BOX, (320, 180, 80, 60)),
    vertex("c", "C", BOX, (20, 320, 80, 60)),
    edge("straight", "a", "b", "edgeStyle=none;html=1;endArrow=open;", "straight"),
    edge("bent", "a", "c", ORTHOGONAL + "endArrow=block;endFill=0;startArrow=oval;"),
    edge("curved", "c", "b", "curved=1;html=1;dashed=1;endArrow=diamond;endFill=1;", "curved"),
    edge("loop", "b", "b", ORTHOGONAL),
)
NESTED = (
    vertex("cloud", "AWS Cloud", GROUP.replace("group_vpc2", "group_aws_cloud_alt"), (20, 20, 560, 320)),
    vertex("vpc", "VPC", GROUP, (40, 60, 500, 250), "cloud"),
    vertex(
        "subnet",
        "Private subnet",
        GROUP.replace("group_vpc2", "group_private_subnet"),
        (30, 50, 200, 160),
        "vpc",
    ),
    vertex("f", "Read", ICON + "lambda;", (60, 50, 60, 60), "subnet"),
    vertex("t", "Orders", ICON + "dynamodb;", (330, 100, 60, 60), "vpc"),
    edge("e", "f", "t", label="query"),
)
PICTURES = (
    vertex("p", "embedded", f"shape=image;html=1;image={PIXEL};", (20, 20, 80, 80)),
    vertex("q", "elsewhere", "shape=image;html=1;image=https://example.com/logo.png;", (160, 20, 80, 80)),
    edge("e", "p", "q"),
)
WAYPOINTS = (
    vertex("a", "Source", BOX, (20, 20, 90, 50)),
    vertex("b", "Target", BOX, (420, 220, 90, 50)),
    '<mxCell id="w" value="on the way" style="edgeStyle=none;rounded=1;html=1;" edge="1" parent="1" source="a" target="b">'
    '<mxGeometry relative="1" as="geometry"><Array as="points"><mxPoint x="250" y="45"/><mxPoint x="250" y="245"/></Array>'
    "</mxGeometry></mxCell>",
)
LEAKY = (
    vertex("u", "Customer", "shape=umlActor;verticalLabelPosition=bottom;verticalAlign=top;html=1;", (20, 120, 30, 60)),
    vertex("web", "Website", ICON + "s3;", (160, 20, 60, 60)),
    vertex("api", "Shop API", ICON + "api_gateway;", (160, 120, 60, 60)),
    vertex("f", "Checkout", ICON + "lambda;", (320, 120, 60, 60)),
    vertex("q", "Jobs", ICON + "sqs;", (480, 40, 60, 60)),
    vertex("w", "Work", ICON + "lambda;", (640, 40, 60, 60)),
    vertex("db", "Stock", ICON + "rds;", (480, 200, 60, 60)),
    *(edge(f"e{n}", *ends) for n, ends in enumerate([("u", "web"), ("u", "api"), ("api", "f"), ("f", "q"), ("q", "w"), ("f", "db"), ("w", "db"), ("u", "db")])),
)  # fmt: skip
CROWDED = tuple(
    vertex(
        f"n{index}",
        f"Worker {index}",
        ICON + "lambda;",
        (20 + (index % 8) * 90, 20 + (index // 8) * 110, 60, 60),
    )
    for index in range(24)
)

DRAWINGS: Mapping[str, bytes] = {
    "arrows": drawing(*ARROWS),
    "crowded": drawing(*CROWDED),
    "forms": drawing(*FORMS),
    "labels": drawing(*LABELS),
    "leaky": drawing(*LEAKY),
    "nested": drawing(*NESTED),
    "orders": drawing(*orders()),
    "pictures": drawing(*PICTURES),
    "waypoints": drawing(*WAYPOINTS),
}

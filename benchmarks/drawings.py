"""Generated draw.io files of any size, always the same for the same arguments."""

ICONS = ("lambda", "sqs", "dynamodb", "api_gateway", "s3", "sns", "eventbridge", "kinesis")
ICON_STYLE = "html=1;verticalLabelPosition=bottom;shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.{};"
FRAME_STYLE = "html=1;verticalAlign=top;dashed=1;fillColor=none;strokeColor=#5A6C86;"
EDGE_STYLE = "edgeStyle=orthogonalEdgeStyle;html=1;"
PER_FRAME = 25


def grid(services: int, connections: int) -> bytes:
    """A page of icons on a grid, every 25 in a frame by geometry only, joined in chains and back."""
    cells = [_frame(index) for index in range((services + PER_FRAME - 1) // PER_FRAME)]
    cells += [_icon(index) for index in range(services)]
    cells += [_edge(index, index % services, (index * 7 + 1) % services) for index in range(connections)]
    return (
        '<mxfile host="benchmark"><diagram id="p" name="Grid"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>'
        + "".join(cells)
        + "</root></mxGraphModel></diagram></mxfile>"
    ).encode()


def _place(index: int) -> tuple[int, int]:
    frame, inside = divmod(index, PER_FRAME)
    return (frame % 40) * 700 + 40 + (inside % 5) * 120, (frame // 40) * 700 + 60 + (inside // 5) * 120


def _frame(frame: int) -> str:
    x, y = _place(frame * PER_FRAME)
    return _vertex(f"f{frame}", f"Group {frame}", FRAME_STYLE, x - 30, y - 50, 640, 660)


def _icon(index: int) -> str:
    x, y = _place(index)
    return _vertex(
        f"n{index}", f"Service {index}", ICON_STYLE.format(ICONS[index % len(ICONS)]), x, y, 60, 60
    )


def _vertex(cell: str, label: str, style: str, x: int, y: int, width: int, height: int) -> str:
    return (
        f'<mxCell id="{cell}" value="{label}" style="{style}" vertex="1" parent="1">'
        f'<mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/></mxCell>'
    )


def _edge(index: int, source: int, target: int) -> str:
    return (
        f'<mxCell id="e{index}" style="{EDGE_STYLE}" edge="1" parent="1" source="n{source}" target="n{target}">'
        '<mxGeometry relative="1" as="geometry"/></mxCell>'
    )

"""Small drawings as an architect would draw them, and what the tests need to look at their pictures."""

import base64
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import pytest
from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
ICON = (
    "sketch=0;outlineConnect=0;fontColor=#232F3E;fillColor=#ED7100;strokeColor=#ffffff;dashed=0;"
    "verticalLabelPosition=bottom;verticalAlign=top;align=center;html=1;fontSize=12;fontStyle=0;aspect=fixed;"
    "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4."
)
GROUP = (
    "points=[[0,0]];outlineConnect=0;html=1;whiteSpace=wrap;fontSize=12;container=1;shape=mxgraph.aws4.group;"
    "grIcon=mxgraph.aws4.group_vpc2;strokeColor=#8C4FFF;fillColor=none;verticalAlign=top;align=left;"
    "spacingLeft=30;fontColor=#AAB7B8;dashed=0;"
)
ORTHOGONAL = "edgeStyle=orthogonalEdgeStyle;rounded=0;orthogonalLoop=1;jettySize=auto;html=1;"


def vertex(
    cell_id: str, label: str, style: str, box: tuple[float, float, float, float], parent: str = "1"
) -> str:
    """The XML of a vertex."""
    x, y, width, height = box
    return (
        f'<mxCell id="{cell_id}" value={quoteattr(label)} style={quoteattr(style)} vertex="1" parent="{parent}">'
        f'<mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/></mxCell>'
    )


def edge(cell_id: str, source: str, target: str, style: str = ORTHOGONAL, label: str = "") -> str:
    """The XML of an edge between two vertices."""
    return (
        f'<mxCell id="{cell_id}" value={quoteattr(label)} style={quoteattr(style)} edge="1" parent="1" '
        f'source="{source}" target="{target}"><mxGeometry relative="1" as="geometry"/></mxCell>'
    )


def model(*cells: str) -> str:
    """The XML of one page's model."""
    return f'<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>{"".join(cells)}</root></mxGraphModel>'


def drawing(*cells: str) -> bytes:
    """A .drawio file with one page."""
    return f'<mxfile host="app.diagrams.net"><diagram id="p" name="Orders">{model(*cells)}</diagram></mxfile>'.encode()


def deflated(*cells: str) -> bytes:
    """The same, its page compressed as older editors do."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(quote(model(*cells), safe="~()*!.'").encode()) + packer.flush()
    text = base64.b64encode(data).decode()
    return f'<mxfile host="app.diagrams.net"><diagram id="p" name="Orders">{text}</diagram></mxfile>'.encode()


def as_svg(*cells: str) -> bytes:
    """An SVG export with the drawing inside."""
    content = escape(drawing(*cells).decode(), {'"': "&quot;"})
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" content="{content}"><g/></svg>'.encode()


def as_png(*cells: str) -> bytes:
    """A PNG export with the drawing inside: one white pixel and a text chunk."""
    header = b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
    chunks = (
        _chunk(b"IHDR", header),
        _chunk(b"tEXt", b"mxfile\x00" + quote(drawing(*cells).decode(), safe="~()*!.'").encode()),
        _chunk(b"IDAT", zlib.compress(b"\x00\xff\xff\xff")),
        _chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def orders() -> tuple[str, ...]:
    """Browser, API, function and table, the last two in a VPC."""
    return (
        vertex("vpc", "VPC", GROUP, (300, 20, 420, 200)),
        vertex(
            "browser", "Browser", "rounded=0;whiteSpace=wrap;html=1;fillColor=#dae8fc;", (20, 90, 100, 60)
        ),
        vertex("api", "Orders API", ICON + "api_gateway;", (180, 90, 60, 60)),
        vertex("get", "<b>GetOrder</b><br>reads", ICON + "lambda;", (360, 90, 60, 60)),
        vertex("table", "Orders", ICON + "dynamodb;", (560, 90, 60, 60)),
        edge("e1", "browser", "api", label="HTTPS"),
        edge("e2", "api", "get"),
        edge("e3", "get", "table", ORTHOGONAL + "dashed=1;"),
    )


def parsed(picture: bytes) -> etree._Element:
    """The picture as XML; fails where it is not well-formed."""
    return etree.fromstring(picture, etree.XMLParser(huge_tree=True))


def texts(picture: bytes) -> str:
    """Everything that stands on the picture, one line of text a line."""
    return "\n".join("".join(element.itertext()) for element in parsed(picture).iter(SVG + "text"))


FORBIDDEN = frozenset({"script", "foreignObject", "iframe", "style", "a", "animate", "set", "audio", "video"})


def dangers(picture: bytes) -> list[str]:
    """Whatever in a picture could run, load or leak."""
    found = []
    for element in parsed(picture).iter():
        if not isinstance(element.tag, str):
            found.append("a comment or an instruction")
            continue
        if etree.QName(element).localname in FORBIDDEN:
            found.append(element.tag)
        for name, value in element.attrib.items():
            local = etree.QName(name).localname
            if local.startswith("on") or local == "style":
                found.append(f"{name}={value}")
            if local == "href" and not str(value).startswith(("#", "data:image/")):
                found.append(f"{name}={value}")
            if "url(" in str(value) or ("javascript:" in str(value).lower()[:40] and local == "href"):
                found.append(f"{name}={value}")
    return found


def corpus() -> Iterator[Path]:
    """Real drawings where they are at hand: the folder of DIAGRAM_LENS_CORPUS, else one beside the checkout."""
    named = os.environ.get("DIAGRAM_LENS_CORPUS")
    folder = Path(named) if named else Path(__file__).parents[3] / "shared" / "corpus"
    yield from sorted(file for file in (folder / "drawio").glob("*") if file.suffix != ".tsv")


def some_of_corpus(step: int) -> list[Path]:
    """Every so many of the real drawings; skips the test where there are none."""
    found = list(corpus())[::step]
    if not found:
        pytest.skip("no corpus of real drawings")
    return found

"""Small draw.io files for tests: cells as XML, pages, and every container around them."""

import base64
import html
import json
import struct
import zlib
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import quoteattr

AWS = "sketch=0;outlineConnect=0;html=1;shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4."
LAMBDA, TABLE, QUEUE, API = (AWS + name for name in ("lambda", "dynamodb", "sqs", "api_gateway"))
USER = "html=1;shape=mxgraph.aws4.user;"
VPC = "html=1;shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_vpc;"
SUBNET = "html=1;shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_security_group;grStroke=0;"
TEXT = "text;html=1;strokeColor=none;fillColor=none;"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def vertex(cell_id, style="", value="", box=(0, 0, 48, 48), parent="1", more=""):
    """A vertex at `box` = (x, y, width, height), relative to its parent."""
    x, y, width, height = box
    return (
        f'<mxCell id={quoteattr(cell_id)} value={quoteattr(value)} style={quoteattr(style)} vertex="1" parent={quoteattr(parent)} {more}>'
        f'<mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/></mxCell>'
    )


def edge(
    cell_id, source=None, target=None, start=None, end=None, style="", value="", parent="1", waypoints=()
):
    """An edge attached to cells, or with loose ends at points."""
    ends = "".join(
        f" {name}={quoteattr(cell)}" for name, cell in (("source", source), ("target", target)) if cell
    )
    points = "".join(
        f'<mxPoint x="{point[0]}" y="{point[1]}" as="{name}"/>'
        for name, point in (("sourcePoint", start), ("targetPoint", end))
        if point
    )
    middle = "".join(f'<mxPoint x="{x}" y="{y}"/>' for x, y in waypoints)
    array = f'<Array as="points">{middle}</Array>' if middle else ""
    return (
        f'<mxCell id={quoteattr(cell_id)} value={quoteattr(value)} style={quoteattr(style)} edge="1" parent={quoteattr(parent)}{ends}>'
        f'<mxGeometry relative="1" as="geometry">{points}{array}</mxGeometry></mxCell>'
    )


def model(*cells, root="0", layer="1"):
    """A page's XML."""
    return (
        f'<mxGraphModel dx="1"><root><mxCell id="{root}"/><mxCell id="{layer}" parent="{root}"/>'
        f"{''.join(cells)}</root></mxGraphModel>"
    )


def deflated(xml):
    """A page's XML as draw.io compresses it."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = stream.compress(quote(xml, safe="!~*'()").encode()) + stream.flush()
    return base64.b64encode(packed).decode()


def mxfile(*pages):
    """A file of pages, each the XML of a model or the text of a deflated one."""
    diagrams = "".join(
        f'<diagram id="p{n}" name="Page {n}">{page}</diagram>' for n, page in enumerate(pages, 1)
    )
    return f'<mxfile host="test">{diagrams}</mxfile>'


def drawing(*cells):
    """The bytes of a file with one page."""
    return mxfile(model(*cells)).encode()


def chunk(kind, data):
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(text_chunk):
    """A PNG of one pixel with this chunk in it."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return SIGNATURE + header + text_chunk + pixels + chunk(b"IEND", b"")


def png_text(xml):
    """The chunk that draw.io writes."""
    return chunk(b"tEXt", b"mxfile\0" + quote(xml, safe="!~*'()").encode())


def png_ztxt(xml, raw):
    """The compressed chunk: as Java services write it (raw), or as the standard wants it."""
    stream = zlib.compressobj(6, zlib.DEFLATED, -15 if raw else 15)
    packed = stream.compress(quote_plus(xml).encode()) + stream.flush()
    return chunk(b"zTXt", b"mxGraphModel\0\0" + packed)


def png_itxt(xml, compressed):
    """The international chunk."""
    text = zlib.compress(xml.encode()) if compressed else xml.encode()
    return chunk(b"iTXt", b"mxfile\0" + (b"\1" if compressed else b"\0") + b"\0\0\0" + text)


def svg(content, doctype=""):
    """An SVG with this content attribute."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- Do not edit -->\n{doctype}'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="10px" content="{html.escape(content)}" height="9px"><g/></svg>'
    ).encode()


def html_page(xml):
    """An HTML export."""
    settings = html.escape(json.dumps({"highlight": "#0000ff", "xml": xml}))
    return f'<!DOCTYPE html>\n<html><body><div class="mxgraph" data-mxgraph="{settings}"></div></body></html>'.encode()


def pdf(xml):
    """A PDF export, as far as it matters here."""
    return b"%PDF-1.4\n1 0 obj\n<< /Title (x) /Subject (" + quote(xml, safe="").encode() + b") >>\nendobj\n"


SIMPLE = (
    vertex("fn", LAMBDA, "Größe &amp; Preis", (100, 100, 48, 48)),
    vertex("db", TABLE, "Orders", (300, 100, 48, 48)),
    edge("e", "fn", "db"),
)
PLAIN_SVG_DOCTYPE = (
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
)


def containers():
    """The same drawing in every container that can be written again."""
    xml = mxfile(model(*SIMPLE))
    packed = mxfile(deflated(model(*SIMPLE)))
    return {
        "mxfile": xml.encode(),
        "deflated page": packed.encode(),
        "deflated page between blanks": packed.replace('1">', '1">\n  ').encode(),
        "bare model": model(*SIMPLE).encode(),
        "byte order mark": b"\xef\xbb\xbf" + xml.encode(),
        "UTF-16": xml.encode("utf-16"),
        "declared encoding": b'<?xml version="1.0" encoding="iso-8859-1"?>' + xml.encode("iso-8859-1"),
        "pages mixed": mxfile(model(*SIMPLE), deflated(model(*SIMPLE))).encode(),
        "PNG tEXt": png(png_text(xml)),
        "PNG tEXt, deflated page": png(png_text(packed)),
        "PNG zTXt raw": png(png_ztxt(xml, raw=True)),
        "PNG zTXt zlib": png(png_ztxt(xml, raw=False)),
        "PNG iTXt": png(png_itxt(xml, compressed=False)),
        "PNG iTXt compressed": png(png_itxt(xml, compressed=True)),
        "SVG": svg(xml),
        "SVG with draw.io's doctype": svg(xml, PLAIN_SVG_DOCTYPE),
        "SVG, URL-encoded": svg(quote(xml, safe="")),
        "SVG, deflated": svg(deflated(xml)),
        "HTML": html_page(xml),
    }

"""Images that authors embed in drawings: let through only where they can do nothing but be looked at."""

import base64
import binascii
import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from lxml import etree

from parsers.drawio.png_file import PNG_SIGNATURE

LARGEST = 4_000_000
"""Bytes of one embedded image."""

_DATA = re.compile(
    r"data:image/(png|jpe?g|gif|webp|svg\+xml)((?:;[a-zA-Z0-9=_-]{1,40}){0,4}),(.*)", re.DOTALL
)
_STARTS = {
    "png": (PNG_SIGNATURE,),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
}
_FORBIDDEN_ELEMENTS = frozenset(
    [
        "script",
        "foreignobject",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "animate",
        "set",
        "animatetransform",
        "animatemotion",
        "handler",
        "a",
    ]
)
_ADDRESS = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|expression\(|javascript:", re.IGNORECASE)


@lru_cache(maxsize=256)
def embedded(reference: str) -> str | None:
    """A data URI fit for a picture, None for anything else: no address, no script, nothing that loads.

    draw.io leaves out `;base64` before image data, for its styles end at a semicolon. The result always
    has it. SVG is parsed and refused where it holds scripts, handlers, addresses or a document type.
    """
    found = _DATA.fullmatch(reference) if len(reference) < 2 * LARGEST else None
    if found is None:
        return None
    kind = {"jpg": "jpeg"}.get(found.group(1), found.group(1))
    data = _decoded(found.group(3), kind)
    if not data or len(data) > LARGEST:
        return None
    if kind == "svg+xml":
        data = _harmless_svg(data)
    elif not data.startswith(_STARTS[kind]):
        return None
    return f"data:image/{kind};base64," + base64.b64encode(data).decode("ascii") if data else None


def _decoded(text: str, kind: str) -> bytes:
    raw = unquote_to_bytes(text)
    if kind == "svg+xml" and raw.lstrip().startswith(b"<"):
        return raw
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4), validate=False)
    except (binascii.Error, ValueError):
        return b""


def _harmless_svg(data: bytes) -> bytes:
    """The SVG written anew without its document type; nothing where it could do more than show itself."""
    if b"<!ENTITY" in data:
        return b""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return b""
    if not isinstance(root.tag, str) or etree.QName(root).localname != "svg":
        return b""
    return etree.tostring(root) if all(_is_harmless(element) for element in root.iter()) else b""


def _is_harmless(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):
        return not isinstance(element, etree._ProcessingInstruction)
    if etree.QName(element).localname.lower() in _FORBIDDEN_ELEMENTS:
        return False
    for name, value in element.attrib.items():
        local = etree.QName(name).localname.lower()
        if local.startswith("on") or _ADDRESS.search(str(value)):
            return False
        if local == "href" and not str(value).startswith(("#", "data:image/png;", "data:image/jpeg;")):
            return False
    return not (element.text and _ADDRESS.search(element.text))

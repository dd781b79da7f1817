"""Files that are markup: the drawing itself, an SVG that carries it, an HTML page that shows it."""

import codecs
import html
import json
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from functools import cached_property

from parsers.drawio.decode import Budget, plain_xml
from parsers.drawio.markup import refuse_doctype
from parsers.errors import BrokenDiagram, EmptyDiagram, ForbiddenContent, NotADiagram, UnreadableDiagram

SVG_DOCTYPE = re.compile(
    r'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1\.1//EN" "https?://www\.w3\.org/Graphics/SVG/1\.1/DTD/svg11\.dtd">'
)
"""The one document type that draw.io itself writes, into SVG. It is passed over, never fetched."""

_PROLOG = re.compile(r"\A\ufeff?(?:\s|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_START_TAG = re.compile(r"""<([^\s/>"'<]++)((?:\s++[^\s=>"'/]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'))*+)\s*+/?>""")
_CONTENT = re.compile(r"""\scontent\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_KEPT_ATTRIBUTE = "data-diagram-lens-kept"
_KEPT = re.compile(rf"""\s{_KEPT_ATTRIBUTE}=(?:"([^"]*)"|'([^']*)')""")
ORIGINAL_ID = "diagram-lens-original"
"""The id of the element that holds the author's SVG inside one that marks were drawn on."""
_ORIGINAL = re.compile(
    rf'<(?:image|metadata) id="{ORIGINAL_ID}"(?:[^<>]*? href="data:image/svg\+xml;base64,|>)([A-Za-z0-9+/]+=*+)["<]'
)
_SIDE = re.compile(r"""\s(width|height)\s*=\s*["']\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)(?:px)?\s*["']""")
_VIEW_BOX = re.compile(r"""\sviewBox\s*=\s*["']([-+0-9.eE\s,]{1,100})["']""")
_DATA_MXGRAPH = re.compile(r"""\bdata-mxgraph\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_NO_TEXT = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Codecs of Python that no XML is written in: what they decode does not encode to the same bytes."""
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))

_ENTITY = re.compile(r"&(lt|gt|amp|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def markup_file(
    data: bytes, budget: Budget, *, may_be_painted: bool = True
) -> "XmlFile | SvgFile | HtmlFile":
    """The container of a file that begins with `<`, by its root element.

    Raises NotADiagram, EmptyDiagram, BrokenDiagram, ForbiddenContent or TooLarge.
    """
    budget.spend(len(data))
    encoding = _encoding(data)
    text = _decoded(data, encoding)
    start = _prolog_end(text)
    if text[start : start + 14].lower() == "<!doctype html" or text[start : start + 5].lower() == "<html":
        return HtmlFile(text, encoding, budget)
    if text[start : start + 4] == "<svg":
        refuse_doctype(text)
        return SvgFile(text, encoding, start, budget, may_be_painted=may_be_painted)
    if (plain := SVG_DOCTYPE.match(text, start)) is not None:
        start = _prolog_end(text, plain.end())
        if text[start : start + 4] == "<svg":
            return SvgFile(text, encoding, start, budget, may_be_painted=may_be_painted)
    if "<mxfile" not in text[: start + 8] and "data-mxgraph" in text:
        return HtmlFile(text, encoding, budget)
    refuse_doctype(text)
    return XmlFile(text, encoding)


class XmlFile:
    """A .drawio or .xml file: the drawing is the file."""

    kind = "xml"

    def __init__(self, text: str, encoding: str) -> None:
        self.text, self._encoding = text, encoding

    def with_text(self, text: str) -> bytes:
        """The file with other XML; what its encoding cannot spell becomes a character reference."""
        return text.encode(self._encoding, "xmlcharrefreplace")

    def restored(self, text: str) -> bytes:
        """The file as it was."""
        return self.with_text(text)


class SvgFile:
    """An SVG with its drawing in the attribute `content` of the root. Raises NotADiagram for a mere picture.

    An SVG that marks were drawn on is one of ours around the author's, which lies in it as it was, base64 in a
    data URI: as an `<image>` it shows, and no viewer runs a script or fetches anything for it.
    """

    kind = "svg"

    def __init__(
        self, text: str, encoding: str, start: int, budget: Budget, *, may_be_painted: bool = True
    ) -> None:
        self._file, self._encoding, self._may_be_painted = text, encoding, may_be_painted
        tag = _START_TAG.match(text, start)
        if tag is None:
            raise BrokenDiagram("the first tag of this SVG is broken.", "Export it again.")
        self._root = tag.group(2)
        found = _CONTENT.search(text, tag.start(2), tag.end(2))
        if found is None:
            raise NotADiagram(
                "this SVG is a picture only: draw.io's drawing is not inside.",
                'Export it again with "Include a copy of my diagram".',
            )
        self._span = found.span(1) if found.group(1) is not None else found.span(2)
        self._kept = _KEPT.search(text, tag.start(2), tag.end(2))
        self._kept_raw = (self._kept.group(1) or self._kept.group(2) or "") if self._kept else None
        value = _attribute_value(text[slice(*self._span)])
        if not value.strip():
            raise EmptyDiagram("the drawing in this SVG is empty.")
        self.text = plain_xml(value, budget)

    @cached_property
    def original(self) -> "SvgFile | None":
        """The SVG that marks were drawn on; None where none were."""
        kept = _ORIGINAL.search(self._file) if self._may_be_painted and ORIGINAL_ID in self._file else None
        if kept is None:
            return None
        try:
            found = markup_file(b64decode(kept.group(1), validate=True), Budget(), may_be_painted=False)
        except (UnreadableDiagram, NotBase64):
            return None
        return found if isinstance(found, SvgFile) else None

    @property
    def data(self) -> bytes:
        return self._file.encode(self._encoding)

    @property
    def picture(self) -> bytes:
        """The author's own SVG: this file, or the one that marks were drawn on."""
        return self.original.data if self.original else self.data

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height of the author's picture in its own units; 0 where its root gives none."""
        return _size_of(self.original._root if self.original else self._root)

    def painted(self, text: str, picture: bytes) -> bytes:
        """Another SVG, one of ours, with this drawing in it, which keeps the author's file for `restored`."""
        before = self.original or self
        shown = picture.decode("utf-8")
        root = _START_TAG.search(shown)
        if root is None:
            raise ValueError("the picture is no SVG")
        kept = ""
        if _ORIGINAL.search(shown) is None:
            packed = b64encode(before.data).decode("ascii")
            kept = f'<metadata id="{ORIGINAL_ID}">{packed}</metadata>'
        content = f' content="{_escaped(text)}"'
        return (
            shown[: root.end(2)] + content + shown[root.end(2) : root.end()] + kept + shown[root.end() :]
        ).encode()

    def with_text(self, text: str) -> bytes:
        """The author's SVG with this drawing in it; the picture is not touched."""
        if self.original is not None:
            return self.original.with_text(text)
        kept, raw, quote = self._kept_raw, self._file[slice(*self._span)], self._file[self._span[1]]
        if kept is None and _in_quotes(_escaped(self.text), quote) != raw:
            kept = raw
        attribute = f" {_KEPT_ATTRIBUTE}={quote}{kept}{quote}" if kept is not None else ""
        return self._replaced(_escaped(text), attribute)

    def restored(self, text: str) -> bytes:
        """The SVG as it was when it held this drawing and no marks."""
        if self.original is not None:
            return self.original.restored(text)
        if self._kept is None and text == self.text:
            return self._file.encode(self._encoding)
        if self._kept_raw is not None and self._decodes_to(self._kept_raw, text):
            return self._replaced(self._kept_raw, "")
        return self._replaced(_escaped(text), "")

    def _decodes_to(self, raw: str, text: str) -> bool:
        try:
            return plain_xml(_attribute_value(raw), Budget()) == text
        except (BrokenDiagram, ForbiddenContent):
            return False

    def _replaced(self, content: str, kept_attribute: str) -> bytes:
        start, end = self._span
        before, after = self._file[:start], self._file[end:]
        if self._kept is not None:
            where = self._kept.start() - end
            after = after[:where] + after[where + len(self._kept.group(0)) :]
        quote = after[:1]
        return (before + _in_quotes(content, quote) + quote + kept_attribute + after[1:]).encode(
            self._encoding, "xmlcharrefreplace"
        )


def _size_of(attributes: str) -> tuple[float, float]:
    """Width and height in the units of the picture, by its view box, else by its sides."""
    if (view := view_box(attributes)) is not None:
        return view[2], view[3]
    sides = {name: float(value) for name, value in _SIDE.findall(attributes)}
    return sides.get("width", 0.0), sides.get("height", 0.0)


def view_box(attributes: str) -> tuple[float, float, float, float] | None:
    """The view box that a root element's attributes give: left, top, width, height."""
    found = _VIEW_BOX.search(attributes)
    try:
        values = [float(value) for value in re.split(r"[\s,]+", found.group(1).strip())] if found else []
    except ValueError:
        return None
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 and min(values[2:]) > 0 else None


class HtmlFile:
    """An HTML page with its drawing in the JSON of `data-mxgraph`."""

    kind = "html"
    _KEPT_KEY = "diagramLensKept"

    def __init__(self, text: str, encoding: str, budget: Budget) -> None:
        self._file, self._encoding = text, encoding
        found = _DATA_MXGRAPH.search(text)
        if found is None:
            raise NotADiagram("this page holds no draw.io drawing.", "Export it as HTML from draw.io.")
        self._span = found.span(1) if found.group(1) is not None else found.span(2)
        self._raw = text[slice(*self._span)]
        self._json = _json_object(html.unescape(self._raw))
        xml = self._json.get("xml")
        if not isinstance(xml, str) or not xml.strip():
            raise EmptyDiagram(
                "this page only points to a drawing that lies elsewhere, and nothing is fetched.",
                "Give the drawing itself.",
            )
        self.text = plain_xml(xml, budget)

    def with_text(self, text: str) -> bytes:
        """The same page with this drawing in it."""
        kept = self._json.get(self._KEPT_KEY, self._raw)
        return self._replaced(_escaped(json.dumps({**self._json, "xml": text, self._KEPT_KEY: kept})))

    def restored(self, text: str) -> bytes:
        """The page as it was when it held this drawing and no marks."""
        kept = self._json.get(self._KEPT_KEY)
        if isinstance(kept, str) and self._holds(kept, text):
            return self._replaced(kept)
        if kept is None and text == self.text:
            return self._file.encode(self._encoding)
        rest = {key: value for key, value in self._json.items() if key != self._KEPT_KEY}
        return self._replaced(_escaped(json.dumps({**rest, "xml": text})))

    def _holds(self, raw: str, text: str) -> bool:
        try:
            return plain_xml(str(_json_object(html.unescape(raw)).get("xml", "")), Budget()) == text
        except (BrokenDiagram, ForbiddenContent):
            return False

    def _replaced(self, raw: str) -> bytes:
        start, end = self._span
        raw = _in_quotes(raw, self._file[end])
        return (self._file[:start] + raw + self._file[end:]).encode(self._encoding, "xmlcharrefreplace")


def _prolog_end(text: str, start: int = 0) -> int:
    prolog = re.compile(_PROLOG.pattern.removeprefix(r"\A"), re.DOTALL).match(text, start)
    return prolog.end() if prolog else start


def _encoding(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    if data[:4] in (b"<\0?\0", b"<\0m\0"):
        return "utf-16-le"
    declared = _ENCODING.match(data)
    return declared.group(1).decode("ascii").lower() if declared else "utf-8"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        if codecs.lookup(encoding).name in _NO_TEXT:
            raise LookupError(encoding)
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError) as error:
        raise BrokenDiagram(f"its bytes are no {encoding} text.", "Save it again with draw.io.") from error


def _attribute_value(raw: str) -> str:
    """An attribute's value as XML reads it: blanks for line ends, only XML's own entities."""
    return _ENTITY.sub(_character, re.sub(r"[\t\n\r]", " ", raw))


def _character(entity: re.Match[str]) -> str:
    name = entity.group(1)
    if not name.startswith("#"):
        return _ENTITIES[name]
    code = int(f"0{name[1:]}", 0) if name[1] in "xX" else int(name[1:])
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def _escaped(text: str) -> str:
    """An attribute's value as draw.io's serializer writes it."""
    escapes = {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\n": "&#10;",
        "\r": "&#13;",
        "\t": "&#9;",
    }
    return text.translate({ord(character): escape for character, escape in escapes.items()})


def _in_quotes(value: str, quote: str) -> str:
    """An escaped value as it may stand between these quotation marks."""
    return value.replace("'", "&#39;") if quote == "'" else value


def _json_object(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenDiagram(
            "the settings of the drawing in this page are no JSON.", "Export it again."
        ) from error
    if not isinstance(value, dict):
        raise BrokenDiagram("the settings of the drawing in this page are no object.", "Export it again.")
    return value

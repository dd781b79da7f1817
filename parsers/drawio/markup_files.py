"""Files that are markup: the drawing itself, an SVG that carries it, an HTML page that shows it."""

import html
import json
import re

from parsers.drawio.decode import Budget, plain_xml
from parsers.drawio.markup import refuse_doctype
from parsers.errors import BrokenDiagram, EmptyDiagram, ForbiddenContent, NotADiagram

SVG_DOCTYPE = re.compile(
    r'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1\.1//EN" "https?://www\.w3\.org/Graphics/SVG/1\.1/DTD/svg11\.dtd">'
)
"""The one document type that draw.io itself writes, into SVG. It is passed over, never fetched."""

_PROLOG = re.compile(r"\A\ufeff?(?:\s|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_START_TAG = re.compile(r"""<([^\s/>"'<]++)((?:\s++[^\s=>"'/]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'))*+)\s*+/?>""")
_CONTENT = re.compile(r"""\scontent\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_KEPT_ATTRIBUTE = "data-diagram-lens-kept"
_KEPT = re.compile(rf"""\s{_KEPT_ATTRIBUTE}=(?:"([^"]*)"|'([^']*)')""")
_DATA_MXGRAPH = re.compile(r"""\bdata-mxgraph\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))

_ENTITY = re.compile(r"&(lt|gt|amp|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def markup_file(data: bytes, budget: Budget) -> "XmlFile | SvgFile | HtmlFile":
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
        return SvgFile(text, encoding, start, budget)
    if (plain := SVG_DOCTYPE.match(text, start)) is not None:
        start = _prolog_end(text, plain.end())
        if text[start : start + 4] == "<svg":
            return SvgFile(text, encoding, start, budget)
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
    """An SVG with its drawing in the attribute `content` of the root. Raises NotADiagram for a mere picture."""

    kind = "svg"

    def __init__(self, text: str, encoding: str, start: int, budget: Budget) -> None:
        self._file, self._encoding = text, encoding
        tag = _START_TAG.match(text, start)
        if tag is None:
            raise BrokenDiagram("the first tag of this SVG is broken.", "Export it again.")
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

    def with_text(self, text: str) -> bytes:
        """The same SVG with this drawing in it; the picture is not touched."""
        kept, raw, quote = self._kept_raw, self._file[slice(*self._span)], self._file[self._span[1]]
        if kept is None and _in_quotes(_escaped(self.text), quote) != raw:
            kept = raw
        attribute = f" {_KEPT_ATTRIBUTE}={quote}{kept}{quote}" if kept is not None else ""
        return self._replaced(_escaped(text), attribute)

    def restored(self, text: str) -> bytes:
        """The SVG as it was when it held this drawing and no marks."""
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

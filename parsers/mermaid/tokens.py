"""The spelling of flowcharts: ids, shapes, links and labels, each read at one place in a line.

Every function takes the text and a position and gives what stands there and where it ends; none goes back.
Source of the notation: https://mermaid.js.org/syntax/flowchart.html
"""

import html
import re
from dataclasses import dataclass

SHAPES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("(((", (")))",), "double circle"),
    ("((", ("))",), "circle"),
    ("([", ("])",), "stadium"),
    ("[(", (")]",), "cylinder"),
    ("[[", ("]]",), "subroutine"),
    ("[/", ("/]", "\\]"), "parallelogram"),
    ("[\\", ("\\]", "/]"), "parallelogram"),
    ("{{", ("}}",), "hexagon"),
    ("(", (")",), "rounded"),
    ("[", ("]",), "rectangle"),
    ("{", ("}",), "rhombus"),
    (">", ("]",), "flag"),
)
"""Opening bracket, closing brackets, name; a longer opening before the shorter one it begins with."""

ID = re.compile(r"\w(?:[\w./]|-(?![-.>])|&(?=\w+;))*")
CLASS = re.compile(r":::([\w-]+)")
LINK = re.compile(r"(?P<tail>[<xo])?(?:--+[->xo]|==+[=>xo]|-\.+-[>xo]?|~~~+)")
OPEN_LINK = re.compile(r"(?P<tail>[<xo])?(?P<line>--|==|-\.)")
CLOSE_LINK = {
    "--": re.compile(r"--+(?P<head>[->xo])"),
    "==": re.compile(r"==+(?P<head>[=>xo])"),
    "-.": re.compile(r"(?<!\.)\.+-(?P<head>[>xo]?)"),
}
LINK_ID = re.compile(r"\w[\w-]*@(?=[<xo]?(?:--|==|-\.|~~~))")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
ENTITY = re.compile(r"#(\w{1,31});")
ATTRIBUTE = re.compile(r"""\s*([\w-]+)\s*:\s*(?:"([^"]*)"|'([^']*)'|([^,"'{}\n]*))\s*,?""")


class Unreadable(Exception):  # noqa: N818
    """What stands at `position` is no part of a flowchart."""

    def __init__(self, position: int, why: str) -> None:
        self.position, self.why = position, why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class LinkToken:
    """A link with its label, and where it ends."""

    heads: str
    style: str
    label: str
    end: int


def node_id(text: str, position: int) -> tuple[str, int]:
    """The id of a node. Raises Unreadable."""
    match = ID.match(text, position)
    if match is None:
        raise Unreadable(position, "a node was expected here")
    return match.group(), match.end()


def shape(text: str, position: int) -> tuple[str, str, int] | None:
    """The name of a shape and its label, or None where no bracket opens. Raises Unreadable when it never closes."""
    for opening, closings, name in SHAPES:
        if text.startswith(opening, position):
            label, end = _inside(text, position + len(opening), closings)
            return name, label, end
    return None


def _inside(text: str, position: int, closings: tuple[str, ...]) -> tuple[str, int]:
    start = skip_blanks(text, position)
    if text.startswith('"', start):
        quote = text.find('"', start + 1)
        if quote < 0:
            raise Unreadable(start, "this quotation never ends")
        label, after = text[start + 1 : quote], skip_blanks(text, quote + 1)
        for closing in closings:
            if text.startswith(closing, after):
                return label, after + len(closing)
        raise Unreadable(after, f"{closings[0]} was expected here")
    line_end = end_of_line(text, position)
    ends = [(at, closing) for closing in closings if (at := text.find(closing, position, line_end)) >= 0]
    if not ends:
        raise Unreadable(position, f"this bracket is never closed by {closings[0]}")
    at, closing = min(ends)
    return text[position:at], at + len(closing)


def link(text: str, position: int) -> LinkToken | None:
    """The link that stands here, with its label, or None. Raises Unreadable when a labelled one never ends."""
    match = LINK.match(text, position)
    if match is None:
        return _labelled_link(text, position)
    body = match.group()
    style = "invisible" if "~" in body else "thick" if "=" in body else "dotted" if "." in body else "solid"
    label, end = _label_in_bars(text, match.end())
    return LinkToken(_heads(match["tail"], body[-1]), style, label, end)


def _labelled_link(text: str, position: int) -> LinkToken | None:
    """`-- words -->`"""
    opening = OPEN_LINK.match(text, position)
    if opening is None:
        return None
    style = {"--": "solid", "==": "thick", "-.": "dotted"}[opening["line"]]
    closing = CLOSE_LINK[opening["line"]].search(text, opening.end(), end_of_line(text, position))
    if closing is None:
        raise Unreadable(position, "this link never ends")
    label, end = text[opening.end() : closing.start()], closing.end()
    more, end = _label_in_bars(text, end)
    return LinkToken(_heads(opening["tail"], closing["head"]), style, clean(label) or more, end)


def _label_in_bars(text: str, position: int) -> tuple[str, int]:
    start = skip_blanks(text, position)
    if not text.startswith("|", start):
        return "", position
    end = text.find("|", start + 1)
    if end < 0:
        raise Unreadable(start, "this label never ends")
    return clean(text[start + 1 : end]), end + 1


def _heads(tail: str | None, head: str) -> str:
    at_target = head in (">", "x", "o") and head != ""
    if tail and at_target:
        return "both"
    return "forward" if at_target else "none"


def attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    """The `@{ shape: cyl, label: "Orders" }` that stands here. Raises Unreadable when it never closes."""
    found: dict[str, str] = {}
    place = position + len("@{")
    while match := ATTRIBUTE.match(text, place):
        found[match[1]] = next((value for value in match.groups()[1:] if value is not None), "").strip()
        place = match.end()
    place = skip_space(text, place)
    if not text.startswith("}", place):
        raise Unreadable(place, "} was expected here")
    return found, place + 1


def clean(label: str) -> str:
    """A label as it is read: without quotes, markup and Markdown marks; `<br/>` is a new line."""
    label = label.strip()
    if len(label) >= 2 and label[0] == label[-1] == '"':
        label = label[1:-1]
    label = label.strip("`") if label.startswith("`") else label
    label = TAG.sub("", BREAK.sub("\n", label))
    label = html.unescape(ENTITY.sub(_entity, label))
    return "\n".join(line.strip() for line in label.strip().splitlines())


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    return f"&#{name};" if name.isdigit() else f"&{name};"


def skip_blanks(text: str, position: int) -> int:
    """The next position that is neither a blank nor a tab."""
    while position < len(text) and text[position] in " \t":
        position += 1
    return position


def skip_space(text: str, position: int) -> int:
    """The next position that is no white space, new lines included."""
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def end_of_line(text: str, position: int) -> int:
    """Where the line ends in which this position lies."""
    end = text.find("\n", position)
    return len(text) if end < 0 else end

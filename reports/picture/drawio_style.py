"""What a draw.io style means where it says nothing: the defaults of its named styles, and its colours."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from parsers.drawio.style import Style
from reports.picture.colours import colour

INK, PAPER = "#000000", "#FFFFFF"

_VERTEX = {
    "fillColor": PAPER,
    "strokeColor": INK,
    "align": "center",
    "verticalAlign": "middle",
    "fontSize": "12",
}
_EDGE = {
    "strokeColor": INK,
    "endArrow": "classic",
    "rounded": "1",
    "fontSize": "11",
    "align": "center",
    "verticalAlign": "middle",
    "labelBackgroundColor": PAPER,
}
_TEXT = {"fillColor": "none", "strokeColor": "none", "align": "left", "verticalAlign": "top"}
_NAMED: Mapping[str, Mapping[str, str]] = {
    "text": _TEXT,
    "edgeLabel": {**_TEXT, "labelBackgroundColor": PAPER, "fontSize": "11"},
    "group": {"fillColor": "none", "strokeColor": "none", "verticalAlign": "top"},
    "swimlane": {"fontStyle": "1", "startSize": "23", "verticalAlign": "middle"},
    "image": {
        "labelBackgroundColor": PAPER,
        "verticalAlign": "top",
        "verticalLabelPosition": "bottom",
        "fillColor": "none",
        "strokeColor": "none",
    },
    "label": {"fontStyle": "1", "align": "left", "spacingLeft": "50"},
    "line": {"strokeWidth": "4", "verticalAlign": "top", "spacingTop": "8"},
    "arrow": {},
}


@lru_cache(maxsize=4096)
def _vertex(text: str) -> Mapping[str, str]:
    return MappingProxyType(_filled(Style(text), _VERTEX))


@lru_cache(maxsize=4096)
def _edge(text: str) -> Mapping[str, str]:
    return MappingProxyType(_filled(Style(text), _EDGE))


def of_vertex(style: Style) -> Mapping[str, str]:
    """The style of a vertex with every default that its picture needs."""
    return _vertex(style.text) if len(style.text) < 4096 else _filled(style, _VERTEX)


def of_edge(style: Style) -> Mapping[str, str]:
    """The style of an edge with every default that its picture needs."""
    return _edge(style.text) if len(style.text) < 4096 else _filled(style, _EDGE)


def _filled(style: Style, defaults: Mapping[str, str]) -> dict[str, str]:
    named = next((_NAMED[key] for key in style if key in _NAMED and _is_name(style, key)), None)
    shape = _NAMED.get(style.get("shape", ""), {}) if named is None else {}
    return {**defaults, **(named or shape), **style}


def _is_name(style: Style, key: str) -> bool:
    """Whether a key names a style; `image` does so even where the same style goes on to name a picture."""
    return style[key] == "1" or (key == "image" and style.shape == "image")


def paint(style: Mapping[str, str], key: str, default: str | None = None) -> str | None:
    """A colour of a style as `#RRGGBB`, None for none; what cannot be read is the default."""
    value = style.get(key)
    if value is None or value in ("default", "inherit", "", "1"):
        return default
    return None if value.lower() in ("none", "transparent") else colour(value) or default


def number(style: Mapping[str, str], key: str, default: float = 0) -> float:
    """A number of a style; what cannot be read, or is out of all reason, is the default."""
    try:
        value = float(style[key])
    except (KeyError, ValueError):
        return default
    return value if -1e6 < value < 1e6 else default


def dash_pattern(style: Mapping[str, str]) -> tuple[float, ...]:
    """The lengths of dashes and gaps that the author set."""
    try:
        lengths = tuple(float(part) for part in style.get("dashPattern", "").split()[:8])
    except ValueError:
        return ()
    return lengths if all(0 <= length < 1000 for length in lengths) and any(lengths) else ()

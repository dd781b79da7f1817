"""Colours as drawings spell them, as the one spelling that pictures use; and those of the severities."""

import re
from collections.abc import Iterable
from colorsys import hls_to_rgb

SEVERITY = {"high": "#B3261E", "medium": "#A65300", "low": "#1F6FB2", "info": "#5F6B7A"}
"""Each at least 4.5 : 1 against white, both as ink and under white digits (WCAG 2.2, 1.4.3)."""

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})([0-9a-f]{2})?$")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})")
_HSL = re.compile(r"hsla?\(\s*(\d{1,3})[a-z.\d]{0,8}\s*[, ]\s*(\d{1,3})%\s*[, ]\s*(\d{1,3})%")
_FIRST = re.compile(r"(?:light-dark|var)\((?:--[\w-]+\s*,)?\s*(.*)\)$")

_NAMES = {
    "black": "#000000", "white": "#FFFFFF", "red": "#FF0000", "green": "#008000", "blue": "#0000FF",
    "yellow": "#FFFF00", "orange": "#FFA500", "purple": "#800080", "gray": "#808080", "grey": "#808080",
    "lightgray": "#D3D3D3", "lightgrey": "#D3D3D3", "darkgray": "#A9A9A9", "darkgrey": "#A9A9A9",
    "silver": "#C0C0C0", "navy": "#000080", "teal": "#008080", "maroon": "#800000", "olive": "#808000",
    "lime": "#00FF00", "aqua": "#00FFFF", "cyan": "#00FFFF", "fuchsia": "#FF00FF", "magenta": "#FF00FF",
    "pink": "#FFC0CB", "brown": "#A52A2A", "gold": "#FFD700", "darkblue": "#00008B", "darkgreen": "#006400",
    "darkred": "#8B0000", "lightblue": "#ADD8E6", "lightgreen": "#90EE90", "lightyellow": "#FFFFE0",
    "whitesmoke": "#F5F5F5", "dimgray": "#696969", "dodgerblue": "#1E90FF", "royalblue": "#4169E1",
    "steelblue": "#4682B4", "skyblue": "#87CEEB", "tomato": "#FF6347", "coral": "#FF7F50",
    "crimson": "#DC143C", "indigo": "#4B0082", "violet": "#EE82EE", "beige": "#F5F5DC", "ivory": "#FFFFF0",
    "khaki": "#F0E68C", "salmon": "#FA8072", "turquoise": "#40E0D0", "darkorange": "#FF8C00",
}  # fmt: skip


def colour(value: str | None) -> str | None:
    """A colour as `#RRGGBB`; None for `none`, for what is transparent, and for what is no colour."""
    text = (value or "").strip().lower()[:100]
    for _ in range(2):
        if nested := _FIRST.match(text):
            text = _first_argument(nested.group(1))
    if text in _NAMES:
        return _NAMES[text]
    if found := _HEX.match(text):
        digits = found.group(1)
        return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)).upper()
    if found := _RGB.match(text):
        return _hex(int(part) for part in found.groups())
    if found := _HSL.match(text):
        hue, saturation, lightness = (int(part) for part in found.groups())
        parts = hls_to_rgb(hue % 360 / 360, min(lightness, 100) / 100, min(saturation, 100) / 100)
        return _hex(round(part * 255) for part in parts)
    return None


def dark(value: str) -> bool:
    """Whether white letters read better on this `#RRGGBB` than black ones."""
    red, green, blue = (int(value[start : start + 2], 16) for start in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two `#RRGGBB`: `share` 0 is the first, 1 the other."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return _hex(round(a + (b - a) * share) for a, b in pairs)


def _first_argument(text: str) -> str:
    depth = 0
    for position, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            return text[:position].strip()
    return text.strip()


def _hex(parts: Iterable[int]) -> str:
    return "#" + "".join(f"{min(part, 255):02X}" for part in parts)

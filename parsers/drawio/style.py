"""Styles: `shape=mxgraph.aws4.lambda;html=1;` as a mapping, read once for each distinct spelling."""

from functools import lru_cache

from parsers.drawio.limits import LONGEST_STYLE

_CACHED = 4_096
"""Characters of a style that is worth keeping; longer ones hold an image of their own."""


class Style(dict[str, str]):
    """The keys of a style. A named style (`text`, `ellipse`) is a key of value "1".

    `shape` is the value of the key `shape`, else the first named style, else "". `text` is the style as written.
    `html` says whether labels are HTML.
    """

    __slots__ = ("html", "shape", "text")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        named = ""
        for part in text[:LONGEST_STYLE].replace("\n", "").split(";"):
            key, equals, value = part.partition("=")
            key = key.strip()
            if not key:
                continue
            self[key] = value.strip() if equals else "1"
            named = named or ("" if equals else key)
        self.shape = self.get("shape") or named
        self.html = self.flag("html")

    def flag(self, key: str) -> bool:
        """Whether a key is switched on."""
        return self.get(key, "0") == "1"

    def number(self, key: str, otherwise: float = 0.0) -> float:
        """The number of a key."""
        try:
            value = float(self[key])
        except (KeyError, ValueError):
            return otherwise
        return value if -1e7 < value < 1e7 else otherwise


@lru_cache(maxsize=4_096)
def _cached(text: str) -> Style:
    return Style(text)


def style_of(text: str) -> Style:
    """The style of that text. Shared between cells: to be read, not changed."""
    return _cached(text) if len(text) <= _CACHED else Style(text)

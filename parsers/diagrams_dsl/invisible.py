"""Edges that nobody sees: they are drawn for the layout alone."""

import re
from collections.abc import Mapping

NO_COLOR = re.compile(r"\s*(?:transparent|none|#[0-9a-f]{6}00)\s*", re.IGNORECASE)
NO_WIDTH = re.compile(r"\s*(?:0+(?:\.0*)?|\.0+)\s*")
LONGEST = 200
"""Characters of an attribute that are looked at."""


def is_invisible(attributes: Mapping[str, object]) -> bool:
    """Whether an edge with these attributes of Graphviz cannot be seen, by its style, colour or width."""
    style, color, width = attributes.get("style"), attributes.get("color"), attributes.get("penwidth")
    if isinstance(style, str) and "invis" in style:
        return True
    if isinstance(width, str) and NO_WIDTH.fullmatch(width[:LONGEST]) is not None:
        return True
    # several colours, `red:blue`, are drawn beside each other
    return isinstance(color, str) and all(map(NO_COLOR.fullmatch, color[:LONGEST].split(":")))

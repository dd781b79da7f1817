"""Stencils that authors carry in a style: `shape=stencil(...)`, a small drawing language, as inks.

The text is base64 of deflated, percent-encoded XML. What cannot be read gives nothing.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from lxml import etree

from reports.picture.colours import colour
from reports.picture.forms import ellipse, path, rounded_rectangle
from reports.picture.scene import Box, Ink

LARGEST = 400_000
"""Bytes of one stencil's XML."""
MOST_STEPS = 5_000


def inks_of(
    shape: str,
    box: Box,
    fill: str | None,
    stroke: str | None,
    width: float,
) -> tuple[Ink, ...]:
    """The pieces of the stencil `stencil(...)`, stretched into the box and painted in these colours."""
    root = _parsed(shape)
    if root is None:
        return ()
    try:
        wide, high = float(root.get("w", "100")), float(root.get("h", "100"))
    except ValueError:
        return ()
    if not (0 < wide < 1e5 and 0 < high < 1e5):
        return ()
    painter = _Painter(_Frame(box, box.width / wide, box.height / high), fill, stroke, width)
    for part in ("background", "foreground"):
        for step in root.iterfind(part + "/*"):
            painter.take(step)
    return tuple(painter.inks)


@lru_cache(maxsize=256)
def _parsed(shape: str) -> etree._Element | None:
    try:
        packed = base64.b64decode(shape.removeprefix("stencil(").rstrip(")"), validate=False)
        data = zlib.decompressobj(-15).decompress(packed, LARGEST)
        text = unquote(data.decode("utf-8"))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (binascii.Error, zlib.error, UnicodeDecodeError, ValueError, etree.XMLSyntaxError):
        return None
    return root if root.tag == "shape" and sum(1 for _ in root.iter()) <= MOST_STEPS else None


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the stencil's own coordinates to those of the page."""

    box: Box
    across: float
    down: float

    def x(self, value: float) -> float:
        return self.box.x + value * self.across

    def y(self, value: float) -> float:
        return self.box.y + value * self.down


class _Painter:
    """Walks through the steps: outlines are remembered, and painted when a step says so."""

    def __init__(self, frame: _Frame, fill: str | None, stroke: str | None, width: float) -> None:
        self.frame = frame
        self.look = (fill, stroke, width)
        self.kept: list[tuple[str | None, str | None, float]] = []
        self.outline = ""
        self.inks: list[Ink] = []

    def take(self, step: etree._Element) -> None:
        if not isinstance(step.tag, str):
            return
        if step.tag in ("fill", "stroke", "fillstroke"):
            self._paint(step.tag)
        elif step.tag == "save":
            self.kept.append(self.look)
        elif step.tag == "restore" and self.kept:
            self.look = self.kept.pop()
        elif step.tag in ("fillcolor", "strokecolor", "strokewidth"):
            self._dip(step)
        else:
            self.outline = " ".join(_outline(step, self.frame)) or self.outline

    def _paint(self, how: str) -> None:
        fill, stroke, width = self.look
        if self.outline:
            shown = Ink(
                self.outline, fill if "fill" in how else None, stroke if "stroke" in how else None, width
            )
            self.inks.append(shown)

    def _dip(self, step: etree._Element) -> None:
        fill, stroke, width = self.look
        if step.tag == "fillcolor":
            fill = colour(step.get("color"))
        elif step.tag == "strokecolor":
            stroke = colour(step.get("color"))
        elif step.get("fixed") == "1":
            width = _number(step, "width", 1)
        else:
            width = _number(step, "width", 1) * min(self.frame.across, self.frame.down)
        self.look = (fill, stroke, width)


def _outline(step: etree._Element, frame: _Frame) -> Iterator[str]:
    if step.tag in ("rect", "roundrect", "ellipse"):
        x, y, right, bottom = (
            frame.x(_number(step, "x")),
            frame.y(_number(step, "y")),
            frame.x(_number(step, "x") + _number(step, "w")),
            frame.y(_number(step, "y") + _number(step, "h")),
        )
        box = Box(min(x, right), min(y, bottom), abs(right - x), abs(bottom - y))
        radius = min(box.width, box.height) * _number(step, "arcsize", 15) / 100
        yield (
            ellipse(box)
            if step.tag == "ellipse"
            else rounded_rectangle(
                box, min(radius, box.width / 2, box.height / 2) if step.tag == "roundrect" else 0
            )
        )
    elif step.tag == "path":
        for move in step:
            yield _move(move, frame)


def _move(move: etree._Element, frame: _Frame) -> str:
    def at(suffix: str = "") -> tuple[float, float]:
        return frame.x(_number(move, "x" + suffix)), frame.y(_number(move, "y" + suffix))

    if move.tag == "move":
        return path("M", *at())
    if move.tag == "line":
        return path("L", *at())
    if move.tag == "quad":
        return path("Q", *at("1"), *at("2"))
    if move.tag == "curve":
        return path("C", *at("1"), *at("2"), *at("3"))
    if move.tag == "arc":
        radii = _number(move, "rx") * frame.across, _number(move, "ry") * frame.down
        flags = f"{int(move.get('large-arc-flag') == '1')} {int(move.get('sweep-flag') == '1')}"
        return path("A", *radii, _number(move, "x-axis-rotation"), flags, *at())
    return "Z" if move.tag == "close" else ""


def _number(step: etree._Element, name: str, default: float = 0) -> float:
    try:
        value = float(step.get(name, ""))
    except ValueError:
        return default
    return value if -1e6 < value < 1e6 else default

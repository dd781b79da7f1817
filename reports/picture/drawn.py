"""A vertex on its way into the picture: its cell, its style with defaults, and what every shape of it shares."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from parsers.drawio.cells import Cell
from reports.picture.colours import mixed
from reports.picture.drawio_labels import vertex_label
from reports.picture.drawio_style import dash_pattern, number, paint
from reports.picture.scene import Box, Label, Shape


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is needed to draw a vertex: the cell, its style with defaults, its box, its node."""

    cell: Cell
    style: Mapping[str, str]
    box: Box
    node_id: str | None
    table: Mapping[str, str] | None = None

    def shape(self, form: str, **changes: object) -> Shape:
        """The cell's shape in this form, with its own colours, dashes and label."""
        style = self.style
        values = Shape(
            id=self.cell.id,
            box=self.box,
            form=form,
            node_id=self.node_id,
            fill=_filling(style),
            stroke=paint(style, "strokeColor", "#000000"),
            stroke_width=max(number(style, "strokeWidth", 1), 0),
            dashed=style.get("dashed") == "1",
            dash=dash_pattern(style),
            opacity=_opacity(style, "opacity"),
            rotation=number(style, "rotation"),
            label=self.label(),
            tooltip=self.cell.attributes.get("tooltip", ""),
            mirrored=style.get("flipH") == "1",
            upended=style.get("flipV") == "1",
            shadow=style.get("shadow") == "1",
            fill_opacity=_opacity(style, "fillOpacity"),
            stroke_opacity=_opacity(style, "strokeOpacity"),
        )
        return replace(values, **changes)  # type: ignore[arg-type]

    def label(self, box: Box | None = None) -> Label | None:
        """The cell's label, placed about its own box or another."""
        return vertex_label(self.cell, self.style, box or _inside(self.cell.shape, self.box, self.style))


def _filling(style: Mapping[str, str]) -> str | None:
    """The colour inside a shape; the one in the middle where it runs from one into another."""
    fill, other = paint(style, "fillColor", "#FFFFFF"), paint(style, "gradientColor")
    return mixed(fill, other, 0.5) if fill and other else fill


def _opacity(style: Mapping[str, str], key: str) -> float:
    return min(max(number(style, key, 100) / 100, 0), 1)


def _inside(shape: str, box: Box, style: Mapping[str, str]) -> Box:
    """Where a label may stand in a shape that is not all its own."""
    if shape == "callout":
        return Box(box.x, box.y, box.width, max(box.height - number(style, "size", 30), 1))
    if shape == "umlFrame":
        return Box(box.x, box.y, number(style, "width", 60), number(style, "height", 30))
    if shape in ("cylinder", "cylinder3") and style.get("boundedLbl") == "1":
        cap = min(2 * number(style, "size", 15), box.height / 2)
        return Box(box.x, box.y + cap, box.width, box.height - cap)
    return box

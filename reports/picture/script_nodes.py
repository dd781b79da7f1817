"""How a service looks in a picture of code before it has a place: an icon above its label, or a box around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from architecture import Service
from architecture.vocabulary import spoken
from parsers.diagrams_dsl.model import ScriptNode
from reports.picture.colours import dark
from reports.picture.icons import icon_of_class, icon_of_service
from reports.picture.layout import NodeSize
from reports.picture.scene import Box, Label, Shape, Span
from reports.picture.script_looks import INK, named_colour
from reports.picture.text import lay_out, wrap

ICON = 64.0
LABEL_SIZE = 12.0
SMALL = 10.0
LABEL_ROOM = 132.0
"""Labels of nodes are broken into lines no wider than this, in pixels."""
BOX_ROOM = 190.0
PADDING = 12.0
"""Inside a box that carries its label within."""
BELOW = 4.0
"""Between an icon and its label; draw.io leaves as much."""
CUSTOM = "diagrams.custom.Custom"
NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True)
class NodeFace:
    """A service and what is drawn of it. `form` is icon, custom (no icon of its own), rounded or cylinder."""

    node: Service
    form: str
    label: Label
    size: NodeSize
    icon: str | None = None
    fill: str | None = None
    stroke: str | None = None

    def shapes(self, place: Box) -> Iterator[Shape]:
        """What is drawn for the service when its box (icon and label) lies here."""
        if self.form in ("rounded", "cylinder"):
            label = _at(self.label, place)
            yield Shape(
                self.node.id, place, self.form, self.node.id, self.fill, self.stroke, label=label, radius=6
            )
            return
        icon, words = (
            Box(place.x + part.x, place.y + part.y, part.width, part.height) for part in self.size.outline
        )
        label = _at(self.label, Box(place.x, words.y, place.width, words.height))
        if self.form == "icon":
            yield Shape(self.node.id, icon, "icon", self.node.id, icon=self.icon, label=label)
            return
        yield Shape(self.node.id, icon, "rounded", self.node.id, "#EEF1F5", "#8A94A3", label=label, radius=10)
        sign = Label(initials(self.node.name), icon, size=22, bold=True, color="#5A6778")
        yield Shape(f"{self.node.id}-sign", icon, "none", label=sign)


def node_face(node: Service, script: ScriptNode | None, horizontal: bool) -> NodeFace:
    """The look of a service; `script` is what the script said of it. In a `horizontal` flow lines come from
    the sides."""
    if script is not None and script.details:
        return _c4_face(node, script)
    icon = _icon(node, script)
    custom = script is not None and script.class_name == CUSTOM
    if icon is None and not custom:
        label = _label(_wrapped(node.label, LABEL_ROOM), INK)
        return _boxed(node, label, "rounded", *_box_colours(script))
    label = _label(_wrapped(node.label, LABEL_ROOM), INK, valign="top")
    return NodeFace(node, "icon" if icon else "custom", label, _icon_size(node, label, horizontal), icon)


def initials(name: str) -> str:
    """Up to two letters for what has no icon: `LB` for `Legacy billing`."""
    return "".join(word[0] for word in spoken(name).split()[:2]).upper()


def _icon(node: Service, script: ScriptNode | None) -> str | None:
    own = icon_of_class(node.origin.class_name) if node.origin.class_name else None
    return own or icon_of_service(node.service) or (script.icon if script else None)


def _icon_size(node: Service, label: Label, horizontal: bool) -> NodeSize:
    """Icon above label. Where ranks run sideways the label's height is kept free above, too: lines aim at
    the middle of a node, and that shall be the middle of its icon."""
    words = lay_out(label).box
    height = words.height if label.text else 0.0
    full = max(ceil(words.width), ICON) + 8
    above = height + BELOW if horizontal else 0.0
    icon = Box((full - ICON) / 2, above, ICON, ICON)
    below = Box((full - words.width) / 2, above + ICON + BELOW, words.width, height)
    return NodeSize(node.id, full, above + ICON + height + 2 * BELOW, node.boundary, (icon, below))


def _boxed(node: Service, label: Label, form: str, fill: str, stroke: str) -> NodeFace:
    words = lay_out(label).box
    width, height = max(ceil(words.width) + 2 * PADDING, 96), max(ceil(words.height) + 2 * PADDING, 48)
    if form == "cylinder":
        height += 20
    size = NodeSize(node.id, width, height, node.boundary, (Box(0, 0, width, height),))
    return NodeFace(node, form, label, size, fill=fill, stroke=stroke)


def _c4_face(node: Service, script: ScriptNode) -> NodeFace:
    """An element of the C4 model: its name, its type and technology, its description."""
    fill, stroke = _box_colours(script)
    details = script.details
    kind = ": ".join(part for part in (details.get("type", ""), details.get("technology", "")) if part)
    parts = (
        Span(_wrapped(details.get("name", ""), BOX_ROOM), bold=True),
        Span(f"\n{_wrapped(f'[{kind}]', BOX_ROOM, SMALL)}" if kind else "", size=SMALL),
        Span(
            f"\n\n{_wrapped(text, BOX_ROOM, SMALL)}" if (text := details.get("description", "")) else "",
            size=SMALL,
        ),
    )
    spans = tuple(part for part in parts if part.text)
    ink = "#FFFFFF" if dark(fill) else INK
    label = Label("".join(part.text for part in spans), NOWHERE, size=LABEL_SIZE, color=ink, spans=spans)
    form = "cylinder" if script.attributes.get("shape") == "cylinder" else "rounded"
    return _boxed(node, label, form, fill, stroke)


def _box_colours(script: ScriptNode | None) -> tuple[str, str]:
    filled = script is not None and "filled" in script.attributes.get("style", "")
    fill = (named_colour(script.attributes.get("fillcolor")) if script and filled else None) or "#FFFFFF"
    return fill, fill if dark(fill) else "#7D8998"


def _label(text: str, ink: str, valign: str = "middle") -> Label:
    return Label(text, NOWHERE, valign=valign, size=LABEL_SIZE, color=ink)


def _wrapped(text: str, room: float, size: float = LABEL_SIZE) -> str:
    return "\n".join(line for part in text.strip().split("\n") for line in wrap(part, size, room))


def _at(label: Label, box: Box) -> Label:
    """The same label in its place."""
    ink = label.color
    return Label(label.text, box, label.align, label.valign, label.size, color=ink, spans=label.spans)

"""Names beside things: the text cell that names an icon, a box or a frame which has no label of its own."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

from architecture.catalogue import by_stencil, family
from parsers.drawio.classify import Drawing, Part
from parsers.drawio.geometry import Box, Point, area, centre, holds, holds_point
from parsers.drawio.grid import Grid
from parsers.drawio.identify import contradiction, named_exactly
from parsers.drawio.limits import tries
from parsers.drawio.look import Form

WORST = 50.0
"""The score above which a text is somebody else's."""

LONGEST_NAME = 100
"""Characters of a text that can be a name."""

BELOW, ABOVE, SIDES = (-12.0, 40.0), (-12.0, 30.0), (-12.0, 30.0)
"""Gaps in pixels between an icon and the text that names it."""

TITLE_WITHIN = 50.0
TITLE_ABOVE = 25.0
"""Pixels below and above a frame's top border in which its title is looked for."""

ON_A_BOX = 8.0
"""Pixels by which a text may stick out of the box it lies on."""

FARTHEST_SIDE = 200.0

LARGEST_SYMBOL = 120.0
"""Pixels of width and of height up to which a shape is a symbol with its name beside it, not a box around its name."""

PLAIN_BOXES = frozenset({"", "rect", "rectangle", "rounded", "label", "text", "ext", "process"})
MOST_TRIED = 60

FURTHER_WITHIN = (-4.0, 24.0)
"""Gaps in pixels between the name of a product below its icon and the name of this one."""
LABEL_LINE = 14.4
"""Pixels that a line of a label takes at the usual size."""
MOST_WORDS = 4

UNFITTING = 30.0
"""What is added to the score of a text that names another service than the icon shows."""

Pair = tuple[float, str, str]
"""A score (less is better), the thing, the text."""


def find_captions(drawing: Drawing) -> None:
    """Give texts to the things they name, one to one, best first; what is left are titles of frames."""
    texts = _short_texts(drawing)
    taken: set[str] = set()
    for pairs in (_within_boxes, _beside_icons, _titles, _below_products) if texts else ():
        _assign(drawing, sorted(pairs(drawing, texts)), taken)


def _assign(drawing: Drawing, pairs: list[Pair], taken: set[str]) -> None:
    for _, thing, text in pairs:
        if thing not in drawing.caption and text not in taken:
            drawing.caption[thing] = text
            taken.add(text)


def _nameless(drawing: Drawing, *parts: Part) -> Iterator[str]:
    return (name for name in drawing.of(*parts) if not drawing.cells[name].label)


def _within_boxes(drawing: Drawing, texts: Mapping[str, Box]) -> Iterator[Pair]:
    """A text that lies on a box without words is the box's own; the smallest such box takes it.

    Of several texts the uppermost names the box, if an arrow ends on that: otherwise it is a legend.
    """
    pairs = list(_on_boxes(drawing, texts))
    texts_on = Counter(name for name, _ in pairs)
    for name, text in pairs:
        if texts_on[name] > 1 and name not in drawing.attached:
            continue
        _, top, _, height = drawing.boxes[name]
        lower = min(max((texts[text][1] - top) / max(height, 1.0), 0.0), 1.0)
        yield area(drawing.boxes[name]) + lower / 2, drawing.card.get(name, name), text


def texts_on_boxes(drawing: Drawing) -> Mapping[str, list[str]]:
    """The texts that lie on each box without words, by the smallest such box."""
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for name, text in _on_boxes(drawing, _short_texts(drawing)):
        if text not in taken:
            taken.add(text)
            found.setdefault(name, []).append(text)
    return found


def _on_boxes(drawing: Drawing, texts: Mapping[str, Box]) -> Iterator[tuple[str, str]]:
    """Boxes without words with a text that lies on them, for each text the smallest box first."""
    nameless = (
        {name: drawing.boxes[name] for name in _nameless(drawing, Part.BOX, Part.CARD)} if texts else {}
    )
    boxes = Grid(nameless)
    for text in texts if nameless else ():
        visible = _visible(drawing, text)
        for name in islice(boxes.near(centre(visible)), tries(len(texts), MOST_TRIED)):
            if holds(nameless[name], visible, ON_A_BOX):
                yield name, text


def _short_texts(drawing: Drawing) -> dict[str, Box]:
    return {
        name: drawing.boxes[name]
        for name in drawing.of(Part.TEXT)
        if len(drawing.cells[name].label) <= LONGEST_NAME
    }


def _beside_icons(drawing: Drawing, texts: Mapping[str, Box]) -> Iterator[Pair]:
    grid, icons = Grid(texts), [*_nameless(drawing, Part.ICON), *_nameless_symbols(drawing)]
    most = tries(len(icons), MOST_TRIED)
    for name in icons:
        box = drawing.boxes[name]
        reach = min(max(box[2:]) / 2, FARTHEST_SIDE) + BELOW[1]
        for text in islice(grid.near(centre(box), reach), most):
            score = _score(box, texts[text])
            if score is not None and score <= WORST:
                yield score + _apart(drawing, name, text) + _unfitting(drawing, name, text), name, text


def _nameless_symbols(drawing: Drawing) -> Iterator[str]:
    """Cylinders, clouds and the like on which arrows end: small ones are named beside them as icons are."""
    for name in _nameless(drawing, Part.BOX):
        small = max(drawing.boxes[name][2:]) <= LARGEST_SYMBOL
        if small and name in drawing.attached and drawing.cells[name].shape not in PLAIN_BOXES:
            yield name


def _apart(drawing: Drawing, name: str, text: str) -> float:
    """A text grouped with another thing is less likely this one's."""
    own, other = drawing.cells[name].parent, drawing.cells[text].parent
    if own == other or other == name:
        return -10.0 if (own is not None and drawing.parts.get(own) is Part.WRAPPER) or other == name else 0.0
    return 10.0 if other is not None and drawing.parts.get(other) is Part.WRAPPER else 0.0


def _unfitting(drawing: Drawing, name: str, text: str) -> float:
    """A text that is the name of another service is less likely this icon's."""
    entry = by_stencil(drawing.looks[name].stencil) if drawing.looks[name].form is Form.ICON else None
    label = drawing.cells[text].label
    return UNFITTING if entry is not None and contradiction(entry, label) is not None else 0.0


def _score(icon: Box, text: Box) -> float | None:
    """How far a text is from where a name would stand: 0 is perfect, None is nowhere near."""
    (x, y), (text_x, text_y) = centre(icon), centre(text)
    right, bottom = icon[0] + icon[2], icon[1] + icon[3]
    scores = []
    if BELOW[0] <= (gap := text[1] - bottom) <= BELOW[1]:
        scores.append(abs(gap) + abs(text_x - x))
    if ABOVE[0] <= (gap := icon[1] - text[1] - text[3]) <= ABOVE[1]:
        scores.append(abs(gap) + abs(text_x - x) + 3)
    if SIDES[0] <= (gap := text[0] - right) <= SIDES[1]:
        scores.append(abs(gap) + abs(text_y - y) + 6)
    if SIDES[0] <= (gap := icon[0] - text[0] - text[2]) <= SIDES[1]:
        scores.append(abs(gap) + abs(text_y - y) + 6)
    if holds_point(icon, (text_x, text_y)):
        scores.append(abs(text_x - x) + abs(text_y - y))
    return min(scores, default=None)


def _titles(drawing: Drawing, texts: Mapping[str, Box]) -> Iterator[Pair]:
    """Texts in the top strip of a frame, else just above it, else at its bottom, inside or below."""
    frames = Grid({name: drawing.boxes[name] for name in _nameless(drawing, Part.FRAME)})
    for text, box in texts.items():
        middle = centre(_visible(drawing, text))
        bottom = box[1] + box[3]
        for name in islice(frames.near(middle, TITLE_ABOVE + TITLE_WITHIN), tries(len(texts), MOST_TRIED)):
            x, y, width, height = frames.boxes[name]
            if not x <= middle[0] <= x + width:
                continue
            if y <= middle[1] <= y + min(TITLE_WITHIN, height / 3):
                yield middle[1] - y, name, text
            elif middle[1] < y and bottom >= y - TITLE_ABOVE:
                yield abs(y - bottom) + 20.0, name, text
            elif y + height - TITLE_ABOVE <= middle[1] and box[1] <= y + height + TITLE_ABOVE:
                yield abs(box[1] - y - height) + 40.0, name, text


def _below_products(drawing: Drawing, texts: Mapping[str, Box]) -> Iterator[Pair]:
    """A few words right below an icon that is labelled with the name of its product only: which one it is."""
    grid = Grid(texts)
    products = [name for name in drawing.of(Part.ICON) if _says_product_only(drawing, name)]
    for name in products:
        foot = _foot(drawing, name)
        for text in islice(grid.near(foot, FURTHER_WITHIN[1]), tries(len(products), MOST_TRIED)):
            x, y, width, _ = _visible(drawing, text)
            aside, gap = abs(x + width / 2 - foot[0]), y - foot[1]
            if not FURTHER_WITHIN[0] <= gap <= FURTHER_WITHIN[1] or aside > drawing.boxes[name][2] / 2:
                continue
            if text not in drawing.attached and _is_name_of_one(drawing, name, text):
                yield abs(gap) + aside, name, text


def _says_product_only(drawing: Drawing, name: str) -> bool:
    label, entry = drawing.cells[name].label, by_stencil(drawing.looks[name].stencil)
    said = named_exactly(label) if label and entry is not None else None
    return said is not None and entry is not None and family(said) == family(entry)


def _is_name_of_one(drawing: Drawing, name: str, text: str) -> bool:
    label = drawing.cells[text].label
    few = 1 <= len(label.split()) <= MOST_WORDS and any(letter.isalpha() for letter in label)
    return few and named_exactly(label) is None and not _unfitting(drawing, name, text)


def _foot(drawing: Drawing, name: str) -> Point:
    """The middle of the lower edge of an icon with the label that hangs below it."""
    cell, (x, y, width, height) = drawing.cells[name], drawing.boxes[name]
    below = cell.style.get("verticalLabelPosition") == "bottom"
    lines = cell.label.count("\n") + 1 if below else 0
    return x + width / 2, y + height + lines * LABEL_LINE * cell.style.number("fontSize", 12) / 12


def _visible(drawing: Drawing, text: str) -> Box:
    """Where a text's letters stand, roughly: people leave text cells far wider or narrower than their words."""
    cell, (x, y, width, height) = drawing.cells[text], drawing.boxes[text]
    letters = max(map(len, cell.label.split("\n"))) * cell.style.number("fontSize", 12) * 0.55
    if letters >= width:
        return x, y, width, height
    align = cell.style.get("align", "center" if cell.shape != "text" else "left")
    shift = {"left": 0.0, "right": width - letters}.get(align, (width - letters) / 2)
    return x + shift, y, letters, height


def owners(caption: Mapping[str, str]) -> dict[str, str]:
    """Whose name each text is."""
    return {text: thing for thing, text in caption.items()}

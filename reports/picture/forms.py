"""The outlines of shapes as SVG path data: one function a form, in page coordinates."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.picture.scene import Box, Shape


@dataclass(frozen=True, slots=True)
class Outline:
    """What is filled and stroked, and what is only stroked on top of it."""

    body: str
    lines: str = ""


def number(value: float) -> str:
    """A coordinate with at most two decimals: `12`, `12.5`, `0.33`."""
    if value == (whole := int(value)):
        return str(whole)
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def outline(shape: Shape) -> Outline:
    """The outline of a shape; a form of no known name is a rectangle."""
    return FORMS.get(shape.form, _rectangle)(shape.box, shape.radius)


def corner_radius(box: Box, radius: float | None, share: float = 0.15) -> float:
    """The radius of rounded corners: as given, else a share of the shorter side; never over half of it."""
    shorter = min(box.width, box.height)
    return min(shorter * share if radius is None else radius, shorter / 2)


def path(*steps: str | float) -> str:
    """Path data from commands and coordinates."""
    return " ".join(step if isinstance(step, str) else number(step) for step in steps)


def polygon(box: Box, *corners: tuple[float, float]) -> str:
    """A closed polygon; corners are shares of the box's width and height."""
    points = [(box.x + x * box.width, box.y + y * box.height) for x, y in corners]
    return "M " + " L ".join(f"{number(x)} {number(y)}" for x, y in points) + " Z"


def _rectangle(box: Box, radius: float | None) -> Outline:
    return Outline(path("M", box.x, box.y, "H", box.right, "V", box.bottom, "H", box.x, "Z"))


def _rounded(box: Box, radius: float | None) -> Outline:
    return Outline(rounded_rectangle(box, corner_radius(box, radius)))


def rounded_rectangle(box: Box, r: float) -> str:
    """A rectangle with corners of radius `r`."""
    across = path("M", box.x + r, box.y, "H", box.right - r, "A", r, r, "0 0 1", box.right, box.y + r)
    down = path("V", box.bottom - r, "A", r, r, "0 0 1", box.right - r, box.bottom)
    back = path("H", box.x + r, "A", r, r, "0 0 1", box.x, box.bottom - r)
    return f"{across} {down} {back} " + path("V", box.y + r, "A", r, r, "0 0 1", box.x + r, box.y, "Z")


def _ellipse(box: Box, radius: float | None) -> Outline:
    return Outline(ellipse(box))


def ellipse(box: Box) -> str:
    """The ellipse that fills the box."""
    rx, ry, y = box.width / 2, box.height / 2, box.centre.y
    half = path("A", rx, ry, "0 0 1", box.right, y)
    return path("M", box.x, y, half, "A", rx, ry, "0 0 1", box.x, y, "Z")


def _double_ellipse(box: Box, radius: float | None) -> Outline:
    inset = min(4.0, box.width / 4, box.height / 4)
    inner = Box(box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset)
    return Outline(ellipse(box), ellipse(inner))


def _cylinder(box: Box, radius: float | None) -> Outline:
    cap = min(radius if radius is not None else 15, box.height / 3)
    rx = box.width / 2
    top = path("M", box.x, box.y + cap, "A", rx, cap, "0 0 1", box.right, box.y + cap)
    body = path(top, "V", box.bottom - cap, "A", rx, cap, "0 0 1", box.x, box.bottom - cap, "Z")
    return Outline(body, path("M", box.x, box.y + cap, "A", rx, cap, "0 0 0", box.right, box.y + cap))


def _rhombus(box: Box, radius: float | None) -> Outline:
    return Outline(polygon(box, (0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)))


def _hexagon(box: Box, radius: float | None) -> Outline:
    side = min((radius if radius is not None else 0.25 * box.width) / (box.width or 1), 0.5)
    return Outline(polygon(box, (side, 0), (1 - side, 0), (1, 0.5), (1 - side, 1), (side, 1), (0, 0.5)))


def _octagon(box: Box, radius: float | None) -> Outline:
    return Outline(
        polygon(box, (0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3))
    )


def _triangle(box: Box, radius: float | None) -> Outline:
    return Outline(polygon(box, (0, 0), (1, 0.5), (0, 1)))


def _parallelogram(box: Box, radius: float | None) -> Outline:
    side = min(20 / (box.width or 1), 0.5)
    return Outline(polygon(box, (side, 0), (1, 0), (1 - side, 1), (0, 1)))


def _trapezoid(box: Box, radius: float | None) -> Outline:
    side = min(20 / (box.width or 1), 0.5)
    return Outline(polygon(box, (side, 0), (1 - side, 0), (1, 1), (0, 1)))


def _step(box: Box, radius: float | None) -> Outline:
    side = min(20 / (box.width or 1), 0.5)
    return Outline(polygon(box, (0, 0), (1 - side, 0), (1, 0.5), (1 - side, 1), (0, 1), (side, 0.5)))


def _arrow_right(box: Box, radius: float | None) -> Outline:
    neck = 1 - min(0.4, box.height / (box.width or 1) * 0.6)
    corners = ((0, 0.3), (neck, 0.3), (neck, 0), (1, 0.5), (neck, 1), (neck, 0.7), (0, 0.7))
    return Outline(polygon(box, *corners))


def _arrow_both(box: Box, radius: float | None) -> Outline:
    neck = min(0.4, box.height / (box.width or 1) * 0.6)
    half = ((0, 0.5), (neck, 0), (neck, 0.3), (1 - neck, 0.3), (1 - neck, 0))
    other = ((1, 0.5), (1 - neck, 1), (1 - neck, 0.7), (neck, 0.7), (neck, 1))
    return Outline(polygon(box, *half, *other))


def _cross(box: Box, radius: float | None) -> Outline:
    a, b = 0.35, 0.65
    upper = ((a, 0), (b, 0), (b, a), (1, a), (1, b), (b, b))
    return Outline(polygon(box, *upper, (b, 1), (a, 1), (a, b), (0, b), (0, a), (a, a)))


def _cloud(box: Box, radius: float | None) -> Outline:
    def at(x: float, y: float) -> str:
        return f"{number(box.x + x * box.width)} {number(box.y + y * box.height)}"

    bumps = (
        ((0.05, 0.25), (0.35, 0.02), (0.42, 0.18)),
        ((0.50, -0.06), (0.78, -0.02), (0.80, 0.24)),
        ((1.02, 0.24), (1.06, 0.58), (0.88, 0.66)),
        ((0.92, 0.92), (0.68, 1.04), (0.58, 0.86)),
        ((0.46, 1.06), (0.20, 1.00), (0.22, 0.78)),
        ((-0.04, 0.84), (-0.06, 0.42), (0.16, 0.42)),
    )
    curves = " ".join("C " + ", ".join(at(*point) for point in bump) for bump in bumps)
    return Outline(f"M {at(0.16, 0.42)} {curves} Z")


def _actor(box: Box, radius: float | None) -> Outline:
    head = Box(box.x + box.width * 0.25, box.y, box.width * 0.5, box.height * 0.35)
    shoulder = box.y + box.height * 0.4
    trunk = path("M", box.x, box.bottom, "C", box.x, shoulder, box.x + box.width * 0.1, shoulder)
    trunk = path(trunk, box.centre.x, shoulder, "C", box.right - box.width * 0.1, shoulder)
    return Outline(ellipse(head) + " " + path(trunk, box.right, shoulder, box.right, box.bottom, "Z"))


def _stick_figure(box: Box, radius: float | None) -> Outline:
    head = Box(box.x + box.width * 0.25, box.y, box.width * 0.5, box.height * 0.25)
    middle, hip = box.centre.x, box.y + box.height * 0.65
    arms = box.y + box.height * 0.35
    spine = path("M", middle, head.bottom, "V", hip, "M", box.x, arms, "H", box.right)
    return Outline(
        ellipse(head), path(spine, "M", box.x, box.bottom, "L", middle, hip, box.right, box.bottom)
    )


def _note(box: Box, radius: float | None) -> Outline:
    fold = min(radius if radius is not None else 30, box.width, box.height)
    start = path("M", box.x, box.y, "H", box.right - fold, "L", box.right, box.y + fold)
    crease = path("M", box.right - fold, box.y, "V", box.y + fold, "H", box.right)
    return Outline(path(start, "V", box.bottom, "H", box.x, "Z"), crease)


def _card(box: Box, radius: float | None) -> Outline:
    fold = min(30, box.width, box.height)
    start = path("M", box.x + fold, box.y, "H", box.right, "V", box.bottom, "H", box.x)
    return Outline(path(start, "V", box.y + fold, "Z"))


def _document(box: Box, radius: float | None) -> Outline:
    wave = box.height * 0.3
    low = box.bottom - wave / 2
    start = path("M", box.x, box.y, "H", box.right, "V", low, "Q", box.x + box.width * 0.75, low - wave / 2)
    return Outline(
        path(start, box.centre.x, low, "Q", box.x + box.width * 0.25, low + wave / 2, box.x, low, "Z")
    )


def _process(box: Box, radius: float | None) -> Outline:
    bar = box.width * 0.1
    lines = path("M", box.x + bar, box.y, "V", box.bottom, "M", box.right - bar, box.y, "V", box.bottom)
    return Outline(_rectangle(box, None).body, lines)


def _cube(box: Box, radius: float | None) -> Outline:
    depth = min(radius if radius is not None else 20, box.width, box.height)
    start = path("M", box.x, box.y, "H", box.right - depth, "L", box.right, box.y + depth, "V", box.bottom)
    body = path(start, "H", box.x + depth, "L", box.x, box.bottom - depth, "Z")
    edges = path("M", box.x, box.y, "L", box.x + depth, box.y + depth, "H", box.right)
    return Outline(body, path(edges, "M", box.x + depth, box.y + depth, "V", box.bottom))


def _line(box: Box, radius: float | None) -> Outline:
    return Outline("", path("M", box.x, box.centre.y, "H", box.right))


def _bracket(box: Box, radius: float | None) -> Outline:
    middle, y = box.centre.x, box.centre.y
    upper = path("M", box.right, box.y, "Q", middle, box.y, middle, box.y + min(10, box.height / 4))
    upper = path(upper, "V", y - min(10, box.height / 4), "Q", middle, y, box.x, y)
    lower = path(
        "Q", middle, y, middle, y + min(10, box.height / 4), "V", box.bottom - min(10, box.height / 4)
    )
    return Outline("", path(upper, lower, "Q", middle, box.bottom, box.right, box.bottom))


def _message(box: Box, radius: float | None) -> Outline:
    flap = path("M", box.x, box.y, "L", box.centre.x, box.centre.y, box.right, box.y)
    return Outline(_rectangle(box, None).body, flap)


Form = Callable[[Box, float | None], Outline]

FORMS: dict[str, Form] = {
    "rectangle": _rectangle,
    "rounded": _rounded,
    "ellipse": _ellipse,
    "double_ellipse": _double_ellipse,
    "cylinder": _cylinder,
    "rhombus": _rhombus,
    "hexagon": _hexagon,
    "octagon": _octagon,
    "triangle": _triangle,
    "parallelogram": _parallelogram,
    "trapezoid": _trapezoid,
    "step": _step,
    "arrow": _arrow_right,
    "double_arrow": _arrow_both,
    "cross": _cross,
    "cloud": _cloud,
    "actor": _actor,
    "stick_figure": _stick_figure,
    "note": _note,
    "card": _card,
    "document": _document,
    "process": _process,
    "cube": _cube,
    "line": _line,
    "bracket": _bracket,
    "message": _message,
}

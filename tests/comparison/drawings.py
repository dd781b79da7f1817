"""Two versions of the leaky shop as drawings: the sample, and what a pull request made of it."""

from pathlib import Path
from xml.etree import ElementTree

SAMPLES = Path(__file__).parents[2] / "samples"
LEAKY = SAMPLES / "leaky_shop.drawio"


def edited(data: bytes = b"") -> bytes:
    """The leaky shop after an edit: a queue's dead letters drawn, a service renamed, one gone, one moved, an
    arrow rewired, one turned round; and everything 40 pixels further down."""
    root = ElementTree.fromstring(data or LEAKY.read_bytes())  # noqa: S314 - our own sample
    cells = root.find(".//root")
    assert cells is not None
    by_id = {cell.get("id"): cell for cell in cells}
    by_id["shop-api"].set("value", "Storefront API")
    by_id["arrow-15"].set("target", "billing")
    source, target = by_id["arrow-9"].get("source"), by_id["arrow-9"].get("target")
    by_id["arrow-9"].set("source", target or "")
    by_id["arrow-9"].set("target", source or "")
    for gone in ("traces", "arrow-14"):
        cells.remove(by_id[gone])
    _place(by_id["list"], 620, 440)
    _copy(cells, by_id["billing-failed"], "ship-failed", "Shipping DLQ", 1170, 800)
    arrow = _copy(cells, by_id["arrow-19"], "arrow-21", "redrive")
    arrow.set("source", "shipping")
    arrow.set("target", "ship-failed")
    for cell in cells:
        geometry = cell.find("mxGeometry")
        if cell.get("vertex") and cell.get("parent") == "1" and geometry is not None:
            geometry.set("y", str(float(geometry.get("y", 0)) + 40))
    return ElementTree.tostring(root)


def renumbered(data: bytes) -> bytes:
    """The same drawing with other cell ids."""
    root = ElementTree.fromstring(data)  # noqa: S314 - our own sample
    names = {cell.get("id"): f"new-{number}" for number, cell in enumerate(root.iter("mxCell"))}
    names |= {"0": "0", "1": "1"}
    for cell in root.iter("mxCell"):
        for key in ("id", "parent", "source", "target"):
            if (name := cell.get(key)) is not None:
                cell.set(key, names[name])
    return ElementTree.tostring(root)


def scattered(data: bytes) -> bytes:
    """The same drawing with every service nudged within its frame."""
    root = ElementTree.fromstring(data)  # noqa: S314 - our own sample
    for number, cell in enumerate(root.iter("mxCell")):
        geometry = cell.find("mxGeometry")
        if cell.get("vertex") and geometry is not None and float(geometry.get("width", 0)) < 100:
            geometry.set("x", str(float(geometry.get("x", 0)) + number % 5 - 2))
    return ElementTree.tostring(root)


def _place(cell: ElementTree.Element, x: float, y: float) -> None:
    geometry = cell.find("mxGeometry")
    assert geometry is not None
    geometry.set("x", str(x))
    geometry.set("y", str(y))


def _copy(
    cells: ElementTree.Element, cell: ElementTree.Element, name: str, label: str, x: float = 0, y: float = 0
) -> ElementTree.Element:
    copy = ElementTree.fromstring(ElementTree.tostring(cell))  # noqa: S314 - our own sample
    copy.set("id", name)
    copy.set("value", label)
    if x:
        _place(copy, x, y)
    cells.append(copy)
    return copy

"""Rewrite the gallery of a reviewed pull request from a sample: `python -m docs.gallery`.

A pull request is made in a repository of its own, and the bot's own code reviews it, so that nothing here can
show what the bot does not say.
"""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from app.bot.judging import Manner, compared, said
from app.limits import Limits
from app.pipeline import Options, review
from app.revisions import Span, revision_pairs
from reports.comparison.delta_picture import delta_svg
from reports.picture.page import annotated_svg

ROOT = Path(__file__).parents[1]
GALLERY = ROOT / "docs" / "gallery"
FILE = "docs/shop.drawio"
RULES = "../rules"

PAGE = """# A pull request, reviewed

Made by `python -m docs.gallery` from [samples/leaky_shop.drawio](../../samples/leaky_shop.drawio). *Let carriers follow their parcels*: the
shipping queue gets a dead-letter queue, the partner app no longer reads the stock database but asks a new Carrier
API, ShipOrder is called DispatchOrder, and the traces stand elsewhere on the page.

## Before

![The shop before the change, with its findings](before.svg)

## After

![The shop after the change, with its findings](after.svg)

## What changed

![The change: what was added, removed and renamed, marked by colour, sign and line](delta.svg)

A box that merely lies elsewhere is no change.

## The comment

What the [review bot](../bot.md) posts, and keeps up to date:

---

{comment}
---

It exits with {status}: {counts}.
"""


def sample() -> str:
    """The drawing before the pull request."""
    return (ROOT / "samples" / "leaky_shop.drawio").read_text(encoding="utf-8")


def changed(drawing: str) -> str:
    """The drawing after it."""
    drawing = renamed(drawing, "ship", "DispatchOrder")
    drawing = moved(drawing, "traces", 880, 720)
    drawing = with_copy(drawing, "billing-failed", "shipping-failed", "Shipping DLQ", 1185, 720)
    drawing = with_copy(drawing, "admin-api", "carrier-api", "Carrier API", 310, 850)
    drawing = with_arrow(drawing, "arrow-30", "shipping", "shipping-failed", "redrive")
    around = [(410, 880), (410, 925), (1020, 925), (1020, 820)]
    drawing = with_arrow(drawing, "arrow-31", "carrier-api", "ship", "", around)
    drawing = renamed(drawing, "arrow-20", "HTTPS")
    return led_to(drawing, "app", "stock", "carrier-api")


def renamed(drawing: str, cell: str, label: str) -> str:
    """The drawing with another label on one cell."""
    return _once(rf'(<mxCell id="{cell}" value=")[^"]*', rf"\g<1>{label}", drawing)


def moved(drawing: str, cell: str, x: int, y: int) -> str:
    """The drawing with one cell elsewhere."""
    return _once(
        rf'(<mxCell id="{cell}".*?<mxGeometry) x="\d+" y="\d+"', rf'\g<1> x="{x}" y="{y}"', drawing, re.DOTALL
    )


def with_copy(drawing: str, cell: str, new: str, label: str, x: int, y: int) -> str:
    """The drawing with one more icon, that of another cell."""
    found = re.search(rf'<mxCell id="{cell}".*?</mxCell>\n', drawing, re.DOTALL)
    if found is None:
        raise LookupError(cell)
    copy = moved(renamed(found.group().replace(f'id="{cell}"', f'id="{new}"'), new, label), new, x, y)
    return drawing[: found.end()] + "        " + copy + drawing[found.end() :]


def with_arrow(
    drawing: str, cell: str, source: str, target: str, label: str, around: Sequence[tuple[int, int]] = ()
) -> str:
    """The drawing with one more arrow, by way of some points."""
    points = "".join(f'<mxPoint x="{x}" y="{y}" />' for x, y in around)
    arrow = (
        f'  <mxCell id="{cell}" value="{label}" style="edgeStyle=orthogonalEdgeStyle;rounded=0;html=1;fontSize=11;'
        f'strokeColor=#545B64;" edge="1" parent="1" source="{source}" target="{target}">\n'
        f'          <mxGeometry relative="1" as="geometry"><Array as="points">{points}</Array></mxGeometry>\n'
        "        </mxCell>\n      "
    )
    return _once("</root>", f"{arrow}</root>", drawing)


def led_to(drawing: str, source: str, target: str, new: str) -> str:
    """The drawing with the arrow between two cells leading to another."""
    return _once(rf'(source="{source}" target=)"{target}"', rf'\g<1>"{new}"', drawing)


def _once(pattern: str, replacement: str, text: str, flags: int = 0) -> str:
    made, count = re.subn(pattern, replacement, text, count=1, flags=flags)
    if count != 1:
        raise LookupError(pattern)
    return made


def pages() -> dict[str, bytes]:
    """The files of the gallery, by name."""
    before, after = (text.encode() for text in (sample(), changed(sample())))
    with TemporaryDirectory() as folder:
        base, head = (_commit(Path(folder), data) for data in (before, after))
        pairs, _ = revision_pairs(Span(base, head), folder=folder)
    files = compared(pairs, lambda name: Options(), Limits(0, 0))
    told = said(files, Manner(docs=RULES))
    comparison = files[0].comparison
    if comparison is None:
        raise LookupError(FILE)
    page = PAGE.format(
        comment=told.comment.removeprefix(told.marker).strip() + "\n", status=told.status, counts=told.counts
    )
    return {
        "README.md": page.encode(),
        "before.svg": annotated_svg(review(before, FILE)),
        "after.svg": annotated_svg(review(after, FILE)),
        "delta.svg": delta_svg(comparison),
    }


def _commit(folder: Path, data: bytes) -> str:
    """A commit with this drawing."""
    path = folder / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    git = ["git", "-C", str(folder), "-c", "user.name=gallery", "-c", "user.email=gallery@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "a change"]):
        subprocess.run([*git, *arguments], check=True)  # noqa: S603
    told = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)  # noqa: S603
    return told.stdout.strip()


def main() -> None:
    GALLERY.mkdir(exist_ok=True)
    for name, content in pages().items():
        (GALLERY / name).write_bytes(content)


if __name__ == "__main__":
    main()

"""Drawings of five kinds at any size, and `python -m benchmarks.drawn_at_scale KIND SIZE`: one review in a fresh process."""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator

from benchmarks.drawings import EDGE_STYLE, FRAME_STYLE, ICON_STYLE, ICONS, grid

CHILDREN = 4
"""Frames and services in each frame of a nested drawing."""

HUB = 50
"""Services around each hub of a drawing of stars."""


def nested(services: int) -> bytes:
    """Frames in frames, five deep and more: each holds its services and smaller frames, by geometry alone."""
    return _file([*_frames(services), *_chained(services)])


def _frames(services: int) -> Iterator[str]:
    """Columns of twenty services, each within five frames of its own, one inside the other."""
    for index in range(services):
        column, row = divmod(index, 20)
        x, y = (column % 200) * 240, (column // 200) * 2_600 + row * 120
        if row == 0:
            for depth in range(5):
                inset = depth * 12
                yield _box(
                    f"f{index}-{depth}",
                    f"Group {depth}",
                    FRAME_STYLE,
                    x - 80 + inset,
                    y - 80 + inset,
                    220 - 2 * inset,
                    2_540 - 2 * inset,
                )
        yield _box(f"n{index}", f"Service {index}", _icon(index), x, y, 60, 60)


def stars(services: int) -> bytes:
    """Hubs with fifty services around each, every one joined to its hub."""
    return _file(
        [
            *_placed(services),
            *(_arrow(index, index, index // HUB * HUB) for index in range(services) if index % HUB),
        ]
    )


def chains(services: int) -> bytes:
    """One chain through all services."""
    return _file([*_placed(services), *_chained(services)])


def loose(services: int) -> bytes:
    """Arrows that are attached to nothing and only end near what they mean."""
    return _file([*_placed(services), *(_loose_arrow(index) for index in range(services - 1))])


def grids(services: int) -> bytes:
    """Frames of 25 services, joined across."""
    return grid(services, services)


KINDS: dict[str, Callable[[int], bytes]] = {
    "nested": nested, "stars": stars, "chains": chains, "grids": grids, "loose edges": loose,
}  # fmt: skip


def _placed(services: int) -> Iterator[str]:
    return (
        _box(f"n{index}", f"Service {index}", _icon(index), *_place(index), 60, 60)
        for index in range(services)
    )


def _place(index: int) -> tuple[int, int]:
    return (index % 200) * 160, (index // 200) * 140


def _icon(index: int) -> str:
    return ICON_STYLE.format(ICONS[index % len(ICONS)])


def _chained(services: int) -> Iterator[str]:
    return (_arrow(index, index, index + 1) for index in range(services - 1))


def _box(cell: str, label: str, style: str, x: int, y: int, width: int, height: int) -> str:
    return (
        f'<mxCell id="{cell}" value="{label}" style="{style}" vertex="1" parent="1">'
        f'<mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/></mxCell>'
    )


def _arrow(index: int, source: int, target: int) -> str:
    return (
        f'<mxCell id="e{index}" style="{EDGE_STYLE}" edge="1" parent="1" source="n{source}" target="n{target}">'
        '<mxGeometry relative="1" as="geometry"/></mxCell>'
    )


def _loose_arrow(index: int) -> str:
    (x, y), (other_x, other_y) = _place(index), _place(index + 1)
    return (
        f'<mxCell id="e{index}" style="{EDGE_STYLE}" edge="1" parent="1"><mxGeometry relative="1" as="geometry">'
        f'<mxPoint x="{x + 62}" y="{y + 30}" as="sourcePoint"/><mxPoint x="{other_x - 2}" y="{other_y + 30}" as="targetPoint"/>'
        "</mxGeometry></mxCell>"
    )


def _file(cells: list[str]) -> bytes:
    head = '<mxfile host="benchmark"><diagram id="p" name="Page"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>'
    return (head + "".join(cells) + "</root></mxGraphModel></diagram></mxfile>").encode()


def main() -> None:
    """Print CPU seconds, cells, the peak memory over a warm process, and that of the bare parsed tree, in bytes."""
    from lxml import etree

    from app.pipeline import review
    from parsers.drawio import decode, markup

    # what is measured is how the work grows, not where it is cut off
    markup.MOST_CELLS = 10**6
    decode.Budget.__init__.__defaults__ = (10**9,)
    kind, size, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    review(grid(50, 50), "warm.drawio")
    data = KINDS[kind](size)
    cells = data.count(b"<mxCell ")
    gc.collect()
    idle, start = _peak(), time.process_time()
    kept = review(data, "drawn.drawio") if what == "review" else etree.fromstring(data)
    seconds = time.process_time() - start
    found = {"cells": cells, "seconds": seconds, "bytes": _peak() - idle}
    sys.stdout.write(json.dumps(found))
    del kept


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()

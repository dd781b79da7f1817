"""What a fix preview can be written as, by the extension of a file or by the name of a format."""

import re
from collections.abc import Sequence
from difflib import unified_diff
from html import escape

from reports.fixing.picture import diagrams_of, fixed_svg
from reports.fixing.preview import Preview

_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f]')


def patch(preview: Preview, original: bytes) -> bytes:
    """The change of a text file as a unified diff that `git apply` and `patch -p1` take; empty where there is none."""
    name = preview.before.reading.file.lstrip("/") or "diagram"
    before, after = (_lines(data) for data in (original, preview.data))
    made = unified_diff(before, after, _quoted(f"a/{name}"), _quoted(f"b/{name}"))
    return "".join(_ended(line) for line in made).encode("utf-8", "surrogateescape")


def _quoted(path: str) -> str:
    """A path as git writes it in a patch: a line end in a name begins no line."""
    escaped = _TO_ESCAPE.sub(lambda found: f"\\{ord(found[0]):03o}", path)
    return path if escaped == path else f'"{escaped}"'


def _lines(data: bytes) -> list[str]:
    """Lines with their ends: only line feeds end one, as for git."""
    parts = data.decode("utf-8", "surrogateescape").split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def fixed_png(preview: Preview, diagram: int, scale: float = 1) -> bytes:
    """The picture of one fixed diagram as PNG."""
    from reports.png import png

    return png(fixed_svg(preview, diagram), scale)


def fixed_pdf(preview: Preview, diagrams: Sequence[int]) -> bytes:
    """The pictures of the fixed diagrams as PDF, a page each."""
    from reports.pdf import pdf

    return pdf([fixed_svg(preview, diagram) for diagram in diagrams], preview.before.reading.file)


def fixed_html(preview: Preview) -> bytes:
    """The pictures of the fixed diagrams and the table, as one HTML file without scripts."""
    from reports.fixing.page import fixed_page

    return fixed_page(preview, diagrams_of(preview))


def drawn_as_text(preview: Preview) -> bytes:
    """The fixed draw.io drawing as a plain .drawio file, whatever container it came in."""
    from parsers.drawio.container import opened
    from parsers.drawio.decode import Budget

    container = opened(preview.data, Budget())
    return preview.data if container.kind == "xml" else container.text.encode("utf-8")


def editable_png(preview: Preview, diagram: int) -> bytes:
    """The picture of a fixed diagram as PNG with the fixed drawing inside, as draw.io saves one."""
    from parsers.drawio.png_file import with_drawing

    return with_drawing(fixed_png(preview, diagram), drawn_as_text(preview).decode("utf-8"))


def editable_svg(preview: Preview, diagram: int) -> bytes:
    """The picture of a fixed diagram as SVG with the fixed drawing inside, as draw.io saves one."""
    picture = fixed_svg(preview, diagram).decode("utf-8")
    drawing = escape(drawn_as_text(preview).decode("utf-8"), quote=True).replace("\n", "&#10;")
    return picture.replace("<svg ", f'<svg content="{drawing}" ', 1).encode("utf-8")

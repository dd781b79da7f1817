"""Scripts inside other documents: the code of a notebook, the Python blocks of a Markdown page.

Lines of a Markdown page keep their numbers; those of a notebook are counted through its code cells.
"""

import json
import re
from typing import Any

IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+diagrams\b", re.MULTILINE)
FENCE = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[\w+.-]*)")
PYTHON = frozenset({"", "python", "python3", "py", "diagrams"})
MAGIC = re.compile(r"^([ \t]*)[%!](?=[\w%])", re.MULTILINE)


def notebook_code(text: str) -> str | None:
    """The code cells of a Jupyter notebook that uses the library, one after the other; None if it is none."""
    if not text.lstrip().startswith("{") or '"cells"' not in text:
        return None
    try:
        cells = json.loads(text).get("cells")
    except (ValueError, RecursionError):
        return None
    if not isinstance(cells, list):
        return None
    code = "\n".join(map(_source, cells))
    return without_magic(code) if IMPORT.search(code) else None


def _source(cell: Any) -> str:
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return ""
    source = cell.get("source", "")
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str)) + "\n"


def without_magic(text: str) -> str:
    """The same lines, commands of a notebook (`%pip ...`, `!pip ...`) made comments."""
    return MAGIC.sub(r"\1#", text)


def markdown_blocks(text: str) -> list[str]:
    """The Python blocks of a Markdown page that use the library, each with as many empty lines before it."""
    lines = text.split("\n")
    found: list[str] = []
    start, opening, language = -1, "", ""
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if fence is None:
            continue
        if start < 0:
            start, opening, language = number, fence["fence"], fence["language"].lower()
        elif fence["fence"].startswith(opening) and not fence["language"]:
            block = lines[start + 1 : number]
            if language in PYTHON and IMPORT.search("\n".join(block)):
                found.append("\n" * (start + 1) + "\n".join(_unindented(block)) + "\n")
            start = -1
    return found


def _unindented(block: list[str]) -> list[str]:
    """The block of a list item starts further right."""
    depth = min((len(line) - len(line.lstrip()) for line in block if line.strip()), default=0)
    return [line[depth:] for line in block]

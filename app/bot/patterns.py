"""Which files of a change are diagrams: by their names first, by their content where a name says too little."""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

USUAL = (
    "*.drawio", "*.dio", "*.drawio.xml", "*.drawio.svg", "*.drawio.png", "*.drawio.html", "*.mmd", "*.mermaid",
    "*.xml", "*.py",
)  # fmt: skip
"""Files that are looked into where nobody says otherwise. Those whose name does not end with `drawio` or name a
container of it may hold anything."""

CERTAIN = re.compile(r"\.(drawio|dio|mmd|mermaid)$|\.drawio\.\w+$", re.IGNORECASE)
"""Names of files that are diagrams, or broken ones: never passed over in silence."""

OTHER_MERMAID = re.compile(
    rb"\A\s*+(?:---[ \t\r]*+\n(?:(?!---)[^\n]*+\n)*+---[ \t\r]*+\n)?+(?:\s*+%%[^\n]*+\n)*+\s*+"
    rb"(?:sequenceDiagram|classDiagram|stateDiagram|erDiagram|gantt|pie|journey|gitGraph|mindmap|timeline|quadrantChart|"
    rb"requirementDiagram|C4\w+|sankey|xychart|block|packet|kanban|architecture|zenuml|radar|treemap|info)(?!\w)"
)
"""How a Mermaid file of another kind than a flowchart begins: it is no diagram of ours, and not a broken one either.
Source: Mermaid documentation, "Diagram Syntax"."""

LOOKED_AT = 20_000
"""Bytes in which a Mermaid file says what it is."""

DRAWN_BY_SCRIPT = re.compile(rb"^[ \t]*(?:from|import)[ \t]+diagrams\b", re.MULTILINE)
MAKES_DIAGRAM = re.compile(rb"\bDiagram[ \t]*\(")
HOLDS_DRAWING = re.compile(rb"mxfile|mxGraphModel")
"""What every container of a draw.io drawing holds in plain bytes: XML, SVG, PNG, HTML, PDF."""


def is_candidate(path: str, patterns: Sequence[str] = (), excluded: Sequence[str] = ()) -> bool:
    """Whether a path may be that of a diagram. Patterns are matched, in any case, with the path and with the name."""
    return _fits(path, patterns or USUAL) and not _fits(path, excluded)


def _fits(path: str, patterns: Sequence[str]) -> bool:
    whole = path.casefold()
    name = whole.rpartition("/")[2]
    return any(fnmatchcase(each, pattern.casefold()) for pattern in patterns for each in (whole, name))


def is_diagram(path: str, data: bytes) -> bool:
    """Whether a file is a diagram, or was meant to be one: a broken .drawio is, somebody's pom.xml is not."""
    if OTHER_MERMAID.match(data[:LOOKED_AT]):
        return False
    if CERTAIN.search(path):
        return True
    if path.casefold().endswith(".py"):
        return bool(DRAWN_BY_SCRIPT.search(data) and MAKES_DIAGRAM.search(data))
    from parsers import mermaid

    return bool(HOLDS_DRAWING.search(data)) or mermaid.recognises(data)

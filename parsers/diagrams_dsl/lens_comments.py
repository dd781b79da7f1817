"""Comments that speak to the lens: `# lens: auth=jwt dlq=true` behind a constructor.

Parts stand between semicolons: words `key=value` (a word alone means `true`), or a waiver, `waive SLS-SEC-001
reason... until 2027-03-01`. A comment counts for every node and cluster whose constructor begins on its line, and
one that ends a statement of several lines for those that begin on the statement's first line. Behind a `Diagram`,
`complete=auth,dlq` says that everything of these practices is drawn.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from tokenize import COMMENT, NEWLINE, NL, TokenError, tokenize

from parsers.diagrams_dsl.model import Place, Script, ScriptDiagram

MARK = re.compile(r"#\s*lens:\s*(.*)", re.DOTALL)
WAIVE = "waive"
LONGEST = 1_000

Comments = Mapping[int, Mapping[str, str]]
"""Attributes by line."""


def with_comments(script: Script, data: bytes) -> tuple[ScriptDiagram, ...]:
    """The script's diagrams with what its comments say added to what their nodes and clusters were given."""
    if b"lens:" not in data:
        return script.diagrams
    comments = lens_comments(data)
    return tuple(_with(diagram, comments, script.filename) for diagram in script.diagrams)


def lens_comments(data: bytes) -> Comments:
    """What the comments of a script say, by the lines that they are about. Linear; never fails."""
    found: dict[int, dict[str, str]] = {}
    try:
        for line, text in _comments(data):
            said = found.setdefault(line, {})
            for key, value in _said(text):
                said[_free(key, said) if key == WAIVE else key] = value
    except (TokenError, SyntaxError, ValueError):  # the script ended early: what was found counts
        pass
    return found


def _comments(data: bytes) -> Iterator[tuple[int, str]]:
    """Each comment with its own line, and again with the first line of a statement that it ends."""
    first: int | None = None
    last: tuple[int, str] | None = None
    for token in tokenize(BytesIO(data).readline):
        line = token.start[0]
        if token.type == COMMENT:
            last = (line, match.group(1)[:LONGEST]) if (match := MARK.match(token.string)) else None
            if last is not None and first is not None:
                yield last
        elif token.type == NEWLINE:
            if last is not None and first is not None and first < line == last[0]:
                yield first, last[1]
            first = None
        elif token.type != NL and token.string.strip() and first is None:
            first = line


def _said(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        words = part.split()
        if words and words[0].rstrip(":").lower() == WAIVE:
            yield WAIVE, " ".join(words[1:])
            continue
        for word in words:
            key, _, value = word.partition("=")
            if key:
                yield key, value or "true"


def _free(key: str, taken: Mapping[str, str]) -> str:
    numbered = (f"{key}_{number}" for number in range(2, LONGEST))
    return key if key not in taken else next(name for name in numbered if name not in taken)


def _with(diagram: ScriptDiagram, comments: Comments, filename: str) -> ScriptDiagram:
    def said(place: Place) -> Mapping[str, str]:
        return comments.get(place.line, {}) if place.file == filename else {}

    complete = said(diagram.place).get("complete", "")
    return replace(
        diagram,
        nodes=tuple(
            replace(node, given={**node.given, **words}) if (words := said(node.place)) else node
            for node in diagram.nodes
        ),
        clusters=tuple(
            replace(cluster, given={**cluster.given, **words}) if (words := said(cluster.place)) else cluster
            for cluster in diagram.clusters
        ),
        given={**diagram.given, "lens": {"complete": complete}} if complete else diagram.given,
    )

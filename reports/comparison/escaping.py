"""Words of authors in a comment: shown as they are, and nothing else happens.

Hosts look for mentions and references in what Markdown has become, so backslashes do not keep them away: an
invisible space does, and code spans do altogether.
"""

import re

from reports.plain import CODE, one_line

NO_SPACE = "\N{ZERO WIDTH SPACE}"
_REFERENCE = re.compile(r"(?<=[@#!$%~^&])(?=[\w\"'\[{*-])")
"""Where @user, #1, !1, $1, %1, ~label, ^alert and &1 would begin to mean something."""
_ISSUE = re.compile(r"(?<=\bGH)(?=-\d)", re.IGNORECASE)
_COMMIT = re.compile(r"\b(?=[0-9a-f]*\d)([0-9a-f]{6})(?=[0-9a-f]{1,34}\b)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<=:)(?=//)|\b(?<=www)(?=\.)", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_\[\]|~$#])")
_FIRST = re.compile(r"^([-+=:]|\d+(?=[.)]))")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def text(words: str, longest: int = 500) -> str:
    """A sentence that may hold labels: no markup, no mention, no reference, no link, on one line."""
    plain = one_line(words, longest)
    for place in (_REFERENCE, _ISSUE, _ADDRESS):
        plain = place.sub(NO_SPACE, plain)
    plain = _COMMIT.sub(rf"\1{NO_SPACE}", plain)
    escaped = _MARKUP.sub(r"\\\1", "".join(_ENTITIES.get(letter, letter) for letter in plain))
    return _FIRST.sub(rf"{NO_SPACE}\1", escaped)


def code(name: str, longest: int = 80) -> str:
    """A name as a code span, in which no host looks for anything."""
    shown = one_line(name, longest).replace("`", "\N{MODIFIER LETTER GRAVE ACCENT}").strip()
    return f"`{shown or ' '}`"


def with_code(words: str, longest: int = 500) -> str:
    """A text of a rule, in which what is to be written to the letter is code; otherwise as `text`."""
    parts = CODE.split(one_line(words, longest))
    return "".join(code(part) if place % 2 else _spaced(part) for place, part in enumerate(parts))


def _spaced(words: str) -> str:
    """As `text`, with the spaces at its ends, which part it from code."""
    before, after = " " * words.startswith(" "), " " * (words.endswith(" ") and words != " ")
    return f"{before}{text(words)}{after}"


def cell(markdown: str) -> str:
    """Markdown for a cell of a table: a bar inside a code span would end the cell."""
    return re.sub(r"(?<!\\)\|", r"\\|", markdown)

"""Words from a drawing made safe to show: labels are data, whatever they hold."""

import re
import unicodedata

BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that reorder what follows them: a label that holds one could fake the rest of a line."""

LONGEST_SHOWN = 500
"""Characters of one label or message that a text report shows."""


CODE = re.compile(r"`(?! )([\w :.,/=<>\[\]-]{1,80})(?<! )`")
"""What a rule's text wants written to the letter: words that are the same in every medium."""


def without_markup(text: str) -> str:
    """A text of a rule where nothing renders Markdown: what is to be written to the letter in quotes."""
    return CODE.sub(r'"\1"', text)


def one_line(text: str, longest: int = LONGEST_SHOWN) -> str:
    """`text` on one line, cut at `longest` characters, every control character replaced by U+FFFD."""
    shown = " ".join(text[: longest * 2].split())
    if len(shown) > longest or len(text) > longest * 2:
        shown = shown[: longest - 1] + "…"
    return "".join(_visible(character) for character in shown)


def lines(text: str, longest: int = LONGEST_SHOWN) -> str:
    """`text` with its line ends and indents kept (a caret stands under its place), otherwise as `one_line`."""
    shown = (
        f"{' ' * (len(line) - len(line.lstrip()))}{one_line(line, longest)}"
        for line in text.splitlines()[:10]
    )
    return "\n".join(shown)


def _visible(character: str) -> str:
    if character in BIDI_CONTROLS or unicodedata.category(character) in ("Cc", "Cs"):
        return "\N{REPLACEMENT CHARACTER}"
    return character


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 finding`, `2 findings`, `no findings`."""
    words = noun if number == 1 else plural or f"{noun}s"
    return f"{number or 'no'} {words}"


def in_words(value: str) -> str:
    """`not_shown` as people write it: `not shown`."""
    return one_line(value.replace("_", " "))

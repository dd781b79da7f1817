"""Texts to look for, as users write them: `Orders` is the whole label, `/order(s|ing)/` is found anywhere.

Both ignore case and line breaks. Expressions run on RE2, whose time is linear in the text whatever the
expression: https://github.com/google/re2/wiki/Syntax. There are no backreferences and no lookaround.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

LONGEST_PATTERN = 300
LONGEST_SUBJECT = 500
"""Characters of an expression, and of a label in which it is looked for."""

MEMORY = 1 << 20
"""Bytes that one compiled expression may take."""

Find = Callable[[str], str | None]
"""The words in a text that are looked for, or None."""


def finder(patterns: Iterable[str]) -> Find:
    """What finds any of these texts or expressions. Raises ValueError in plain words."""
    ways = [_finder(pattern) for pattern in patterns]

    def find(text: str) -> str | None:
        plain = " ".join(_whole(text[:LONGEST_SUBJECT]).split())
        return next((word for way in ways if (word := way(plain)) is not None), None)

    return find


def is_expression(pattern: str) -> bool:
    """Whether it stands between slashes."""
    return len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/")


def _whole(text: str) -> str:
    """The text without halves of characters, which RE2 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _finder(pattern: str) -> Find:
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"an expression is longer than {LONGEST_PATTERN} characters")
    if not is_expression(pattern):
        wanted = " ".join(pattern.lower().split())
        return lambda text: text if text.lower() == wanted else None
    compiled = _compiled(_whole(pattern[1:-1]))

    def find(text: str) -> str | None:
        match = compiled.search(text)
        return match.group(0) if match else None

    return find


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        told = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        raise ValueError(f"the expression /{pattern}/ is not understood: {told}") from None

"""How long matching a pattern may take at worst, told from its syntax alone.

A repeat whose characters cannot also begin what follows it can end in one place only: going back into it fails
at once, so it costs its length once. Any other repeat multiplies the time by the length of the text. Repeats
inside each other may take exponential time: unbounded, never tried.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from re import _constants as signs  # type: ignore[attr-defined]
from typing import Any

REPEATS = (signs.MAX_REPEAT, signs.MIN_REPEAT)
WIDEST_RANGES = 70_000
"""Characters in the ranges of one class: compiling some of them looks at each."""
MOST_COUNTED = 1_000
LETTERS, SPACES, SIGNS = 1 << 128, 1 << 129, 1 << 130
"""Bits that stand for the characters beyond ASCII; the bit n below them stands for the ASCII character n."""
OTHERS = LETTERS | SPACES | SIGNS
EVERYTHING = (1 << 131) - 1


def _ascii(holds: Callable[[str], bool]) -> int:
    """The set of ASCII characters of which something holds."""
    return sum((1 << code for code in range(128) if holds(chr(code))), 0)


CATEGORIES: dict[str, int] = {
    "DIGIT": _ascii(str.isdigit) | LETTERS,
    "SPACE": _ascii(str.isspace) | SPACES,
    "WORD": _ascii(lambda letter: letter.isalnum() or letter == "_") | LETTERS,
}


@dataclass(slots=True)
class Effort:
    """Repeats that multiply (`free`), repeats that only add (`forced`), ways to choose, and whether it ends."""

    free: int = 0
    forced: int = 0
    choices: int = 1
    bounded: bool = True

    def steps(self, size: int) -> int:
        """At most so many steps on a text of that many characters."""
        return int(size) ** (self.free + 1) * (self.forced + 2) * self.choices if self.bounded else 1 << 60


def effort_of(tree: Any, ignores_case: bool) -> Effort:
    """The effort of a parsed pattern."""
    effort = Effort()
    _read(tree, 0, effort, ignores_case, False)
    effort.bounded &= effort.free <= 4 and effort.choices <= 4_096
    return effort


def _read(items: Sequence[Any], follow: int, effort: Effort, folded: bool, inside: bool) -> int:
    """The characters that may begin these items, where `follow` may come after them."""
    for sign, argument in reversed(items):
        if sign in REPEATS:
            follow = _repeat(argument, follow, effort, folded, inside)
        elif sign is signs.SUBPATTERN:
            follow = _read(argument[3], follow, effort, folded, inside)
        elif sign is signs.BRANCH:
            effort.choices *= len(argument[1])
            effort.bounded &= not inside
            starts = [_read(body, follow, effort, folded, inside) for body in argument[1]]
            follow = 0
            for start in starts:
                follow |= start
        elif sign in (signs.ASSERT, signs.ASSERT_NOT):
            _read(argument[1], EVERYTHING, effort, folded, inside)
        elif sign is not signs.AT:
            found = _characters(sign, argument, effort, folded)
            effort.bounded &= found is not None
            follow = found or 0
    return follow


def _repeat(argument: Any, follow: int, effort: Effort, folded: bool, inside: bool) -> int:
    low, high, body = argument
    once = high == 1
    effort.bounded &= not inside and low <= MOST_COUNTED
    start = _read(body, follow, effort, folded, not once)
    own = _characters(body[0][0], body[0][1], effort, folded) if len(body) == 1 else None
    if once:
        effort.choices *= 2 - low
    elif own is not None and not own & follow:
        effort.forced += 1
    else:
        effort.free += 1
    return start if low else start | follow


def _characters(sign: Any, argument: Any, effort: Effort, folded: bool) -> int | None:
    """The set of characters that one item matches; None where it is not a single character."""
    if sign is signs.ANY:
        return EVERYTHING
    if sign is signs.LITERAL:
        return _fold(_bit(argument), folded)
    if sign is signs.NOT_LITERAL:
        return EVERYTHING & ~(_bit(argument) & ~OTHERS)
    if sign is signs.IN:
        return _class(argument, effort, folded)
    return None


def _bit(code: int) -> int:
    if code < 128:
        return 1 << code
    letter = chr(code)
    return LETTERS if letter.isalnum() else SPACES if letter.isspace() else SIGNS


def _class(parts: Any, effort: Effort, folded: bool) -> int:
    found, negated = 0, False
    for sign, argument in parts:
        if sign is signs.NEGATE:
            negated = True
        elif sign is signs.LITERAL:
            found |= _bit(argument)
        elif sign is signs.RANGE:
            first, last = argument
            effort.bounded &= last - first < WIDEST_RANGES
            found |= sum((1 << code for code in range(first, min(last, 127) + 1)), 0)
            found |= OTHERS if last > 127 else 0
        else:
            found |= _category(argument)
    found = _fold(found, folded)
    return EVERYTHING & ~found | OTHERS if negated else found


def _category(category: Any) -> int:
    """The set of `\\d`, `\\s`, `\\w` or of their opposites."""
    name = str(category).removeprefix("CATEGORY_")
    known = CATEGORIES.get(name.removeprefix("NOT_"), EVERYTHING)
    if not name.startswith("NOT_"):
        return known
    return EVERYTHING & ~known | (LETTERS if name == "NOT_DIGIT" else 0)


def _fold(characters: int, folded: bool) -> int:
    """With both cases of every letter, where case is ignored."""
    if not folded:
        return characters
    letters = [chr(code) for code in range(128) if characters >> code & 1 and chr(code).isalpha()]
    for letter in letters:
        characters |= 1 << ord(letter.swapcase())
    return characters | OTHERS

"""Answers that are kept for the same question: the same bytes in give the same bytes out, so they need not be made twice.

A bot sends most drawings again and again, and the web page asks for several formats of one file and comes back.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

LARGEST_SHARE = 8
"""An answer larger than this part of the whole room is not kept: it would push too many others out."""


class KeptAnswers:
    """The answers of workers, up to so many bytes; those not asked for longest go first. For one thread."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._used = 0
        self._answers: OrderedDict[bytes, tuple[int, Any]] = OrderedDict()

    def key(self, work: Callable[..., object], arguments: Sequence[object]) -> bytes:
        """What a question is known by: the work, and everything it is given."""
        return sha256(pickle.dumps((work.__module__, work.__qualname__, *arguments))).digest()

    def get(self, key: bytes) -> Any:
        """The answer, or None."""
        found = self._answers.get(key)
        if found is None:
            return None
        self._answers.move_to_end(key)
        return found[1]

    def put(self, key: bytes, answer: object, size: int) -> None:
        """Keep an answer of so many bytes, if it is not too large."""
        if not self.room or key in self._answers or size * LARGEST_SHARE > self.room:
            return
        self._answers[key] = (size, answer)
        self._used += size
        while self._used > self.room:
            _, (gone, _) = self._answers.popitem(last=False)
            self._used -= gone

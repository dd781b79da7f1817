"""Where the words of a concept stand on a page: every label looked through once a concept.

A pattern is costly, a substring is cheap. Every alternative of a concept holds some literal, so a label can
only match where one of these literals occurs on the page.
"""

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache
from itertools import accumulate
from typing import Generic, TypeVar

from architecture.vocabulary import LONGEST_LABEL_READ, WORDS, Concept, mention, spoken_all

BETWEEN = "\0"

Name = TypeVar("Name", bound=Hashable)


class Mentions(dict[Concept, Mapping[Name, str]], Generic[Name]):
    """The word of each concept that was found, by the name of the label it stands in: looked for when first asked."""

    def __init__(self, labels: Iterable[tuple[Name, str]]) -> None:
        super().__init__()
        self._labels = tuple(labels)
        written = BETWEEN.join(
            [label[:LONGEST_LABEL_READ].replace(BETWEEN, " ") for _, label in self._labels]
        )
        texts = dict.fromkeys((written.lower(), spoken_all(written).lower()))
        self._pages = tuple(_Page(text) for text in texts)

    def __missing__(self, concept: Concept) -> Mapping[Name, str]:
        self[concept] = found = dict(self._search(concept))
        return found

    def _search(self, concept: Concept) -> Iterator[tuple[Name, str]]:
        candidates: set[int] = set()
        if not self._labels:
            return
        for page in self._pages:
            for literal in literals(concept):
                if literal in page.text:
                    candidates.update(page.labels_with(literal))
        for position in sorted(candidates):
            name, label = self._labels[position]
            if word := mention(concept, label):
                yield name, word


class _Page:
    def __init__(self, text: str) -> None:
        self.text = text
        lengths = [len(part) + 1 for part in text.split(BETWEEN)]
        self._starts = [0, *accumulate(lengths)]

    def labels_with(self, literal: str) -> Iterator[int]:
        at = self.text.find(literal)
        while at >= 0:
            position = bisect_right(self._starts, at) - 1
            yield position
            at = self.text.find(literal, self._starts[position + 1])


@cache
def literals(concept: Concept) -> tuple[str, ...]:
    """One literal for each alternative of the concept's pattern: whatever matches contains one of them."""
    return tuple(sorted({_longest_literal(alternative) for alternative in _alternatives(WORDS[concept])}))


def _alternatives(pattern: str) -> list[str]:
    """The alternatives at the top level of a pattern, groups left out: a cut marks where something was."""
    return re.sub(r"\(\?:[^()]*\)", BETWEEN, pattern).split("|")


def _longest_literal(alternative: str) -> str:
    fixed = re.sub(r"\\[bd](?:[+?*])?", BETWEEN, alternative)
    fixed = re.sub(r"\[[^\]]*\]", BETWEEN, fixed)
    fixed = re.sub(r".\?|[.+*]", BETWEEN, re.sub(r"\\(.)\?|(?<!\\)\.", BETWEEN, fixed))
    return max(fixed.replace("\\", "").split(BETWEEN), key=len).lower()

"""Where the words of a concept stand on a page: every label looked through once a concept.

A pattern is costly, a substring is cheap. Every alternative of a concept holds some literal, so a label can
only match where one of these literals occurs on the page.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate

from architecture.vocabulary import LONGEST_LABEL_READ, WORDS, Concept, mention, spoken_all

BETWEEN = "\0"


class Mentions:
    """The labels of one page, and which of them mention a concept."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = labels
        written = BETWEEN.join([label[:LONGEST_LABEL_READ].replace(BETWEEN, " ") for label in labels])
        texts = dict.fromkeys((written.lower(), spoken_all(written).lower()))
        self._pages = tuple(_Page(text) for text in texts)
        self._found: dict[Concept, Mapping[int, str]] = {}

    def of(self, concept: Concept) -> Mapping[int, str]:
        """The word that was found, by the position of the label it stands in."""
        if concept not in self._found:
            self._found[concept] = dict(self._search(concept))
        return self._found[concept]

    def _search(self, concept: Concept) -> Iterator[tuple[int, str]]:
        candidates: set[int] = set()
        if not self._labels:
            return
        for page in self._pages:
            for literal in literals(concept):
                if literal in page.text:
                    candidates.update(page.labels_with(literal))
        for position in sorted(candidates):
            if word := mention(concept, self._labels[position]):
                yield position, word


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

"""Which service a node of a flowchart stands for: by its label's beginning, its label, its class or its id."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from architecture.catalogue import Entry, by_id, by_words

NAME_THEN_LABEL = re.compile(r"\A\s*([^:\n]{1,80})(?::(?!//)|\n)\s*(.*)\Z", re.DOTALL)
"""`SQS: Orders` and `Amazon SQS`, new line, `Orders`."""


@dataclass(frozen=True, slots=True)
class Identified:
    """The service, if any, what is left as the label, and how we know."""

    entry: Entry | None
    label: str
    identified_by: str = "label"
    confidence: float = 1.0
    reason: str = ""


def identify(id_: str, label: str | None, classes: Iterable[str] = ()) -> Identified:
    """What a node stands for. The first of these that names a service decides: the words before a colon or a
    line break, the whole label, a class, the id.
    """
    return next(
        _candidates(id_, label, classes), Identified(None, id_ if label is None else label, confidence=1.0)
    )


def _candidates(id_: str, label: str | None, classes: Iterable[str]) -> Iterator[Identified]:
    if label:
        match = NAME_THEN_LABEL.match(label)
        if match and (entry := named(match[1])):
            yield Identified(entry, match[2].strip(), reason=f'its label begins with "{match[1].strip()}"')
        if entry := named(label):
            yield Identified(entry, label, confidence=0.9, reason="its label names the service")
    text = id_ if label is None else label
    for name in classes:
        if entry := named(name):
            yield Identified(entry, text, "class", reason=f"its class is {name}")
    if entry := named(id_):
        yield Identified(entry, text, "attribute", 0.8, "its id names the service")


def named(words: str) -> Entry | None:
    """The service of these words, or of this id of the catalogue."""
    return by_id(words.strip()) or by_words(words)

"""A user's own mapping: what stencils and labels of their house stand for, before the catalogue is asked.

```yaml
services:
  - service: aws.dynamodb          # an id of the catalogue, or "ignore"
    stencil: acme.ledger           # exactly this stencil, with or without mxgraph.
  - service: aws.lambda
    label: [Pricing, Tax engine]   # any of these labels, ignoring case
  - service: aws.sqs
    label: /queue$/                # a regular expression between slashes, found anywhere, ignoring case
```
The first row that fits decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from architecture.catalogue import Entry, by_id
from parsers.errors import UnreadableDiagram

IGNORE = "ignore"
LONGEST_PATTERN = 200
LONGEST_SUBJECT = 200
"""Characters of a pattern, and of the stencil or label that it is tried on."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: which texts it fits, and the service (None: to be left out)."""

    on: str
    texts: frozenset[str]
    pattern: re.Pattern[str] | None
    entry: Entry | None

    def fits(self, text: str) -> bool:
        if self.pattern is not None:
            return self.pattern.search(text[:LONGEST_SUBJECT]) is not None
        return text.lower() in self.texts


@dataclass(frozen=True, slots=True)
class ServiceMapping:
    """The rows in order. An empty mapping decides nothing."""

    rows: tuple[Row, ...] = ()

    def decide(self, stencil: str, label: str) -> Row | None:
        """The first row that fits the stencil or the label (on one line) of a cell."""
        texts = {"stencil": stencil, "label": label}
        return next((row for row in self.rows if texts[row.on] and row.fits(texts[row.on])), None)


def service_mapping(text: str) -> ServiceMapping:
    """The mapping in a YAML text. Raises UnreadableDiagram that says which row is wrong."""
    import yaml  # most drawings come without a mapping

    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableDiagram(f"the mapping is no YAML: {error}") from error
    rows = data.get("services") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise UnreadableDiagram("the mapping has no list named services.")
    return ServiceMapping(tuple(row for number, given in enumerate(rows, 1) for row in _rows(number, given)))


def _rows(number: int, given: object) -> Iterable[Row]:
    if not isinstance(given, dict) or "service" not in given:
        raise UnreadableDiagram(f"row {number} of the mapping names no service.")
    service = str(given["service"])
    entry = by_id(service)
    if entry is None and service != IGNORE:
        raise UnreadableDiagram(f"row {number} of the mapping names the unknown service {service}.")
    keys = [on for on in ("stencil", "label") if on in given]
    if not keys:
        raise UnreadableDiagram(f"row {number} of the mapping has neither stencil nor label.")
    return [_row(number, on, given[on], entry) for on in keys]


def _row(number: int, on: str, given: object, entry: Entry | None) -> Row:
    texts = [str(text) for text in given] if isinstance(given, list) else [str(given)]
    first = texts[0] if texts else ""
    if len(texts) == 1 and len(first) > 2 and first.startswith("/") and first.endswith("/"):
        return Row(on, frozenset(), _pattern(number, first[1:-1]), entry)
    return Row(on, frozenset(text.lower().removeprefix("mxgraph.") for text in texts), None, entry)


def _pattern(number: int, text: str) -> re.Pattern[str]:
    if len(text) > LONGEST_PATTERN:
        raise UnreadableDiagram(f"the expression in row {number} of the mapping is too long.")
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise UnreadableDiagram(
            f"the expression in row {number} of the mapping is broken: {error}."
        ) from error

"""Runs of words that name services: the longest and most telling run of a label is what it names.

Words that people also use in prose stand for a service only at the end of a part or as the whole of the label;
`Entry.words` says which.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from architecture.catalogue.entry import Entry, entries
from architecture.service import NodeKind, Provider, Role
from architecture.vocabulary import spoken

WORD = re.compile(r"[a-z0-9\u00e0-\u024f\u1e00-\u1eff]+(?:@[a-z]+)?|[^\W\d_a-z]+")
"""A word in Latin letters, or a run of letters of another script: `Lambda関数` is two."""

VENDORS = frozenset({"amazon", "aws"})
"""Words that make a name longer without telling more."""

GOES_ON = frozenset(
    {"d", "da", "das", "de", "del", "des", "do", "dos", "du", "for", "für", "of", "para", "pour", "von"}
)
"""Words after which a name at the beginning of a label goes on: "Base de datos de pedidos"."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Runs of words by where in a label they name a service."""

    anywhere: dict[Words, Entry] = field(default_factory=dict)
    at_end: dict[Words, Entry] = field(default_factory=dict)
    alone: dict[Words, Entry] = field(default_factory=dict)

    @property
    def longest(self) -> int:
        """Words of the longest run."""
        return max(map(len, (*self.anywhere, *self.at_end)))


@dataclass(frozen=True, slots=True)
class Run:
    """Words that name a service, how well, those beside them in the same part, and all that come later."""

    words: Words
    entry: Entry
    rank: tuple[bool, bool, int, int]
    before: Words
    after: Words
    later: Words


def words_of(text: str) -> Words:
    return tuple(WORD.findall(text.lower().replace("'s ", " ")))


def readings(text: str) -> list[Words]:
    """The words of a text as it is written and as it is spoken (`OrdersDLQ` is two), the shorter first."""
    return sorted({words_of(text), words_of(spoken(text))}, key=len)


def runs_in(parts: list[Words]) -> Iterator[Run]:
    """Every run of words that begins in the first part and names a service, with its rank.

    A function that ends a part is what the part names ("DynamoDB stream Lambda"); then a product goes
    before a general word ("CloudFront content delivery network"), more words before fewer, longer ones too.
    """
    names, longest = lexicon(), _longest()
    head, words = parts[0], tuple(word for part in parts for word in part)
    ends = set(accumulate(map(len, parts)))
    for start in range(len(head)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            run = words[start:end]
            at_end = end in ends or (start == 0 and words[end] in GOES_ON)
            product = look_up(names.anywhere, run)
            entry = product or (look_up(names.at_end, run) if at_end else None)
            if entry is not None:
                is_head = end in ends and entry.role is Role.FUNCTION
                telling = [word for word in run if word not in VENDORS]
                rank = (is_head, product is not None, len(telling), sum(map(len, telling)))
                yield Run(run, entry, rank, head[:start], head[end:], words[end:])


def look_up(table: Mapping[Words, Entry], run: Words) -> Entry | None:
    """The entry of a run, its last word perhaps in the plural."""
    entry = table.get(run)
    if entry is None and len(run[-1]) > 3 and run[-1].endswith("s"):
        entry = table.get((*run[:-1], run[-1].removesuffix("s")))
    return entry


@cache
def _longest() -> int:
    return lexicon().longest


@cache
def lexicon() -> Lexicon:
    found = Lexicon()
    places = {"=": found.alone, "*": found.at_end}
    for entry in entries().values():
        for spelling in entry.words:
            places.get(spelling[0], found.anywhere).setdefault(words_of(spelling), entry)
            if entry.kind is NodeKind.CLIENT:
                found.alone.setdefault(words_of(spelling), entry)
    for entry in entries().values():
        if entry.kind is not NodeKind.CLIENT and entry.provider is not Provider.GENERIC:
            for name in _official_names(entry):
                found.anywhere.setdefault(words_of(name), entry)
    return found


def _official_names(entry: Entry) -> Iterator[str]:
    """The names of the vendor, past ones too. A name of one word (`Draft`, `Storage`) may be anything."""
    return (name for name in (entry.name, *entry.formerly) if len(words_of(name)) > 1)

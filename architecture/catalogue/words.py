"""Which service the words on a plain box name: "Orders Queue (SQS)" is Amazon SQS.

A label is read as words, and runs of its words are looked up; the longest run wins. Reading is linear
in the label. Words that people also use in prose stand for a service only at the end of a label or as
the whole of it; `Entry.words` says which.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from architecture.catalogue.entry import Entry, entries
from architecture.service import NodeKind, Provider, Role
from architecture.vocabulary import LONGEST_LABEL_READ, spoken

MOST_WORDS_OF_A_NAME = 12
"""A line of more words is prose about a service, not its name."""

WORD = re.compile(r"[a-z0-9\u00e0-\u024f\u1e00-\u1eff]+(?:@[a-z]+)?|[^\W\d_a-z]+")
"""A word in Latin letters, or a run of letters of another script: `Lambda関数` is two."""

NO_NAME = re.compile(r"\s*/|\s*[a-z]{2,6}-(?:id|[0-9a-fO]{8,})\s*$")
"""A route (`/slack/events`) or the identifier of one resource (`tgw-0a23eb7f7ccf1b2ed`) names no service."""

ACTORS_ON_A_SERVICE = re.compile(
    r"adapter|connector|consumer|controller|handler|listener|poller|processor|producer|publisher|reader|receiver|sender"
    r"|subscriber|worker|writer"
)
"""Last words of labels that name what works with a service ("Slack Handler"), not the service."""

VENDORS = frozenset({"amazon", "aws"})
"""Words that make a name longer without telling more."""

RUNNING_CODE = frozenset({Role.FUNCTION, Role.CONTAINER_SERVICE, Role.INSTANCE, Role.BATCH})
"""Roles that may themselves be such an actor: "Lambda consumer"."""

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


def by_words(label: str, *, of: Provider | None = None) -> Entry | None:
    """The service that a plain box's label names, or None: "Lambda", "DynamoDB table", "Orders Queue (SQS)".

    The longest run of words wins, of equally long ones the first. Several clients in one label ("Users / Browser")
    are the first of them. A label of many lines is read by its first line when it is too long to be a name.
    `of` leaves out all services but those of one provider.
    """
    return _by_words(label[:LONGEST_LABEL_READ], of)


@lru_cache(maxsize=16_384)
def _by_words(label: str, of: Provider | None) -> Entry | None:
    if NO_NAME.match(label):
        return None
    for text in (label, label.strip().split("\n", 1)[0]):
        readings = {_words(text), _words(spoken(text))}
        if all(0 < len(words) <= MOST_WORDS_OF_A_NAME for words in readings):
            return _clients(text) or _best(sorted(readings, key=len), of)
    return None


def _words(text: str) -> Words:
    return tuple(WORD.findall(text.lower().replace("'s ", " ")))


def _clients(text: str) -> Entry | None:
    """The first of the clients that a label names and nothing else: `User`, `Users (web / mobile)`, `Client 2`."""
    text = re.sub(r"\([^()]*\)|\d+\s*$", " ", text)
    parts = [_words(part) for part in re.split(r"[/,&+|\n]|\band\b|\bor\b", text)]
    whole, *each = [_lexicon().alone.get(part) for part in (_words(text), *parts) if part] or [None]
    return whole or (each[0] if each and all(each) else None)


def _best(readings: list[Words], of: Provider | None) -> Entry | None:
    runs = [run for words in readings for run in _runs(words) if of is None or run[1].provider is of]
    best = max(runs, key=lambda run: run[0])[1] if runs else None
    acts_on_it = any(ACTORS_ON_A_SERVICE.fullmatch(words[-1]) for words in readings)
    return None if best and acts_on_it and best.role not in RUNNING_CODE else best


def _runs(words: Words) -> Iterator[tuple[tuple[bool, bool, int, int], Entry]]:
    """Every run of the words that names a service, with its rank.

    A function that ends the label is what the label names ("DynamoDB stream Lambda"); then a product goes
    before a general word ("CloudFront content delivery network"), more words before fewer, longer ones too.
    """
    lexicon, longest = _lexicon(), _longest()
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            run, at_end = words[start:end], end == len(words)
            product = _look_up(lexicon.anywhere, run)
            entry = product or (_look_up(lexicon.at_end, run) if at_end else None)
            if entry is not None:
                head = at_end and entry.role is Role.FUNCTION
                telling = [word for word in run if word not in VENDORS]
                yield (head, product is not None, len(telling), sum(map(len, telling))), entry


def _look_up(table: Mapping[Words, Entry], run: Words) -> Entry | None:
    """The entry of a run, its last word perhaps in the plural."""
    entry = table.get(run)
    if entry is None and len(run[-1]) > 3 and run[-1].endswith("s"):
        entry = table.get((*run[:-1], run[-1].removesuffix("s")))
    return entry


@cache
def _longest() -> int:
    return _lexicon().longest


@cache
def _lexicon() -> Lexicon:
    lexicon = Lexicon()
    places = {"=": lexicon.alone, "*": lexicon.at_end}
    for entry in entries().values():
        for spelling in entry.words:
            places.get(spelling[0], lexicon.anywhere).setdefault(_words(spelling), entry)
            if entry.kind is NodeKind.CLIENT:
                lexicon.alone.setdefault(_words(spelling), entry)
    for entry in entries().values():
        if entry.kind is not NodeKind.CLIENT and entry.provider is not Provider.GENERIC:
            for name in _official_names(entry):
                lexicon.anywhere.setdefault(_words(name), entry)
    return lexicon


def _official_names(entry: Entry) -> Iterator[str]:
    """The names of the vendor, past ones too. A name of one word (`Draft`, `Storage`) may be anything."""
    return (name for name in (entry.name, *entry.formerly) if len(_words(name)) > 1)

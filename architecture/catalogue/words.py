"""Which service the words on a plain box name: "Orders Queue (SQS)" is Amazon SQS."""

import re
from functools import lru_cache

from architecture.catalogue.entry import Entry
from architecture.catalogue.heads import named_by_head
from architecture.catalogue.lexicon import lexicon, look_up, readings, words_of
from architecture.service import Provider
from architecture.vocabulary import LONGEST_LABEL_READ

MOST_WORDS_OF_A_NAME = 12
"""A line of more words is prose about a service, not its name."""

NO_NAME = re.compile(r"\s*/|\s*[a-z]{2,6}-(?:id|[0-9a-fO]{8,})\s*$")
"""A route (`/slack/events`) or the identifier of one resource (`tgw-0a23eb7f7ccf1b2ed`) names no service."""

COUNT = re.compile(
    r"\n[ ~≈<>]*\d[\d.,]*[km]?\+?(?: ?(?:users|people|requests|rps|人|名|명))?(?: ?(?:/|per) ?\w+)? *(?=\n|$)",
    re.IGNORECASE,
)
"""A line below that says how many, how often or from where: `5,000 per day`, `10.0.0.0/16`."""


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
        if all(0 < len(words) <= MOST_WORDS_OF_A_NAME for words in readings(text)):
            return _clients(text) or named_by_head(text, of)
    return None


def _clients(text: str) -> Entry | None:
    """The first of the clients that a label names and nothing else: `User`, `Users (web / mobile)`, `Client 2`."""
    text = re.sub(r"\([^()]*\)|（[^（）]*）|\d+\s*$", " ", COUNT.sub("", text))
    parts = [words_of(part) for part in re.split(r"[/,&+|\n／、，・]|\band\b|\bor\b", text)]
    whole, *each = [look_up(lexicon().alone, part) for part in (words_of(text), *parts) if part] or [None]
    return whole or (each[0] if each and all(each) else None)

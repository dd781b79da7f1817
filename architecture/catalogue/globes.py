"""Globes that stand for somebody else: a symbol of the internet whose label names a system on it."""

import re

from architecture.catalogue.entry import Entry, entries
from architecture.service import Role
from architecture.vocabulary import LONGEST_LABEL_READ, spoken

ANYBODY = re.compile(
    r"internet|\binet\b|\bweb|\bwww\b|https?\b|\.[a-z]{2,}\b|\bpublic|\bworld|\bwan\b|\bglobal|\bglobe\b|\bnet(?:work)?s?\b"
    r"|\bonline\b|\bbrowsers?\b|\bcloud\b|\bregions?\b|\busers?\b|\bcustomers?\b|\bclients?\b|\bvisitors?\b|\bpeople\b"
    r"|\banyone\b|\banybody\b|\beveryone\b|\bevery(?:body|where)\b|\banywhere\b|\boutside\b|\bexternal traffic\b|\btraffic\b"
    r"|\brequests?\b|\b(?:in|e)gress\b|\bgateway\b|\bmobile\b|\bdevices?\b|\bdns\b|\bdomains?\b|\burl\b|[^\W\d_a-z]",
    re.IGNORECASE,
)
"""Words of a globe from which anybody may come; and letters of languages whose words are not known here."""


def called(entry: Entry, label: str) -> Entry:
    """The entry itself, or the external system that a globe is called: `Weather feed` is no way in for everybody."""
    if (
        entry.role is not Role.INTERNET
        or not label.strip()
        or ANYBODY.search(spoken(label[:LONGEST_LABEL_READ]))
    ):
        return entry
    return entries()["generic.external_system"]

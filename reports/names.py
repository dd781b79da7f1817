"""Names for things in text that we write, made of their labels."""

import keyword
import re
import unicodedata

from architecture.vocabulary import spoken

LONGEST = 32


def snake_case(text: str) -> str:
    """`Orders API (v2)` as `orders_api_v2`: ASCII, never empty, never beginning with a digit."""
    plain = unicodedata.normalize("NFKD", spoken(text)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    if len(name) > LONGEST:
        name = name[: LONGEST + 1].rpartition("_")[0] or name[:LONGEST]
    return f"n_{name}" if not name or name[0].isdigit() else name


def unique(wanted: str, taken: set[str]) -> str:
    """The name, or the name with a number where it is taken or a keyword of Python; it is taken afterwards."""
    name, number = wanted, 2
    while name in taken or keyword.iskeyword(name):
        name, number = f"{wanted}_{number}", number + 1
    taken.add(name)
    return name

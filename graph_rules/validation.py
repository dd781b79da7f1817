"""Faults of a validated text in one sentence: the file, the keys, what is wrong, what to do."""

import re
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from graph_rules.errors import BadText

TYPE = re.compile(
    r"str|bool|int|float|date|enum|constrained-str|(str-enum|list|literal|function|lax-or-strict|dict|is-instance)[-\[].*"
    r"|Condition|ArrowCondition|Weights|Messages",
    re.IGNORECASE | re.DOTALL,
)
"""How pydantic names the types that it tried, among the keys."""

LONGEST_LIST = 300
"""Characters of a message of pydantic's; longer ones list every value there is."""


def first_fault(error: ValidationError, file: str, cure: str = "") -> BadText:
    """The first fault that pydantic found; of a choice between forms, the one that came furthest."""
    faults = error.errors(include_url=False, include_context=False)
    fault = max(faults, key=lambda one: (len(_keys(one["loc"])), one["type"] == "extra_forbidden"))
    place = ".".join(_keys(fault["loc"]))
    return BadText(file, place, _problem(fault), _nearest(fault) or cure)


def _keys(place: tuple[int | str, ...]) -> list[str]:
    """The keys of the text alone; pydantic adds the names of types that it tried."""
    return [str(key) for key in place if isinstance(key, int) or _is_key(key)]


def _is_key(key: str) -> bool:
    return not TYPE.fullmatch(key)


def _problem(fault: Any) -> str:
    if fault["type"] == "extra_forbidden":
        return "there is no such key."
    if fault["type"] == "missing":
        return "it is missing."
    given = fault.get("input")
    told = f' ("{given[:60]}")' if isinstance(given, str) else ""
    message = fault["msg"] if len(fault["msg"]) < LONGEST_LIST else "this is none of the known values"
    return f"{message}{told}."


def _nearest(fault: Any) -> str:
    given, told = str(fault.get("input")), fault["msg"]
    offered = [word.strip("'") for word in told.replace(" or ", ", ").split(", ") if word.endswith("'")]
    close = get_close_matches(given[:100], offered, n=1)
    return f"Did you mean {close[0]}?" if close else ""

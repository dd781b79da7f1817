"""Faults of a validated text in one sentence: the file, the keys, what is wrong, what to do."""

import re
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from graph_rules.errors import BadText
from graph_rules.known_keys import offered

TYPE = re.compile(
    r"str|bool|int|float|date|enum|constrained-str|(str-enum|list|literal|function|lax-or-strict|dict|is-instance)[-\[].*"
    r"|Condition|ArrowCondition|Weights|Messages",
    re.IGNORECASE | re.DOTALL,
)
"""How pydantic names the types that it tried, among the keys."""

LONGEST_LIST = 300
"""Characters of a message of pydantic's; longer ones list every value there is."""


WHAT_IT_MUST_BE = {
    "model_type": "this must be a mapping, `key: value` on each line",
    "dict_type": "this must be a mapping, `key: value` on each line",
    "list_type": "this must be a list, as in [a, b]",
}
"""What pydantic would say in Python's words."""


def first_fault(
    error: ValidationError, file: str, cure: str = "", model: type[BaseModel] | None = None
) -> BadText:
    """The first fault that pydantic found; of a choice between forms, the one that came furthest.

    With the `model`, a key that does not exist is answered with those that do.
    """
    faults = error.errors(include_url=False, include_context=False)
    fault = max(faults, key=lambda one: (len(_keys(one["loc"])), one["type"] == "extra_forbidden"))
    keys = _keys(fault["loc"])
    near = _nearest(fault)
    if model is not None and keys and fault["type"] == "extra_forbidden":
        near = offered(model, keys[:-1], keys[-1])
    return BadText(file, ".".join(keys), _problem(fault), near or cure)


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
    if wanted := WHAT_IT_MUST_BE.get(fault["type"]):
        return f"{wanted}{told}."
    message = fault["msg"] if len(fault["msg"]) < LONGEST_LIST else "this is none of the known values"
    return f"{message}{told}."


def _nearest(fault: Any) -> str:
    given = str(fault.get("input"))
    offered_values = re.findall(r"'([^']+)'", fault["msg"])
    close = get_close_matches(given[:100], offered_values, n=1)
    return f"Did you mean {close[0]}?" if close else ""

"""Which keys a text may have at a place, for the message about one that it may not."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

Schema = Mapping[str, Any]
MOST_OFFERED = 16
MOST_FORMS = 200
"""Alternatives that are followed at one place: schemas may refer to themselves."""


def offered(model: type[BaseModel], place: Sequence[str], given: str) -> str:
    """`Did you mean x?` for the nearest key, else the keys there are; empty where the place has none."""
    known = known_keys(model, place)
    if close := get_close_matches(given[:100].lower(), known, n=1):
        return f"Did you mean {close[0]}?"
    more = ", ..." if len(known) > MOST_OFFERED else ""
    return f"There are {', '.join(known[:MOST_OFFERED])}{more}." if known else ""


def known_keys(model: type[BaseModel], place: Sequence[str]) -> list[str]:
    """The keys of the mapping at a place such as `("rules", "0", "node")`, in the order of the schema."""
    whole = model.model_json_schema()
    forms: list[Schema] = [whole]
    for key in place:
        forms = [inner for form in forms for one in _forms(whole, form) for inner in _inside(one, key)]
    mappings = (one for form in forms for one in _forms(whole, form))
    return list(dict.fromkeys(key for one in mappings for key in one.get("properties", {})))


def _forms(whole: Schema, schema: Schema) -> Iterator[Schema]:
    """The schema itself or what it refers to, and each of its alternatives."""
    waiting = [schema]
    for _ in range(MOST_FORMS):
        if not waiting:
            return
        one = waiting.pop(0)
        yield one
        waiting += one.get("anyOf", [])
        if "$ref" in one:
            waiting.append(whole["$defs"][one["$ref"].rpartition("/")[2]])


def _inside(schema: Schema, key: str) -> Iterator[Schema]:
    if key in schema.get("properties", {}):
        yield schema["properties"][key]
    elif isinstance(schema.get("additionalProperties"), Mapping):
        yield schema["additionalProperties"]
    if key.isdigit() and "items" in schema:
        yield schema["items"]

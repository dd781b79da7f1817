"""YAML from strangers: small, shallow, without aliases, and plain values only."""

from typing import Any

import yaml

from graph_rules.errors import BadText

LARGEST_TEXT = 256 * 1024
"""Characters of a YAML text."""

MOST_VALUES = 20_000
DEEPEST = 40

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def bounded_yaml(text: str, file: str) -> Any:
    """The value of a YAML text: mappings, lists, texts, numbers, dates. Raises BadText.

    Size, depth and number of values are checked before anything is built; anchors and aliases are refused,
    because a few of them unfold to gigabytes.
    """
    if len(text) > LARGEST_TEXT:
        raise BadText(file, "", f"more than {LARGEST_TEXT // 1024} KB.", "Split it into smaller files.")
    try:
        _check_events(text, file)
        return yaml.load(text, _LOADER)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        place = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BadText(file, place, f"no YAML: {error.problem or error.context}.", "Correct it.") from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise BadText(file, "", f"no YAML: {' '.join(str(error).split())[:200]}.", "Correct it.") from None


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _check_events(text: str, file: str) -> None:
    depth = values = 0
    for event in yaml.parse(text, _LOADER):
        place = f"line {_line(event)}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadText(file, place, "anchors and aliases are not read.", "Write the value out.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        values += isinstance(event, yaml.NodeEvent)
        if depth > DEEPEST or values > MOST_VALUES:
            raise BadText(file, place, "too deep or too many values.", "Split it into smaller files.")

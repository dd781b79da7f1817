"""What a writer needs to know about a drawing beyond its graph: where its flow runs."""

import re
from collections.abc import Mapping
from typing import Any

from parsers import Reading
from parsers.diagrams_dsl.model import Script
from parsers.mermaid import MermaidDocument

DIRECTIONS = ("TB", "BT", "LR", "RL")
_MERMAID = re.compile(r"^\s*(?:flowchart|graph)(?:-elk)?[ \t]+(TB|TD|BT|RL|LR|[<>^v])\b", re.MULTILINE)
_SAME = {"TD": "TB", ">": "LR", "<": "RL", "^": "BT", "v": "TB"}


def direction_of(reading: Reading, diagram_index: int) -> str:
    """Where the flow runs: TB, BT, LR or RL; LR where the input does not say."""
    wanted = _wanted(reading, diagram_index, reading.diagrams[diagram_index].attributes).upper()
    wanted = _SAME.get(wanted.lower(), _SAME.get(wanted, wanted))
    return wanted if wanted in DIRECTIONS else "LR"


def _wanted(reading: Reading, diagram_index: int, attributes: Mapping[str, Any]) -> str:
    document = reading.document
    if isinstance(document, Script):
        return document.diagrams[diagram_index].direction
    if isinstance(document, MermaidDocument) and (found := _MERMAID.search(document.source)):
        return found[1]
    return str(attributes.get("direction", "LR"))

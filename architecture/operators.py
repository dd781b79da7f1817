"""Who works on a workload rather than with it: the team, and the tools through which it works."""

import re

from architecture.service import Service
from architecture.vocabulary import Concept, mention

TOOLS = re.compile(
    r"management console|command line|\bcli\b|\bcurl\b|\bpostman\b|cloud ?shell|\bide\b", re.IGNORECASE
)


def is_operator(client: Service) -> bool:
    """Whether a client is the team itself, an analyst, or a console: its access is no part of the workload."""
    words = f"{client.label} {client.title}"
    spoken_for = any(mention(concept, words) for concept in (Concept.STAFF, Concept.ANALYST))
    return spoken_for or TOOLS.search(words) is not None

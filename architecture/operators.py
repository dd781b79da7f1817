"""Who works on a workload rather than with it: the team, and the tools through which it works."""

import re

from architecture.service import Service
from architecture.vocabulary import Concept, mention, spoken

TOOLS = re.compile(
    r"management console|command line|\bcli\b|\bcurl\b|\bpostman\b|cloud ?shell|\bide\b", re.IGNORECASE
)

A_SYSTEM = re.compile(r"\b(?:service|system|application|app|api)s?\s*$", re.IGNORECASE)
"""The last word of a name that is no person's: a back office service is a system, a system engineer none."""


def is_system(client: Service) -> bool:
    """Whether a client's label names a piece of software: its last word is service, system, application, app or API."""
    return A_SYSTEM.search(spoken(client.label)) is not None


def is_staff(client: Service) -> bool:
    """Whether a client is a person of the team itself."""
    return mention(Concept.STAFF, f"{client.label} {client.title}") is not None and not is_system(client)


def is_analyst(client: Service) -> bool:
    """Whether a client is a person or a tool that looks at data as a whole: analyst, DBA, reporting."""
    return mention(Concept.ANALYST, f"{client.label} {client.title}") is not None


def is_tool(client: Service) -> bool:
    """Whether a client is a console or a command line: it runs with its user's own credentials."""
    return TOOLS.search(f"{client.label} {client.title}") is not None


def is_operator(client: Service) -> bool:
    """Whether a client is the team itself, an analyst, or a console: its access is no part of the workload."""
    return is_staff(client) or is_analyst(client) or is_tool(client)

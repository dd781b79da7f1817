"""Who works on a workload rather than with it: the team, and the tools through which it works."""

import re

from architecture.service import Service
from architecture.vocabulary import Concept, mention, spoken

TOOLS = re.compile(
    r"management console|command line|\bcli\b|\bcurl\b|\bpostman\b|cloud ?shell|\bide\b", re.IGNORECASE
)

A_SYSTEM = re.compile(r"\b(?:service|system|application|app|api)s?\s*$", re.IGNORECASE)
"""The last word of a name that is no person's: a back office service is a system, a system engineer none."""

A_THING = re.compile(
    r"\b(?:devices?|sensors?|servers?|gateways?|machines?|cameras?|scripts?|cli|vehicles?)\s*$", re.IGNORECASE
)
"""The same of things that call by themselves."""

A_PERSON = re.compile(
    r"\b(?:reps?|representatives?|users?|customers?|people|persons?|owners?|buyers?|sellers?|visitors?|clerks?)\s*$",
    re.IGNORECASE,
)
"""The last word of a name that is a person's, whatever stands before it: `customer service reps`."""

PEOPLE = frozenset({"generic.user", "generic.users", "azure.users", "kubernetes.user"})
"""What the catalogue calls pictures of people."""


def is_system(client: Service) -> bool:
    """Whether a client's label names a piece of software: its last word is service, system, application, app or API."""
    return A_SYSTEM.search(spoken(client.label)) is not None


def is_machine(client: Service) -> bool:
    """Whether a client is a device, a partner's system or a producer rather than a person.

    Where people are drawn (or written: `Users: ...`), an agent or a partner is one of them, and only a last
    word that names software or a thing says otherwise. Elsewhere words of machines count, unless the last one
    is a person's.
    """
    name = f"{client.label} {client.title}"
    if not mention(Concept.MACHINE, name) or mention(Concept.MOBILE, name):
        return False
    label = spoken(client.label)
    if client.service in PEOPLE:
        return is_system(client) or A_THING.search(label) is not None
    return A_PERSON.search(label) is None


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

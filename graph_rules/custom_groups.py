"""Groups of roles that rules in YAML may name instead of listing roles."""

from collections.abc import Mapping

from architecture import Role, roles

ROLE_GROUPS: Mapping[str, frozenset[Role]] = {
    "clients": roles.CLIENTS,
    "callers": roles.CALLERS,
    "entries": roles.ENTRIES,
    "edge": roles.EDGE,
    "identity_providers": roles.IDENTITY_PROVIDERS,
    "monitoring": roles.MONITORING,
    "deploying": roles.DEPLOYING,
    "messaging": roles.MESSAGING,
    "brokers": roles.BROKERS,
    "compute": roles.COMPUTE,
    "data_stores": roles.DATA_STORES,
    "networking": roles.NETWORK,
}


def roles_named(name: str) -> frozenset[Role]:
    """The roles of a group, or the one role of that name."""
    return ROLE_GROUPS.get(name) or frozenset({Role(name)})

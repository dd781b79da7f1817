"""Groups of roles, named as people name them: rules ask for "a data store", not for eleven roles."""

from architecture.service import Role

CLIENTS = frozenset({Role.CLIENT, Role.INTERNET})
"""Where requests of the outside world come from."""

CALLERS = CLIENTS | {Role.EXTERNAL}
"""Clients and the systems of others."""

EDGE = frozenset(
    {Role.CDN, Role.DNS, Role.FIREWALL, Role.DDOS_PROTECTION, Role.ACCELERATOR, Role.INTERNET_GATEWAY}
)
"""What a request passes before it reaches anything that answers it."""

ENTRIES = frozenset({Role.API, Role.LOAD_BALANCER})
"""Front doors made for requests, where callers can be authorised and throttled."""

FRONT_DOORS = CLIENTS | ENTRIES | {Role.CDN, Role.DNS, Role.FIREWALL}

IDENTITY_PROVIDERS = frozenset({Role.IDENTITY_PROVIDER, Role.DIRECTORY})
"""Who tells callers apart. Access management (IAM) is not among them: it also guards calls going out."""

IDENTITY = IDENTITY_PROVIDERS | {Role.ACCESS_MANAGEMENT}

OBSERVING = frozenset({Role.OBSERVER, Role.TRACER, Role.AUDIT})
MONITORING = frozenset({Role.OBSERVER, Role.TRACER, Role.ALARM})

DEPLOYING = frozenset({Role.PIPELINE, Role.SOURCE_CONTROL, Role.INFRASTRUCTURE_AS_CODE, Role.REGISTRY})

BROKERS = frozenset({Role.QUEUE, Role.TOPIC, Role.BUS, Role.STREAM, Role.DELIVERY_STREAM, Role.BROKER})
"""What takes a message from one service for another."""

MESSAGING = BROKERS | {Role.SCHEDULER, Role.IOT}

EVENT_SOURCES = MESSAGING | {Role.OBJECT_STORE, Role.ALARM}
"""What triggers the next service without waiting for it."""

COMPUTE = frozenset(
    {
        Role.FUNCTION,
        Role.CONTAINER_SERVICE,
        Role.INSTANCE,
        Role.BATCH,
        Role.ORCHESTRATOR,
        Role.STREAM_PROCESSOR,
    }
)

SERVING = frozenset({Role.FUNCTION, Role.CONTAINER_SERVICE, Role.INSTANCE, Role.BATCH})
"""Compute that runs the team's own code."""

DATA_STORES = frozenset(
    {
        Role.OBJECT_STORE,
        Role.TABLE,
        Role.RELATIONAL_STORE,
        Role.DOCUMENT_STORE,
        Role.GRAPH_STORE,
        Role.TIME_SERIES_STORE,
        Role.SEARCH_STORE,
        Role.WAREHOUSE,
        Role.FILE_STORE,
        Role.BLOCK_STORE,
        Role.CACHE,
        Role.DATABASE_PROXY,
    }
)

CONNECTION_LIMITED = frozenset(
    {Role.RELATIONAL_STORE, Role.DOCUMENT_STORE, Role.GRAPH_STORE, Role.CACHE, Role.WAREHOUSE}
)
"""Stores that take a limited number of connections, however many functions call."""

NETWORK = frozenset(
    {
        Role.NAT_GATEWAY,
        Role.INTERNET_GATEWAY,
        Role.TRANSIT_GATEWAY,
        Role.VPN,
        Role.DIRECT_CONNECT,
        Role.ENDPOINT,
        Role.NETWORK,
    }
)

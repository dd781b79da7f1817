"""What a drawing is made of: services, boundaries and the connections between them.

Every value here is frozen. Identifiers are strings that are unique within one diagram; readers make
them from what the file itself offers (the cell id of draw.io, the creation order of a script).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from architecture.quickly_made import quickly_made


def _nothing(shared: Mapping[str, str] = {}) -> Mapping[str, str]:
    return shared


class Provider(StrEnum):
    """Who runs a service."""

    AWS = "aws"
    AZURE = "azure"
    GCP = "gcp"
    KUBERNETES = "kubernetes"
    ONPREM = "onprem"
    SAAS = "saas"
    GENERIC = "generic"


class Layer(StrEnum):
    """The six layers of the Serverless Applications Lens, and two outside them.

    Source: AWS Well-Architected Serverless Applications Lens, "Definitions". `network` and `security`
    are ours: services which the lens does not place.
    """

    COMPUTE = "compute"
    DATA = "data"
    MESSAGING = "messaging"
    IDENTITY = "identity"
    MONITORING = "monitoring"
    EDGE = "edge"
    NETWORK = "network"
    SECURITY = "security"


LENS_LAYERS = (Layer.COMPUTE, Layer.DATA, Layer.MESSAGING, Layer.IDENTITY, Layer.MONITORING, Layer.EDGE)


class Role(StrEnum):
    """What a service does in an architecture. Rules ask for roles, never for product names."""

    FUNCTION = "function"
    API = "api"
    CONTAINER_SERVICE = "container_service"
    INSTANCE = "instance"
    BATCH = "batch"
    ORCHESTRATOR = "orchestrator"
    LOAD_BALANCER = "load_balancer"

    OBJECT_STORE = "object_store"
    TABLE = "table"
    RELATIONAL_STORE = "relational_store"
    DOCUMENT_STORE = "document_store"
    GRAPH_STORE = "graph_store"
    TIME_SERIES_STORE = "time_series_store"
    SEARCH_STORE = "search_store"
    WAREHOUSE = "warehouse"
    FILE_STORE = "file_store"
    BLOCK_STORE = "block_store"
    CACHE = "cache"
    DATABASE_PROXY = "database_proxy"
    BACKUP = "backup"
    DATA_PROCESSING = "data_processing"
    QUERY_ENGINE = "query_engine"

    QUEUE = "queue"
    TOPIC = "topic"
    BUS = "bus"
    STREAM = "stream"
    DELIVERY_STREAM = "delivery_stream"
    STREAM_PROCESSOR = "stream_processor"
    BROKER = "broker"
    SCHEDULER = "scheduler"
    MESSENGER = "messenger"
    IOT = "iot"

    IDENTITY_PROVIDER = "identity_provider"
    ACCESS_MANAGEMENT = "access_management"
    DIRECTORY = "directory"

    OBSERVER = "observer"
    TRACER = "tracer"
    ALARM = "alarm"
    AUDIT = "audit"
    PIPELINE = "pipeline"
    SOURCE_CONTROL = "source_control"
    INFRASTRUCTURE_AS_CODE = "infrastructure_as_code"
    CONFIGURATION = "configuration"
    REGISTRY = "registry"

    CDN = "cdn"
    DNS = "dns"
    FIREWALL = "firewall"
    DDOS_PROTECTION = "ddos_protection"
    ACCELERATOR = "accelerator"
    STATIC_HOSTING = "static_hosting"

    SECRET_STORE = "secret_store"
    KEY_STORE = "key_store"
    CERTIFICATE_MANAGER = "certificate_manager"
    THREAT_DETECTION = "threat_detection"

    NAT_GATEWAY = "nat_gateway"
    INTERNET_GATEWAY = "internet_gateway"
    TRANSIT_GATEWAY = "transit_gateway"
    VPN = "vpn"
    DIRECT_CONNECT = "direct_connect"
    ENDPOINT = "endpoint"
    NETWORK = "network"

    AI_MODEL = "ai_model"
    ANALYTICS_CLIENT = "analytics_client"
    CLIENT = "client"
    INTERNET = "internet"
    EXTERNAL = "external"
    OTHER = "other"


class NodeKind(StrEnum):
    """How a node takes part in the architecture; the `kind` of a node in the JSON output."""

    SERVICE = "service"
    BOUNDARY = "boundary"
    CLIENT = "client"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


class BoundaryKind(StrEnum):
    """What a frame around services means."""

    CLOUD = "cloud"
    ACCOUNT = "account"
    REGION = "region"
    VPC = "vpc"
    AVAILABILITY_ZONE = "availability_zone"
    SUBNET = "subnet"
    PUBLIC_SUBNET = "public_subnet"
    PRIVATE_SUBNET = "private_subnet"
    SECURITY_GROUP = "security_group"
    AUTO_SCALING_GROUP = "auto_scaling_group"
    STATE_MACHINE = "state_machine"
    CLUSTER = "cluster"
    ON_PREMISES = "on_premises"
    ENVIRONMENT = "environment"
    GROUP = "group"


class Direction(StrEnum):
    """Which ends of a connection carry an arrow head; `forward` points from source to target."""

    FORWARD = "forward"
    BOTH = "both"
    NONE = "none"


class ConnectionKind(StrEnum):
    """What flows along a connection. Readers leave `unknown`; `architecture.flow` infers the rest."""

    REQUEST = "request"
    EVENT = "event"
    DATA = "data"
    TRACE = "trace"
    AUTH = "auth"
    DEPLOY = "deploy"
    REPLICATE = "replicate"
    NETWORK = "network"
    UNKNOWN = "unknown"


@quickly_made
@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the input something was drawn. Lines and columns count from 1.

    `page` is the page's name and `cell` the cell id of draw.io; `class_name` is the fully qualified
    canonical class of the `diagrams` library. `file` is the name as given, never an absolute path of ours.
    """

    file: str
    page: str | None = None
    cell: str | None = None
    line: int | None = None
    column: int | None = None
    class_name: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        if self.page is not None:
            place += f", page {self.page}"
        if self.cell is not None:
            place += f", cell {self.cell}"
        return place


@quickly_made
@dataclass(frozen=True, slots=True)
class Service:
    """A component that runs, or a person or system outside that takes part.

    `service` is the id in the catalogue (`aws.lambda`) or None where nothing was recognised.
    `boundary` is the id of the innermost node that contains this one: a Boundary, or a Service drawn
    as a container (a Step Functions workflow). `identified_by` says what told us (stencil, class, image,
    label, attribute), `confidence` how sure we are (0 to 1), `reason` the same in words.
    """

    id: str
    label: str
    service: str | None
    role: Role
    layer: Layer | None
    kind: NodeKind
    origin: Origin
    provider: Provider = Provider.GENERIC
    title: str = ""
    boundary: str | None = None
    attributes: Mapping[str, str] = field(default_factory=_nothing, hash=False)
    identified_by: str = "stencil"
    confidence: float = 1.0
    reason: str = ""

    @property
    def name(self) -> str:
        """What people call it: its label on one line, else the title of its service, else its id."""
        return " ".join(self.label.split()) or self.title or self.id


@dataclass(frozen=True, slots=True)
class Boundary:
    """A frame around services: an account, a VPC, a subnet, a plain group."""

    id: str
    label: str
    boundary_kind: BoundaryKind
    origin: Origin
    boundary: str | None = None
    provider: Provider = Provider.GENERIC
    attributes: Mapping[str, str] = field(default_factory=_nothing, hash=False)
    identified_by: str = "stencil"
    confidence: float = 1.0
    reason: str = ""

    @property
    def kind(self) -> NodeKind:
        return NodeKind.BOUNDARY

    @property
    def name(self) -> str:
        return " ".join(self.label.split()) or self.boundary_kind.value.replace("_", " ")


Node = Service | Boundary


@quickly_made
@dataclass(frozen=True, slots=True)
class Connection:
    """An arrow. `source` is where the flow starts, however the arrow was drawn.

    `resolved_by` says how its ends were found: attached (the file says so), snapped (a loose end lies on
    or near the shape), lifted (the end lay on a text or a box that stands for the service), operator (a
    script's `>>`). `style` is solid, dashed or dotted.
    """

    id: str
    source: str
    target: str
    origin: Origin
    direction: Direction = Direction.FORWARD
    kind: ConnectionKind = ConnectionKind.UNKNOWN
    label: str = ""
    style: str = "solid"
    color: str | None = None
    resolved_by: str = "attached"
    confidence: float = 1.0
    reason: str = ""
    attributes: Mapping[str, str] = field(default_factory=_nothing, hash=False)

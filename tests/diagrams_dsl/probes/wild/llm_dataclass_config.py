from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar, Iterable

from diagrams import Cluster, Diagram, Edge
from diagrams.k8s.compute import Deployment, Pod, StatefulSet
from diagrams.k8s.network import Ingress, Service
from diagrams.k8s.podconfig import ConfigMap, Secret
from diagrams.onprem.database import PostgreSQL


class Tier(str, Enum):
    FRONTEND = "frontend"
    BACKEND = "backend"
    DATA = "data"


class Color(Enum):
    SYNC = "#2E86AB"
    ASYNC = "#F18F01"


@dataclass
class ServiceSpec:
    name: str
    tier: Tier
    replicas: int = 1
    depends_on: list[str] = field(default_factory=list)
    default_port: ClassVar[int] = 8080

    @property
    def label(self) -> str:
        return f"{self.name}\n({self.replicas} replicas)"

    def __post_init__(self):
        self.slug = self.name.lower().replace(" ", "-")


@dataclass(frozen=True)
class Connection:
    source: str
    target: str
    kind: Color = Color.SYNC
    label: str = ""

    def edge(self) -> Edge:
        return Edge(label=self.label or self.kind.name.lower(), color=self.kind.value)


SPECS = [
    ServiceSpec("Web App", Tier.FRONTEND, 3, ["api"]),
    ServiceSpec("API", Tier.BACKEND, replicas=2, depends_on=["db"]),
    ServiceSpec("Worker", Tier.BACKEND),
]
CONNECTIONS: Iterable[Connection] = (
    Connection("web-app", "api", label="REST"),
    Connection("api", "worker", Color.ASYNC),
)


def main():
    with Diagram("K8s Platform", show=False, filename="k8s_platform"):
        ingress = Ingress("ingress")
        nodes = {}
        for tier in Tier:
            members = [s for s in SPECS if s.tier == tier]
            if not members:
                continue
            with Cluster(tier.value.title()):
                for spec in members:
                    svc = Service(spec.slug)
                    dep = Deployment(spec.label)
                    svc >> dep >> [Pod(f"{spec.slug}-{i}") for i in range(spec.replicas)]
                    nodes[spec.slug] = svc
        with Cluster(f"{Tier.DATA.value.upper()} / {ServiceSpec.default_port}"):
            db = PostgreSQL("postgres")
        ingress >> nodes["web-app"]
        for c in CONNECTIONS:
            nodes[c.source] >> c.edge() >> nodes[c.target]
        for spec in SPECS:
            if "db" in spec.depends_on:
                nodes[spec.slug] >> Edge(label="SQL", style="bold") >> db


main()

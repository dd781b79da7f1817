"""Reviews made by hand, without any reader: four services in a line and what the real rules say about them."""

from dataclasses import dataclass

from architecture import (
    ArchitectureGraph,
    Boundary,
    BoundaryKind,
    Connection,
    Layer,
    NodeKind,
    Origin,
    Provider,
    Role,
    Service,
)
from graph_rules.engine import check
from graph_rules.registry import all_rules
from parsers import Diagnostic, DiagramReading, Reading, Unrecognised
from reports.review import Review, make_review

FILE = "orders.drawio"


@dataclass(frozen=True)
class NoDocument:
    """Stands where the input would be; reports never look at it."""

    format: str = "drawio"


def origin(cell: str) -> Origin:
    return Origin(FILE, page="Page-1", cell=cell)


def service(
    name: str, label: str, role: Role, layer: Layer | None, known: str | None, **more: object
) -> Service:
    kind = NodeKind.CLIENT if role is Role.CLIENT else NodeKind.SERVICE
    values = {"provider": Provider.AWS, "title": label, **more}
    return Service(name, label, known, role, layer, kind, origin(name), **values)  # type: ignore[arg-type]


def arrow(source: str, target: str, **more: object) -> Connection:
    return Connection(f"{source}-{target}", source, target, origin(f"{source}-{target}"), **more)  # type: ignore[arg-type]


def shop(label: str = "Orders API") -> ArchitectureGraph:
    """Browser -> `label` -> CreateOrder -> Orders, the last two in a VPC; an arrow drawn before those left of it."""
    return ArchitectureGraph.of(
        [
            service("browser", "Browser", Role.CLIENT, None, None),
            service("api", label, Role.API, Layer.COMPUTE, "aws.api_gateway"),
            Boundary("vpc", "VPC", BoundaryKind.VPC, origin("vpc")),
            service("function", "CreateOrder", Role.FUNCTION, Layer.COMPUTE, "aws.lambda", boundary="vpc"),
            service(
                "table", "Orders", Role.TABLE, Layer.DATA, "aws.dynamodb", boundary="vpc", confidence=0.95
            ),
        ],
        [arrow("function", "table"), arrow("browser", "api", label="HTTPS"), arrow("api", "function")],
    )


def reading(*graphs: ArchitectureGraph, file: str = FILE) -> Reading:
    diagrams = [
        DiagramReading(index, f"Page-{index + 1}", graph, (Unrecognised(origin("x9"), "?", "no stencil"),))
        for index, graph in enumerate(graphs)
    ]
    diagnostic = Diagnostic("DIA-002", "An arrow ends nowhere.", origin("e7"))
    return Reading(file, "drawio", tuple(diagrams), NoDocument(), (diagnostic,), complete=False)


def reviewed(*graphs: ArchitectureGraph, file: str = FILE) -> Review:
    read = reading(*(graphs or (shop(),)), file=file)
    return make_review(
        read, check([diagram.graph for diagram in read.diagrams], all_rules(), "strict"), all_rules()
    )

"""The services as data: what each is called, what it does, and how every format spells it.

The data lies in the JSON files beside this one (`aws.json`, `azure.json`, ...), one object a service.
Only the catalogue knows product names; rules ask for roles.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from architecture.service import BoundaryKind, Layer, NodeKind, Provider, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One service of the catalogue.

    `id` is ours (`aws.lambda`); a sub-resource has its service's id before it (`aws.dynamodb.stream`).
    `stencils` are draw.io names without `mxgraph.` (`aws4.lambda_function`), `images` are base names of
    icon files without extension in lower case, `classes` are canonical classes of the `diagrams` library
    without `diagrams.` (`aws.compute.Lambda`), the first being the one whose icon stands for the service.
    `words` are what people write on a plain box; `formerly` names that the vendor has retired.
    """

    id: str
    name: str
    role: Role
    layer: Layer | None
    provider: Provider
    kind: NodeKind = NodeKind.SERVICE
    stencils: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    cloudformation: tuple[str, ...] = ()
    terraform: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


FILES = ("aws", "azure", "gcp", "kubernetes", "onprem", "saas", "generic")


@cache
def entries() -> Mapping[str, Entry]:
    """Every service by id, in the order of the files."""
    found: dict[str, Entry] = {}
    for provider in FILES:
        for row in _load(provider):
            entry = _entry(row, Provider(provider))
            found[entry.id] = entry
    return found


def by_id(service: str) -> Entry | None:
    """The service of that id."""
    return entries().get(service)


def by_stencil(stencil: str) -> Entry | None:
    """The service that draw.io draws with this stencil: `mxgraph.aws4.lambda_function`, with or without `mxgraph.`."""
    return _index("stencils").get(stencil.lower().replace(" ", "_").removeprefix("mxgraph."))


def by_image(reference: str) -> Entry | None:
    """The service of an icon file, by the base name of its path or URL. Nothing is fetched."""
    base = re.split(r"[?#]", reference)[0].rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return _index("images").get(base.lower())


def by_class(name: str) -> Entry | None:
    """The service of a canonical class of the `diagrams` library, with or without `diagrams.`."""
    return _index("classes").get(name.removeprefix("diagrams."))


def by_cloudformation(resource_type: str) -> Entry | None:
    """The service of a CloudFormation resource type, `AWS::Lambda::Function`."""
    return _index("cloudformation").get(resource_type)


def by_terraform(resource_type: str) -> Entry | None:
    """The service of a Terraform resource type, `aws_lambda_function`."""
    return _index("terraform").get(resource_type)


def boundary_by_stencil(stencil: str) -> BoundaryKind | None:
    """What a group stencil frames: `mxgraph.aws4.group_vpc` is a VPC."""
    return _boundaries().get(stencil.lower().removeprefix("mxgraph."))


def is_decoration(stencil: str) -> bool:
    """Whether a stencil is a badge or an ornament that never stands for a service."""
    return stencil.lower().removeprefix("mxgraph.") in _decorations()


def _load(name: str) -> list[dict[str, object]]:
    data: list[dict[str, object]] = json.loads(
        resources.files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    )
    return data


def _entry(row: dict[str, object], provider: Provider) -> Entry:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    values["role"] = Role(str(row["role"]))
    values["layer"] = Layer(str(row["layer"])) if row.get("layer") else None
    values["kind"] = NodeKind(str(row.get("kind", "service")))
    return Entry(provider=provider, **values)  # type: ignore[arg-type]


@cache
def _index(spelling: str) -> Mapping[str, Entry]:
    return {key: entry for entry in entries().values() for key in getattr(entry, spelling)}


@cache
def _boundaries() -> Mapping[str, BoundaryKind]:
    return {
        str(stencil): BoundaryKind(str(row["kind"]))
        for row in _load("boundaries")
        for stencil in row["stencils"]  # type: ignore[attr-defined]
    }


@cache
def _decorations() -> frozenset[str]:
    return frozenset(str(row["stencil"]) for row in _load("decorations"))

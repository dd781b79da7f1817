"""The services as data: what each is called, what it does, and how every format spells it.

The data lies in the JSON files beside this one (`aws.json`, `azure.json`, ...), one object a service.
Only the catalogue knows product names; rules ask for roles.
"""

from collections.abc import Mapping
from functools import cache

from architecture.catalogue.entry import FILES, Entry, entries, family, index, load
from architecture.catalogue.globes import called
from architecture.catalogue.images import by_image
from architecture.catalogue.unlisted import readable, unknown_stencil, unlisted_class
from architecture.catalogue.words import by_words
from architecture.service import BoundaryKind

__all__ = [
    "FILES",
    "Entry",
    "boundary_by_stencil",
    "by_class",
    "by_cloudformation",
    "by_id",
    "by_image",
    "by_stencil",
    "by_terraform",
    "by_words",
    "called",
    "entries",
    "family",
    "is_decoration",
    "readable",
    "unknown_stencil",
]


def by_id(service: str) -> Entry | None:
    """The service of that id."""
    return entries().get(service)


def by_stencil(stencil: str) -> Entry | None:
    """The service that draw.io draws with this stencil: `mxgraph.aws4.lambda_function`, with or without `mxgraph.`."""
    return index("stencils").get(_stencil_key(stencil))


def by_class(name: str) -> Entry | None:
    """The service of a canonical class of the `diagrams` library, with or without `diagrams.`.

    A class that no entry names is answered from its module (`aws.database` says provider and layer).
    None for what stands for nothing by itself: `Node`, `Custom`, the functions of C4.
    """
    name = name.removeprefix("diagrams.")
    return index("classes").get(name) or unlisted_class(name)


def by_cloudformation(resource_type: str) -> Entry | None:
    """The service of a CloudFormation resource type, `AWS::Lambda::Function`."""
    return index("cloudformation").get(resource_type)


def by_terraform(resource_type: str) -> Entry | None:
    """The service of a Terraform resource type, `aws_lambda_function`."""
    return index("terraform").get(resource_type)


def boundary_by_stencil(stencil: str) -> BoundaryKind | None:
    """What a group stencil frames: `mxgraph.aws4.group_vpc` is a VPC."""
    return _boundaries().get(_stencil_key(stencil))


def is_decoration(stencil: str) -> bool:
    """Whether a stencil is a badge or an ornament that never stands for a service."""
    return _stencil_key(stencil) in _decorations()


def _stencil_key(stencil: str) -> str:
    return stencil.lower().replace(" ", "_").removeprefix("mxgraph.")


@cache
def _boundaries() -> Mapping[str, BoundaryKind]:
    return {stencil: BoundaryKind(row["kind"]) for row in load("boundaries") for stencil in row["stencils"]}


@cache
def _decorations() -> frozenset[str]:
    return frozenset(row["stencil"] for row in load("decorations"))

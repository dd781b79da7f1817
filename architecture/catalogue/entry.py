"""The rows of the catalogue as values, and how the data files are read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from architecture.service import Layer, NodeKind, Provider, Role

FILES = ("aws", "azure", "gcp", "kubernetes", "onprem", "saas", "generic")
"""The data files, one a provider. Where two entries can answer, the earlier file does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One service of the catalogue.

    `id` is ours (`aws.lambda`); a sub-resource has its service's id before it (`aws.dynamodb.stream`).
    `stencils` are draw.io names without `mxgraph.` (`aws4.lambda_function`), `images` are base names of
    icon files without extension in lower case, `classes` are canonical classes of the `diagrams` library
    without `diagrams.` (`aws.compute.Lambda`), the first being the one whose icon stands for the service.
    `words` are what people write on a plain box: `sqs queue` wherever it stands in the label, `* browser`
    where it ends the label, `= user` where it is the whole label. `formerly` are names the vendor retired.
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


def family(entry: Entry) -> str:
    """A service together with its sub-resources."""
    return ".".join(entry.id.split(".")[:2])


@cache
def entries() -> Mapping[str, Entry]:
    """Every service by id, in the order of the files."""
    found = (_entry(row, Provider(file)) for file in FILES for row in load(file))
    return {entry.id: entry for entry in found}


@cache
def index(spelling: str) -> Mapping[str, Entry]:
    """Every service by one kind of spelling: the name of a field of `Entry` that holds spellings."""
    return {key: entry for entry in entries().values() for key in getattr(entry, spelling)}


def load(name: str) -> list[dict[str, Any]]:
    """The rows of one data file of this folder."""
    text = resources.files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


def _entry(row: dict[str, Any], provider: Provider) -> Entry:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    values["role"] = Role(row["role"])
    values["layer"] = Layer(row["layer"]) if row["layer"] else None
    values["kind"] = NodeKind(row.get("kind", "service"))
    return Entry(provider=provider, **values)  # type: ignore[arg-type]

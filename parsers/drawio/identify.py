"""Which service a cell stands for, how we know, and how sure that is."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from urllib.parse import unquote_to_bytes

from architecture.catalogue import (
    Entry,
    by_cloudformation,
    by_id,
    by_image,
    by_stencil,
    by_terraform,
    by_words,
    called,
    entries,
    family,
    readable,
    unknown_stencil,
)
from architecture.catalogue.images import plain_name
from architecture.service import NodeKind, Provider
from parsers.drawio.cells import Cell
from parsers.drawio.labels import one_line
from parsers.drawio.look import Form, Look
from parsers.drawio.mapping import ServiceMapping

STENCIL, IMAGE, LABEL, ATTRIBUTE, SHAPE = "stencil", "image", "label", "attribute", "shape"

SURE = 1.0
"""Confidence where the stencil says so; below, what else can tell."""

GIVEN = 0.98
"""The author's own attribute or mapping."""

REDRAWN = 0.95
"""A stencil that differs from a listed one by its set or by a redesign's number."""

FILE_NAME = 0.9
"""The name of an icon's file."""

PICTURED = 0.85
"""A picture that bears a service's name and nothing else."""

UNLISTED = 0.8
"""An icon of a known set that no entry lists."""

NAMED = CONTRADICTED = 0.6
"""Words on a box; an icon whose label is the name of another service."""

UNKNOWN = 0.4

SERVICE_ATTRIBUTES = (
    "service",
    "aws_service",
    "aws-service",
    "resource_type",
    "resourcetype",
    "resource-type",
    "cfn_type",
    "cloudformation",
    "terraform",
    "type",
)
"""Custom attributes, lower case, whose value may name a service; the first that does decides."""

EMBEDDED_READ = 4_096
"""Bytes of an embedded SVG in which its title is looked for."""

LONGEST_EXACT = 80
"""Characters of a label that may be the name of a service and nothing else."""

ANOTHER = "whose label names a system, not the internet"

_VENDORS = ("amazon", "aws", "azure", "google cloud")
_VENDOR = re.compile(rf"(?:{'|'.join(_VENDORS)})\b")
_PUNCTUATION = re.compile(r"[^a-z0-9]+")
_TITLE = re.compile(rb"<title>\s*([^<]{1,200}?)\s*</title>|\bid=\"(Icon-[^\"]{1,200})\"")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a cell stands for: an entry or None, what told us, how sure (0 to 1), the same in words.

    `title` is a readable name where there is no entry. `contradicts` is the name of another service that
    the label names. `left_out` is set where the user's mapping says so.
    """

    entry: Entry | None
    by: str
    confidence: float
    reason: str
    title: str = ""
    provider: Provider = Provider.GENERIC
    contradicts: str = ""
    left_out: bool = False


_OF_STENCILS = frozenset({Form.ICON, Form.GROUP})


def identify(cell: Cell, look: Look, label: str, mapping: ServiceMapping) -> Identity:
    """What a cell stands for: by the user's mapping, an attribute, its stencil or image, else its label."""
    if mapping.rows and (given := _by_mapping(look, label, mapping)) is not None:
        return given
    if cell.attributes and (named := _by_attribute(cell.attributes)) is not None:
        return named
    if look.form in _OF_STENCILS and look.stencil:
        return _as_called(_by_stencil(look.stencil, label), label)
    if look.form is Form.IMAGE and (pictured := _by_image(look.stencil)) is not None:
        return _as_called(pictured, label)
    if look.form is Form.ACTOR:
        return _by_actor(label)
    return _by_label(look, label)


def _by_mapping(look: Look, label: str, mapping: ServiceMapping) -> Identity | None:
    row = mapping.decide(look.stencil, one_line(label))
    if row is None:
        return None
    if row.entry is None:
        return Identity(None, row.on, GIVEN, "the mapping leaves it out", left_out=True)
    return _found(row.entry, row.on, GIVEN, f"the mapping says so of its {row.on}")


def _found(entry: Entry, by: str, confidence: float, reason: str) -> Identity:
    return Identity(entry, by, confidence, reason, entry.name, entry.provider)


def _as_called(found: Identity, label: str) -> Identity:
    """What a picture shows, but for globes that are called something else."""
    if found.entry is None or (entry := called(found.entry, label)) is found.entry:
        return found
    return _found(entry, found.by, found.confidence, f"{found.reason}, {ANOTHER}")


def _by_attribute(attributes: Mapping[str, str]) -> Identity | None:
    lowered = {name.lower(): (name, value) for name, value in attributes.items()}
    for known in SERVICE_ATTRIBUTES:
        if known in lowered:
            name, value = lowered[known]
            entry = by_id(value) or by_cloudformation(value) or by_terraform(value) or by_words(value)
            if entry is not None:
                return _found(entry, ATTRIBUTE, GIVEN, f"its attribute {name} says {value[:80]}")
    return None


def _by_stencil(stencil: str, label: str) -> Identity:
    sure = _listed(stencil)
    if sure is None or sure.entry is None:
        return _unlisted(stencil, label)
    other = contradiction(sure.entry, label) if label else None
    if other is None:
        return _refined(stencil, sure.entry, label) or sure
    reason = f"stencil {stencil}, although its label names {other.name}"
    return replace(sure, confidence=CONTRADICTED, reason=reason, contradicts=other.name)


@lru_cache(maxsize=4_096)
def _listed(stencil: str) -> Identity | None:
    entry = by_stencil(stencil)
    return _found(entry, STENCIL, SURE, f"stencil {stencil}") if entry is not None else None


def _refined(stencil: str, entry: Entry, label: str) -> Identity | None:
    """A symbol of no vendor (a database, a queue) with a label that names the very service."""
    if entry.provider is not Provider.GENERIC or entry.kind is not NodeKind.SERVICE or not label:
        return None
    named = by_words(label)
    if named is None or named.provider is Provider.GENERIC or named.kind is not NodeKind.SERVICE:
        return None
    return _found(named, LABEL, UNLISTED, f"its label names it, on the symbol {stencil}")


def _unlisted(stencil: str, label: str) -> Identity:
    entry, title = unknown_stencil(stencil), readable(stencil)
    if entry is not None:
        return _of_known_set(stencil, entry, title, label)
    named = by_words(one_line(label)) if label else None
    if named is not None:
        return _found(named, LABEL, NAMED, f"its label names it; the stencil {stencil} is unknown")
    drawn = by_words(title)
    if drawn is not None:
        return _found(drawn, STENCIL, NAMED, f"the name of the unknown stencil {stencil}")
    return Identity(None, STENCIL, UNKNOWN, f"unknown stencil {stencil}", title)


def _of_known_set(stencil: str, entry: Entry, title: str, label: str) -> Identity:
    """An icon of a vendor's set that no entry lists: programs that draw write names which the set never had."""
    unlisted = f"stencil {stencil}, which the catalogue does not list"
    if by_id(entry.id) is not None:
        return _found(entry, STENCIL, REDRAWN, unlisted)
    if (told := _named_by_stencil(stencil, title, entry.provider)) is not None:
        return _found(told, STENCIL, UNLISTED, f"the name of the {unlisted}")
    named = named_exactly(label) if label else None
    if named is not None and named.provider is not Provider.GENERIC:
        return _found(named, LABEL, NAMED, f"its label names it, on the {unlisted}")
    return _found(entry, STENCIL, UNLISTED, unlisted)


def _named_by_stencil(stencil: str, title: str, provider: Provider) -> Entry | None:
    """The service of that provider whose name a stencil bears: `aws4.simple_queue_service`, `aws4.natgateway`."""
    resource_type = f"{provider.value}_{stencil.rpartition('.')[2]}"
    found = (named_exactly(title), by_terraform(resource_type), by_words(title, of=provider))
    return next((entry for entry in found if entry is not None and _may_be_of(entry, provider)), None)


def _may_be_of(entry: Entry, provider: Provider) -> bool:
    is_anyone = entry.provider is Provider.GENERIC and entry.kind is NodeKind.CLIENT
    return entry.provider is provider or is_anyone


def contradiction(entry: Entry, label: str) -> Entry | None:
    """The service whose name is the whole label, where it is another than the icon's: one of them is wrong.

    A label that only mentions another service ("CloudTrail inspector" on a function) contradicts nothing.
    """
    if not label or entry.kind is not NodeKind.SERVICE:
        return None
    other = named_exactly(label)
    if other is None or other.role is entry.role or other.kind is not NodeKind.SERVICE:
        return None
    if other.provider is not entry.provider or family(other) == family(entry):
        return None
    return other


def _bare(name: str) -> str:
    """A name without vendor, case, number and punctuation."""
    name = name.lower().strip("=* \n")
    if name.startswith(_VENDORS):
        name = _VENDOR.sub("", name)
    name = name.replace(" ", "")
    return name if name.isalnum() and name.isascii() else _PUNCTUATION.sub("", name)


def named_exactly(label: str) -> Entry | None:
    """The service whose name is the whole label."""
    if not 0 < len(label) <= LONGEST_EXACT:
        return None
    name = one_line(label) if "\n" in label else label
    bare = _bare(name)
    if (named := _exact_names(needing_vendor=False).get(bare)) is not None:
        return named
    return _exact_names(needing_vendor=True).get(bare) if _with_vendor(name) else None


@cache
def _exact_names(*, needing_vendor: bool) -> Mapping[str, Entry]:
    """Services by their bare names: those that are names by themselves, or those that may be anything without their
    vendor, as `AWS Backup` and `Azure Functions` may.
    """
    names: dict[str, Entry] = {}
    for entry in entries().values():
        for name in (entry.name, *entry.words):
            # nothing is left of words in other letters
            if (bare := _bare(name)) and _needs_vendor(name) is needing_vendor:
                names.setdefault(bare, entry)
    return names


def _needs_vendor(name: str) -> bool:
    """Whether one word is left of a name without its vendor."""
    return _with_vendor(name) and len(_VENDOR.sub("", name.lower().lstrip("=* ")).split()) == 1


def _with_vendor(name: str) -> bool:
    return name.lower().lstrip("=* ").startswith(_VENDORS)


@lru_cache(maxsize=1_024)
def _by_image(reference: str) -> Identity | None:
    if reference.startswith("data:"):
        title = _embedded_title(reference)
        entry = by_image(title) if title else None
        return (
            _found(entry, IMAGE, FILE_NAME, f'the embedded icon is titled "{title[:80]}"') if entry else None
        )
    entry = by_image(reference)
    base = re.split(r"[?#]", reference)[0].rsplit("/", 1)[-1]
    return _found(entry, IMAGE, FILE_NAME, f"icon file {base[:80]}") if entry else None


def _embedded_title(reference: str) -> str:
    """The title that an SVG inside a style gives itself: vendors' icon sets carry the service's name there."""
    head, _, packed = reference.partition(",")
    if "svg" not in head:
        return ""
    try:
        data = (
            unquote_to_bytes(packed[: EMBEDDED_READ * 3])
            if packed.startswith(("%", "<"))
            else base64.b64decode(packed[: EMBEDDED_READ // 3 * 4])
        )
    except (binascii.Error, ValueError):
        return ""
    found = _TITLE.search(data[:EMBEDDED_READ])
    return (found.group(1) or found.group(2)).decode("utf-8", "replace") if found else ""


def _by_actor(label: str) -> Identity:
    entry = by_words(one_line(label)) if label else None
    if entry is not None and entry.kind is NodeKind.CLIENT:
        return _found(entry, LABEL, SURE, "drawn as a person")
    user = by_id("generic.user")
    if user is None:
        return Identity(None, SHAPE, UNKNOWN, "drawn as a person")
    return _found(user, SHAPE, FILE_NAME, "drawn as a person")


def _by_label(look: Look, label: str) -> Identity:
    entry = by_words(label) if label else None
    if entry is not None:
        is_picture = look.form in (Form.IMAGE, Form.INLINE)
        sure = PICTURED if is_picture and named_exactly(label) is entry else NAMED
        return _found(entry, LABEL, sure, f'the words "{one_line(label)[:80]}" on {_a(look)}')
    title = _image_title(look)
    return Identity(
        None, LABEL if label else SHAPE, UNKNOWN, f"{_a(look)} that names no known service", title
    )


def _a(look: Look) -> str:
    return f"{'an' if look.form.value[0] in 'aeiou' else 'a'} {look.form.value}"


def _image_title(look: Look) -> str:
    if look.form is not Form.IMAGE or look.stencil.startswith("data:"):
        return ""
    return readable(plain_name(look.stencil))

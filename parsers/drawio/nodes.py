"""From parts of a drawing to nodes of the architecture."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from architecture.catalogue import Entry, boundary_by_stencil, by_words
from architecture.service import Boundary, BoundaryKind, Node, NodeKind, Origin, Provider, Role, Service
from parsers.drawio.cells import Cell
from parsers.drawio.classify import Drawing, Part
from parsers.drawio.frames import Meaning, kind_by_stencil, meaning, service_of_group
from parsers.drawio.geometry import centre
from parsers.drawio.grid import Grid
from parsers.drawio.identify import LABEL, Identity, identify, named_exactly
from parsers.drawio.labels import one_line
from parsers.drawio.limits import MOST_BOXES_READ
from parsers.drawio.look import Form, Look
from parsers.drawio.mapping import ServiceMapping

EXTERNAL_WORDS = re.compile(
    r"\bexternal\b|\b(?:third|3rd)[ -]party\b|\bpartner|\bvendor\b|\bsaas\b|\bon[ -]prem", re.IGNORECASE
)

CLUSTER = re.compile(r"\s+(?:cluster|environment|service)s?$", re.IGNORECASE)
"""What follows the name of a service on a frame around its parts."""

NETWORK_PARTS = frozenset(
    {
        BoundaryKind.SUBNET,
        BoundaryKind.PUBLIC_SUBNET,
        BoundaryKind.PRIVATE_SUBNET,
        BoundaryKind.AVAILABILITY_ZONE,
    }
)
"""Frames that a group may reach over: what lies in the group lies in them as well."""

LONGEST_NAME_OF_A_BOX = 60
"""Characters of a box's label that may name a service although no arrow ends on the box."""


_NO_SERVICES = frozenset({Part.FRAME, Part.WRAPPER, Part.EDGE})


@dataclass
class Nodes:
    """The nodes of a page in drawing order, and what was decided about each.

    `renamed` maps a frame that is drawn as box and icon to the icon's id, which the node bears.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    identities: dict[str, Identity] = field(default_factory=dict)
    meanings: dict[str, Meaning] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)


def make_nodes(
    drawing: Drawing, used: Collection[str], origins: Mapping[str, Origin], mapping: ServiceMapping
) -> Nodes:
    """The nodes of a page. `used` are the cells on which arrows end."""
    made = Nodes()
    _choose(drawing, used, made, mapping)
    holding = _holding(drawing, list(made.identities), used)
    for name in drawing.parts:
        if name in made.identities:
            _add_service(drawing, made, name, holding, origins)
        elif name in holding:
            _add_frame(drawing, made, name, holding, origins, mapping)
        elif drawing.parts[name] is Part.FRAME:
            drawing.why.setdefault(name, "a frame around nothing")
    if made.renamed:
        _rename(made)
    return made


def _choose(drawing: Drawing, used: Collection[str], made: Nodes, mapping: ServiceMapping) -> None:
    """Find what the cells stand for that become services."""
    unread, icon, box = MOST_BOXES_READ, Part.ICON, Part.BOX
    for name, part in drawing.parts.items():
        if part in _NO_SERVICES:
            continue
        if part is box and name not in used:
            unread -= 1
            if unread < 0:
                drawing.why[name] = "one of too many boxes on which no arrow ends"
                continue
        if part is icon or part is box or name in used:
            identity = identify(drawing.cells[name], drawing.looks[name], drawing.label(name), mapping)
            reason = "" if name in used else _left_out(drawing, name, part, identity)
            if reason:
                drawing.why[name] = reason
            else:
                made.identities[name] = identity


def _left_out(drawing: Drawing, name: str, part: Part, identity: Identity) -> str:
    """Why a cell on which no arrow ends becomes no node, "" if it does."""
    if identity.left_out:
        return identity.reason
    if identity.by == "attribute":
        return ""
    label = drawing.label(name)
    if part is Part.ICON:
        nameless = identity.entry is None and not label and drawing.looks[name].form is not Form.ICON
        return "a picture without a name" if nameless else ""
    if identity.entry is None:
        return "a box on which no arrow ends" if label else "an empty box"
    return "" if len(label) <= LONGEST_NAME_OF_A_BOX else "a box of prose on which no arrow ends"


def _holding(drawing: Drawing, chosen: Collection[str], used: Collection[str]) -> set[str]:
    """Frames that hold a node, or that an arrow ends on, with all frames around those; and parts of a network in
    which a node lies that another frame holds."""
    holding = {name for name in drawing.of(Part.FRAME, Part.WRAPPER) if name in used}
    crossed = _crossed(drawing, chosen)
    for name in (*chosen, *holding, *crossed):
        here = drawing.inside.get(name)
        while here is not None and here not in holding:
            holding.add(here)
            here = drawing.inside.get(here)
    return holding | crossed


def _crossed(drawing: Drawing, chosen: Collection[str]) -> set[str]:
    """Subnets and zones in which a node lies, as a group that reaches over several of them may hold it."""
    parts = {
        name: drawing.boxes[name]
        for name in drawing.of(Part.FRAME)
        if boundary_by_stencil(drawing.looks[name].stencil) in NETWORK_PARTS
    }
    if not parts:
        return set()
    grid = Grid(parts, len(chosen))
    return {part for name in chosen for part in grid.at(centre(drawing.boxes[name]), 0.0)}


def _add_service(
    drawing: Drawing, made: Nodes, name: str, holding: Collection[str], origins: Mapping[str, Origin]
) -> None:
    identity = made.identities[name]
    made.nodes[name] = _service(
        drawing.cells[name], drawing.label(name), identity, _boundary(drawing, name, holding), origins[name]
    )


def _service(cell: Cell, label: str, identity: Identity, boundary: str | None, origin: Origin) -> Service:
    entry = identity.entry
    return Service(
        cell.id,
        label,
        entry.id if entry else None,
        entry.role if entry else Role.OTHER,
        entry.layer if entry else None,
        entry.kind if entry else _unknown_kind(label),
        origin,
        identity.provider,
        identity.title,
        boundary,
        cell.attributes,
        identity.by,
        identity.confidence,
        identity.reason,
    )


def _unknown_kind(label: str) -> NodeKind:
    return NodeKind.EXTERNAL if label and EXTERNAL_WORDS.search(label[:200]) else NodeKind.UNKNOWN


def _boundary(drawing: Drawing, name: str, holding: Collection[str]) -> str | None:
    here = drawing.inside.get(name)
    while here is not None and here not in holding:
        here = drawing.inside.get(here)
    return here


def _add_frame(
    drawing: Drawing,
    made: Nodes,
    name: str,
    holding: Collection[str],
    origins: Mapping[str, Origin],
    mapping: ServiceMapping,
) -> None:
    cell, label = drawing.cells[name], drawing.label(name)
    boundary = _boundary(drawing, name, holding)
    service = _service_drawn_as_frame(drawing, name, label, mapping)
    if service is not None:
        made.identities[name] = service
        made.nodes[name] = _service(cell, label, service, boundary, origins[name])
        if (badge := drawing.badge.get(name)) is not None and kind_by_stencil(
            _stencil(drawing, badge)
        ) is None:
            made.renamed[name] = badge
        return
    meant = meaning(_stencil(drawing, name), cell.style, label, _stencil(drawing, drawing.badge.get(name)))
    made.meanings[name] = meant
    made.nodes[name] = Boundary(
        name,
        label,
        meant.kind,
        origins[name],
        boundary,
        attributes=cell.attributes,
        identified_by=meant.by,
        confidence=meant.confidence,
        reason=meant.reason,
    )


def _stencil(drawing: Drawing, name: str | None) -> str:
    if name is None:
        return ""
    seen = drawing.looks.get(name, Look(Form.SHAPE))
    return seen.stencil if seen.form in (Form.ICON, Form.GROUP) else ""


def _service_drawn_as_frame(
    drawing: Drawing, name: str, label: str, mapping: ServiceMapping
) -> Identity | None:
    """A Step Functions workflow, a cluster: a service that contains, told by its stencil or its badge."""
    for cell in (name, drawing.badge.get(name)):
        if cell is None:
            continue
        stencil = _stencil(drawing, cell)
        if stencil and kind_by_stencil(stencil) is None and _contains(drawn := service_of_group(stencil)):
            named = _named_service(label, drawn.provider) if label else None
            if named is not None and _contains(named):
                return Identity(
                    named, LABEL, 0.85, f"its label, on the stencil {stencil}", named.name, named.provider
                )
            return identify(drawing.cells[name], Look(Form.GROUP, stencil), label, mapping)
    return None


def _named_service(label: str, provider: Provider) -> Entry | None:
    """The service whose parts lie in a frame with this label."""
    return (
        named_exactly(label)
        or named_exactly(CLUSTER.sub("", label))
        or by_words(one_line(label), of=provider)
    )


def _contains(entry: Entry | None) -> TypeGuard[Entry]:
    return entry is not None and entry.kind is NodeKind.SERVICE


def _rename(made: Nodes) -> None:
    """Let nodes that are drawn as a frame with an icon in its corner bear the icon's id."""
    made.nodes = {
        made.renamed.get(name, name): replace(
            node,
            id=made.renamed.get(name, name),
            boundary=made.renamed.get(node.boundary, node.boundary) if node.boundary else None,
        )
        for name, node in made.nodes.items()
    }

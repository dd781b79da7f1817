"""What a frame means: a VPC, a public subnet, an account ... by its stencil, its label, its badge, its colour."""

from dataclasses import dataclass

from architecture.boundary_words import boundary_kind_by_label
from architecture.catalogue import Entry, boundary_by_stencil, by_stencil, readable
from architecture.service import BoundaryKind, Role
from parsers.drawio.identify import named_exactly
from parsers.drawio.style import Style

COLOURS: tuple[tuple[BoundaryKind, frozenset[str]], ...] = (
    (BoundaryKind.PUBLIC_SUBNET, frozenset({"#248814", "#7aa116", "#1e8900", "#e9f3e6", "#f2f6e8"})),
    (BoundaryKind.PRIVATE_SUBNET, frozenset({"#147eba", "#00a4a6", "#007dbc", "#e6f2f8", "#e6f6f7"})),
)
"""Colours of subnets in the palettes of AWS, old and new."""

SECURITY_GROUP_BORDERS = frozenset({"#dd3522", "#dd344c", "#bf0816", "#df3312"})
ZONE_BORDERS = frozenset({"#147eba", "#00a4a6", "#007cbc"})

_CLOUDS = frozenset({BoundaryKind.CLOUD})
_SUBNETS = frozenset({BoundaryKind.SUBNET, BoundaryKind.PUBLIC_SUBNET, BoundaryKind.PRIVATE_SUBNET})


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind of boundary, what told us, how sure that is, and the same in words."""

    kind: BoundaryKind
    by: str
    confidence: float
    reason: str


def meaning(stencil: str, style: Style, label: str, badge: str) -> Meaning:
    """What a frame stands for. A stencil decides, except that AWS's cloud and subnet frames serve for much else."""
    drawn = kind_by_stencil(stencil) if stencil else None
    named = boundary_kind_by_label(label)
    if drawn is not None:
        return _by_stencil(drawn, stencil, style, named)
    if badge and (pinned := kind_by_stencil(badge)) is not None:
        kind = named if named is not None and pinned in _CLOUDS else pinned
        return Meaning(kind, "stencil", 0.9, f"the badge {badge} in its corner")
    if named is not None:
        return Meaning(named, "label", 0.85, f'the words "{label.strip().splitlines()[0][:80]}"')
    return _by_border(style)


def kind_by_stencil(stencil: str) -> BoundaryKind | None:
    """What a frame with this stencil, or with this icon in its corner, bounds; None for services that contain.

    The icon of a network stands for the network around, and programs that draw write names of groups that the set
    never had.
    """
    if (listed := boundary_by_stencil(stencil)) is not None:
        return listed
    entry = service_of_group(stencil)
    if entry is None:
        return boundary_kind_by_label(_name_of_group(stencil))
    return boundary_kind_by_label(entry.name) if entry.role is Role.NETWORK else None


def service_of_group(stencil: str) -> Entry | None:
    """The service that a stencil stands for, also by the name that a group bears: `aws4.group_ecs`."""
    return by_stencil(stencil) or named_exactly(_name_of_group(stencil))


def _name_of_group(stencil: str) -> str:
    _, group, name = stencil.partition(".group_")
    return readable(name) if group else ""


def means_something(label: str) -> bool:
    """Whether a label by itself makes a frame of a box."""
    return bool(label) and boundary_kind_by_label(label) is not None


def is_bordered(style: Style) -> bool:
    """Whether a border by itself makes a frame of a box."""
    return _by_border(style).kind is not BoundaryKind.GROUP


def _by_stencil(drawn: BoundaryKind, stencil: str, style: Style, named: BoundaryKind | None) -> Meaning:
    if drawn is BoundaryKind.SUBNET:
        return _subnet(stencil, style, named)
    if drawn in _CLOUDS and named is not None and named is not drawn:
        return Meaning(named, "label", 0.9, f"its label, on the stencil {stencil} that serves for any frame")
    return Meaning(drawn, "stencil", 1.0, f"stencil {stencil}")


def _subnet(stencil: str, style: Style, named: BoundaryKind | None) -> Meaning:
    if named in (BoundaryKind.PUBLIC_SUBNET, BoundaryKind.PRIVATE_SUBNET):
        return Meaning(named, "stencil", 1.0, f"stencil {stencil} and its label")
    if named is not None and named not in _SUBNETS:
        return Meaning(named, "label", 0.85, f"its label, on the stencil {stencil} that serves for any frame")
    if (coloured := _by_colour(style)) is not None:
        return Meaning(coloured, "stencil", 0.9, f"stencil {stencil} and its colour")
    return Meaning(BoundaryKind.SUBNET, "stencil", 0.9, f"stencil {stencil}")


def _by_colour(style: Style) -> BoundaryKind | None:
    colours = {style.get(key, "").lower() for key in ("strokeColor", "fontColor", "fillColor")}
    return next((kind for kind, known in COLOURS if colours & known), None)


def _by_border(style: Style) -> Meaning:
    border = style.get("strokeColor", "").lower()
    if (
        border in SECURITY_GROUP_BORDERS
        and style.get("fillColor", "none") == "none"
        and not style.flag("dashed")
    ):
        return Meaning(
            BoundaryKind.SECURITY_GROUP, "stencil", 0.7, "a plain red border, as AWS draws security groups"
        )
    if border in ZONE_BORDERS and style.flag("dashed"):
        return Meaning(
            BoundaryKind.AVAILABILITY_ZONE, "stencil", 0.6, "a dashed blue border, as AWS draws zones"
        )
    return Meaning(BoundaryKind.GROUP, "shape", 0.8, "a box drawn around others")

"""Which of several formats is asked for: by its name, by the extension of a file, or by an Accept header."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from app.errors import NotAcceptable, UnknownOutput


class Offer(Protocol):
    """A format that something can be turned into."""

    @property
    def name(self) -> str: ...
    @property
    def extension(self) -> str: ...
    @property
    def media_type(self) -> str: ...


Offered = TypeVar("Offered", bound=Offer)


def named(name: str, offered: Sequence[Offered]) -> Offered:
    """The format of that name. Raises UnknownOutput with the names there are."""
    for offer in offered:
        if offer.name == name:
            return offer
    known = ", ".join(offer.name for offer in offered)
    raise UnknownOutput(f'"{name}" is no output format.', f"Choose one of {known}.")


def fitting(path: str, offered: Sequence[Offered]) -> Offered:
    """The format that a file's extension asks for, of several the longest. Raises UnknownOutput with the extensions there are."""
    found = [offer for offer in offered if path.lower().endswith(offer.extension)]
    if found:
        return max(found, key=lambda offer: len(offer.extension))
    known = ", ".join(offer.extension for offer in offered)
    raise UnknownOutput(f"{path}: no output format has this extension.", f"End the name with one of {known}.")


def most_accepted(accept: str, offered: Sequence[Offered]) -> Offered:
    """The first of these formats that an Accept header prefers (RFC 9110, 12.5.1). Raises NotAcceptable."""
    offers = [(_weight(accept, offer.media_type), offer) for offer in offered]
    best = max(weight for weight, _ in offers)
    if best <= 0:
        known = ", ".join(offer.media_type for offer in offered)
        raise NotAcceptable("No format in the Accept header can be made.", f"Accept one of {known}.")
    return next(offer for weight, offer in offers if weight == best)


def _weight(accept: str, media_type: str) -> float:
    """The quality that an Accept header gives a media type: that of its most specific matching range."""
    if not accept.strip():
        return 1.0
    found = (0, 0.0)
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if specific := _specificity(media_range, media_type):
            found = max(found, (specific, _quality(parameters)), key=lambda match: match[0])
    return found[1]


def _specificity(media_range: str, media_type: str) -> int:
    family = media_type.split("/")[0]
    return {media_type: 3, f"{family}/*": 2, "*/*": 1}.get(media_range, 0)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
                return min(max(weight, 0.0), 1.0) if weight == weight else 0.0  # not for what is no number
            except ValueError:
                return 0.0
    return 1.0

"""To be read."""

from parsers.reading import Reading


def recognises(data: bytes) -> bool:
    """Whether these bytes are of this format, by their content."""
    raise NotImplementedError


def read(data: bytes, filename: str) -> Reading:
    """Read them."""
    raise NotImplementedError

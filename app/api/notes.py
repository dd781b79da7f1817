"""What to know about an artefact that cannot be told in it: a header of the answer that holds it."""

from urllib.parse import quote

NOTE = "Diagram-Lens-Note"
NOTED = {
    NOTE: {
        "description": "What to know about the file: that the picture sent could not be drawn over and was drawn "
        "anew, or that letters are missing on it; percent-encoded UTF-8 beyond ASCII",
        "schema": {"type": "string"},
    }
}
"""OpenAPI of the header."""

_READABLE = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")


def note_header(note: str) -> dict[str, str]:
    """The header that tells this; none where there is nothing to tell."""
    return {NOTE: quote(note, safe=_READABLE)} if note else {}

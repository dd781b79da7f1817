"""Bundles: a zip of a script and the files that it imports or opens. Nothing is unpacked to disk."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from parsers.diagrams_dsl.syntax import looks_like_script
from parsers.errors import BrokenDiagram, NotADiagram, TooLarge

SIGNATURE = b"PK\x03\x04"
MOST_MEMBERS = 500
MOST_BYTES = 8 * 1024 * 1024
"""Bytes of all members together, unpacked."""

DRAWS = re.compile(rb"\bDiagram\s*\(")
FAVOURED = ("main.py", "diagram.py", "diagrams.py", "architecture.py")
"""Names that a script to begin with has, where several draw."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The script to read, the other files by their paths relative to it, and other scripts that draw."""

    name: str
    script: bytes
    files: Mapping[str, bytes]
    others: tuple[str, ...]


def is_bundle(data: bytes) -> bool:
    """Whether these bytes are a zip."""
    return data.startswith(SIGNATURE)


def opened(data: bytes) -> Bundle:
    """The bundle in these bytes. Raises BrokenDiagram, TooLarge, and NotADiagram where no script in it draws."""
    members = _members(data)
    drawing = [name for name, text in members.items() if name.endswith(".py") and _draws(text)]
    if not drawing:
        raise NotADiagram(
            "no script in this zip draws a Diagram.",
            "Put the script and the files that it needs into one zip.",
        )
    main = min(drawing, key=_rank)
    folder = posixpath.dirname(main)
    files = {_relative(name, folder): text for name, text in members.items() if name != main}
    return Bundle(
        posixpath.basename(main), members[main], files, tuple(name for name in drawing if name != main)
    )


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise BrokenDiagram(
            "this zip cannot be unpacked.", "Pack the files again, without a password."
        ) from None


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_MEMBERS:
        raise TooLarge(f"the zip holds more than {MOST_MEMBERS} files.", "Pack only what the script needs.")
    members: dict[str, bytes] = {}
    left = MOST_BYTES
    for info in infos:
        name = posixpath.normpath(info.filename.replace("\\", "/")).lstrip("/")
        if name.startswith(("..", "__MACOSX/", ".")):
            continue
        with archive.open(info) as member:
            text = member.read(left + 1)
        left -= len(text)
        if left < 0:
            raise TooLarge(
                f"the zip unpacks to more than {MOST_BYTES // 2**20} MB.", "Pack only what the script needs."
            )
        members.setdefault(name, text)
    return members


def _draws(text: bytes) -> bool:
    return looks_like_script(text) and DRAWS.search(text) is not None


def _rank(name: str) -> tuple[int, int, str]:
    base = posixpath.basename(name)
    return name.count("/"), FAVOURED.index(base) if base in FAVOURED else len(FAVOURED), name


def _relative(name: str, folder: str) -> str:
    return name.removeprefix(f"{folder}/") if folder else name

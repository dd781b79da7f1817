"""Where configuration may lie, found without reading it: most diagrams have none."""

from functools import cache
from pathlib import Path

OWN_FILE, PROJECT_FILE, TABLE = ".diagram-lens.toml", "pyproject.toml", "diagram-lens"


def configuration_files(path: str) -> tuple[Path, ...]:
    """Files that may hold the configuration for a diagram, nearest first: from its folder upwards."""
    return _from(Path(path).resolve().parent)


@cache
def _from(folder: Path) -> tuple[Path, ...]:
    places = [place / name for place in (folder, *folder.parents) for name in (OWN_FILE, PROJECT_FILE)]
    return tuple(file for file in places if file.is_file() and (file.name == OWN_FILE or _mentions(file)))


def _mentions(file: Path) -> bool:
    try:
        return TABLE.encode() in file.read_bytes()
    except OSError:
        return False


def look_again() -> None:
    """Forget which files there were: for whoever lives longer than they stay the same."""
    _from.cache_clear()

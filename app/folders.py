"""Where a program keeps its data on this system, when nobody says."""

import os
import sys
from pathlib import Path

HERE = Path(".diagram-lens-data")
"""Where the user has no home: in a container, for a service account."""


def data_folder() -> Path:
    """The user's folder for data of programs, with ours in it; it need not exist yet."""
    try:
        return (_base(Path.home()) / "diagram-lens").absolute()
    except RuntimeError:
        return HERE.absolute()


def _base(home: Path) -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")

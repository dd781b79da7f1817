"""A real git repository, made commit by commit."""

import os
import subprocess
from pathlib import Path

QUIET = {
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@example.org",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


class Repository:
    """A folder under git. `write` and `remove` change files, `commit` keeps them and gives the commit's name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        ran = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            env={**os.environ, **QUIET},
            check=True,
            capture_output=True,
            text=True,
        )
        return ran.stdout.strip()

    def write(self, files: "dict[str, bytes | str]") -> None:
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def remove(self, *names: str) -> None:
        for name in names:
            (self.folder / name).unlink()

    def commit(self, files: "dict[str, bytes | str] | None" = None) -> str:
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a change")
        return self.git("rev-parse", "HEAD")

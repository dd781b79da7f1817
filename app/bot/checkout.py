"""The diagrams that changed between two commits of the checkout, with both their versions, asked of git.

Only plumbing is asked, by full object names: nothing of the repository's configuration runs a program.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.bot.patterns import is_candidate, is_diagram
from app.cli.console import LARGEST_INPUT
from app.comparing import Pair, Version
from app.errors import Refusal
from reports.plain import one_line

SECONDS = 120
AT_ONCE = 100
NOTHING = "0" * 40
FILE_MODES = frozenset({"100644", "100755"})
BESIDE = ".lens.yaml"
"""How the name of a file of declarations ends; see app.cli.choosing."""
POINTER = b"version https://git-lfs.github.com/spec/"
DEEPER = "Fetch the whole history: fetch-depth: 0 for actions/checkout, GIT_DEPTH: 0 for GitLab."


@dataclass(frozen=True, slots=True)
class Side:
    """A file of a commit: its path and the name of its content; an empty name where it is no file there."""

    path: str
    blob: str


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file before and after."""

    base: Side
    head: Side


class Checkout:
    """A git repository, here."""

    def __init__(self, folder: str = ".") -> None:
        self.folder = folder
        self._files: dict[tuple[str, str], dict[str, str]] = {}

    def commit(self, revision: str) -> str:
        """The commit that a revision names, in full. Raises Refusal."""
        try:
            return self._git(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            ).strip()
        except Refusal:
            raise Refusal(
                f"{one_line(revision, 100)}: there is no such commit in this checkout.", DEEPER
            ) from None

    def root(self) -> str:
        """The folder that paths of the repository start from. Raises Refusal outside of one."""
        return self._git("rev-parse", "--show-toplevel").rstrip("\n")

    def merge_base(self, base: str, head: str) -> str:
        """The commit from which two commits went apart. Raises Refusal where the checkout does not reach back to it."""
        try:
            return self._git("merge-base", base, head).strip()
        except Refusal:
            raise Refusal("The two commits have no common history in this checkout.", DEEPER) from None

    def changed(self, base: str, head: str) -> list[ChangedFile]:
        """The files that differ between two commits, renamed ones as one, by path."""
        told = self._git("diff-tree", "-r", "-z", "-M", "--raw", "--no-abbrev", base, head).split("\0")
        return list(_changed_files(iter(told)))

    def files_in(self, commit: str, folder: str) -> dict[str, str]:
        """The files below a folder of a commit, as paths from the repository's root, with their contents' names."""
        if (commit, folder) not in self._files:
            self._files[commit, folder] = self._listed(commit, folder)
        return self._files[commit, folder]

    def _listed(self, commit: str, folder: str) -> dict[str, str]:
        wanted = [f"{folder}/"] if folder else []
        told = self._git("ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted).split("\0")
        entries = (entry.partition("\t") for entry in told if entry)
        described = ((facts.split(), path) for facts, _, path in entries)
        return {path: blob for (mode, _, blob), path in described if mode in FILE_MODES}

    def contents(self, blobs: Iterable[str]) -> dict[str, bytes | None]:
        """The contents with these names; None for what is larger than one input may be, or not in this checkout."""
        wanted = [blob for blob in dict.fromkeys(blobs) if blob]
        if not wanted:
            return {}
        sizes = self._run(
            ["cat-file", "--batch-check=%(objectsize)"], "\n".join(wanted).encode()
        ).splitlines()
        small = [
            blob
            for blob, size in zip(wanted, sizes, strict=True)
            if size.isdigit() and int(size) <= LARGEST_INPUT
        ]
        read = dict(_batch(small, self._run(["cat-file", "--batch"], "\n".join(small).encode())))
        return {blob: read.get(blob) for blob in wanted}

    def _git(self, *arguments: str) -> str:
        return os.fsdecode(self._run(list(arguments)))

    def _run(self, arguments: list[str], given: bytes = b"") -> bytes:
        """What git prints. Raises Refusal with its own words."""
        try:
            ran = subprocess.run(  # noqa: S603 - a fixed program, no shell
                ["git", "-C", self.folder, *arguments],  # noqa: S607 - wherever the CI has it
                input=given,
                capture_output=True,
                timeout=SECONDS,
                env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
                check=False,
            )
        except FileNotFoundError:
            raise Refusal("There is no git here.", "Install git.") from None
        except subprocess.TimeoutExpired:
            raise Refusal(f"git {arguments[0]} took longer than {SECONDS} s.") from None
        if ran.returncode:
            raise Refusal(f"git {arguments[0]}: {one_line(ran.stderr.decode('utf-8', 'replace'), 300)}")
        return ran.stdout


def changed_diagrams(
    checkout: Checkout, base: str, head: str, patterns: Sequence[str] = (), excluded: Sequence[str] = ()
) -> list[Pair]:
    """The diagrams that differ between two commits, before and after; also those of which only the file of
    declarations beside them does. Raises Refusal."""
    changed = checkout.changed(base, head)
    files = [
        file
        for file in (*changed, *_declared_otherwise(checkout, head, changed))
        if any(side.blob and is_candidate(side.path, patterns, excluded) for side in (file.base, file.head))
    ]
    contents = checkout.contents(side.blob for file in files for side in (file.base, file.head))
    pairs = (Pair(_version(file.base, contents), _version(file.head, contents)) for file in files)
    return [pair for pair in pairs if _is_about_a_diagram(pair)]


def diagrams_in(
    checkout: Checkout, commit: str, patterns: Sequence[str] = (), excluded: Sequence[str] = ()
) -> Iterator[Version]:
    """Every diagram of a commit, by path; no more than `AT_ONCE` files are held at a time. Raises Refusal."""
    sides = [
        Side(path, blob)
        for path, blob in sorted(checkout.files_in(commit, "").items())
        if is_candidate(path, patterns, excluded)
    ]
    for start in range(0, len(sides), AT_ONCE):
        part = sides[start : start + AT_ONCE]
        contents = checkout.contents(side.blob for side in part)
        versions = (_version(side, contents) for side in part)
        yield from (one for one in versions if one and is_diagram(one.name, one.data))


def _declared_otherwise(
    checkout: Checkout, head: str, changed: Sequence[ChangedFile]
) -> Iterator[ChangedFile]:
    """Files that stayed as they were beside declarations that did not: a waiver may have come or gone."""
    known = {side.path for file in changed for side in (file.base, file.head)}
    declared = [path.removesuffix(BESIDE) for path in sorted(known) if path.endswith(BESIDE)]
    for folder in dict.fromkeys(path.rpartition("/")[0] for path in declared):
        for path, blob in checkout.files_in(head, folder).items():
            if path not in known and (path in declared or path.rpartition(".")[0] in declared):
                yield ChangedFile(Side(path, blob), Side(path, blob))


def _is_about_a_diagram(pair: Pair) -> bool:
    sides = [side for side in (pair.base, pair.head) if side is not None]
    return any(side.problem or is_diagram(side.name, side.data) for side in sides)


def _version(side: Side, contents: dict[str, bytes | None]) -> Version | None:
    if not side.blob:
        return None
    data = contents[side.blob]
    if data is None:
        return Version(
            side.path, b"", f"more than {LARGEST_INPUT // 2**20} MB.", "Split it into smaller files."
        )
    if data.startswith(POINTER):
        cure = "Review it where Git LFS has fetched it: diagram-lens diff."
        return Version(side.path, b"", "git keeps only a pointer to this file (Git LFS).", cure)
    return Version(side.path, data)


def _changed_files(told: Iterator[str]) -> Iterator[ChangedFile]:
    """The files in what `git diff-tree --raw -z` prints: `:mode mode blob blob status`, then one path or two."""
    for entry in told:
        if not entry:
            continue
        mode_before, mode_after, before, after, status = entry.removeprefix(":").split(" ")
        path = next(told)
        new_path = next(told) if status[0] in "RC" else path
        yield ChangedFile(
            Side(path, before if mode_before in FILE_MODES and status[0] != "C" else ""),
            Side(new_path, after if mode_after in FILE_MODES else ""),
        )


def _batch(blobs: Sequence[str], told: bytes) -> Iterator[tuple[str, bytes]]:
    """The contents in what `git cat-file --batch` prints: `name type size`, a line end, the content, a line end."""
    place = 0
    for blob in blobs:
        line_end = told.index(b"\n", place)
        size = int(told[place:line_end].split()[2])
        yield blob, told[line_end + 1 : line_end + 1 + size]
        place = line_end + size + 2

"""The diagrams that differ between two revisions of the git repository here: what `diff` and folders share."""

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from glob import escape
from pathlib import PurePosixPath

from app.bot.checkout import Checkout, changed_diagrams, diagrams_in
from app.cli.siblings import LARGEST, MOST_FILES, SUFFIXES
from app.comparing import Pair, Version
from app.errors import Refusal
from app.pairing import renamed_joined
from reports.plain import one_line


@dataclass(frozen=True, slots=True)
class Span:
    """Two revisions as people write them; `from_merge_base` for three dots between."""

    base: str
    head: str
    from_merge_base: bool = False


def span_in(text: str) -> Span | None:
    """`main..HEAD` or `main...HEAD`, as git reads it; an empty side is HEAD. None where there are no dots."""
    for dots in ("...", ".."):
        base, found, head = text.partition(dots)
        if found:
            return Span(base or "HEAD", head or "HEAD", dots == "...")
    return None


def revision_pairs(
    span: Span,
    paths: Sequence[str] = (),
    folder: str = ".",
    files: Sequence[str] = (),
    excluded: Sequence[str] = (),
) -> tuple[list[Pair], str]:
    """The diagrams that differ, before and after, and the repository's root, which their names start from.

    `paths` are files and folders as seen from `folder`; without any all counts. `files` and `excluded` are patterns
    (see app.bot.patterns). Symbolic links and submodules are no files. Raises Refusal where git, the repository or a revision is not there.
    """
    here = Checkout(folder)
    root = here.root()
    base, head = here.commit(span.base), here.commit(span.head)
    if span.from_merge_base:
        base = here.merge_base(base, head)
    checkout = Checkout(root)
    patterns = [pattern for path in paths for pattern in _patterns(path, folder, root)]
    pairs = renamed_joined(changed_diagrams(checkout, base, head, (*patterns, *files), excluded))
    sides = _Side(checkout, base), _Side(checkout, head)
    return [Pair(sides[0].whole(pair.base), sides[1].whole(pair.head)) for pair in pairs], root


def versions_in(
    revision: str,
    folder: str = ".",
    files: Sequence[str] = (),
    excluded: Sequence[str] = (),
    but: Collection[str] = (),
) -> Iterator[Version]:
    """Every diagram of a revision but those of these paths, by path, with what lies beside it. Raises Refusal."""
    here = Checkout(folder)
    checkout, commit = Checkout(here.root()), here.commit(revision)
    side = _Side(checkout, commit)
    for version in diagrams_in(checkout, commit, files, excluded):
        if version.name not in but:
            whole = side.whole(version)
            yield whole if whole is not None else version


def _patterns(path: str, folder: str, root: str) -> tuple[str, str]:
    """The patterns of names in the repository for a path. Raises Refusal where it lies outside."""
    within = os.path.relpath(os.path.join(os.path.realpath(folder), path), os.path.realpath(root)).replace(
        os.sep, "/"
    )
    if within == "..":
        within = "../"
    if within.startswith("../"):
        raise Refusal(f"{one_line(path, 100)}: it is outside of the repository.", "Give a path inside of it.")
    return ("*", "*") if within == "." else (escape(within), f"{escape(within)}/*")


class _Side:
    """One commit: what lies beside its diagrams there."""

    def __init__(self, checkout: Checkout, commit: str) -> None:
        self.checkout, self.commit = checkout, commit

    def whole(self, version: Version | None) -> Version | None:
        """The version with the files that a script may need and the declarations beside it, of the same commit."""
        if version is None or version.problem:
            return version
        path = PurePosixPath(version.name)
        folder = "" if str(path.parent) == "." else str(path.parent)
        beside = self.checkout.files_in(self.commit, folder)
        wanted = [f"{version.name}.lens.yaml", str(path.with_suffix(".lens.yaml"))]
        declared = next((name for name in wanted if name in beside), None)
        needed = self._needed(version.name, beside) if path.suffix.lower() == ".py" else []
        contents = self.checkout.contents(
            beside[name] for name in (*needed, *([declared] if declared else []))
        )
        files = {
            str(PurePosixPath(name).relative_to(folder)): data[:LARGEST]
            for name in needed
            if (data := contents[beside[name]]) is not None
        }
        return replace(version, files=files, declarations=self._text(declared, beside, contents))

    def _needed(self, script: str, beside: dict[str, str]) -> list[str]:
        names = (name for name in beside if name != script and name.endswith(SUFFIXES))
        return sorted(names)[:MOST_FILES]

    def _text(
        self, name: str | None, beside: dict[str, str], contents: dict[str, bytes | None]
    ) -> tuple[str, str] | None:
        data = contents[beside[name]] if name else None
        return (name, data.decode("utf-8-sig", "replace")) if name and data is not None else None

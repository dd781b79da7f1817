"""The folders that an agent may name files in: nothing outside them is read or written, wherever links lead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.cli.choosing import Asked, configuration, options_for
from app.cli.console import STANDARD, read_input
from app.cli.siblings import Siblings
from app.configuration import forget
from app.errors import Refusal
from app.pipeline import NamedText, Options
from parsers import UnreadableDiagram
from reports.plain import one_line

OUTSIDE = (
    "Give a path inside the folders that `diagram-lens mcp --root` names, or the diagram's text as `source`."
)


@dataclass(frozen=True, slots=True)
class Roots:
    """Folders, resolved. A path of an agent is looked up in each of them, the first first."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, folders: Sequence[str]) -> "Roots":
        """Raises Refusal for what is no folder."""
        resolved = [Path(folder).resolve() for folder in folders]
        for given, folder in zip(folders, resolved, strict=True):
            if not folder.is_dir():
                raise Refusal(f"{one_line(given)}: this is no folder.", "Give a folder with --root.")
        return cls(tuple(resolved))

    def holds(self, path: Path) -> bool:
        """Whether a path, with every link followed, lies in one of the folders; a loop of links lies nowhere."""
        try:
            resolved = path.resolve()
            resolved.exists()  # asks the system, which refuses names that no file can have
        except (OSError, RuntimeError, ValueError):
            return False
        return any(resolved.is_relative_to(folder) for folder in self.folders)

    def file(self, path: str) -> Path:
        """The file of this path. Raises Refusal where it lies outside, or is none."""
        candidates = self._candidates(path)
        found = next((each for each in candidates if each.is_file()), None)
        if found is None:
            raise Refusal(
                f"{one_line(path)}: there is no such file.", "Check the path; it starts from the root."
            )
        return found

    def new_file(self, path: str) -> Path:
        """Where a file of this path is to be written. Raises Refusal where it lies outside, or is there already."""
        target = self._candidates(path)[0]
        if target.exists() or target.is_symlink():
            raise Refusal(f"{one_line(path)}: there is such a file already.", "Choose another name.")
        if not target.parent.is_dir():
            raise Refusal(f"{one_line(path)}: its folder does not exist.", "Choose one that does.")
        return target

    def _candidates(self, path: str) -> list[Path]:
        if "\0" in path:
            raise Refusal("The path holds a zero byte.", OUTSIDE)
        inside = [found for folder in self.folders if self.holds(found := folder / path)]
        if not inside:
            raise Refusal(f"{one_line(path)}: this lies outside of the folders that may be read.", OUTSIDE)
        return inside

    def name_of(self, path: Path) -> str:
        """What a file is called in answers: its path from its root on, never the machine's."""
        folder = next((root for root in self.folders if path.is_relative_to(root)), path.parent)
        return path.relative_to(folder).as_posix()


@dataclass(frozen=True, slots=True)
class Given:
    """A diagram to look at: its name, its bytes, and the options of the folder it lies in."""

    name: str
    data: bytes
    options: Options


class WithinRoots(Mapping[str, bytes]):
    """The files beside a script that lie in the roots themselves: a link out of them leads nowhere."""

    def __init__(self, script: Path, roots: Roots) -> None:
        self._folder, self._roots, self._all = script.parent, roots, Siblings(script)

    def __getitem__(self, name: str) -> bytes:
        if not self._roots.holds(self._folder / name):
            raise KeyError(name)
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._all if self._roots.holds(self._folder / name))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def given_diagram(roots: Roots, path: str | None, source: str | None, asked: Asked) -> Given:
    """The diagram of a path, or of a text. Raises Refusal, UnreadableDiagram, BadText."""
    forget()
    if (path is None) == (source is None):
        raise Refusal(
            "Give either `path` or `source`.", "`path` for a file, `source` for a diagram's own text."
        )
    if source is not None:
        return Given("diagram", source.encode("utf-8", "replace"), options_for("diagram", _plainly(asked)))
    file = roots.file(path or "")
    name = roots.name_of(file)
    try:
        data = read_input(str(file), "").data
    except UnreadableDiagram as error:
        error.file = name
        raise
    options = options_for(str(file), _fenced(roots, file, asked))
    beside: Mapping[str, bytes] = WithinRoots(file, roots) if file.suffix.lower() == ".py" else {}
    said = options.declarations and _said_beside(roots, options.declarations)
    return Given(name, data, replace(options, files=beside, declarations=said))


def _said_beside(roots: Roots, declarations: NamedText) -> NamedText | None:
    """Declarations by their name in the roots; none where they lie outside."""
    path = Path(declarations[0])
    return (roots.name_of(path), declarations[1]) if roots.holds(path) else None


def _plainly(asked: Asked) -> Asked:
    """Without any configuration."""
    return replace(asked, config=STANDARD)


def _fenced(roots: Roots, file: Path, asked: Asked) -> Asked:
    """Without a configuration that lies, or leads, outside of the roots."""
    found = configuration(str(file), asked)
    if found is None or not found.file:
        return asked
    named = [*found.says.rules, *([found.says.mapping] if found.says.mapping else [])]
    inside = all(roots.holds(found.folder / name) for name in (Path(found.file).name, *named))
    return asked if inside else _plainly(asked)

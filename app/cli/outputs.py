"""Where outputs go: each file its own, or one for all; what cannot be written is refused before any work is done."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from app.cli.console import say_note, write_output
from app.cli.given import Given
from app.cli.several import is_joint, write_joint

if TYPE_CHECKING:
    from parsers import Reading
    from reports.review import Review


def check_outputs(
    outputs: list[str], given: Sequence[Given], *, several: bool, annotated: bool = False
) -> None:
    """Refuse outputs that cannot be written before any work is done. Raises app.errors.Refusal."""
    from app.artefacts import artefact_for

    for out in outputs:
        artefact_for(out, annotated=annotated)
    check_named_apart([out for out in outputs if not is_joint(out, several=several)], given)


def check_named_apart(outputs: list[str], files: "Sequence[str | Given]") -> None:
    """Refuse outputs that several files would share. Raises app.errors.Refusal."""
    from app.errors import Refusal

    for out in outputs:
        if len(files) > 1 and "{name}" not in out and "{path}" not in out:
            raise Refusal(
                f"{out}: {len(files)} files would be written to the same output.",
                f"Put {{name}} in it, as in -o '{{name}}{PurePath(out).suffix}'.",
            )
        if shared := _twice([_output_of(out, file) for file in files]) if len(files) > 1 else "":
            raise Refusal(
                f"{shared}: two files of the same name would be written to it.",
                "Give them in two commands, with an output each, or put {path} in it in place of {name}.",
            )


def _output_of(pattern: str, file: "str | Given") -> str:
    return (
        output_name(pattern, file.path, file.place) if isinstance(file, Given) else output_name(pattern, file)
    )


def _twice(paths: list[str]) -> str:
    """The first of these paths that is there before, whatever its case; else nothing."""
    folded = [path.casefold() for path in paths]
    return next((path for n, path in enumerate(paths) if path.casefold() in folded[:n]), "")


def output_name(pattern: str, filename: str, place: str = "") -> str:
    """The path of an output; `{name}` stands for the input's name without folder and extension.

    `{path}` stands for its name with its extension, and with its path below the folder that was given,
    parts joined by hyphens.
    """
    name = PurePath(filename).stem or "diagram"
    return pattern.replace("{name}", name).replace("{path}", place or name)


def save_all(
    reviewed: "Review", file: Given, outputs: Sequence[str], page: str | None, scale: float, *, several: bool
) -> None:
    """Write the outputs that are there for each file."""
    for out in outputs:
        if not is_joint(out, several=several):
            save(reviewed, output_name(out, reviewed.reading.file, file.place), page, scale)


def finish(reviews: Sequence["Review"], outputs: Sequence[str], *, several: bool) -> None:
    """Write the outputs that are there for all files together."""
    for out in outputs:
        if is_joint(out, several=several):
            write_joint(out, reviews)


def save(reviewed: "Review", path: str, page: str | None = None, scale: float = 1) -> None:
    """Write the artefact that the path's extension asks for, a file for each diagram where it holds only one."""
    from app.artefacts import artefact_for

    artefact = artefact_for(path)
    for out, diagram in diagram_files(reviewed.reading, path, page, one_diagram=artefact.one_diagram):
        write_output(out, artefact.made(reviewed, diagram, scale))
        if artefact.note is not None and (note := artefact.note(reviewed, diagram)):
            say_note(note)


def diagram_files(
    reading: "Reading", path: str, page: str | None, *, one_diagram: bool
) -> list[tuple[str, int]]:
    """Which files to write, each with the index of its diagram.

    A format that holds one diagram gets the one that `page` names, else a file for each: `out.svg`,
    `out-2.svg`, `out-3.svg`; the one without a number is the diagram that the input shows. Raises app.errors.UnknownPage.
    """
    from app.pipeline import diagram_index

    if page is not None or not one_diagram:
        return [(path, diagram_index(reading, page))]
    return [(_numbered(path, diagram, reading.shown), diagram) for diagram in range(len(reading.diagrams))]


def _numbered(path: str, diagram: int, shown: int) -> str:
    whole = PurePath(path)
    return path if diagram == shown else str(whole.with_name(f"{whole.stem}-{diagram + 1}{whole.suffix}"))

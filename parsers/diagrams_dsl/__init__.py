"""Scripts of the `diagrams` library: read exactly, never executed."""

from collections.abc import Mapping
from dataclasses import replace

from architecture import Origin
from parsers.diagrams_dsl.budget import Limits
from parsers.diagrams_dsl.bundle import Bundle, is_bundle, opened
from parsers.diagrams_dsl.diagnostics import OTHER_SCRIPTS
from parsers.diagrams_dsl.graph import diagram_reading
from parsers.diagrams_dsl.interpreter import interpret
from parsers.diagrams_dsl.lens_comments import with_comments
from parsers.diagrams_dsl.model import Remark, Script
from parsers.diagrams_dsl.syntax import looks_like_script
from parsers.errors import EmptyDiagram
from parsers.reading import Diagnostic, Reading

__all__ = ["Limits", "Script", "interpret", "read", "recognises"]


def recognises(data: bytes) -> bool:
    """Whether these bytes are a Python script, by their content: one that uses the library, or any other."""
    return is_bundle(data) or looks_like_script(data)


def read(data: bytes, filename: str, files: Mapping[str, bytes] = {}) -> Reading:
    """Read a script, or a zip of one; `files` are those that it may import or open, by their paths relative to it.

    Raises BrokenDiagram where a zip cannot be unpacked, BrokenScript where it does not parse, TooLarge where a limit would be exceeded, and EmptyDiagram
    where it draws nothing.
    """
    if is_bundle(data):
        return _read_bundle(opened(data), filename)
    script = interpret(data, filename, files)
    if not script.diagrams:
        raise _empty(script)
    return Reading(
        file=filename,
        format="diagrams",
        diagrams=tuple(map(diagram_reading, with_comments(script, data))),
        document=replace(script, filename=filename),
        diagnostics=tuple(map(_diagnostic, script.remarks)),
        complete=script.complete,
    )


def _read_bundle(bundle: Bundle, filename: str) -> Reading:
    """The reading of the script that a zip is about; other scripts in it that draw are named."""
    reading = read(bundle.script, bundle.name, bundle.files)
    told = tuple(
        Diagnostic(OTHER_SCRIPTS, f"{name} draws, too, and is left out: give it on its own.", Origin(name))
        for name in bundle.others
    )
    return replace(reading, file=filename, diagnostics=reading.diagnostics + told)


def _diagnostic(remark: Remark) -> Diagnostic:
    place = remark.place
    return Diagnostic(remark.code, remark.message, Origin(place.file, line=place.line, column=place.column))


def _empty(script: Script) -> EmptyDiagram:
    if script.error is not None:
        place = script.error.place
        return EmptyDiagram(
            f"the script draws nothing: it ends in {script.error}.",
            "Correct this line.",
            file=script.filename,
            line=place.line,
            column=place.column,
        )
    if script.left is not None:
        place = script.left.place
        return EmptyDiagram(
            f"the script draws nothing: it gives up in line {place.line}, {script.left.message}."
            + _uncalled(script),
            "Let it draw without a command line and without files that are not given with it.",
            file=script.filename,
            line=place.line,
            column=place.column,
        )
    told = f" {script.remarks[0].message}" if script.remarks else ""
    if not script.uncalled:
        return EmptyDiagram(
            f"the script draws no Diagram.{told}", "Draw inside `with Diagram(...)`.", file=script.filename
        )
    name, line = script.uncalled[0]
    return EmptyDiagram(
        f"the script draws no Diagram.{_uncalled(script)}{told}",
        f"Call `{name}` at the end of the script.",
        file=script.filename,
        line=line,
    )


MOST_NAMED = 3


def _uncalled(script: Script) -> str:
    """Which functions would draw, were they called."""
    named = [f"`{name[:100]}` in line {line}" for name, line in script.uncalled[:MOST_NAMED]]
    more = len(script.uncalled) - len(named)
    if more:
        named.append(f"{more} more")
    if not named:
        return ""
    if len(named) == 1:
        return f" {named[0]} draws, but nothing calls it."
    return f" {', '.join(named[:-1])} and {named[-1]} draw, but nothing calls them."

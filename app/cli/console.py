"""How the command line speaks: files in, files out, errors as `error: file: problem. cure`."""

import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile

import typer

STANDARD = "-"
LARGEST_INPUT = 64 * 2**20
"""Bytes that are read of one input; a larger one is refused before it fills the memory."""

EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNUSABLE = 0, 1, 2
DEBUG_VARIABLE = "DIAGRAM_LENS_DEBUG"


@dataclass(frozen=True, slots=True)
class Input:
    """One file given on the command line: its name as given, its bytes, and the files beside a script."""

    name: str
    data: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)


def read_input(path: str, stdin_name: str) -> Input:
    """The file, or standard input where the path is `-`. Raises parsers.UnreadableDiagram."""
    from parsers import UnreadableDiagram
    from parsers.errors import TooLarge

    name = stdin_name if path == STANDARD else path
    try:
        if path == STANDARD:
            data = sys.stdin.buffer.read(LARGEST_INPUT + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(LARGEST_INPUT + 1)
    except OSError as error:
        raise UnreadableDiagram(_reason(error), _hint(error), file=name) from None
    if len(data) > LARGEST_INPUT:
        raise TooLarge(f"more than {LARGEST_INPUT // 2**20} MB.", "Split it into smaller files.", file=name)
    return Input(name, data, files_beside(path))


def files_beside(path: str) -> Mapping[str, bytes]:
    """What a script may import or open; nothing for other files and for standard input."""
    from app.cli.siblings import Siblings

    return Siblings(Path(path)) if path.lower().endswith(".py") else {}


def write_output(path: str, content: bytes) -> None:
    """Write a file whole or not at all; `-` is standard output. Raises app.errors.Refusal."""
    from app.errors import Refusal

    if path == STANDARD:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        if Path(path).exists() and not Path(path).is_file():
            Path(path).write_bytes(content)
        else:
            _replace(Path(path), content)
    except OSError as error:
        raise Refusal(f"{path}: {_reason(error)}", _output_cure(Path(path).parent)) from None


def _output_cure(folder: Path) -> str:
    if folder.exists():
        return "Choose another output with -o."
    return f"Make the folder {folder} first, or choose another output with -o."


def _replace(path: Path, content: bytes) -> None:
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(content)
            file.close()
            os.chmod(file.name, mode)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: OSError) -> str:
    return f"{(error.strerror or type(error).__name__).lower()}."


def _hint(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "Check the path."
        case IsADirectoryError():
            return "Give the files in it, one by one."
        case PermissionError():
            return "Check who may read it."
    return ""


@contextmanager
def one_input(name: str, failures: list[str]) -> Iterator[None]:
    """Work on one of several inputs: what goes wrong is said and noted in `failures`, the others go on.

    Each input has its own limits of time and memory. Raises app.errors.Refusal where those are no numbers.
    """
    from app.limits import limited, limits_wanted

    limits = limits_wanted()
    try:
        with limited(name, limits):
            yield
    except (typer.Exit, typer.Abort, KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:  # the other files are still to be read
        failures.append(name)
        say_failure(error)


def say_failure(error: Exception) -> None:
    """Tell on standard error what went wrong and what to do; whose fault it is, if it is ours."""
    from app.errors import explain, is_expected
    from reports.plain import lines, one_line

    if is_expected(error):
        typer.echo(f"error: {lines(str(explain(error)), 1_000)}", err=True)
        return
    typer.echo(f"error: Diagram Lens failed: {type(error).__name__}: {one_line(str(error))}", err=True)
    if os.environ.get(DEBUG_VARIABLE):
        typer.echo("".join(traceback.format_exception(error)), err=True)
    else:
        typer.echo(
            "The fault is ours, not yours. Run it again as `diagram-lens --debug ...` and report what it "
            "prints, with the diagram if you may share it.",
            err=True,
        )


def say_note(words: str) -> None:
    """Tell on standard error what the reader left out; the work goes on."""
    from reports.plain import one_line

    typer.echo(f"note: {one_line(words, 1_000)}", err=True)


def use_color() -> bool:
    """Whether standard output is a terminal that may be coloured (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal; 100 where there is none."""
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        given = os.environ.get("COLUMNS", "")
        columns = int(given) if given.isdigit() else 0
    return columns or 100

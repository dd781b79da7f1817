"""Each probe exercises one meaning of the library; its truth is the graph that the library itself built."""

import json
from pathlib import Path

import pytest

from parsers.diagrams_dsl import interpret
from tests.diagrams_dsl import canon

PROBES = sorted((Path(__file__).parent / "probes").glob("*.py"))


def truth_of(probe: Path) -> dict[str, object]:
    truth: dict[str, object] = json.loads((probe.parent / "truth" / f"{probe.name}.json").read_text("utf-8"))
    return truth


def test_all_eighty_probes_are_here() -> None:
    assert len(PROBES) == 80


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.stem)
def test_a_probe_reads_as_the_library_builds_it(probe: Path) -> None:
    truth = truth_of(probe)
    script = interpret(probe.read_bytes(), "script.py", strict=True)
    assert canon.of_script(script) == canon.of_truth(truth)
    error = None if script.error is None else f"{script.error} (line {script.error.place.line})"
    assert error == truth["error"]

"""Every script that the reader of scripts is tried with survives being written in every notation."""

from pathlib import Path

import pytest

from parsers import UnreadableDiagram, read
from reports.drawio_writer import drawio
from reports.mermaid_writer import mermaid
from reports.script_writer import script
from tests.writers.drawings import essence

PROBES = Path(__file__).parent.parent / "diagrams_dsl" / "probes"
NAMES = sorted(path.name for path in PROBES.glob("*.py"))
NAMED_BY_ITS_LABEL = {"c4.py": "a box labelled `External System` is read as one, an element of C4 is not"}


@pytest.mark.skipif(not NAMES, reason="no probes here")
@pytest.mark.parametrize("name", [name for name in NAMES if name not in NAMED_BY_ITS_LABEL])
def test_a_probe_survives_being_written(name: str) -> None:
    try:
        reading = read((PROBES / name).read_bytes(), name)
    except UnreadableDiagram:
        pytest.skip("draws nothing")
    pages = [diagram for diagram in reading.diagrams if len(diagram.graph)]
    if not pages:
        pytest.skip("draws nothing")
    drawing = read(drawio(reading), "probe.drawio")
    for diagram in pages:
        wanted = essence(diagram.graph)
        assert essence(drawing.diagrams[diagram.index].graph) == wanted
        assert essence(read(script(reading, diagram.index), "probe.py").diagrams[0].graph) == wanted
        flowchart = read(mermaid(reading, diagram.index), "probe.mmd").diagrams[0].graph
        assert essence(flowchart, "broken") == essence(diagram.graph, "broken")

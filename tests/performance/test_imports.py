import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
LOADED = """
import sys
from pathlib import Path
from app.pipeline import review

review(Path(sys.argv[1]).read_bytes(), sys.argv[1])
print(*sorted(sys.modules))
"""


def _loaded(sample):
    command = [sys.executable, "-c", LOADED, str(SAMPLES / sample)]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


@pytest.mark.parametrize(
    ("sample", "needed", "spared"),
    [
        ("leaky_shop.drawio", "parsers.drawio.graph", "parsers.diagrams_dsl parsers.mermaid yaml sqlalchemy"),
        (
            "leaky_shop.py",
            "parsers.diagrams_dsl.graph",
            "parsers.drawio.graph parsers.mermaid.graph parsers.diagrams_dsl.stdlib.modules yaml",
        ),
    ],
)
def test_a_review_loads_the_reader_of_its_format_alone(sample, needed, spared):
    loaded = _loaded(sample)
    assert needed in loaded
    assert not loaded & set(spared.split())

"""Coverage-guided fuzzing of the draw.io reader: `python -m tests.drawio.fuzz FOLDER [options of libFuzzer]`.

Needs atheris. Inputs are drawings in every container; what a mutation breaks must be refused by a typed
error, and what is still read must be given back to the byte. FOLDER keeps the inputs that reached new code.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["parsers"]):
    from parsers import drawio
    from parsers.errors import UnreadableDiagram

from tests.drawio.drawing import containers


def one_input(data: bytes) -> None:
    """Read these bytes and write them again. Raises whatever is no typed error."""
    try:
        reading = drawio.read(data, "fuzzed.drawio")
    except UnreadableDiagram:
        return
    restored = reading.document.without_layer()
    if b"diagram-lens" not in data and restored != data:
        raise AssertionError("the drawing is not given back as it was")


def main(folder: Path) -> None:
    """Fuzz from the drawings of the tests until libFuzzer's options say stop."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in containers().items():
        (folder / f"{name.replace(' ', '_').replace(',', '')}.seed").write_bytes(data)
    atheris.Setup([sys.argv[0], *sys.argv[2:], str(folder)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""A zip of a script and what it needs, and the files beside a script on the command line."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import parsers
from parsers.diagrams_dsl.bundle import MOST_BYTES, MOST_MEMBERS
from parsers.errors import BrokenDiagram, NotADiagram, TooLarge

MAIN = b"""from diagrams import Diagram
from parts.names import TABLE
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Dynamodb
with Diagram("Orders"):
    Lambda("CreateOrder") >> Dynamodb(TABLE)
"""
PARTS = {"shop/parts/__init__.py": b"", "shop/parts/names.py": b"TABLE = 'Orders'\n"}


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def names(reading: parsers.Reading) -> list[str]:
    return [service.label for service in reading.diagrams[0].graph.all_services]


def test_a_script_in_a_zip_imports_its_siblings() -> None:
    reading = parsers.read(packed({"shop/main.py": MAIN, **PARTS}), "shop.zip")

    assert (reading.file, reading.format, reading.complete) == ("shop.zip", "diagrams", True)
    assert names(reading) == ["CreateOrder", "Orders"]
    assert reading.diagrams[0].graph.all_services[0].origin.file == "main.py"


def test_another_script_of_a_zip_that_draws_is_named() -> None:
    other = b"from diagrams import Diagram\nwith Diagram('Other'):\n    pass\n"

    reading = parsers.read(packed({"shop/main.py": MAIN, "shop/zoo.py": other, **PARTS}), "shop.zip")

    assert [(d.code, d.message) for d in reading.diagnostics] == [
        ("DSL-017", "shop/zoo.py draws, too, and is left out: give it on its own.")
    ]


def test_a_zip_without_a_script_that_draws_is_refused() -> None:
    with pytest.raises(NotADiagram, match="no script in this zip draws"):
        parsers.read(packed({"notes.txt": b"nothing"}), "notes.zip")


def test_a_broken_zip_is_refused() -> None:
    with pytest.raises(BrokenDiagram, match="cannot be unpacked"):
        parsers.read(packed({"main.py": MAIN})[:60], "broken.zip")


def test_a_zip_bomb_ends_at_its_limit() -> None:
    bomb = packed({"main.py": MAIN, "zeros.txt": b"\0" * (MOST_BYTES + 1)})

    with pytest.raises(TooLarge, match="unpacks to more than"):
        parsers.read(bomb, "bomb.zip")


def test_a_zip_of_too_many_files_is_refused() -> None:
    many = packed({f"{number}.txt": b"" for number in range(MOST_MEMBERS + 1)})

    with pytest.raises(TooLarge, match="more than 500 files"):
        parsers.read(many, "many.zip")


def test_a_member_that_points_outside_is_left_out() -> None:
    escaping = packed({"main.py": MAIN.replace(b"parts.names", b"names"), "../names.py": b"TABLE = 'x'\n"})

    reading = parsers.read(escaping, "escaping.zip")

    assert "x" not in names(reading)
    assert any("names" in diagnostic.message for diagnostic in reading.diagnostics)


def test_the_command_line_gives_a_script_the_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "__init__.py").write_bytes(b"")
    (tmp_path / "parts" / "names.py").write_bytes(b"TABLE = 'Orders'\n")
    (tmp_path / "arch.py").write_bytes(MAIN)

    for command in (["graph"], ["review", "--format", "json", "--fail-on", "never"]):
        told = subprocess.run(
            [Path(sys.executable).with_name("diagram-lens"), *command, str(tmp_path / "arch.py")],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "Orders" in told.stdout

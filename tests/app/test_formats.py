"""Every output format by its name, over HTTP and on the command line."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.api import create_app
from app.api.reviews import FormatName
from app.artefacts import ARTEFACTS
from app.cli import app as cli
from app.cli import main
from app.cli.reviewing import Format
from app.cli.several import report_names

SAMPLES = Path(__file__).parents[2] / "samples"
SHOP = SAMPLES / "leaky_shop.drawio"
STARTS = {
    "html": b"<!doctype html>",
    "png": b"\x89PNG",
    "pdf": b"%PDF-1.7",
    "sarif": b"{",
    "junit": b"<?xml",
    "gitlab": b"[",
    "github": b"::error",
    "rdjson": b"{",
    "csv": b"file,diagram",
    "questions": b"## ",
    "wa-tool": b"{",
    "wa-lens": b"{",
}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app()) as client:
        yield client


def run(*arguments: str) -> tuple[int, str]:
    answer = CliRunner().invoke(cli, list(arguments))
    return answer.exit_code, answer.stdout


def test_the_names_of_formats_are_the_same_everywhere() -> None:
    names = {artefact.name for artefact in ARTEFACTS}
    assert set(get_args(FormatName)) == names
    printed = {artefact.name for artefact in ARTEFACTS if artefact.together}
    assert {kind.value for kind in Format} == printed | {"terminal", "json", "markdown"}


@pytest.mark.parametrize("name", STARTS)
def test_a_format_is_asked_for_by_name(client: TestClient, name: str) -> None:
    upload = {"diagram": (SHOP.name, SHOP.read_bytes())}
    answer = client.post(f"/api/v1/reviews?format={name}", files=upload)
    artefact = next(artefact for artefact in ARTEFACTS if artefact.name == name)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(artefact.media_type)
    assert answer.content.startswith(STARTS[name])


def test_several_files_are_one_document_on_standard_output() -> None:
    files = [str(SHOP), str(SHOP.with_suffix(".py"))]
    status, sarif = run("review", *files, "--format", "sarif", "--fail-on", "never")
    assert status == 0
    assert len(json.loads(sarif)["runs"][0]["artifacts"]) == 2
    status, junit = run("review", *files, "--format", "junit")
    assert status == 1
    assert len(etree.fromstring(junit.encode())) == 2


def test_the_extension_decides_and_scale_doubles_a_png(tmp_path: Path) -> None:
    small, large = tmp_path / "small.png", tmp_path / "large.png"
    assert run("annotate", str(SHOP), "-o", str(small))[0] == 0
    assert run("annotate", str(SHOP), "-o", str(large), "--scale", "2")[0] == 0
    widths = [int.from_bytes(path.read_bytes()[16:20]) for path in (small, large)]
    assert widths[1] == pytest.approx(2 * widths[0], abs=2)
    sarif = tmp_path / "out.sarif"
    assert run("review", str(SHOP), "-o", str(sarif), "--fail-on", "never")[0] == 0
    assert json.loads(sarif.read_text())["version"] == "2.1.0"


def test_a_script_is_rendered_to_pixels_and_to_pages(tmp_path: Path) -> None:
    for ending, start in (("png", b"\x89PNG"), ("pdf", b"%PDF")):
        out = tmp_path / f"out.{ending}"
        assert run("render", str(SHOP.with_suffix(".py")), "-o", str(out))[0] == 0
        assert out.read_bytes().startswith(start)


def test_several_files_as_html_get_an_index_that_leads_to_each(tmp_path: Path) -> None:
    files = [str(SHOP), str(SHOP.with_suffix(".py")), str(SAMPLES / "event_driven.py")]
    out = tmp_path / "index.html"
    assert (
        run("review", *files, "-o", str(out), "-o", str(tmp_path / "all.csv"), "--fail-on", "never")[0] == 0
    )
    links = re.findall(r'<a href="([^"]+)"', out.read_text())
    assert links == ["leaky_shop.drawio.html", "leaky_shop.py.html", "event_driven.py.html"]
    assert all((tmp_path / link).read_bytes().startswith(b"<!doctype html>") for link in links)
    assert len({line.split(",")[0] for line in (tmp_path / "all.csv").read_text().splitlines()[1:]}) >= 2


def test_reports_of_files_with_one_name_do_not_overwrite_each_other() -> None:
    names = report_names(["a/shop.py", "b/shop.py", "index"], "index.html")
    assert names == ["shop.py.html", "shop.py-2.html", "index-2.html"]


def test_a_format_for_one_file_still_wants_a_name_for_several(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["review", str(SHOP), str(SHOP.with_suffix(".py")), "-o", str(tmp_path / "out.png")])
    assert ended.value.code == 2
    assert list(tmp_path.iterdir()) == []

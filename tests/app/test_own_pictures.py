"""PNG in, PNG out, SVG in, SVG out: on the command line and over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.api import create_app
from app.cli import app as cli
from reports.annotated_picture import NOT_FOUND
from tests.annotated.exports import png_export, svg_export
from tests.picture.drawings import as_png, orders

SAMPLES = Path(__file__).parents[2] / "samples"
SMALL = (SAMPLES / "restful_microservices.drawio").read_bytes()
EXPORTS = {"png": png_export, "svg": svg_export}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app()) as client:
        yield client


def run(*arguments: object) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    return ran.exit_code, ran.stderr


@pytest.mark.parametrize("kind", sorted(EXPORTS))
def test_a_picture_is_annotated_and_stripped_again(kind: str, tmp_path: Path) -> None:
    original, marked, back = (tmp_path / f"{name}.drawio.{kind}" for name in ("shop", "marked", "back"))
    original.write_bytes(EXPORTS[kind](SMALL))
    assert run("annotate", original, "-o", marked) == (0, "")
    assert len(marked.read_bytes()) > len(original.read_bytes())
    assert run("strip", marked, "-o", back) == (0, "")
    assert back.read_bytes() == original.read_bytes()


def test_a_picture_that_had_to_be_drawn_anew_is_said_to_be(tmp_path: Path) -> None:
    original, marked = tmp_path / "shop.png", tmp_path / "marked.png"
    original.write_bytes(as_png(*orders()))
    assert run("review", original, "-o", marked, "--fail-on", "never") == (
        0,
        f"note: {original}: {NOT_FOUND}\n",
    )


@pytest.mark.parametrize("kind", sorted(EXPORTS))
def test_the_same_comes_over_http_as_on_the_command_line(
    client: TestClient, kind: str, tmp_path: Path
) -> None:
    original, marked = tmp_path / f"shop.{kind}", tmp_path / f"marked.{kind}"
    original.write_bytes(EXPORTS[kind](SMALL))
    upload = {"diagram": ("shop." + kind, original.read_bytes())}
    answer = client.post(f"/api/v1/reviews?format={kind}", files=upload)
    assert answer.status_code == 200
    assert run("annotate", original, "-o", marked, "--config", "-")[0] == 0
    named = marked.read_bytes().replace(str(original).encode(), b"shop." + kind.encode())
    assert answer.content == (named if kind == "svg" else marked.read_bytes())


def test_over_http_a_header_says_that_a_picture_had_to_be_drawn_anew(client: TestClient) -> None:
    upload = {"diagram": ("größer \r\n.png", as_png(*orders()))}
    answer = client.post("/api/v1/reviews?format=png", files=upload)
    assert answer.headers["diagram-lens-note"] == NOT_FOUND
    again = client.post("/api/v1/reviews?format=png", files=upload)
    assert again.headers["diagram-lens-note"] == NOT_FOUND, "also where the answer was kept"
    read_only = client.post("/api/v1/reviews?format=json", files=upload)
    assert "diagram-lens-note" not in read_only.headers


@pytest.mark.parametrize("kind", sorted(EXPORTS))
def test_over_http_nothing_is_said_of_a_picture_that_was_drawn_over(client: TestClient, kind: str) -> None:
    upload = {"diagram": (f"shop.{kind}", EXPORTS[kind](SMALL))}
    answer = client.post(f"/api/v1/reviews?format={kind}", files=upload)
    assert answer.status_code == 200
    assert "diagram-lens-note" not in answer.headers


def test_the_header_is_in_the_description_of_the_service(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/reviews"]["post"]["responses"][
        "200"
    ]
    assert "drawn anew" in described["headers"]["Diagram-Lens-Note"]["description"]


def test_the_page_that_a_picture_shows_is_the_one_without_a_number(tmp_path: Path) -> None:
    shop = (SAMPLES / "leaky_shop.drawio").read_bytes()
    second = shop[shop.index(b"<diagram") : shop.index(b"</mxfile>")]
    two = SMALL.replace(b"</mxfile>", second + b"</mxfile>")
    original, marked = tmp_path / "two.png", tmp_path / "marked.png"
    original.write_bytes(png_export(two, page=1))
    assert run("annotate", original, "-o", marked) == (0, "")
    assert sorted(path.name for path in tmp_path.glob("marked*")) == ["marked-1.png", "marked.png"]
    assert b"mxfile" in marked.read_bytes()
    assert b"mxfile" not in (tmp_path / "marked-1.png").read_bytes()

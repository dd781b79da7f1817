"""`diagram-lens fix` and `POST /fixes`: what they print, write, answer and refuse."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from app.api import create_app
from app.cli import main
from app.settings import Settings
from reports.schemas import FIXES, published_schema

SAMPLES = Path(__file__).parents[2] / "samples"
SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / f"{FIXES}.json"
LEAKY, LEAKY_SCRIPT = SAMPLES / "leaky_shop.drawio", SAMPLES / "leaky_shop.py"
SMALL = SAMPLES / "restful_microservices.drawio"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return int(ended.value.code or 0), out.decode(), err.decode()

    return call


def test_without_an_output_it_is_a_preview(run: Run) -> None:
    status, out, _ = run("fix", LEAKY)
    assert status == 0
    assert "9 findings: 9 fixed, 0 still open, none new" in " ".join(out.split())
    assert "+ fixed" in out
    assert "SLS-REL-001" in out


def test_the_table_comes_as_json_and_as_markdown(run: Run) -> None:
    _, out, _ = run("fix", LEAKY, "--format", "json", "--rule", "queue-without-dead-letter")
    made = json.loads(out)
    assert made["schema"] == "diagram-lens/fixes/1"
    assert (made["before"]["high"], made["after"]["high"]) == (3, 2)
    outcomes = {one["rule"]: one["outcome"] for one in made["findings"]}
    assert outcomes["SLS-REL-001"] == "fixed"
    assert outcomes["SLS-SEC-004"] == "open"
    _, out, _ = run("fix", SMALL, "--format", "markdown")
    assert "| medium | 1 | 0 |" in out


def must_fit(made: Any) -> None:
    """Against the published file, with no key beyond those that it names."""
    schema = json.loads(SCHEMA.read_text())
    for part in (schema, schema["$defs"]["FixedFinding"]):
        part["additionalProperties"] = False
    jsonschema.validate(made, schema, jsonschema.Draft202012Validator)


def test_the_published_schema_is_what_the_types_say() -> None:
    assert json.loads(SCHEMA.read_text()) == published_schema(FIXES), "run `just generate`"


@pytest.mark.parametrize("path", [LEAKY, LEAKY_SCRIPT, SMALL], ids=lambda path: path.name)
def test_what_the_command_prints_fits_the_published_schema(run: Run, path: Path) -> None:
    made = json.loads(run("fix", path, "--format", "json", "--profile", "strict")[1])
    assert {"fixed", "open"} >= {one["outcome"] for one in made["findings"]} != set()
    must_fit(made)
    with pytest.raises(jsonschema.ValidationError):
        must_fit(made | {"changed": "perhaps"})


def test_a_claim_to_write_is_code_where_that_shows_and_in_quotes_elsewhere(run: Run, tmp_path: Path) -> None:
    named = ("fix", SMALL, "--profile", "checklist")
    assert "if it is so: `throttle: 100/s`" in run(*named, "--format", "markdown")[1]
    told = " ".join(run(*named)[1].split())
    assert 'if it is so: "throttle: 100/s"' in told
    assert "`" not in told
    run(*named, "-o", tmp_path / "f.html")
    assert "if it is so: <code>throttle: 100/s</code>" in (tmp_path / "f.html").read_text()


def test_files_are_written_by_their_extensions(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("fix", SMALL, "-o", tmp_path / "f.drawio", "-o", tmp_path / "f.svg")
    assert (status, out) == (0, "")
    assert b"Diagram Lens fixes" in (tmp_path / "f.drawio").read_bytes()
    assert (tmp_path / "f.svg").read_bytes().startswith(b"<svg")
    status, out, _ = run("fix", tmp_path / "f.drawio")
    assert "nothing to fix" in out


def test_a_script_gets_a_patch(run: Run) -> None:
    status, out, _ = run("fix", LEAKY_SCRIPT, "--format", "patch")
    assert status == 0
    assert out.startswith("--- a/")
    assert '+            shipping_queue_dlq = SQS("Shipping queue DLQ")' in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "fixed.docx"), "no output format has this extension"),
        (("--rule", "SLS-XYZ-001"), "SLS-XYZ-001"),
        (("--page", "7"), 'there is no page "7"'),
        (("-o", "fix.patch"), "a patch is of no use"),
    ],
)
def test_what_cannot_be_done_is_refused_with_2(run: Run, arguments: tuple[str, ...], words: str) -> None:
    status, _, err = run("fix", SMALL, *arguments)
    assert status == 2
    assert words in err


def test_a_file_that_cannot_be_read_is_refused_with_2(run: Run) -> None:
    status, _, err = run("fix", "-", "--stdin-name", "notes.txt", stdin=b"nothing of a diagram")
    assert status == 2
    assert "notes.txt" in err


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(workers=1))) as client:
        yield client


def post(client: TestClient, path: Path, query: str = "") -> Any:
    files = {"diagram": (path.name, path.read_bytes())}
    return client.post(f"/api/v1/fixes{query}", files=files)


def test_an_upload_gets_its_fixes(client: TestClient) -> None:
    answer = post(client, SMALL)
    assert answer.status_code == 200
    made = answer.json()
    assert made["schema"] == "diagram-lens/fixes/1"
    assert sum(made["after"].values()) == 0


@pytest.mark.parametrize("path", [LEAKY, LEAKY_SCRIPT], ids=lambda path: path.name)
def test_what_the_service_answers_fits_the_published_schema(client: TestClient, path: Path) -> None:
    answer = post(client, path, "?rule=SLS-REL-001&rule=SLS-SEC")
    assert {one["outcome"] for one in answer.json()["findings"]} == {"fixed", "open"}
    must_fit(answer.json())


def test_the_fixed_diagram_comes_in_the_format_that_is_asked_for(client: TestClient) -> None:
    answer = post(client, LEAKY, "?format=drawio&rule=SLS-REL-001")
    assert b"Shipping queue DLQ" in answer.content
    assert "leaky_shop.fixed.drawio" in answer.headers["content-disposition"]
    assert post(client, LEAKY_SCRIPT, "?format=patch").text.startswith("--- a/leaky_shop.py\n")
    assert post(client, SMALL, "?format=svg").headers["content-type"].startswith("image/svg+xml")


@pytest.mark.parametrize(
    ("query", "status"),
    [("?format=docx", 422), ("?rule=SLS-XYZ-001", 422), ("?format=patch", 422), ("?rules=SLS", 422)],
)
def test_a_request_that_cannot_be_served_is_told_why(client: TestClient, query: str, status: int) -> None:
    answer = post(client, SMALL, query)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_api_document_has_a_real_answer_as_example(client: TestClient) -> None:
    route = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/fixes"]["post"]
    example = route["responses"]["200"]["content"]["application/json"]["example"]
    assert any(one["outcome"] == "fixed" for one in example["findings"])

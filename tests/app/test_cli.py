"""The command line as people and bots use it: real files, real exit statuses."""

import io
import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from app.cli import main
from app.cli.console import DEBUG_VARIABLE, say_failure
from tests.app.bad_inputs import UNREADABLE, deleting_script, gigabyte_in_a_page

SAMPLES = Path(__file__).parents[2] / "samples"
LEAKY, LEAKY_SCRIPT = SAMPLES / "leaky_shop.drawio", SAMPLES / "leaky_shop.py"
HARMLESS = b"flowchart LR\n  build[AWS CodeBuild] --> bucket[Amazon S3: Artifacts]\n"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the real entry point in this process; `stdin` is what standard input holds."""

    def call(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        status = ended.value.code
        return Ran(status if isinstance(status, int) else 0, out.decode(), err.decode())

    return call


def test_a_bad_drawing_fails_with_1_and_shows_its_findings(run: Run) -> None:
    ran = run("review", LEAKY)
    assert ran.status == 1
    assert "HIGH" in ran.out
    assert " -> " in ran.out
    assert ran.err == ""


def test_script_and_drawing_of_one_architecture_get_the_same_verdicts(run: Run) -> None:
    drawn, written = (
        json.loads(run("review", path, "--format", "json").out) for path in (LEAKY, LEAKY_SCRIPT)
    )
    assert drawn["findings"]
    assert {f["fingerprint"] for f in drawn["findings"]} == {f["fingerprint"] for f in written["findings"]}


def test_a_drawing_without_violations_ends_with_0(run: Run) -> None:
    assert run("review", "-", "--stdin-name", "build.mmd", stdin=HARMLESS).status == 0


def test_never_failing_ends_with_0_whatever_is_found(run: Run) -> None:
    assert run("review", LEAKY, "--fail-on", "never").status == 0


def test_only_what_is_selected_is_reported(run: Run) -> None:
    ran = run("review", LEAKY, "--select", "SLS-REL", "--ignore", "SLS-REL-007", "--format", "json")
    codes = {finding["rule"] for finding in json.loads(ran.out)["findings"]}
    assert "SLS-REL-001" in codes
    assert "SLS-REL-007" not in codes
    assert all(code.startswith("SLS-REL") for code in codes)


def test_standard_input_is_read_and_named(run: Run) -> None:
    ran = run("review", "-", "--stdin-name", "shop.drawio", "--format", "json", stdin=LEAKY.read_bytes())
    assert json.loads(ran.out)["file"] == "shop.drawio"


def test_several_outputs_are_written_each_in_the_format_of_its_extension(run: Run, tmp_path: Path) -> None:
    outs = [tmp_path / f"shop{ending}" for ending in (".json", ".md", ".txt", ".svg", ".drawio")]
    options = [part for out in outs for part in ("-o", out)]
    ran = run("review", LEAKY, *options)
    assert (ran.status, ran.out) == (1, "")
    starts = [out.read_bytes()[:12] for out in outs]
    assert json.loads(outs[0].read_bytes())["schema"] == "diagram-lens/review/1"
    assert starts[1].startswith(b"## ")
    assert starts[3].startswith(b"<svg")
    assert b"mxfile" in outs[4].read_bytes()


def test_several_files_go_to_files_named_after_them(run: Run, tmp_path: Path) -> None:
    ran = run("review", LEAKY, SAMPLES / "event_driven.drawio", "-o", tmp_path / "{name}.json")
    assert ran.status == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["event_driven.json", "leaky_shop.json"]


def test_several_files_may_not_overwrite_each_other(run: Run, tmp_path: Path) -> None:
    ran = run("review", LEAKY, LEAKY_SCRIPT, "-o", tmp_path / "out.json")
    assert ran.status == 2
    assert "{name}" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["review", "annotate", "render"])
def test_two_files_of_one_name_may_not_overwrite_each_other(command: str, run: Run, tmp_path: Path) -> None:
    ran = run(command, LEAKY, LEAKY_SCRIPT, "-o", tmp_path / "{name}.svg")
    assert ran.status == 2
    assert "leaky_shop.svg: two files of the same name" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_several_files_as_json_are_a_list_of_reviews(run: Run) -> None:
    ran = run("review", LEAKY, LEAKY_SCRIPT, "--format", "json")
    assert [review["file"] for review in json.loads(ran.out)["reviews"]] == [str(LEAKY), str(LEAKY_SCRIPT)]


def test_an_unreadable_file_ends_with_2_and_the_others_are_still_reviewed(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.drawio"
    bad.write_bytes(UNREADABLE["text.drawio"])
    ran = run("review", bad, LEAKY, "--fail-on", "never")
    assert ran.status == 2
    assert "leaky_shop.drawio" in ran.out
    assert "bad.drawio" in ran.err


@pytest.mark.parametrize("command", ["review", "graph", "annotate"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_bad_input_is_refused_in_one_sentence_that_names_the_file(
    name: str, command: str, run: Run, tmp_path: Path
) -> None:
    bad = tmp_path / name
    bad.write_bytes(UNREADABLE[name])
    options = ["-o", tmp_path / "out.svg"] if command == "annotate" else []
    ran = run(command, bad, *options)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.startswith(f"error: {bad}")
    assert len(ran.err.splitlines()) == (4 if name == "syntax_error.py" else 1)
    assert "Traceback" not in ran.err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_page_that_inflates_to_a_gigabyte_is_refused(run: Run) -> None:
    ran = run("review", "-", "--stdin-name", "huge.drawio", stdin=gigabyte_in_a_page())
    assert ran.status == 2
    assert ran.err.startswith("error: huge.drawio")


def test_a_script_that_would_delete_files_deletes_nothing(run: Run, tmp_path: Path) -> None:
    victim = tmp_path / "precious.txt"
    victim.write_text("precious")
    ran = run("review", "-", "--stdin-name", "evil.py", stdin=deleting_script(str(victim)))
    assert victim.read_text() == "precious"
    assert ran.status in (0, 1, 2)
    assert "Traceback" not in ran.err
    assert ran.status == 2 or "DSL-010 eval() is never carried out." in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["review", "nowhere.drawio"], "no such file"),
        (["review", SAMPLES / "rules"], "no diagram in this folder"),
        (["review", LEAKY, "--select", "SLS-SEC-999"], "SLS-SEC-999"),
        (["review", LEAKY, "-o", "out.docx"], ".docx: no output format"),
        (["review", LEAKY, "--page", "9"], 'no page "9"'),
        (["review", LEAKY, "--fail-on", "sometimes"], "sometimes"),
        (["annotate", LEAKY, "-o", "out.json"], ".svg, .drawio"),
        (["annotate", LEAKY, "-o", "no/such/folder/out.svg"], "Make the folder no/such/folder first"),
        (["strip", LEAKY_SCRIPT, "-o", "out.drawio"], "only a draw.io file"),
        (["rules", "show", "public-api-without-authoriser"], "public-api-without-authorizer"),
        (["nonsense"], "nonsense"),
        (["review"], "Usage"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_says_what_is_wrong(
    arguments: list[object], words: str, run: Run
) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert words in ran.err + ran.out
    assert "Traceback" not in ran.err


def test_annotating_and_stripping_gives_the_original_bytes(run: Run, tmp_path: Path) -> None:
    annotated, stripped = tmp_path / "annotated.drawio", tmp_path / "stripped.drawio"
    assert run("annotate", LEAKY, "-o", annotated).status == 0
    assert b"Diagram Lens" in annotated.read_bytes()
    assert run("strip", annotated, "-o", stripped).status == 0
    assert stripped.read_bytes() == LEAKY.read_bytes()


def test_a_drawing_inside_a_png_comes_back_as_a_plain_drawio_file(run: Run, tmp_path: Path) -> None:
    picture, out = tmp_path / "shop.png", tmp_path / "shop.drawio"
    picture.write_bytes(png_with(LEAKY.read_bytes()))
    assert run("annotate", picture, "-o", out).status == 0
    assert out.read_bytes().startswith(b"<mxfile")
    assert run("coverage", out).out.splitlines()[-1].startswith(f"{out}: ")


def test_coverage_tells_of_every_cell_of_one_file(run: Run) -> None:
    told = run("coverage", LEAKY).out
    assert "icon, Shop API as aws.api_gateway (100%): stencil aws4.api_gateway" in told
    assert "ignored    page 1, title, text, Leaky shop: words that name nothing" in told


def test_coverage_of_a_folder_is_a_table_of_shares_that_passes_over_what_is_no_drawing(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.drawio").write_bytes(LEAKY.read_bytes())
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "b.png").write_bytes(png_with(LEAKY.read_bytes()))
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "notes.txt").write_text("no drawing")

    header, *rows, total = run("coverage", tmp_path).out.splitlines()

    assert header.split() == ["cells", "recognised", "guessed", "ignored", "icons", "arrows"]
    assert [row.split()[1:] for row in rows] == [["45", "44", "0", "1", "100.0%", "100.0%"]] * 2
    assert total.split() == ["2", "files", "90", "88", "0", "2", "100.0%", "100.0%"]


def test_a_folder_without_drawings_is_said_to_have_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    ran = run("coverage", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"error: {tmp_path}: there is no draw.io file in this folder. Check the path.\n"


def test_only_the_broken_file_is_named_where_a_folder_has_nothing_else(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.drawio").write_bytes(UNREADABLE["truncated_deflate.drawio"])
    ran = run("coverage", tmp_path)
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert "broken.drawio" in ran.err


def png_with(drawing: bytes) -> bytes:
    """A picture of one pixel that carries a drawing as draw.io embeds it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixel = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(
        b"IDAT", zlib.compress(b"\0\0")
    )
    text = chunk(b"tEXt", b"mxfile\0" + quote(drawing).encode())
    return b"\x89PNG\r\n\x1a\n" + pixel[:25] + text + pixel[25:] + chunk(b"IEND", b"")


def test_a_script_comes_back_as_an_annotated_drawing_with_the_same_findings(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "arch.drawio"
    assert run("annotate", LEAKY_SCRIPT, "-o", out).status == 0
    content = out.read_bytes()
    found = json.loads(run("review", LEAKY_SCRIPT, "--format", "json").out)["findings"]
    assert found
    for finding in found:
        assert finding["rule"].encode() in content


def test_a_script_is_drawn_without_findings(run: Run, tmp_path: Path) -> None:
    assert run("render", LEAKY_SCRIPT, "-o", tmp_path / "arch.svg").status == 0
    picture = (tmp_path / "arch.svg").read_text()
    assert "data-node-id" in picture
    assert "SLS-" not in picture


@pytest.mark.parametrize("ending", [".drawio", ".svg", ".mmd", ".py", ".json"])
def test_a_script_converts_into_every_format(ending: str, run: Run, tmp_path: Path) -> None:
    out = tmp_path / f"arch{ending}"
    assert run("convert", LEAKY_SCRIPT, "-o", out).status == 0
    assert b"PlaceOrder" in out.read_bytes()


@pytest.mark.parametrize("ending", [".drawio", ".py", ".mmd"])
def test_a_converted_drawing_has_the_same_services(ending: str, run: Run, tmp_path: Path) -> None:
    out = tmp_path / f"arch{ending}"
    run("convert", LEAKY_SCRIPT, "-o", out)
    graphs = [
        json.loads(run("graph", path, "--format", "json").out)["diagrams"][0] for path in (LEAKY_SCRIPT, out)
    ]
    first, second = (
        sorted((node["service"] or "", node["label"]) for node in graph["nodes"]) for graph in graphs
    )
    assert first == second


def test_the_graph_is_shown_as_text_json_and_mermaid(run: Run) -> None:
    assert "Shop API (aws.api_gateway" in run("graph", LEAKY).out
    assert json.loads(run("graph", LEAKY, "--format", "json").out)["schema"] == "diagram-lens/graph/1"
    assert run("graph", LEAKY, "--format", "mermaid").out.startswith(("---", "flowchart"))


def test_rules_are_listed_and_shown_by_code_and_by_name(run: Run) -> None:
    listed = json.loads(run("rules", "list", "--format", "json").out)["rules"]
    first = listed[0]
    assert run("rules", "show", first["code"]).out == run("rules", "show", first["name"]).out
    assert first["code"] in run("rules", "list").out


def test_an_output_is_written_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("before")
    assert run("review", "-", "-o", out, stdin=UNREADABLE["noise.drawio"]).status == 2
    assert out.read_text() == "before"


def test_the_same_input_gives_the_same_bytes(run: Run) -> None:
    first, second = (run("review", LEAKY, "--format", "json").out for _ in range(2))
    assert first == second


def test_a_fault_of_ours_is_said_to_be_ours_and_keeps_its_traceback_for_debug(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    say_failure(RuntimeError("boom"))
    quiet = capsys.readouterr().err
    assert quiet.startswith("error: Diagram Lens failed: RuntimeError: boom\nThe fault is ours")
    monkeypatch.setenv(DEBUG_VARIABLE, "1")
    try:
        raise RuntimeError("boom")
    except RuntimeError as error:
        say_failure(error)
    assert "Traceback" in capsys.readouterr().err


def test_help_teaches_by_example_and_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from app.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'networkx', 'lxml', 'fastapi', 'starlette', 'pydantic', 'rich.console', 'uvicorn', 'yaml'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "diagram-lens review shop.drawio" in ended.stdout
    assert ended.stdout.splitlines()[-1] == "HEAVY []"


def test_the_installed_command_reviews_a_file_in_plain_text_where_there_is_no_terminal() -> None:
    command = [Path(sys.executable).with_name("diagram-lens"), "review", str(LEAKY)]
    ended = subprocess.run(command, capture_output=True, text=True, env={"PATH": "", "LANG": "C"})
    assert ended.returncode == 1
    assert "\x1b" not in ended.stdout
    assert "leaky_shop.drawio" in ended.stdout


def test_a_syntax_error_is_shown_with_a_caret_under_its_place(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text('from diagrams import Diagram\nwith Diagram("x":\n    pass\n')

    ran = run("review", script)

    assert ran.status == 2
    assert ran.err.splitlines()[1:3] == ['    with Diagram("x":', "                    ^"]

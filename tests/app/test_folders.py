"""Folders and several files on the command line: what is read, what is passed over, what is written once."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html as lxml_html
from typer.testing import CliRunner, Result

from app.cli import app as cli
from app.cli.given import for_each, given_files
from app.errors import Refusal

SAMPLES = Path(__file__).parents[2] / "samples"
SHOP, SCRIPT = (SAMPLES / "restful_microservices.drawio").read_bytes(), SAMPLES / "restful_microservices.py"
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    return lambda *arguments: CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "docs"
    for name, data in {
        "shop.drawio": SHOP,
        "deeper/shop.drawio": SHOP,
        "deeper/arch.py": SCRIPT.read_bytes(),
        "deeper/tool.py": b"print('no diagram')\n",
        "photo.png": b"\x89PNG\r\n\x1a\n",
        "notes.txt": b"no drawing",
        ".hidden/shop.drawio": SHOP,
        "node_modules/shop.drawio": SHOP,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def test_a_folder_gives_its_diagrams_in_order_and_nothing_hidden(folder: Path) -> None:
    found = [file.place for file in given_files([str(folder)])]
    assert found == ["deeper-arch.py", "deeper-shop.drawio", "photo.png", "shop.drawio"]


def test_a_review_of_a_folder_says_what_it_passed_over(run: Run, folder: Path) -> None:
    ran = run("review", folder, "--fail-on", "never")
    assert ran.exit_code == 0
    assert ran.stdout.count("Scenario:") == 3
    assert f"note: 1 file holds no diagram and was passed over: {folder / 'photo.png'}" in ran.stderr


@pytest.mark.parametrize("command", [("review", "--fail-on", "never"), ("coverage",)])
def test_a_broken_drawing_in_a_folder_is_never_passed_over(
    run: Run, folder: Path, command: tuple[str, ...]
) -> None:
    (folder / "broken.drawio").write_bytes(b"<<<<<<< ours")
    ran = run(command[0], folder, *command[1:])
    assert ran.exit_code == 2
    assert f"error: {folder / 'broken.drawio'}: " in ran.stderr
    assert "shop.drawio" in ran.stdout


@pytest.mark.parametrize("command", ["review", "annotate", "render"])
def test_outputs_of_a_folder_are_named_after_their_place(
    run: Run, folder: Path, command: str, tmp_path: Path
) -> None:
    ran = run(command, folder, "-o", tmp_path / "{path}.svg")
    assert ran.exit_code == 0, ran.output
    written = sorted(path.name for path in tmp_path.glob("*.svg"))
    assert written == ["deeper-arch.py.svg", "deeper-shop.drawio.svg", "shop.drawio.svg"]


def test_files_of_the_same_name_are_refused_before_any_work(run: Run, folder: Path, tmp_path: Path) -> None:
    ran = run("annotate", folder, "-o", tmp_path / "{name}.svg")
    assert isinstance(ran.exception, Refusal)
    assert "{path}" in str(ran.exception)
    assert not list(tmp_path.glob("*.svg"))


@pytest.mark.parametrize("command", ["review", "annotate"])
def test_a_folder_to_write_to_gets_a_page_for_each_and_an_index(
    run: Run, folder: Path, command: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert run(command, folder, "-o", out).exit_code == 0
    page = lxml_html.fromstring((out / "index.html").read_bytes())
    addresses = [link.get("href") for link in page.iter("a") if (link.get("href") or "").endswith(".html")]
    assert len(set(addresses)) == 3
    assert all((out / str(address)).is_file() for address in addresses)


def test_the_index_shows_each_diagram_small_and_each_icon_once(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index.html"
    assert run("review", folder, "-o", index, "--fail-on", "never").exit_code == 0
    page = index.read_text("utf-8")
    assert page.count('class="thumbnail"') == 3
    symbols = re.findall(r'<symbol id="([^"]+)"', page)
    assert sorted(set(symbols)) == sorted(symbols)
    assert set(re.findall(r'<use href="#([^"]+)"', page)) == set(symbols)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


def test_a_folder_with_nothing_to_read_in_it_is_no_success(run: Run, folder: Path) -> None:
    (folder / "deeper" / "shop.drawio").unlink()
    (folder / "deeper" / "arch.py").unlink()
    (folder / "shop.drawio").unlink()
    ran = run("review", folder)
    assert ran.exit_code == 2
    assert "there is no diagram in this folder" in ran.stderr


def test_a_file_that_was_named_itself_is_never_passed_over(run: Run, folder: Path) -> None:
    ran = run("review", folder / "photo.png", folder / "shop.drawio", "--fail-on", "never")
    assert ran.exit_code == 2
    assert "error:" in ran.stderr


def test_what_goes_wrong_with_one_leaves_the_others_alone() -> None:
    failures: list[str] = []
    done: list[str] = []

    def work(file: object) -> None:
        done.append(getattr(file, "path", ""))
        if len(done) == 1:
            raise ValueError("no")

    for_each(given_files(["a.drawio", "b.drawio"]), failures, work)
    assert (failures, done) == (["a.drawio"], ["a.drawio", "b.drawio"])


def test_annotate_heeds_rules_declarations_and_configuration(run: Run, tmp_path: Path) -> None:
    drawing, settings = tmp_path / "shop.drawio", tmp_path / "lens.toml"
    drawing.write_bytes((SAMPLES / "leaky_shop.drawio").read_bytes())
    settings.write_text('select = ["SLS-REL-001"]\n')
    plain, chosen = tmp_path / "plain.svg", tmp_path / "chosen.svg"
    assert run("annotate", drawing, "-o", plain).exit_code == 0
    ran = run("annotate", drawing, "-o", chosen, "--config", settings)
    assert ran.exit_code == 0, ran.output
    assert "SLS-SEC-001" in plain.read_text("utf-8")
    assert "SLS-SEC-001" not in chosen.read_text("utf-8")
    assert "SLS-REL-001" in chosen.read_text("utf-8")

"""The documents keep their word: their links lead somewhere, and their commands run as they stand."""

import re
import shlex
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from app.cli import main
from tests.bot.repositories import Repository

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"^(diagram-lens (?!serve)[^#|\n]+)", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_within_the_project_leads_to_a_file(document: Path) -> None:
    lost = [link for link in LINK.findall(document.read_text()) if not (document.parent / link).exists()]
    assert lost == []


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the files that the documents speak of, on a branch that adds a drawing to `origin/main`."""
    files = {
        "shop.drawio": "leaky_shop.drawio",
        "arch.py": "leaky_shop.py",
        "house.yaml": "rules/house_rules.yaml",
    }
    for name, sample in {**files, "house_rules.yaml": "rules/house_rules.yaml"}.items():
        shutil.copy(SAMPLES / sample, tmp_path / name)
    (tmp_path / "docs").mkdir()
    for name in ("event_driven.drawio", "web_application.drawio"):
        shutil.copy(SAMPLES / name, tmp_path / "docs" / name)
    repository = Repository(tmp_path)
    repository.git("update-ref", "refs/remotes/origin/main", repository.commit())
    shutil.copy(SAMPLES / "leaky_shop.drawio", tmp_path / "docs" / "shop.drawio")
    repository.commit()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands() -> list[str]:
    texts = ((ROOT / name).read_text() for name in ("README.md", "docs/custom-rules.md"))
    return list(dict.fromkeys(found.strip() for text in texts for found in COMMAND.findall(text)))


def spelled_out(command: str, desk: Path) -> list[str]:
    """The words of a command, with file patterns filled in as a shell does."""
    words = shlex.split(command)[1:]
    return [
        each
        for word in words
        for each in (
            sorted(str(path.relative_to(desk)) for path in desk.glob(word)) if "*" in word else [word]
        )
    ]


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_documents_runs_as_it_stands(command: str, desk: Path) -> None:
    arguments = spelled_out(command, desk)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code in (None, 0, 1), command
    for out in [word for option, word in pairwise(arguments) if option == "-o"]:
        assert (desk / out).stat().st_size > 0


def test_the_readme_shows_commands() -> None:
    assert len(commands()) >= 10

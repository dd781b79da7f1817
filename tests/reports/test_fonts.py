"""Letters of all scripts: which fonts they ask for, and what is said of those that no font has."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app as cli
from reports import fonts
from reports.fonts import fonts_for, missing_letters, missing_note, roboto
from tests.picture.drawings import drawing, vertex

NOBODYS = "\U000f1235"


@contextmanager
def roboto_alone(text: str) -> Iterator[tuple[list[str], bool]]:
    yield roboto(), False


def test_ordinary_words_take_the_common_fonts_alone() -> None:
    with fonts_for("Größe Ωжй") as (files, system_fonts):
        assert (files, system_fonts) == (roboto(), False)
    assert missing_letters("Größe Ωжй") == ""


@pytest.mark.skipif(fonts.east_asian_font() is None, reason="the extra cjk is not installed")
def test_east_asian_words_need_no_font_of_the_machine_where_the_extra_is_installed() -> None:
    words = "浏览器 ブラウザ 한국어"
    with fonts_for(words) as (files, system_fonts):
        assert files[-1].endswith(".ttc")
        assert not system_fonts
    assert missing_letters(words) == ""


def test_a_letter_that_no_font_has_is_told() -> None:
    assert missing_letters(f"Orders {NOBODYS}") == NOBODYS
    assert "boxes" in missing_note(NOBODYS)
    assert "cjk" not in missing_note(NOBODYS)


def test_where_a_machine_has_no_east_asian_font_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "fonts_for", roboto_alone)
    assert missing_letters("Orders 浏览浏") == "浏览"
    assert '"cjk"' in missing_note("浏览器")


@pytest.mark.parametrize("command", ["annotate", "render"])
@pytest.mark.parametrize("ending", [".png", ".pdf"])
def test_the_command_line_says_which_letters_are_boxes(tmp_path: Path, command: str, ending: str) -> None:
    source = tmp_path / "a.drawio"
    source.write_bytes(drawing(vertex("a", f"Orders {NOBODYS}", "html=1;", (0, 0, 90, 40))))
    ran = CliRunner().invoke(cli, [command, str(source), "-o", str(tmp_path / f"a{ending}")])
    assert ran.exit_code == 0
    assert "such letters are drawn as boxes" in ran.stderr

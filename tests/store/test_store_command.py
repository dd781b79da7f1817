"""`diagram-lens store`: the tables brought up to date, and how they stand."""

from pathlib import Path

import pytest

from app.cli import main


def store(action: str, url: str, monkeypatch: pytest.MonkeyPatch) -> object:
    """The exit status of the command."""
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(SystemExit) as ended:
        main(["store", action])
    return ended.value.code or 0


def test_tables_are_made_and_their_revision_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'lens.sqlite'}"
    assert store("status", url, monkeypatch) == 1
    assert "revision none" in capsys.readouterr().out
    assert store("upgrade", url, monkeypatch) == 0
    assert store("status", url, monkeypatch) == 0
    assert "revision 000" in capsys.readouterr().out


def test_a_database_that_cannot_be_used_is_exit_status_2_without_a_password_or_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert store("upgrade", f"postgresql://lens:secret@/lens?host={tmp_path}", monkeypatch) == 2
    told = capsys.readouterr().err
    assert "cannot be used" in told
    assert "secret" not in told
    assert "Traceback" not in told

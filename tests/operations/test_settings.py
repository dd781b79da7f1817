"""Settings: from the environment, from a file, from files of secrets; and their page, which cannot drift."""

from pathlib import Path

import pytest

from app.errors import Refusal
from app.settings import Settings
from app.settings_file import settings_from
from docs import server_settings


def written(folder: Path, text: str) -> str:
    path = folder / "server.toml"
    path.write_text(text)
    return str(path)


def test_the_page_is_what_the_settings_say() -> None:
    assert server_settings.PAGE.read_text() == server_settings.page(), "python -m docs.server_settings"


def test_every_setting_is_in_a_group_of_the_page_and_every_group_holds_settings() -> None:
    grouped = [name for names in server_settings.GROUPS.values() for name in names]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) <= set(Settings.model_fields)


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_environment_wins_over_secrets_and_those_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, 'workers = 3\nseconds = 2.5\ndatabase_url = "sqlite:///file.db"\n')
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "database_url").write_text("sqlite:///secret.db\n")
    monkeypatch.delenv("DIAGRAM_LENS_SECONDS", raising=False)
    monkeypatch.setenv("DIAGRAM_LENS_WORKERS", "5")
    monkeypatch.setenv("DIAGRAM_LENS_SECRETS", str(secrets))
    found = settings_from(file)
    assert (found.workers, found.seconds, found.database_url) == (5, 2.5, "sqlite:///secret.db")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///environment.db")
    assert settings_from(file).database_url == "sqlite:///environment.db"


def test_the_file_may_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIAGRAM_LENS_CONFIG", written(tmp_path, "workers = 7\n"))
    found = settings_from()
    assert found.workers == 7
    assert type(found) is Settings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("worker = 3", 'no setting "worker"'),
        ("workers = 0", "The setting workers"),
        ('workers = "many"', "The setting workers"),
        ('access = "maybe"', "The setting access"),
        ("workers = ", "cannot be read"),
        ("\x00", "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_name(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=words):
        settings_from(written(tmp_path, text))


def test_a_value_is_never_shown_since_it_may_be_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIAGRAM_LENS_WORKERS", "hunter2")
    with pytest.raises(Refusal) as raised:
        settings_from()
    assert "hunter2" not in str(raised.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match="is not there"):
        settings_from(str(tmp_path / "none.toml"))
    monkeypatch.setenv("DIAGRAM_LENS_SECRETS", str(tmp_path / "none"))
    with pytest.raises(Refusal, match="is not there"):
        settings_from()

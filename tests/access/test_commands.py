"""`token` and `serve` on the command line: who gets a key, and when a server refuses to start."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from app.cli.serving import guarded
from app.errors import Refusal
from app.settings import Settings
from tests.app.serving import server

Run = Callable[..., "Ended"]


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs our command in this process, on a data folder of its own."""
    monkeypatch.setenv("DIAGRAM_LENS_DATA", str(tmp_path))

    def command(*arguments: str) -> Ended:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return command


def test_a_token_is_made_listed_and_revoked(run: Run) -> None:
    made = run("token", "create", "review bot", "--scope", "review", "--expires", "30")
    assert made.returncode == 0
    assert made.stdout.startswith("dlens_")
    assert made.stdout.count("\n") == 1
    public = made.stdout.split("_")[1]
    secret = made.stdout.strip().split("_", 2)[2]
    listed = json.loads(run("token", "list", "--format", "json").stdout)["tokens"]
    assert [(each["id"], each["scopes"], each["state"]) for each in listed] == [(public, ["review"], "valid")]
    shown = run("token", "list").stdout
    assert "review bot: review; every project; until" in shown
    assert secret not in shown + made.stderr
    assert run("token", "revoke", public).returncode == 0
    assert "revoked" in run("token", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("create", "x", "--project", "nowhere"), 'no project "nowhere"'),
        (("create", "x", "--scope", "everything"), "'everything' is not one of"),
        (("create", "x", "--expires", "-1"), "--expires"),
        (("revoke", "123"), 'no token "123"'),
    ],
)
def test_a_token_that_cannot_be_ends_with_2(arguments: tuple[str, ...], words: str, run: Run) -> None:
    ended = run("token", *arguments)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_server_that_nobody_could_use_does_not_start(run: Run) -> None:
    ended = run("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert ended.returncode == 2
    assert "diagram-lens token create" in ended.stderr
    assert "--insecure" in ended.stderr


def status(url: str, headers: dict[str, str]) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.slow
def test_on_the_network_a_token_is_needed_and_on_loopback_a_name_of_the_machine(
    tmp_path: Path, run: Run
) -> None:
    text = run("token", "create", "x").stdout.strip()
    data = {"DIAGRAM_LENS_DATA": str(tmp_path), "DIAGRAM_LENS_EMBEDDED_WORKER": "false"}
    with server("--host", "0.0.0.0", **data) as (address, _):  # noqa: S104
        place = address.replace("0.0.0.0", "127.0.0.1") + "api/v1/rules/SLS-SEC-001"  # noqa: S104
        assert status(place, {}) == 401
        assert status(place, {"Authorization": f"Bearer {text}"}) == 200
        assert status(place, {"Authorization": f"Bearer {text}", "Host": "lens.example"}) == 200
    with server(**data) as (address, _):
        assert status(f"{address}api/v1/rules/SLS-SEC-001", {}) == 200
        assert status(f"{address}api/v1/rules/SLS-SEC-001", {"Host": "rebound.example"}) == 403


@pytest.mark.parametrize(
    ("access", "is_loopback", "insecure", "expected"),
    [
        ("auto", True, False, "off"),
        ("auto", False, True, "off"),
        ("off", False, False, "off"),
        ("off", True, True, "off"),
    ],
)
def test_the_door_is_open_only_where_that_was_wanted(
    access: str, is_loopback: bool, insecure: bool, expected: str, tmp_path: Path
) -> None:
    settings = Settings.model_validate({"access": access, "data": tmp_path})
    assert guarded(settings, is_loopback=is_loopback, insecure=insecure).access == expected


@pytest.mark.parametrize(
    ("access", "is_loopback"), [("auto", False), ("required", True), ("required", False)]
)
def test_a_closed_door_needs_somebody_with_a_key(
    access: str, is_loopback: bool, tmp_path: Path, run: Run
) -> None:
    settings = Settings.model_validate({"access": access, "data": tmp_path})
    with pytest.raises(Refusal, match="Nobody could use"):
        guarded(settings, is_loopback=is_loopback, insecure=False)
    run("token", "create", "x")
    assert guarded(settings, is_loopback=is_loopback, insecure=False).access == "required"


def test_insecure_does_not_open_a_door_that_is_to_be_closed(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="contradicts"):
        guarded(Settings(access="required", data=tmp_path), is_loopback=False, insecure=True)


def test_an_identity_provider_is_a_key_too(tmp_path: Path) -> None:
    settings = Settings(identity_issuer="https://login.example", identity_audience="a", data=tmp_path)
    assert guarded(settings, is_loopback=False, insecure=False).access == "required"


def test_names_that_are_set_stay(tmp_path: Path) -> None:
    settings = Settings(allowed_hosts="lens.example", data=tmp_path)
    assert guarded(settings, is_loopback=True, insecure=False).allowed_hosts == "lens.example"
    assert guarded(Settings(data=tmp_path), is_loopback=True, insecure=False).allowed_hosts.startswith(
        "local"
    )

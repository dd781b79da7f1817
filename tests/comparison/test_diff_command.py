"""`diagram-lens diff`: files, folders and git revisions; what is printed, written, and the exit status."""

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.errors import Refusal
from reports.schemas import published_schema
from tests.comparison.drawings import LEAKY, SAMPLES, edited
from tests.comparison.versions import SHOP

GOOD = SHOP.replace(
    "browser[Browser] --> api", "api -->|Cognito authorizer| cognito\n  browser[Browser] --> api"
)
"""The shop with its API shielded: a change back to SHOP is a new violation of severity high."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def diff(*arguments: str) -> Result:
    ran = CliRunner().invoke(app, ["diff", *arguments])
    if ran.exception and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return ran


def write(path: Path, text: str | bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


# Files


def test_a_drawing_compares_with_its_script(here: Path) -> None:
    ran = diff(str(LEAKY), str(LEAKY.with_suffix(".py")))
    assert ran.exit_code == 0
    assert "Drawing: no change." in ran.output


def test_on_a_narrow_terminal_lines_go_on_below_their_words(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    longer = "Orders of this year and of all the years before it"
    write(here / "old.mmd", GOOD)
    write(here / "new.mmd", SHOP.replace("Orders", longer))
    lines = diff("old.mmd", "new.mmd").output.splitlines()
    assert max(map(len, lines)) <= 60
    assert [line for line in lines[1:] if not line.startswith("  ")] == []
    renamed = next(number for number, line in enumerate(lines) if line.startswith("  ~ service"))
    assert lines[renamed + 1].startswith("    ")


def test_of_a_file_that_is_gone_findings_are_counted_not_told(here: Path) -> None:
    write(here / "old" / "shop.mmd", SHOP)
    write(here / "old" / "other.mmd", GOOD)
    write(here / "new" / "other.mmd", GOOD)
    told = diff("old", "new").output
    assert "The file is gone" in told
    assert "gone because no longer drawn" in told
    assert "SLS-SEC-001" not in told


def test_an_unreadable_version_before_is_named_by_its_own_name(here: Path) -> None:
    base, head = write(here / "old.drawio", b"\x00\x01"), write(here / "new.mmd", GOOD)
    assert f"note: {base}: " in diff(base, head).stderr


def test_a_new_violation_is_told_and_exits_with_1(here: Path) -> None:
    base, head = write(here / "old.mmd", GOOD), write(here / "new.mmd", SHOP)
    ran = diff(base, head)
    assert ran.exit_code == 1
    assert "new HIGH SLS-SEC-001" in ran.output
    assert diff(base, head, "--soft-fail").exit_code == 0
    assert diff(base, head, "--fail-on", "never").exit_code == 0
    assert diff(head, base).exit_code == 0


@pytest.mark.parametrize("head", [b"\x89binary", b"", b"<mxfile><diagram"])
def test_an_unreadable_head_exits_with_2_and_an_unreadable_base_does_not(here: Path, head: bytes) -> None:
    good, bad = write(here / "good.mmd", GOOD), write(here / "bad.drawio", head)
    ran = diff(good, bad)
    assert ran.exit_code == 2
    assert "error: " in ran.output
    assert diff(bad, good).exit_code == 0
    assert diff(bad, write(here / "shop.mmd", SHOP)).exit_code == 1


def test_every_output_is_written(here: Path) -> None:
    base, head = write(here / "shop.drawio", LEAKY.read_bytes()), write(here / "new.drawio", edited())
    names = ["a.json", "a.md", "a.comment.md", "a.html", "a.txt", "a.svg", "a.png", "a.mmd"]
    assert diff(base, head, *(word for name in names for word in ("-o", name))).exit_code == 0
    found = {name: (here / name).read_bytes() for name in names}
    jsonschema.validate(json.loads(found["a.json"]), published_schema("comparison-1"))
    assert found["a.comment.md"].startswith(b"<!-- diagram-lens -->")
    assert found["a.png"].startswith(b"\x89PNG")
    assert found["a.html"].count(b"<img ") == 2
    assert b"<script" not in found["a.html"]
    assert found["a.mmd"].startswith(b"flowchart LR")


@pytest.mark.parametrize("printed", ["json", "markdown", "comment", "html", "svg", "mermaid"])
def test_every_format_is_printed(here: Path, printed: str) -> None:
    ran = diff(str(LEAKY), write(here / "new.drawio", edited()), "--format", printed)
    assert ran.exit_code == 0
    assert "Shipping DLQ" in ran.output or printed == "html"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["one.mmd"], "One version"),
        (["nowhere.mmd", "neither.mmd"], "no such file and no such commit"),
        (["-", "-"], "standard input"),
        (["folder", "shop.mmd"], "a file and a folder"),
        (["shop.mmd", "shop.mmd", "-o", "x.exe"], "no output format"),
        (["shop.mmd", "shop.mmd", "--select", "SLS-NONE"], "is no rule"),
    ],
)
def test_what_cannot_be_compared_is_refused(here: Path, arguments: list[str], told: str) -> None:
    write(here / "shop.mmd", SHOP)
    (here / "folder").mkdir()
    with pytest.raises(Exception, match=told):
        diff(*arguments)


# Folders


def test_folders_are_paired_by_path_and_renamed_files_by_what_they_show(here: Path) -> None:
    write(here / "old/a/shop.mmd", SHOP)
    write(here / "old/orders.drawio", LEAKY.read_bytes())
    write(here / "old/gone.mmd", "flowchart LR\n  a[AWS Lambda: Alone] --> b[Amazon S3: Bucket]\n")
    write(here / "old/notes.py", "print('no diagram')\n")
    write(here / "new/a/shop.mmd", SHOP.replace("Mail", "Letters"))
    write(here / "new/moved/leaky.drawio", edited())
    ran = diff("old", "new", "--format", "json")
    files = {one["path"]: one for one in json.loads(ran.output)["files"]}
    assert list(files) == ["new/a/shop.mmd", "old/gone.mmd", "new/moved/leaky.drawio"]
    assert files["new/moved/leaky.drawio"]["old_path"] == "old/orders.drawio"
    assert files["new/a/shop.mmd"]["old_path"] is None
    assert files["old/gone.mmd"]["comparison"]["head"] is None


@pytest.mark.slow
def test_two_hundred_changed_diagrams_are_told_with_progress(here: Path) -> None:
    for number in range(200):
        write(here / f"old/d{number:03}.mmd", SHOP)
        write(here / f"new/d{number:03}.mmd", SHOP.replace("Mail", f"Letters {number}"))
    ran = diff("old", "new", "-o", "all.comment.md", "-o", "all.json")
    assert ran.exit_code == 0
    assert "compared 200 of 200" in ran.output
    assert len((here / "all.comment.md").read_text()) < 65_536
    assert len(json.loads((here / "all.json").read_text())["files"]) == 200
    with pytest.raises(Refusal, match="same output"):
        diff("old", "new", "-o", "one.svg")


def test_pictures_of_several_diagrams_have_names_of_their_own(here: Path) -> None:
    for name in ("a/shop.mmd", "b/shop.mmd", "c.mmd"):
        write(here / "old" / name, SHOP)
        write(here / "new" / name, SHOP.replace("Mail", "Letters"))
    assert diff("old", "new", "-o", "{name}.svg").exit_code == 0
    assert sorted(path.name for path in here.glob("*.svg")) == [
        "c.svg",
        "new_a_shop.mmd.svg",
        "new_b_shop.mmd.svg",
    ]


# Revisions


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(here: Path) -> Path:
    git(here, "init", "-q", "-b", "main")
    write(here / "docs/shop.mmd", GOOD)
    write(here / "docs/we ird -n$(x) é\n.mmd", SHOP)
    write(here / "leaky.drawio", LEAKY.read_bytes())
    write(here / "gone.py", (SAMPLES / "event_driven.py").read_bytes())
    git(here, "add", "-A")
    git(here, "commit", "-q", "-m", "one")
    git(here, "switch", "-q", "-c", "branch")
    write(here / "docs/shop.mmd", SHOP)
    write(here / "docs/we ird -n$(x) é\n.mmd", SHOP.replace("Mail", "Letters"))
    git(here, "mv", "leaky.drawio", "docs/renamed.drawio")
    write(here / "docs/renamed.drawio", edited())
    (here / "gone.py").unlink()
    git(here, "add", "-A")
    git(here, "commit", "-q", "-m", "two")
    git(here, "switch", "-q", "main")
    write(here / "docs/shop.mmd", GOOD.replace("Mail", "Post"))
    git(here, "add", "-A")
    git(here, "commit", "-q", "-m", "three")
    return here


def files_of(ran: Result) -> dict[str, dict[str, object]]:
    return {one["path"]: one for one in json.loads(ran.output)["files"]}


def test_three_dots_compare_with_the_merge_base(repository: Path) -> None:
    ran = diff("main...branch", "--format", "json")
    files = files_of(ran)
    assert ran.exit_code == 1
    assert set(files) == {"docs/shop.mmd", "docs/we ird -n$(x) é\n.mmd", "docs/renamed.drawio", "gone.py"}
    assert files["docs/renamed.drawio"]["old_path"] == "leaky.drawio"
    changed = files["docs/shop.mmd"]["comparison"]["summary"]["changes"]  # type: ignore[index]
    assert changed["renamed"] == 0
    two_dots = files_of(diff("main..branch", "--format", "json"))
    assert two_dots["docs/shop.mmd"]["comparison"]["summary"]["changes"]["renamed"] == 2  # type: ignore[index]


def test_paths_narrow_what_is_compared(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(files_of(diff("main...branch", "docs/renamed.drawio", "gone.py", "--format", "json"))) == {
        "docs/renamed.drawio", "gone.py",
    }  # fmt: skip
    assert set(files_of(diff("main", "branch", "--format", "json", "--", "gone.py", "leaky.drawio"))) == {
        "docs/renamed.drawio", "gone.py",
    }  # fmt: skip
    assert "No diagram differs." in diff("main", "branch", "nowhere").output
    monkeypatch.chdir(repository / "docs")
    assert "docs/shop.mmd" in diff("main", "branch", "shop.mmd").output
    with pytest.raises(Refusal, match="outside"):
        diff("main", "branch", "../../other")


@pytest.mark.parametrize(
    "hostile", ["--output=stolen..HEAD", "$(touch stolen)..HEAD", "main..;id", "main..--all"]
)
def test_hostile_revisions_are_no_options_and_no_commands(repository: Path, hostile: str) -> None:
    with pytest.raises(Refusal, match="no such commit"):
        diff("--", hostile)
    assert not (repository / "stolen").exists()


def test_a_large_file_pointer_is_said_so(repository: Path) -> None:
    write(repository / "docs/shop.mmd", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    git(repository, "commit", "-q", "-am", "four")
    ran = diff("HEAD~1", "HEAD")
    assert ran.exit_code == 2
    assert "Git LFS" in ran.output


def test_symbolic_links_are_no_diagrams(repository: Path) -> None:
    (repository / "docs/link.mmd").symlink_to("shop.mmd")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "four")
    assert "No diagram differs." in diff("HEAD~1", "HEAD").output


def test_declarations_and_modules_are_those_of_each_commit(repository: Path) -> None:
    said = "waive:\n  - {rule: SLS-SEC-001, reason: a gateway in front checks, by: Ann}\n"
    write(repository / "docs/shop.lens.yaml", said)
    write(repository / "docs/shop.mmd", SHOP)
    script = "from diagrams import Diagram\nfrom diagrams.aws.compute import Lambda\nfrom names import NAME\nwith Diagram('D'):\n    Lambda(NAME)\n"
    write(repository / "docs/drawn.py", script)
    write(repository / "docs/names.py", "NAME = 'Old'\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "four")
    write(repository / "docs/names.py", "NAME = 'Unused'\n")
    write(repository / "docs/drawn.py", script + "\n")
    (repository / "docs/shop.lens.yaml").unlink()
    write(repository / "docs/shop.mmd", SHOP + "\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "five")
    files = files_of(diff("HEAD~1", "HEAD", "--format", "json"))
    assert files["docs/shop.mmd"]["comparison"]["summary"]["findings"]["regressed"] == 1  # type: ignore[index]
    assert files["docs/drawn.py"]["comparison"]["summary"]["changes"]["renamed"] == 1  # type: ignore[index]

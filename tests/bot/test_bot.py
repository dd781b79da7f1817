"""The whole bot: the real command, real commits, hosts that speak GitHub's and GitLab's REST over real HTTP."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.cli import main
from tests.bot.hosts.faults import Fault
from tests.bot.hosts.github import OTHER_BOT, REPOSITORY, TOKEN, GithubHost
from tests.bot.hosts.gitlab import TOKEN as GITLAB_TOKEN
from tests.bot.hosts.gitlab import GitlabHost
from tests.bot.hosts.serving import Stage
from tests.bot.repositories import Repository
from tests.bot.test_ci_files import ACTION, bot_step
from tests.yardstick import at_most

SAMPLES = Path(__file__).parents[2] / "samples"
GUARDED = """\
flowchart LR
  user((User)) --> api[Amazon API Gateway: Shop API]
  pool[Amazon Cognito: Staff pool] -->|authorizer| api
  api --> create[AWS Lambda: Create]
  create --> table[Amazon DynamoDB: Orders]
"""
LEAKING = GUARDED + "  user --> table\n"
RENAMED = GUARDED.replace("AWS Lambda: Create", "AWS Lambda: CreateOrder")
VARIABLES = ("GITHUB_", "CI_", "GITLAB_", "DIAGRAM_LENS_")


@dataclass
class Desk:
    """A repository on a branch, a CI's environment around it, and the command."""

    repository: Repository
    environment: pytest.MonkeyPatch
    capture: "pytest.CaptureFixture[str]"
    folder: Path
    out: str = ""
    err: str = ""
    base: str = field(default="")

    def run(self, *arguments: str) -> int:
        """The exit status of `diagram-lens bot`; what it printed is in `out` and `err`."""
        self.environment.chdir(self.repository.folder)
        with pytest.raises(SystemExit) as ended:
            main(["bot", *arguments])
        self.out, self.err = self.capture.readouterr()
        assert isinstance(ended.value.code, int)
        assert "Traceback" not in self.err
        return ended.value.code

    def begin(self, files: dict[str, bytes | str]) -> None:
        """The commit that the change is compared with."""
        self.base = self.repository.commit(files)
        self.event(1)

    def event(self, head_repository: int) -> None:
        pull = {
            "number": 7,
            "base": {"sha": self.base, "repo": {"id": 1}},
            "head": {"sha": "f" * 40, "repo": {"id": head_repository}},
        }
        (self.folder / "event.json").write_text(json.dumps({"pull_request": pull}))

    @property
    def outputs(self) -> dict[str, str]:
        """What the last run gave to later steps."""
        lines = (self.folder / "outputs").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    @property
    def summary(self) -> str:
        return (self.folder / "summary.md").read_text()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: "pytest.CaptureFixture[str]") -> Desk:
    for name in list(os.environ):
        if name.startswith(VARIABLES):
            monkeypatch.delenv(name)
    return Desk(Repository(tmp_path / "repository"), monkeypatch, capsys, tmp_path)


@pytest.fixture
def on_github(desk: Desk, here: Stage) -> GithubHost:
    host = GithubHost()
    here.app = host.app
    for name, value in {
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": here.address,
        "GITHUB_EVENT_PATH": str(desk.folder / "event.json"),
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_TOKEN": TOKEN,
        "GITHUB_SHA": "c" * 40,
        "GITHUB_REF": "refs/pull/7/merge",
        "GITHUB_STEP_SUMMARY": str(desk.folder / "summary.md"),
        "GITHUB_OUTPUT": str(desk.folder / "outputs"),
    }.items():
        desk.environment.setenv(name, value)
    return host


@pytest.fixture
def on_gitlab(desk: Desk, here: Stage) -> GitlabHost:
    host = GitlabHost()
    here.app = host.app
    for name, value in {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": f"{here.address}/api/v4",
        "CI_PROJECT_ID": "42",
        "CI_MERGE_REQUEST_IID": "7",
        "GITLAB_TOKEN": GITLAB_TOKEN,
    }.items():
        desk.environment.setenv(name, value)
    return host


def test_a_pull_request_from_its_first_push_to_its_last(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"shop.mmd": GUARDED, "README.md": "shop"})

    desk.repository.commit({"README.md": "shop, better"})
    assert desk.run() == 0
    assert on_github.requests == [("GET", f"/repos/{REPOSITORY}/issues/7/comments")]

    desk.repository.commit({"shop.mmd": LEAKING})
    assert desk.run() == 1
    (first,) = on_github.by_the_bot()
    assert first.startswith("<!-- diagram-lens -->\n")
    assert "SLS-SEC-004" in first
    assert desk.outputs["comment"] == "posted"
    assert desk.outputs["new"] != "0"
    assert "#issuecomment-" in desk.outputs["comment-address"]
    assert "SLS-SEC-004" in desk.summary
    assert "::error file=shop.mmd" in desk.out

    assert desk.run() == 1
    assert (len(on_github.writes), on_github.by_the_bot()) == (1, [first])
    assert desk.outputs["comment"] == "unchanged"

    desk.repository.commit({"shop.mmd": RENAMED})
    assert desk.run() == 0
    (second,) = on_github.by_the_bot()
    assert "CreateOrder" in second
    assert "SLS-SEC-004" not in second

    desk.repository.commit({"shop.mmd": GUARDED})
    assert desk.run() == 0
    (last,) = on_github.by_the_bot()
    assert len(last.splitlines()) == 2
    assert "nothing is left" in last
    assert desk.run() == 0
    assert len(on_github.writes) == 3


def test_a_merge_request_on_gitlab_gets_its_note_and_code_quality(desk: Desk, on_gitlab: GitlabHost) -> None:
    desk.begin({"shop.mmd": GUARDED})
    desk.environment.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", desk.base)
    desk.repository.commit({"shop.mmd": LEAKING})
    assert desk.run("-o", str(desk.folder / "q.gitlab.json"), "-o", str(desk.folder / "c.md")) == 1
    (note,) = on_gitlab.by_the_bot()
    assert "SLS-SEC-004" in note
    quality = json.loads((desk.folder / "q.gitlab.json").read_text())
    assert "SLS-SEC-004" in [entry["check_name"] for entry in quality]
    assert (desk.folder / "c.md").read_text() == note
    assert desk.run() == 1
    assert len(on_gitlab.writes) == 1


def test_only_what_is_new_fails(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"shop.mmd": LEAKING})
    desk.repository.commit({"shop.mmd": LEAKING.replace("Create]", "CreateOrder]")})
    assert desk.run() == 0
    assert desk.outputs["new"] == "0"
    assert desk.outputs["still-open"] != "0"


def test_soft_fail_tells_and_passes(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"shop.mmd": GUARDED})
    desk.repository.commit({"shop.mmd": LEAKING})
    assert desk.run("--soft-fail") == 0
    assert desk.outputs["status"] == "1"
    assert len(on_github.by_the_bot()) == 1


def test_a_head_that_cannot_be_read_is_in_the_comment_and_fails_with_2(
    desk: Desk, on_github: GithubHost
) -> None:
    desk.begin({"shop.drawio": (SAMPLES / "leaky_shop.drawio").read_bytes(), "flow.mmd": GUARDED})
    desk.repository.commit({"shop.drawio": b"\x00\x01 merge went wrong <<<<<<< ours", "flow.mmd": RENAMED})
    assert desk.run("--soft-fail") == 2
    (comment,) = on_github.by_the_bot()
    assert "shop.drawio" in comment
    assert "cannot be read" in comment
    assert "CreateOrder" in comment
    assert desk.outputs["unreadable"] == "1"
    assert "::error file=shop.drawio" in desk.out


def test_a_base_that_cannot_be_read_is_said_and_does_not_fail_by_itself(
    desk: Desk, on_github: GithubHost
) -> None:
    desk.begin({"shop.mmd": b"\x89PNG\x00\x01 something binary"})
    desk.repository.commit({"shop.mmd": GUARDED})
    assert desk.run() == 0
    assert "shop.mmd" in on_github.by_the_bot()[0]


def test_added_renamed_and_removed_diagrams_are_told_as_such(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"old.drawio": (SAMPLES / "web_application.drawio").read_bytes(), "gone.mmd": GUARDED})
    desk.repository.remove("old.drawio", "gone.mmd")
    drawing = (SAMPLES / "web_application.drawio").read_bytes()
    script = (SAMPLES / "event_driven.py").read_bytes()
    desk.repository.commit({"docs/new.drawio": drawing, "added.py": script})
    assert desk.run("--fail-on", "never") == 0
    (comment,) = on_github.by_the_bot()
    for name in ("old.drawio", "docs/new.drawio", "gone.mmd", "added.py"):
        assert name in comment


@pytest.mark.slow
def test_two_hundred_changed_diagrams_fit_into_one_comment_in_good_time(
    desk: Desk, on_github: GithubHost
) -> None:
    desk.begin({f"d/{n:03}.mmd": GUARDED.replace("Orders", f"Orders {n}") for n in range(200)})
    desk.repository.commit({f"d/{n:03}.mmd": LEAKING.replace("Orders", f"Orders {n}") for n in range(200)})
    with at_most(500):
        assert desk.run() == 1
    (comment,) = on_github.by_the_bot()
    assert len(comment) <= 65_536
    assert desk.outputs["diagrams"] == "200"


def test_another_bots_comment_with_our_marker_is_left_alone(desk: Desk, on_github: GithubHost) -> None:
    theirs = on_github.say("<!-- diagram-lens -->\n## Architecture review: all is well", OTHER_BOT)
    said = theirs["body"]
    desk.begin({"shop.mmd": GUARDED})
    desk.repository.commit({"shop.mmd": LEAKING})
    desk.run()
    assert theirs["body"] == said
    assert len(on_github.by_the_bot()) == 1


def test_without_permission_the_review_still_decides_and_its_text_is_in_log_and_summary(
    desk: Desk, on_github: GithubHost
) -> None:
    desk.begin({"shop.mmd": GUARDED})
    desk.repository.commit({"shop.mmd": LEAKING})
    on_github.writable = False
    assert desk.run("-o", str(desk.folder / "comment.md")) == 1
    assert "pull-requests: write" in desk.err
    for told in (desk.out, desk.summary, (desk.folder / "comment.md").read_text()):
        assert "SLS-SEC-004" in told


@pytest.mark.parametrize("token", [TOKEN, ""])
def test_a_fork_is_explained(desk: Desk, on_github: GithubHost, token: str) -> None:
    desk.begin({"shop.mmd": GUARDED})
    desk.repository.commit({"shop.mmd": LEAKING})
    desk.event(head_repository=2)
    desk.environment.setenv("GITHUB_TOKEN", token)
    on_github.writable = False
    assert desk.run() == 1
    assert "fork" in desk.err
    assert "SLS-SEC-004" in desk.summary


def test_a_rate_limit_that_lasts_is_said_and_changes_nothing_else(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"shop.mmd": GUARDED})
    desk.repository.commit({"shop.mmd": RENAMED})
    on_github.faults.append(Fault("POST", "/comments", 429, headers={"Retry-After": "900"}))
    assert desk.run() == 0
    assert "wait 900 s" in desk.err


def test_a_dry_run_prints_the_comment_and_asks_nothing_of_the_host(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"shop.mmd": GUARDED})
    desk.repository.commit({"shop.mmd": LEAKING})
    assert desk.run("--dry-run", "--upload-sarif") == 1
    assert "<!-- diagram-lens -->" in desk.out
    assert on_github.requests == []
    assert not (desk.folder / "summary.md").exists()


def test_a_dry_run_says_when_nothing_would_be_posted(desk: Desk) -> None:
    desk.begin({"shop.mmd": GUARDED})
    assert desk.run("--base", "HEAD", "--dry-run") == 0
    assert "no comment would be posted" in desk.out
    assert "<!-- diagram-lens" not in desk.out


def test_a_push_outside_of_a_pull_request_is_told_why_there_is_no_comment(
    desk: Desk, on_github: GithubHost
) -> None:
    desk.begin({"shop.mmd": GUARDED})
    (desk.folder / "event.json").write_text(json.dumps({"before": desk.base}))
    desk.repository.commit({"shop.mmd": LEAKING})
    assert desk.run() == 1
    assert "no pull or merge request is known" in desk.err
    assert "SLS-SEC-004" in desk.out
    assert on_github.requests == []


def test_each_host_gets_as_long_a_comment_as_it_takes(desk: Desk) -> None:
    frames = "".join(
        f"  q{n}[Amazon SQS: {'Long name ' * 12}{n}] --> f{n}[AWS Lambda: F{n}]\n" for n in range(15)
    )
    desk.begin({f"d{n}.mmd": GUARDED for n in range(16)})
    desk.repository.commit({f"d{n}.mmd": LEAKING + frames for n in range(16)})
    lengths = {}
    for host, longest in (("github", 65_536), ("gitlab", 1_000_000)):
        out = desk.folder / f"{host}.md"
        desk.run("--base", desk.base, "--host", host, "--dry-run", "-o", str(out))
        lengths[host] = len(out.read_text())
        assert lengths[host] <= longest
    assert lengths["gitlab"] > 65_536


def test_pictures_and_a_page_are_written_and_linked(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"docs/shop.mmd": GUARDED})
    desk.repository.commit({"docs/shop.mmd": LEAKING})
    made = desk.folder / "made"
    address = "https://pictures.example/{path}.svg"
    page = str(desk.folder / "changes.html")
    assert desk.run("--pictures", str(made), "--picture-address", address, "-o", page) == 1
    assert (made / "docs" / "shop.mmd.svg").read_bytes().startswith(b"<svg")
    assert b"SLS-SEC-004" in (desk.folder / "changes.html").read_bytes()
    assert "https://pictures.example/docs/shop.mmd.svg" in on_github.by_the_bot()[0]


def test_no_label_in_a_printed_comment_commands_the_job(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"shop.mmd": GUARDED})
    evil = GUARDED.replace("Amazon DynamoDB: Orders", "Amazon DynamoDB: ##[add-mask]x ::add-mask::x")
    desk.repository.commit({"shop.mmd": evil})
    desk.run("--comment", "off", "--no-annotate")
    stop, end = re.findall(r"^::(?:stop-commands::)?(\w+)(?:::)?$", desk.out, re.MULTILINE)
    assert stop == end
    assert desk.out.index("stop-commands") < desk.out.index("add-mask") < desk.out.rindex(f"::{end}::")


def test_findings_are_handed_to_code_scanning(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"shop.mmd": GUARDED})
    desk.repository.commit({"shop.mmd": LEAKING})
    assert desk.run("--upload-sarif", "--comment", "off") == 1
    (sent,) = on_github.sarifs
    assert (sent["commit_sha"], sent["ref"]) == ("c" * 40, "refs/pull/7/merge")
    results = sent["sarif"]["runs"][0]["results"]
    assert "SLS-SEC-004" in [result["ruleId"] for result in results]
    assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "shop.mmd"
    on_github.faults.append(Fault("POST", "/sarifs", 403, message="Advanced Security must be enabled"))
    assert desk.run("--upload-sarif", "--comment", "off") == 1
    assert "Advanced Security must be enabled" in desk.err


def test_what_hosts_compare_with_earlier_findings_holds_every_diagram(
    desk: Desk, on_github: GithubHost
) -> None:
    desk.begin({"docs/old.mmd": LEAKING, "shop.mmd": GUARDED, "notes.py": "print(1)"})
    desk.repository.commit({"shop.mmd": RENAMED})
    outputs = ("all.sarif", "all.gitlab.json", "changed.rdjson")
    named = [word for out in outputs for word in ("-o", str(desk.folder / out))]
    assert desk.run("--upload-sarif", *named) == 0
    complete, quality, changed = ((desk.folder / out).read_text() for out in outputs)
    for told in (complete, quality, json.dumps(on_github.sarifs[0]["sarif"])):
        assert "docs/old.mmd" in told
        assert "SLS-SEC-004" in told
    assert "old.mmd" not in changed
    assert "old.mmd" not in on_github.by_the_bot()[0]
    assert desk.outputs["diagrams"] == "1"


def test_without_any_change_the_findings_of_every_diagram_are_written_all_the_same(desk: Desk) -> None:
    desk.begin({"docs/old.mmd": LEAKING})
    out = desk.folder / "all.gitlab.json"
    assert desk.run("--base", "HEAD", "-o", str(out)) == 0
    assert {entry["location"]["path"] for entry in json.loads(out.read_text())} == {"docs/old.mmd"}


@pytest.mark.parametrize("broken", ["shop.mmd", "docs/old.drawio"])
def test_alerts_of_a_diagram_that_cannot_be_read_are_not_closed(
    desk: Desk, on_github: GithubHost, broken: str
) -> None:
    desk.begin({"shop.mmd": GUARDED, **({broken: b"\x00\x01"} if broken != "shop.mmd" else {})})
    desk.repository.commit({"shop.mmd": b"\xff\x00" if broken == "shop.mmd" else RENAMED})
    assert desk.run("--upload-sarif", "--comment", "off") == (2 if broken == "shop.mmd" else 0)
    assert on_github.sarifs == []
    assert f"{broken} cannot be read" in desk.err


@pytest.mark.parametrize(
    ("when", "content", "posts"),
    [
        ("changed", RENAMED, True),
        ("findings", RENAMED, False),
        ("findings", LEAKING, True),
        ("always", GUARDED, True),
        ("changed", GUARDED, False),
        ("changed", GUARDED + "%% a remark\n", False),
    ],
)
def test_what_is_worth_a_comment_is_chosen(
    desk: Desk, on_github: GithubHost, when: str, content: str, posts: bool
) -> None:
    desk.begin({"shop.mmd": GUARDED})
    desk.repository.commit({"shop.mmd": content})
    desk.run("--post-when", when)
    assert bool(on_github.by_the_bot()) is posts


def test_a_waiver_taken_out_counts_though_the_drawing_stayed(desk: Desk, on_github: GithubHost) -> None:
    waiver = "waive:\n  - {rule: SLS-SEC-004, reason: public on purpose}\n"
    desk.begin({"docs/shop.mmd": LEAKING, "docs/shop.mmd.lens.yaml": waiver})
    desk.repository.remove("docs/shop.mmd.lens.yaml")
    desk.repository.commit()
    assert desk.run() == 1
    (comment,) = on_github.by_the_bot()
    assert "SLS-SEC-004" in comment
    assert "1 regressed" in comment
    assert "cannot be read" not in comment


def test_what_a_baseline_lists_does_not_fail(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"docs/shop.mmd": GUARDED})
    desk.repository.commit({"docs/shop.mmd": LEAKING})
    desk.environment.chdir(desk.repository.folder)
    with pytest.raises(SystemExit):
        main(["review", "docs/shop.mmd", "--baseline", "known.json", "--update-baseline"])
    assert desk.run("--baseline", "known.json") == 0
    assert desk.run("--baseline", "missing.json") == 2
    assert desk.run() == 1


def test_it_runs_from_a_folder_below_and_names_files_from_the_root(desk: Desk) -> None:
    desk.begin({"docs/shop.mmd": GUARDED, "docs/.diagram-lens.toml": 'ignore = ["SLS-SEC-004"]\n'})
    desk.repository.commit({"docs/shop.mmd": LEAKING})
    desk.environment.chdir(desk.repository.folder / "docs")
    with pytest.raises(SystemExit) as ended:
        main(["bot", "--base", desk.base, "--dry-run"])
    assert ended.value.code == 0
    assert "docs/shop.mmd" in desk.capture.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((), "--base"),
        (("--base", "missing"), "no such commit"),
        (("--base", "HEAD", "-o", "x.svg"), "no such file"),
        (("--base", "HEAD", "--fail-on", "huge"), "huge"),
        (("--base", "HEAD~1", "--rules", "missing.yaml"), "missing.yaml"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_explained(
    desk: Desk, arguments: tuple[str, ...], word: str
) -> None:
    desk.begin({"shop.mmd": GUARDED})
    desk.repository.commit({"shop.mmd": LEAKING})
    assert desk.run(*arguments) == 2
    assert word in desk.err


def test_the_same_change_says_the_same_bytes(desk: Desk) -> None:
    desk.begin({"shop.mmd": GUARDED, "a.py": (SAMPLES / "leaky_shop.py").read_bytes()})
    desk.repository.commit({"shop.mmd": LEAKING, "a.py": (SAMPLES / "event_driven.py").read_bytes()})
    said: Callable[[], str] = lambda: (desk.run("--base", desk.base, "--dry-run"), desk.out)[1]  # noqa: E731
    assert said() == said()


@pytest.mark.slow
def test_the_actions_own_script_reviews_a_pull_request(desk: Desk, on_github: GithubHost) -> None:
    desk.begin({"shop.mmd": GUARDED})
    desk.repository.commit({"shop.mmd": LEAKING})
    command = desk.folder / "venv" / "bin" / "diagram-lens"
    command.parent.mkdir(parents=True)
    command.symlink_to(Path(sys.executable).with_name("diagram-lens"))
    inputs = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
    variables = {name.upper().replace("-", "_"): value for name, value in inputs.items()}
    ran = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", bot_step()["run"]],
        env={**os.environ, **variables, "FOLDER": str(desk.folder)},
        cwd=desk.repository.folder,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1, ran.stderr
    assert "SLS-SEC-004" in on_github.by_the_bot()[0]
    assert "SLS-SEC-004" in (desk.folder / "made" / "diagram-lens.sarif").read_text()
    assert desk.outputs["comment"] == "posted"

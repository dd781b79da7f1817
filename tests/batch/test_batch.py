import csv
import io
import json
import re
import threading
import time
from concurrent.futures import Future
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from app.batch.journal import Journal
from app.batch.outputs import write_outputs
from app.batch.pools import AHEAD, why_lost
from app.batch.running import key_of, run
from app.batch.sources import items
from app.batch.summary import Summary
from app.batch.summary_page import summary_page
from app.batch.work import reviewed
from app.errors import OutOfMemory, OutOfTime, Refusal, WorkerLost
from app.limits import Limits
from app.pipeline import Options
from app.worker_processes import Died, Overdue
from tests.batch import estate

TODAY = date(2026, 1, 2)
USUAL = Options()
MADE_BY = {"version": "1", "rules": "abc"}


class InThisProcess:
    """A pool without processes: work is done when it is handed in; `ends_after` calls it raises what ends a run."""

    def __init__(self, ends_after: int = 10_000) -> None:
        self.window, self.most, self.calls, self.left = AHEAD, 0, 0, ends_after

    def submit(self, work, *arguments):
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        self.calls += 1
        future = Future()
        future.set_result(work(*arguments))
        return future

    def stop(self) -> None:
        pass


class Counting:
    def __init__(self) -> None:
        self.done = self.resumed = 0

    def advance(self, *, resumed: bool = False) -> None:
        self.done += 1
        self.resumed += resumed


def finished(folder: Path, output: Path, pool=None, options: Options = USUAL) -> tuple[Summary, Counting]:
    found, told = items([str(folder)]), Counting()
    journal = Journal(Path(f"{output}.journal"), MADE_BY, TODAY)
    try:
        run(found, lambda item: options, pool or InThisProcess(), journal, Limits(), told)
        return write_outputs([str(output)], journal, [item.path for item in found]), told
    finally:
        journal.close()


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_file_below_a_folder_is_a_row_and_none_stops_the_others(tmp_path):
    folder = estate.make(tmp_path / "estate", 20)

    summary, _ = finished(folder, tmp_path / "out.jsonl")

    diagrams = rows(tmp_path / "out.diagrams.jsonl")
    assert [Path(row["file"]).name for row in diagrams] == [f"{number:03}.mmd" for number in range(20)]
    assert [row["status"] for row in diagrams].count("unreadable") == 2
    unreadable = [row for row in rows(tmp_path / "out.jsonl") if row["verdict"] == "unreadable"]
    assert [Path(row["file"]).name for row in unreadable] == ["009.mmd", "019.mmd"]
    assert all(row["message"] for row in unreadable)
    assert (summary.files, summary.unreadable, summary.skipped) == (20, 2, 2)


def test_findings_are_those_of_a_review_of_each_file(tmp_path):
    from app.pipeline import review

    folder = estate.make(tmp_path / "estate", 3)

    finished(folder, tmp_path / "out.jsonl")

    expected = [
        (finding.rule.code, finding.fingerprint)
        for item in items([str(folder)])[:3]
        for finding in review(item.fetch(), item.path).findings
    ]
    assert expected
    assert [(row["rule"], row["fingerprint"]) for row in rows(tmp_path / "out.jsonl")] == expected


def test_a_run_that_ended_goes_on_and_writes_the_same_bytes(tmp_path):
    folder = estate.make(tmp_path / "estate", 12)
    finished(folder, tmp_path / "whole.jsonl")

    with pytest.raises(KeyboardInterrupt):
        finished(folder, tmp_path / "out.jsonl", InThisProcess(ends_after=7))
    pool = InThisProcess()
    _, told = finished(folder, tmp_path / "out.jsonl", pool)

    assert told.done == 14
    assert told.resumed + pool.calls == 14
    assert told.resumed > 0
    for name in ("out{}", "out.diagrams{}"):
        again = (tmp_path / name.format(".jsonl")).read_bytes()
        assert again == (tmp_path / name.replace("out", "whole").format(".jsonl")).read_bytes()


def test_a_file_that_changed_since_is_reviewed_again(tmp_path):
    folder = estate.make(tmp_path / "estate", 4)
    finished(folder, tmp_path / "out.jsonl")
    (folder / "001.mmd").write_text(estate.QUEUE.format(number="changed"))

    pool = InThisProcess()
    finished(folder, tmp_path / "out.jsonl", pool)

    assert pool.calls == 1
    assert any("changed" in row["message"] for row in rows(tmp_path / "out.jsonl"))


def test_other_options_make_another_key():
    data = b"flowchart LR"
    keys = {key_of(data, Options()), key_of(data, Options(ignore=("X",))), key_of(b"other", Options())}

    assert len(keys) == 3
    assert key_of(data, Options(today=TODAY)) == key_of(data, Options())


def test_a_last_line_that_was_cut_off_is_dropped(tmp_path):
    path = tmp_path / "journal"
    journal = Journal(path, MADE_BY, TODAY)
    journal.add("a", "1", '{"status": "reviewed"}')
    journal.add("b", "2", '{"status": "reviewed", "worst": "high"}')
    journal.close()
    whole = path.read_bytes()

    for cut in range(whole.index(b"\n") + 1, len(whole)):
        path.write_bytes(whole[:cut])
        journal = Journal(path, MADE_BY, date(2027, 1, 1))
        assert journal.today == TODAY
        assert not journal.has("b", "2")
        journal.add("b", "2", '{"status": "reviewed", "worst": "low"}')
        assert journal.outcome("b")["worst"] == "low"
        journal.close()
        assert path.read_bytes().endswith(b'"low"}}\n')


@pytest.mark.parametrize("made_by", [{"version": "2", "rules": "abc"}, {"version": "1", "rules": "other"}])
def test_what_another_version_or_other_rules_said_counts_no_more(tmp_path, made_by):
    journal = Journal(tmp_path / "journal", MADE_BY, TODAY)
    journal.add("a", "1", '{"status": "reviewed"}')
    journal.close()

    later = Journal(tmp_path / "journal", made_by, date(2027, 1, 1))

    assert not later.has("a", "1")
    assert later.today == date(2027, 1, 1)
    later.close()


def test_a_file_that_is_no_journal_is_left_alone(tmp_path):
    (tmp_path / "journal").write_text("my notes\n")

    with pytest.raises(Refusal, match="no journal"):
        Journal(tmp_path / "journal", MADE_BY, TODAY)

    assert (tmp_path / "journal").read_text() == "my notes\n"


def test_two_runs_do_not_share_a_journal(tmp_path):
    journal = Journal(tmp_path / "journal", MADE_BY, TODAY)

    with pytest.raises(Refusal, match="another run"):
        Journal(tmp_path / "journal", MADE_BY, TODAY)
    journal.close()


def test_what_could_not_be_fetched_is_tried_again(tmp_path):
    folder = estate.make(tmp_path / "estate", 2)
    (folder / "gone.mmd").symlink_to(folder / "nowhere")
    finished(folder, tmp_path / "out.jsonl")
    (folder / "gone.mmd").unlink()
    (folder / "gone.mmd").write_text(estate.QUEUE.format(number=7))

    summary, _ = finished(folder, tmp_path / "out.jsonl")

    assert summary.unreadable == 0


def test_no_more_files_wait_than_the_pool_takes(tmp_path):
    class Slow(InThisProcess):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[Future] = []

        def submit(self, work, *arguments):
            future = Future()
            self.open.append(future)
            self.most = max(self.most, len([one for one in self.open if not one.done()]))
            if len(self.open) % self.window == 0:
                for one in self.open:
                    if not one.done():
                        one.set_result('{"status": "skipped"}')
            return future

    pool = Slow()
    finished(estate.make(tmp_path / "estate", 14), tmp_path / "out.jsonl", pool)

    assert pool.most == AHEAD


def test_the_cause_of_a_lost_file_is_told():
    limits = Limits(7, 100)

    assert isinstance(why_lost(Overdue(), limits), OutOfTime)
    assert isinstance(why_lost(Died(), limits), WorkerLost)
    assert isinstance(why_lost(MemoryError(), limits), OutOfMemory)
    assert isinstance(why_lost(ValueError("?"), limits), WorkerLost)
    with pytest.raises(KeyboardInterrupt):
        why_lost(KeyboardInterrupt(), limits)


def test_our_own_fault_is_a_row_too(monkeypatch):
    from app.batch import work

    monkeypatch.setattr(work, "review", lambda *given: 1 / 0)

    outcome = json.loads(reviewed(b"x", "a.mmd", Options()))

    assert outcome["status"] == "failed"
    assert "ZeroDivisionError" in outcome["findings"][0]["message"]


@pytest.mark.slow
def test_tables_say_the_same_in_every_format(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    folder = estate.make(tmp_path / "estate", 12)
    for extension in ("jsonl", "csv", "parquet"):
        finished(folder, tmp_path / f"out.{extension}")

    for table in ("out", "out.diagrams"):
        expected = rows(tmp_path / f"{table}.jsonl")
        assert parquet.read_table(tmp_path / f"{table}.parquet").to_pylist() == expected
        sheet = csv.DictReader(io.StringIO((tmp_path / f"{table}.csv").read_text()))
        assert [row["file"] for row in sheet] == [row["file"] for row in expected]


def test_a_cell_that_a_spreadsheet_would_run_is_defused(tmp_path):
    folder = tmp_path / "estate"
    folder.mkdir()
    (folder / "a.mmd").write_text(
        'flowchart LR\n  c[Customers] --> q["API Gateway: =HYPERLINK(1)"] --> f["Lambda: F"]\n'
    )

    finished(folder, tmp_path / "out.csv", options=Options(profile="checklist"))

    cells = [cell for row in csv.reader(io.StringIO((tmp_path / "out.csv").read_text())) for cell in row]
    assert not any(cell.startswith("=") for cell in cells)


def test_the_summary_page_shows_words_as_words_and_loads_nothing():
    summary = Summary()
    row = dict.fromkeys(("services", "connections", "high", "medium", "low", "not_shown", "waived"), 1)
    evil = "<img src=x onerror=alert(1)>"
    diagram = {**row, "file": evil, "page": evil, "scenario": "unknown", "share": 0.5}
    finding = {
        "rule": "SLS-SEC-001",
        "name": "a-name",
        "severity": "high",
        "verdict": "violated",
        "waived": "",
    }
    layers = {"compute": "shown", "data": "not_shown"}
    summary.add("a", {"status": "reviewed", "layers": layers, "diagrams": [diagram], "findings": [finding]})
    summary.add("b", {"status": "failed", "error": evil, "findings": [], "diagrams": []})

    page = summary_page(summary, ["t.csv"]).decode()

    assert evil not in page
    assert escape(evil) in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"?(?:https?:)?//", page)


def test_the_worst_diagrams_come_first_and_ties_keep_their_order():
    summary = Summary()
    for number in range(60):
        row = {"services": 1, "connections": 0, "waived": 0, "high": number % 3, "medium": 0, "low": 0}
        diagram = {**row, "file": f"{number:02}"}
        summary.add(
            f"{number:02}", {"status": "reviewed", "layers": {}, "diagrams": [diagram], "findings": []}
        )

    assert [row["file"] for row in summary.worst[:3]] == ["02", "05", "08"]
    assert [row["high"] for row in summary.worst] == [2] * 20 + [1] * 5
    assert summary.clean == 20


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere", "-o", "out.csv"], "no such file"),
        ([".", "-o", "out.csv"], "no files that may be diagrams"),
        ([".", "-o", "out.doc"], "no table has this extension"),
        ([".", "-o", "missing/out.csv"], "does not exist"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(tmp_path, monkeypatch, capsys, arguments, told):
    from app.cli import main

    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["batch", *arguments])

    assert ended.value.code == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_patterns_and_single_files_are_found_once(tmp_path):
    folder = estate.make(tmp_path / "estate", 3)

    found = items([str(folder / "*.mmd"), str(folder), str(folder / "001.mmd")])

    names = [Path(item.path).name for item in found]
    assert names == ["000.mmd", "001.mmd", "002.mmd", "logo.svg", "tool.py"]


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as listing and fetching need: path style, ListObjectsV2, GetObject."""

    objects: dict[str, bytes]

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if "list-type=2" in query:
            found = "".join(
                f"<Contents><Key>{key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
                f"<ETag>&quot;1&quot;</ETag><Size>{len(data)}</Size></Contents>"
                for key, data in self.objects.items()
            )
            self._answer(
                f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()
            )
        else:
            self._answer(self.objects[path.removeprefix("/drawings/")])

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def bucket(monkeypatch):
    """A server with objects of `s3://drawings` and the environment that leads to it."""
    objects = {f"2026/{number}.mmd": estate.QUEUE.format(number=number).encode() for number in range(3)}
    handler = type("Filled", (Bucket,), {"objects": {**objects, "2026/notes.txt": b"nothing"}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    for name, value in (("ALLOW_HTTP", "true"), ("ACCESS_KEY_ID", "k"), ("SECRET_ACCESS_KEY", "s")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    yield "s3://drawings/2026"
    server.shutdown()
    server.server_close()
    thread.join()


def test_objects_of_a_bucket_are_listed_and_fetched(bucket):
    found = items([bucket])

    assert [item.path for item in found] == [f"{bucket}/{number}.mmd" for number in range(3)]
    assert found[1].fetch() == estate.QUEUE.format(number=1).encode()


def test_another_store_by_its_address_goes_the_same_way(tmp_path):
    folder = estate.make(tmp_path / "estate", 2)

    found = items([f"file://{folder}"])

    assert [item.fetch() for item in found[:2]] == [
        path.read_bytes() for path in sorted(folder.glob("*.mmd"))
    ]


def test_a_store_that_does_not_answer_is_refused(tmp_path):
    with pytest.raises(Refusal, match=r"cannot be listed|no files"):
        items([f"file://{tmp_path}/nowhere"])


def test_the_command_reviews_with_processes_and_leaves_no_journal(tmp_path):
    folder = estate.make(tmp_path / "estate", 11)

    ended = estate.run(folder, "-o", tmp_path / "out.csv", "-o", tmp_path / "out.html", "--workers", 1)

    assert ended.returncode == 2, ended.stderr
    assert "10 files with 10 diagrams reviewed" in ended.stdout
    assert "1 unreadable file" in ended.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "estate",
        "out.csv",
        "out.diagrams.csv",
        "out.html",
    ]


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was_with_the_same_bytes(tmp_path):
    folder = estate.make(tmp_path / "estate", 150)
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    estate.run(folder, "-o", whole, "--workers", 2)
    journal = Path(f"{out}.journal")

    with estate.start(folder, "-o", out, "--workers", 1) as process:
        while process.poll() is None and (not journal.exists() or journal.stat().st_size < 20_000):
            time.sleep(0.01)
        process.kill()
        process.communicate()
    assert process.returncode == -9
    assert not out.exists()
    again = estate.run(folder, "-o", out, "--workers", 2)

    assert "Going on where a run was stopped" in again.stderr
    assert out.read_bytes() == whole.read_bytes()
    assert (
        out.with_suffix(".diagrams.jsonl").read_bytes() == whole.with_suffix(".diagrams.jsonl").read_bytes()
    )
    assert not journal.exists()


@pytest.mark.slow
def test_a_file_that_takes_too_long_costs_only_itself(tmp_path):
    folder = estate.make(tmp_path / "estate", 3)
    lines = "\n".join(f"    x = [i for i in range(1000)] # {number}" for number in range(40))
    script = "from diagrams import Diagram\nwith Diagram('d'):\n    while True:\n" + lines.replace(
        "    x", "        x"
    )
    (folder / "endless.py").write_text(script)

    ended = estate.run(folder, "-o", tmp_path / "out.jsonl", "--workers", 1, DIAGRAM_LENS_CLI_SECONDS="1")

    found = {Path(row["file"]).name: row["status"] for row in rows(tmp_path / "out.diagrams.jsonl")}
    assert ended.returncode in (0, 1, 2)
    assert [found[f"{number:03}.mmd"] for number in range(3)] == ["reviewed"] * 3
    assert "endless.py" in found


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(tmp_path):
    distributed = pytest.importorskip("distributed")
    folder = estate.make(tmp_path / "estate", 30)
    estate.run(folder, "-o", tmp_path / "here.jsonl", "--workers", 1)

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    ) as cluster:
        ended = estate.run(folder, "-o", tmp_path / "there.jsonl", "--scheduler", cluster.scheduler_address)

    assert ended.returncode == 2, ended.stderr
    assert (tmp_path / "there.jsonl").read_bytes() == (tmp_path / "here.jsonl").read_bytes()


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_said():
    pytest.importorskip("distributed")
    from app.batch import pools

    with pytest.raises(Refusal, match="no Dask scheduler answers"):
        pools._client("tcp://127.0.0.1:1")

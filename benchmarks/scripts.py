"""(c) Scripts of 10 to 5,000 nodes: our whole review against the real library, imported and run, its rendering left out.

The real library is timed in a fresh process, as a script needs it; ours in a fresh process, too, and once more warm.
`python -m benchmarks.scripts real|read|review|warm-read|warm-review NODES` is one of these runs.
"""

import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Given, Table, fresh

SIZES = (10, 50, 100, 500, 1_000, 5_000)
QUICK = (10, 500)
IMPORTS = """from diagrams import Cluster, Diagram
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Dynamodb
from diagrams.aws.integration import SQS
from diagrams.aws.network import APIGateway
"""
KINDS = ("APIGateway", "Lambda", "SQS", "Dynamodb")


def script(nodes: int) -> str:
    """A script with clusters of eight nodes, each node joined to the one before."""
    lines = [IMPORTS, 'with Diagram("Estate", show=False):']
    for index in range(nodes):
        if index % 8 == 0:
            lines.append(f'    with Cluster("Part {index // 8}"):')
        lines.append(f'        n{index} = {KINDS[index % len(KINDS)]}("Thing {index}")')
    lines += [f"    n{index} >> n{index + 1}" for index in range(nodes - 1)]
    return "\n".join(lines) + "\n"


def suite(given: Given) -> Iterator[Table]:
    table = Table(
        "scripts",
        "scripts: CPU ms of a fresh process from its first import to the result",
        ("nodes", "real library", "we read, warm", "we review, warm", "we read", "we review"),
        note="The library draws nothing here: Graphviz is left out. Ours includes every rule.",
    )
    for nodes in QUICK if given.quick else SIZES:
        ways = ("real", "warm-read", "warm-review", "read", "review")
        runs = [{way: _once(way, nodes) for way in ways} for _ in range(given.runs(6))]
        table.rows.append((nodes, *(min(run[way] for run in runs) * 1_000 for way in ways)))
    yield table


def _once(way: str, nodes: int) -> float:
    seconds: float = json.loads(fresh("benchmarks.scripts", way, nodes))
    return seconds


def _real(text: str) -> None:
    """Our own generated script, run as the library's users do, without calling Graphviz."""
    from diagrams import Diagram

    Diagram.render = lambda self: Path(self.filename).touch()  # it removes that file afterwards
    exec(compile(text, "estate.py", "exec"), {})  # noqa: S102 - the text above, not a user's


def _review(text: str) -> None:
    from app.pipeline import review

    review(text.encode(), "estate.py")


def _read(text: str) -> None:
    from parsers import read

    read(text.encode(), "estate.py")


def main() -> None:
    way, text = sys.argv[1], script(int(sys.argv[2]))
    work = {"real": _real, "read": _read, "review": _review}[way.removeprefix("warm-")]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        if way.startswith("warm-"):
            work(script(10))
        start = time.process_time()
        work(text)
    sys.stdout.write(json.dumps(time.process_time() - start))


if __name__ == "__main__":
    main()

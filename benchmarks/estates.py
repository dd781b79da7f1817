"""How long an estate takes: `python -m benchmarks.estates FOLDER --files 10000 [--dask] [--workers 2]`.

The folder's drawings are repeated, each time with other words in them, so that no two files are the same.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.batch.sources import items
from benchmarks.measuring import Given, Table

STARTED = b"<mxCell "
COMMAND = "from app.cli import main; main()"


def made_estate(corpus: Path, files: int, target: Path) -> int:
    """Write so many drawings, in folders of a thousand; gives their bytes."""
    originals = [(Path(item.path).name, item.fetch()) for item in items([str(corpus)])]
    size = 0
    for number in range(files):
        name, data = originals[number % len(originals)]
        folder = target / f"{number // 1_000:03}"
        folder.mkdir(exist_ok=True)
        changed = _changed(data, number)
        (folder / f"{number:06}-{name}").write_bytes(changed)
        size += len(changed)
    return size


def _changed(data: bytes, number: int) -> bytes:
    """The drawing with a number in its first label; where that is packed, with a number behind its end."""
    found = data.find(b'value="', data.find(STARTED)) if STARTED in data else -1
    if found < 0:
        return data + b"\n" if data.lstrip().startswith(b"<") else data + b"\n# %d\n" % number
    place = found + len(b'value="')
    return data[:place] + b"%d " % number + data[place:]


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[list[str]]:
    """A Dask cluster on this machine, as options of the command."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", scheduler_port=0
    ) as local:
        yield ["--scheduler", local.scheduler_address]


def measured(folder: Path, output: Path, options: list[str]) -> dict[str, float | int | str]:
    """One run of the command: seconds on the clock, its peak memory without that of the workers."""
    command = [sys.executable, "-c", COMMAND, "batch", str(folder), "-o", str(output), *options]
    began = time.perf_counter()
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    peak = 0
    while run.poll() is None:
        peak = max(peak, _resident(run.pid))
        time.sleep(0.2)
    told = run.stdout.read() if run.stdout else ""
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "peak_megabytes_of_coordinator": peak,
        "exit_status": run.returncode,
        "said": told.strip(),
    }


def _resident(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return 0
    return next(
        (int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS:")), 0
    )


def measure(corpus: Path, files: int, workers: int, *, dask: bool) -> dict[str, object]:
    """Make an estate, review it, and say what it took."""
    with tempfile.TemporaryDirectory() as temporary:
        estate = Path(temporary, "estate")
        estate.mkdir()
        size = made_estate(corpus, files, estate)
        way = cluster(workers) if dask else contextlib.nullcontext(["--workers", str(workers)])
        with way as options:
            took = measured(estate, Path(temporary, "results.parquet"), options)
        speed = round(files / float(took["seconds"]), 1)
    return {
        "files": files,
        "megabytes": size >> 20,
        "way": "dask" if dask else "processes",
        "workers": workers,
        "files_per_second": speed,
        **took,
    }


def suite(given: Given) -> Iterator[Table]:
    """A smaller estate through both ways; the full one by this module's own command."""
    files = 200 if given.quick else 2_000
    table = Table(
        "batch",
        "an estate of real drawings, 2 workers",
        ("way", "files", "MB", "s", "files/s", "coordinator's peak MB"),
    )
    for dask in (False, True):
        found = measure(given.corpus, files, 2, dask=dask)
        names = ("way", "files", "megabytes", "seconds", "files_per_second", "peak_megabytes_of_coordinator")
        table.rows.append(tuple(found[name] for name in names))
    yield table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dask", action="store_true", help="through a Dask cluster of so many local workers")
    given = parser.parse_args()
    found = measure(given.corpus, given.files, given.workers, dask=given.dask)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()

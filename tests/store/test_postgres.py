"""The tests' own PostgreSQL: it ends with the run that started it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operations.processes import eventually, needs_proc
from tests.store import postgres
from tests.store.watching import processes_in

STARTS_ONE = """
import time
from tests.store import postgres
print(postgres.new_database().rpartition("host=")[2], flush=True)
time.sleep(60)
"""


@needs_proc
@pytest.mark.slow
@pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing())
def test_the_server_of_a_run_that_is_killed_ends_and_leaves_nothing() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as run:
        assert run.stdout is not None
        folder = run.stdout.readline().decode().strip()
        assert len(processes_in(folder)) > 3
        run.send_signal(signal.SIGKILL)
    assert eventually(lambda: not processes_in(folder) and not Path(folder).exists())

"""What the figures in docs/operations.md come from works, in short: load, hostile uploads, kill -9 of everything."""

import pytest

from benchmarks.service import faults, load
from benchmarks.service.hostile_uploads import hostile_uploads
from benchmarks.service.server import server
from tests.operations.processes import needs_proc
from tests.store.postgres import missing

pytestmark = [pytest.mark.slow, needs_proc]


def test_clients_get_reviews() -> None:
    with server({"DIAGRAM_LENS_WORKERS": "1", "DIAGRAM_LENS_EMBEDDED_WORKER": "false"}) as running:
        found = load.from_elsewhere(running.port, 2, 1)
    assert set(found.statuses) == {"200"}
    assert found.p50 <= found.p99 <= found.worst


def test_forty_hostile_uploads_and_more_are_known() -> None:
    assert len({data for _, data in hostile_uploads().values()}) >= 40


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_whatever_is_killed_nothing_acknowledged_is_lost_or_there_twice() -> None:
    verdict = faults.main(14)
    assert verdict.acknowledged > 0
    assert verdict.states == {"done": verdict.acknowledged}
    assert (verdict.lost, verdict.twice) == (0, 0)
    assert len(verdict.findings) == 1

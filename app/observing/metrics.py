"""Numbers for Prometheus, in a registry of their own. No label takes a value that a caller can invent."""

from collections.abc import Callable, Iterable
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.observing.stages import Notes

PREFIX = "diagram_lens_"
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
OTHER = "other"

Depths = Callable[[], dict[str, int]]
"""How many jobs there are of each state; asked when the numbers are."""


class Metrics:
    """What one server process counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = self._counter("requests", "Requests answered", "method", "route", "status")
        self.durations = self._histogram(
            "request_seconds", "Time to the end of the answer", "method", "route"
        )
        self.in_flight = Gauge(
            f"{PREFIX}requests_in_flight", "Requests being answered", registry=self.registry
        )
        self.reviews = self._counter("reviews", "Pieces of work done by workers", "work", "outcome")
        self.stages = self._histogram("stage_seconds", "Time of each stage of the work", "stage")
        self.findings = self._counter("findings", "Findings, by the rule that made them", "rule")
        self._finding = cache(self.findings.labels)  # looking it up by its labels takes longer than counting
        self.refused = self._counter("uploads_refused", "Requests with a body that were refused", "reason")
        self.restarts = self._counter("worker_restarts", "Workers that were replaced", "reason")
        self.dropped = self._counter("log_lines_dropped", "Log lines that nobody read in time")
        self.waiting = Gauge(
            f"{PREFIX}work_unfinished",
            "Diagrams that workers have, or that wait for one",
            registry=self.registry,
        )

    def add_queue(self, depths: Depths) -> None:
        """Tell how many stored reviews wait, whenever the numbers are asked for."""
        self.registry.register(_Queue(depths))

    def note(self, work: str, outcome: str, notes: Notes) -> None:
        """Count what a worker noted."""
        self.reviews.labels(work, outcome).inc()
        for stage in notes.stages:
            self.stages.labels(stage.name).observe(stage.seconds)
        for code in notes.found:
            self._finding(code if code in _built_in() else "custom").inc()

    def failed(self, work: str, fault: str) -> None:
        """Count work that came to nothing, by the name of the fault (a row of `app.errors.FAULTS`)."""
        self.reviews.labels(work, fault).inc()
        if fault in ("out-of-time", "worker-lost"):
            self.restarts.labels(fault).inc()

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(PREFIX + name, about, labels, registry=self.registry)

    def _histogram(self, name: str, about: str, *labels: str) -> Histogram:
        return Histogram(PREFIX + name, about, labels, registry=self.registry, buckets=SECONDS)


class _Queue(Collector):
    def __init__(self, depths: Depths) -> None:
        self.depths = depths

    def collect(self) -> Iterable[Metric]:
        family = GaugeMetricFamily(
            f"{PREFIX}queue_depth", "Stored reviews that are not done", labels=["state"]
        )
        for state, depth in sorted(self.depths().items()):
            family.add_metric([state], depth)
        yield family


@cache
def _built_in() -> frozenset[str]:
    from graph_rules.registry import all_rules

    return frozenset(rule.code for rule in all_rules())

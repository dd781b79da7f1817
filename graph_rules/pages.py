"""Pages of one file as views of one workload: what one view shows, another need not show again.

Two pages are views of the same workload when a service of the same kind and the same name is drawn on both;
pages that share none are unrelated, and nothing passes between them. A service without a label is never
taken for one on another page.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from architecture import ArchitectureGraph, NodeKind, Service
from graph_rules.finding import Finding
from graph_rules.fingerprint import Identity, identity
from graph_rules.verdict import OPEN, Verdict

SHOWN = frozenset({Verdict.SATISFIED, Verdict.DECLARED})


def across_pages(findings: Sequence[Finding], graphs: Sequence[ArchitectureGraph]) -> tuple[Finding, ...]:
    """The findings without what another view of the same workload answers or says already.

    Something not shown on one page is left out where a related page shows it for the same service (or, when
    it is about the diagram as a whole, shows it at all); a finding that a related page has already is
    given once, for the first page.
    """
    if len(graphs) < 2:
        return tuple(findings)
    related = _related(graphs)
    shown = {key for finding in findings if finding.verdict in SHOWN for key in _about(finding, graphs)}
    return tuple(_kept(findings, graphs, related, shown))


def _kept(
    findings: Sequence[Finding],
    graphs: Sequence[ArchitectureGraph],
    related: Sequence[frozenset[int]],
    shown: set[tuple[str, int, Identity | None]],
) -> Iterator[Finding]:
    given: dict[str, set[int]] = {}
    for finding in findings:
        others = related[finding.diagram]
        if finding.verdict in OPEN:
            pages = given.setdefault(finding.fingerprint, set())
            if pages & others:
                continue
            pages.add(finding.diagram)
        if finding.verdict is Verdict.NOT_SHOWN and _answered(finding, graphs, others, shown):
            continue
        yield finding


def _answered(
    finding: Finding,
    graphs: Sequence[ArchitectureGraph],
    others: frozenset[int],
    shown: set[tuple[str, int, Identity | None]],
) -> bool:
    wanted = [(code, who) for code, _, who in _about(finding, graphs)]
    return bool(wanted) and all(any((code, page, who) in shown for page in others) for code, who in wanted)


def _about(finding: Finding, graphs: Sequence[ArchitectureGraph]) -> list[tuple[str, int, Identity | None]]:
    """The rule, the page and each thing the finding is about; None for the diagram as a whole."""
    graph = graphs[finding.diagram]
    who: list[Identity | None] = [identity(graph.node(subject)) for subject in finding.subjects]
    return [(finding.rule.code, finding.diagram, one) for one in who or [None]]


def _related(graphs: Sequence[ArchitectureGraph]) -> list[frozenset[int]]:
    names = [_named(graph) for graph in graphs]
    related: list[set[int]] = [set() for _ in graphs]
    for one, other in combinations(range(len(graphs)), 2):
        if names[one] & names[other]:
            related[one].add(other)
            related[other].add(one)
    return [frozenset(pages) for pages in related]


def _named(graph: ArchitectureGraph) -> frozenset[Identity]:
    """Services that are told apart by a name of their own, not by that of their product."""
    return frozenset(identity(service) for service in graph.all_services if _has_own_name(service))


def _has_own_name(service: Service) -> bool:
    label = " ".join(service.label.lower().split())
    return service.kind is NodeKind.SERVICE and bool(label) and label not in service.title.lower()

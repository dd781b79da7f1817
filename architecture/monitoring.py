"""What a drawing shows of those who watch the workload: tools, their arrows, and words that are not about the work."""

import re

from architecture.evidence import Evidence, elsewhere
from architecture.graph import ArchitectureGraph
from architecture.remembering import remembered
from architecture.roles import BROKERS, CALLERS, COMPUTE, DATA_STORES, ENTRIES, MONITORING
from architecture.service import ConnectionKind, Role, Service
from architecture.vocabulary import Concept

IN_THE_FLOW = (COMPUTE | DATA_STORES | BROKERS | ENTRIES | CALLERS) - {Role.OBJECT_STORE}
"""What the work passes: alerts, dashboards and logs may be what it is about. Buckets keep logs, too."""

TOOLS = re.compile(
    r"cloudwatch|grafana|prometheus|splunk|\belk\b|kibana|sentry|pagerduty|opsgenie|observability"
    r"|open ?search\s+dashboards?",
    re.IGNORECASE,
)
"""Names of tools that watch, whatever they run on."""

LOGS = (Concept.LOG, Concept.TRACE)
"""Words that mean the same on any arrow that no caller draws."""


@remembered
def monitoring_shown(graph: ArchitectureGraph) -> tuple[Evidence, ...]:
    """What watches, and words of it that are not about the work itself."""
    words = (*elsewhere(graph, (), Concept.MONITOR), *elsewhere(graph, (), Concept.TRACE))
    return (*elsewhere(graph, MONITORING), *(piece for piece in words if _is_about_watching(graph, piece)))


def _is_about_watching(graph: ArchitectureGraph, piece: Evidence) -> bool:
    if piece.where is None:
        return True
    if piece.where not in graph:
        return _carries_signals(graph, piece.where)
    node = graph.node(piece.where)
    in_the_flow = isinstance(node, Service) and node.role in IN_THE_FLOW
    says_trace = node.id in graph.nodes_saying(Concept.TRACE)
    return not in_the_flow or says_trace or TOOLS.search(node.label) is not None


def _carries_signals(graph: ArchitectureGraph, id_: str) -> bool:
    """Whether an arrow carries traces, metrics or logs, and not what people read or send."""
    arrow = graph.connection(id_)
    ends = [end for end in (graph.node(arrow.source), graph.node(arrow.target)) if isinstance(end, Service)]
    says_logs = any(id_ in graph.connections_saying(concept) for concept in LOGS)
    leaves_the_flow = any(end.role not in IN_THE_FLOW for end in ends) or len(ends) < 2
    from_callers = any(end.role in CALLERS for end in ends)
    return arrow.kind is ConnectionKind.TRACE or (not from_callers and (says_logs or leaves_the_flow))

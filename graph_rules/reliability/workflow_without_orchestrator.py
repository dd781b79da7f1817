"""SLS-REL-016."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, ConnectionKind, Layer, Role, Service
from architecture.access import authorizers
from architecture.conventions import functions_are_steps
from architecture.paths import longest_chain, path_along
from architecture.vocabulary import Concept
from graph_rules.remedy import AddBeside, Whom
from graph_rules.rolling_up import named
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

A_WORKFLOW = 3
"""So many functions in a row make a workflow; two are a call."""

ALONG = frozenset({ConnectionKind.REQUEST, ConnectionKind.EVENT, ConnectionKind.DATA, ConnectionKind.UNKNOWN})
NUMBERED = re.compile(r"\bstep\W{0,2}(\d)", re.IGNORECASE)
BY_NUMBERS = LIKELY_BELOW - 0.1
"""How sure it is that functions numbered as steps have nothing that runs them in turn."""


@rule(
    code="SLS-REL-016",
    title="Multi-step workflow without an orchestrator",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.LOW,
    practices=["rel_q2/rel_rel_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/general-design-principles.html",
    message={
        Verdict.VIOLATED: "{functions} hand work to each other in turn, and nothing knows where it is when one fails.",
        Verdict.LIKELY: "{functions} seem to hand work to each other in turn, and nothing knows where it is when one "
        "fails.",
    },
    remedy="Let a Step Functions workflow run {functions} in turn, with retries and a way back from each step, and "
    "draw it.",
    detection="Three functions or more in a row, joined by one-headed arrows with nothing between, or "
    "numbered as steps (`Step 1`), on a page without an orchestrator and without a word of one (a frame or "
    "a title that says workflow names no orchestrator). One finding a diagram. Where the functions wait for "
    "each other it is part of SLS-REL-007.",
    false_positives="Functions that hand work on through topics, buses, streams and queues, which is choreography; "
    "authorizers and edge functions; arrows with outcomes on them, which are drawn from a state machine.",
    fix=AddBeside("aws.step_functions", "Workflow", "runs", towards_subject=True, whom=Whom.EACH),
    bad={
        "three functions in a row": """
            flowchart LR
                bus["EventBridge: Orders"] --> reserve["Lambda: Reserve"]:::flagged -->|async| charge["Lambda: Charge"]:::flagged -->|async| ship["Lambda: Ship"]:::flagged
        """,
        "a frame called workflow, and nothing that runs it": """
            flowchart LR
                subgraph approval [Approval workflow]
                    check["Lambda: CheckIdentity"]:::flagged --> score["Lambda: CheckCredit"]:::flagged --> decide["Lambda: Decide"]:::flagged
                end
        """,
        "numbered steps": """
            flowchart LR
                reserve["Lambda: Step 1 Reserve"]:::flagged --> one["SQS: Charges"] --> charge["Lambda: Step 2 Charge"]:::flagged
                charge --> two["SQS: Shipments"] --> ship["Lambda: Step 3 Ship"]:::flagged
        """,
    },
    good={
        "a state machine": """
            flowchart LR
                flow["Step Functions: Orders"] --> reserve["Lambda: Reserve"] --> charge["Lambda: Charge"] --> ship["Lambda: Ship"]
        """,
        "choreography": """
            flowchart LR
                reserve["Lambda: Reserve"] --> reserved["SNS: Reserved"] --> charge["Lambda: Charge"] --> charged["SNS: Charged"] --> ship["Lambda: Ship"]
        """,
        "two functions": """
            flowchart LR
                reserve["Lambda: Reserve"] -->|async| charge["Lambda: Charge"]
        """,
        "an authorizer": """
            flowchart LR
                api["API Gateway: Shop API"] --> check["Lambda: Authorizer"] --> get["Lambda: Get"] -->|async| count["Lambda: Count"]
        """,
    },
)
def workflow_without_orchestrator(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A chain of functions is a workflow that lives in nobody's head: no step knows the ones before, and a
    failure leaves the work half done.
    """
    functions = [function for function in graph.services(Role.FUNCTION) if _is_step(graph, function)]
    if len(functions) < A_WORKFLOW or _is_orchestrated(graph):
        return
    givers = [function for function in functions if any(_calls_on(graph, function))]
    chain = longest_chain(graph, givers, lambda node: True, ALONG, lambda call: _hands_on(graph, call))
    path = path_along(graph, chain, ALONG) if len(chain) >= A_WORKFLOW else None
    steps = [graph.service(id_) for id_ in chain] if path else list(_numbered(functions))
    if len(steps) >= A_WORKFLOW:
        yield judge(
            Verdict.VIOLATED,
            *steps,
            path=path,
            confidence=graph.sure(path) if path else BY_NUMBERS,
            functions=named(step.name for step in steps),
        )


def _is_step(graph: ArchitectureGraph, function: Service) -> bool:
    return (
        function.layer is not Layer.EDGE
        and function.id not in authorizers(graph)
        and function.id not in graph.nodes_saying(Concept.EDGE_CODE)
    )


def _is_orchestrated(graph: ArchitectureGraph) -> bool:
    return (
        any(graph.services(Role.ORCHESTRATOR))
        or bool(graph.nodes_saying(Concept.STEP))
        or any(graph.texts_saying(Concept.STEP))
        or functions_are_steps(graph)
    )


def _calls_on(graph: ArchitectureGraph, function: Service) -> Iterator[Connection]:
    return (call for call in graph.outgoing(function) if _hands_on(graph, call))


def _hands_on(graph: ArchitectureGraph, call: Connection) -> bool:
    ends = (graph.node(call.source), graph.node(call.target))
    return call.source != call.target and all(
        isinstance(end, Service) and end.role is Role.FUNCTION and _is_step(graph, end) for end in ends
    )


def _numbered(functions: list[Service]) -> Iterator[Service]:
    """Functions with the number of a step in their names, one for each number, in the order of the numbers."""
    steps: dict[str, Service] = {}
    for function in functions:
        if match := NUMBERED.search(function.label):
            steps.setdefault(match[1], function)
    return (steps[number] for number in sorted(steps))

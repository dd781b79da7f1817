"""SLS-REL-007."""

import re
from collections.abc import Iterator

from architecture import (
    ArchitectureGraph,
    Boundary,
    BoundaryKind,
    Connection,
    Direction,
    Layer,
    Role,
    Service,
)
from architecture.conventions import dashed_means_asynchronous, functions_are_steps
from architecture.graph import SYNCHRONOUS
from architecture.vocabulary import Concept, mention
from graph_rules.remedy import PutBetween
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

WORKFLOW = re.compile(r"\bworkflows?\b", re.IGNORECASE)
"""A frame of this name is a state machine where the page draws one; else it may be how people work."""


@rule(
    code="SLS-REL-007",
    title="Synchronous function-to-function chaining",
    pillar=Pillar.RELIABILITY,
    layer=Layer.COMPUTE,
    violated=Severity.MEDIUM,
    practices=["rel_q2/rel_rel_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/general-design-principles.html",
    message={
        Verdict.VIOLATED: "{subject} calls {callee} and waits for it: both are paid for, and a failure of one is a "
        "failure of both.",
        Verdict.LIKELY: "{subject} seems to call {callee} and wait for it: both are paid for, and a failure of one is a "
        "failure of both.",
    },
    remedy="Let a Step Functions workflow call {subject} and {callee} in turn, or put a queue or an event bus between "
    "them. If the call is asynchronous already, write that on the arrow.",
    detection="An arrow from one function to another that is no event; a line without heads says nothing. Where the arrow says nothing it is only "
    "likely. One finding for each function that calls others.",
    false_positives="Authorizers, layers, extensions and edge functions, which share the icon; functions "
    "that are steps of a workflow (a state machine around them, a frame called workflow on a page with an "
    "orchestrator, or outcomes on their arrows); dashed arrows where the drawing uses them for events.",
    fix=PutBetween("aws.sqs", "{subject} queue", leaving=True),
    folds=["SLS-REL-016"],
    bad={
        "a request": """
            flowchart LR
                create["Lambda: CreateOrder"]:::flagged -->|invoke| pay["Lambda: ChargeCard"]:::flagged
        """,
        "arrows without a word": """
            flowchart LR
                api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]:::flagged
                create --> stock["Lambda: ReserveStock"]:::flagged
                create --> mail["Lambda: SendMail"]:::flagged
        """,
        "a frame called workflow, and nothing that runs one": """
            flowchart LR
                subgraph approval [Approval workflow]
                    check["Lambda: CheckIdentity"]:::flagged --> decide["Lambda: Decide"]:::flagged
                end
        """,
    },
    good={
        "an event": """
            flowchart LR
                create["Lambda: CreateOrder"] -->|async| mail["Lambda: SendMail"]
        """,
        "a queue between them": """
            flowchart LR
                create["Lambda: CreateOrder"] --> queue["SQS: Mails"] --> mail["Lambda: SendMail"]
        """,
        "steps of a state machine": """
            flowchart LR
                subgraph order [Order state machine]
                    create["Lambda: CreateOrder"] --> pay["Lambda: ChargeCard"]
                end
        """,
        "steps of a saga, whose arrows carry outcomes": """
            flowchart LR
                flight["Lambda: ReserveFlight"] -->|success| hotel["Lambda: ReserveHotel"] -->|success| car["Lambda: ReserveCar"]
                hotel -->|failure| cancel["Lambda: CancelFlight"]
        """,
        "an authorizer": """
            flowchart LR
                api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"] --> check["Lambda: Authorizer"]
        """,
        "dashed arrows that the drawing uses for events": """
            flowchart LR
                create["Lambda: CreateOrder"] -.-> mail["Lambda: SendMail"]
                create -. event .-> bus["EventBridge: Orders"]
        """,
    },
)
def functions_call_each_other(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A function that waits for another is paid for while it waits, shares its time limit and its failures,
    and hides the workflow in code. The lens asks for state machines instead.
    """
    for caller in graph.services(Role.FUNCTION):
        calls = [call for call in graph.outgoing(caller) if _is_waited_for(graph, caller, call)]
        if calls:
            callees = [graph.service(call.target) for call in calls]
            path = (caller.id, calls[0].id, calls[0].target)
            yield judge(
                Verdict.VIOLATED,
                *dict.fromkeys((caller, *callees)),
                path=path,
                confidence=max(graph.sure((caller.id, call.id, call.target)) for call in calls),
                callee=_named(callees),
            )


def _is_waited_for(graph: ArchitectureGraph, caller: Service, call: Connection) -> bool:
    callee = graph.node(call.target)
    return (
        isinstance(callee, Service)
        and callee.role is Role.FUNCTION
        and callee.id != caller.id
        and call.direction is not Direction.NONE
        and call.kind in SYNCHRONOUS
        and not (call.style != "solid" and dashed_means_asynchronous(graph))
        and not any(_is_no_step(graph, function) for function in (caller, callee))
        and not _are_steps(graph, caller, callee, call)
    )


def _is_no_step(graph: ArchitectureGraph, function: Service) -> bool:
    """Functions that run inside a call of somebody else: authorizers, layers, extensions, edge functions."""
    return function.layer is Layer.EDGE or function.id in graph.nodes_saying(Concept.EDGE_CODE)


def _are_steps(graph: ArchitectureGraph, caller: Service, callee: Service, call: Connection) -> bool:
    """Steps of one workflow, which calls them in turn however their arrows are drawn."""
    if mention(Concept.STEP, call.label) or functions_are_steps(graph):
        return True
    return _workflow(graph, caller) is not None and _workflow(graph, caller) == _workflow(graph, callee)


def _workflow(graph: ArchitectureGraph, function: Service) -> str | None:
    for container in graph.boundaries_of(function):
        if isinstance(container, Service):
            if container.role is Role.ORCHESTRATOR:
                return container.id
        elif container.boundary_kind is BoundaryKind.STATE_MACHINE or _says_workflow(graph, container):
            return container.id
    return None


def _says_workflow(graph: ArchitectureGraph, frame: Boundary) -> bool:
    named = any(graph.services(Role.ORCHESTRATOR)) and WORKFLOW.search(frame.label)
    return bool(named or mention(Concept.STEP, frame.label))


def _named(callees: list[Service]) -> str:
    names = list(dict.fromkeys(callee.name for callee in callees))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

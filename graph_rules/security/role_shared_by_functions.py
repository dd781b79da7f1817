"""SLS-SEC-012."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Boundary, Layer, Role, Service
from architecture.roles import DEPLOYING
from architecture.vocabulary import Concept, mention
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge

A_ROLE = re.compile(r"\brole\b", re.IGNORECASE)
ONE_EACH = re.compile(r"\broles\b|\bper\b|\beach\b|\b(?:least|every)\b|\d", re.IGNORECASE)
ASSUMED = re.compile(r"assum|\bsts\b|cross.?account", re.IGNORECASE)
SHARING = 2
THROUGH_A_FRAME = 0.6
"""How sure it is that a role joined to a frame is the one role of everything in it."""


@rule(
    code="SLS-SEC-012",
    title="One IAM role shared by several functions",
    pillar=Pillar.SECURITY,
    layer=Layer.IDENTITY,
    violated=Severity.MEDIUM,
    practices=["sec_q2/sec_sec_q2_a4"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/identity-and-access-management.html",
    message={
        Verdict.VIOLATED: "{functions} run under one role, {subject}: each may do what any of them needs.",
        Verdict.LIKELY: "{functions} seem to run under one role, {subject}: each may do what any of them needs.",
    },
    remedy="Give each of {functions} an execution role of its own with what it needs and no more, and draw them apart (or write "
    "`role per function`).",
    detection="A role joined to two functions or more, or to a frame around them (then only likely).",
    false_positives="A role that is joined to nothing and stands for access management as such, roles that are assumed to reach another account, roles of pipelines, and labels that "
    "speak of several roles.",
    peers=["serverless-rules WS1003"],
    bad={
        "two functions under one role": """
            flowchart LR
                role["IAM role: Lambda role"]:::flagged --- get["Lambda: GetOrder"]:::flagged
                role --- create["Lambda: CreateOrder"]:::flagged
        """,
        "a role at the frame": """
            flowchart LR
                role["IAM role: Execution role"]:::flagged --> orders
                subgraph orders [Orders]
                    get["Lambda: GetOrder"]:::flagged
                    create["Lambda: CreateOrder"]:::flagged
                end
        """,
    },
    good={
        "a role for each": """
            flowchart LR
                get["Lambda: GetOrder"] --- reader["IAM role: Read orders"]
                create["Lambda: CreateOrder"] --- writer["IAM role: Write orders"]
        """,
        "several roles in one icon": """
            flowchart LR
                roles["IAM role: Roles per function"] --- get["Lambda: GetOrder"]
                roles --- create["Lambda: CreateOrder"]
        """,
        "a role that functions assume": """
            flowchart LR
                get["Lambda: GetOrder"] -->|assumes| reader["IAM role: Billing reader"]
                create["Lambda: CreateOrder"] -->|assumes| reader
        """,
        "access management as such": """
            flowchart LR
                iam["AWS IAM"]
                get["Lambda: GetOrder"]
                create["Lambda: CreateOrder"]
        """,
    },
)
def role_shared_by_functions(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """A role for several functions has the permissions of all of them. A mistake in the least important one then
    opens what the most important one needs.
    """
    for role in graph.services(Role.ACCESS_MANAGEMENT):
        if not _is_one_role(graph, role):
            continue
        functions = _running_under(graph, role)
        sure = min((connection.confidence for connection in graph.touching(role)), default=1.0)
        if len(functions) < SHARING:
            functions, sure = _in_its_frame(graph, role), THROUGH_A_FRAME
        if len(functions) >= SHARING:
            names = [function.name for function in functions[:3]]
            yield judge(
                Verdict.VIOLATED,
                role,
                *functions,
                confidence=min(sure, role.confidence),
                functions=f"{', '.join(names[:-1])} and {names[-1]}"
                + (" (and more)" if functions[3:] else ""),
            )


def _is_one_role(graph: ArchitectureGraph, role: Service) -> bool:
    words = f"{role.label} {role.title}"
    deploys = mention(Concept.DEPLOY, role.label) or any(graph.neighbours(role, *DEPLOYING))
    several_or_to_reach = ONE_EACH.search(role.label) or ASSUMED.search(role.label)
    return bool(A_ROLE.search(words)) and not several_or_to_reach and not deploys


def _running_under(graph: ArchitectureGraph, role: Service) -> list[Service]:
    """Functions joined to the role, unless they assume it for a while: then it is a role to reach something."""
    ends = (
        graph.other_end(connection, role)
        for connection in graph.touching(role)
        if not ASSUMED.search(connection.label)
    )
    functions = {end.id: end for end in ends if isinstance(end, Service) and end.role is Role.FUNCTION}
    return list(functions.values())


def _in_its_frame(graph: ArchitectureGraph, role: Service) -> list[Service]:
    for connection in graph.touching(role):
        frame = graph.other_end(connection, role)
        if isinstance(frame, Boundary):
            members = graph.members(frame)
            return [
                member for member in members if isinstance(member, Service) and member.role is Role.FUNCTION
            ]
    return []

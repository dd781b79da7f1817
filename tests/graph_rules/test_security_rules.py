"""What the examples of the security rules cannot show: complete drawings, closed worlds, and how sure a finding is."""

import pytest

from architecture import ArchitectureGraph
from architecture.vocabulary import Concept
from graph_rules.closed_world import COMPLETE
from graph_rules.engine import check
from graph_rules.registry import all_rules, select
from graph_rules.verdict import OPEN, Verdict
from tests.graph_rules.flowcharts import graph_of

LOGIN = """
    flowchart LR
        browser[Browser] --> pool["Cognito: Users"]
        browser --> api["API Gateway: Orders API"]
"""
DATABASE = """
    flowchart LR
        get["Lambda: GetOrder"] --> db[("Amazon RDS: Orders")]
"""
PIPELINE = """
    flowchart LR
        source["CodeCommit: Shop"] --> build["CodeBuild: Shop"]
"""


def verdicts(graph: ArchitectureGraph, code: str) -> list[Verdict]:
    rules = select(all_rules(), (code,), (), "checklist")
    return [finding.verdict for finding in check([graph], rules, "checklist") if finding.verdict in OPEN]


@pytest.mark.parametrize(
    ("flowchart", "code", "concept"),
    [
        (LOGIN, "SLS-SEC-010", Concept.AUTH),
        (DATABASE, "SLS-SEC-016", Concept.SECRET),
        (PIPELINE, "SLS-SEC-022", Concept.SCAN),
    ],
)
def test_absence_is_a_violation_only_where_the_author_calls_the_drawing_complete(
    flowchart: str, code: str, concept: Concept
) -> None:
    graph = graph_of(flowchart)
    assert verdicts(graph, code) == [Verdict.NOT_SHOWN]

    complete = graph_of(flowchart)
    complete.graph[COMPLETE] = (concept,)
    assert verdicts(complete, code) == [Verdict.VIOLATED]


@pytest.mark.parametrize(
    ("flowchart", "code", "verdict"),
    [
        (
            'flowchart LR\nphone["Mobile app"] -->|HTTPS| keep["Lambda: Keep"]',
            "SLS-SEC-005",
            Verdict.VIOLATED,
        ),
        ('flowchart LR\nphone["Mobile app"] --> keep["Lambda: Keep"]', "SLS-SEC-005", Verdict.LIKELY),
        ('flowchart LR\nuser[User] --> keep["Lambda: Keep"]', "SLS-SEC-005", Verdict.NOT_SHOWN),
        ('flowchart LR\nuser[Customers] -->|GET| bucket[("S3: Bills")]', "SLS-SEC-004", Verdict.LIKELY),
        (
            'flowchart LR\nserver["EC2: Worker"] -->|access key| partner["Partner system"]',
            "SLS-SEC-014",
            Verdict.LIKELY,
        ),
        (
            'flowchart LR\nserver["EC2: Worker"] -->|access key| files[("S3: Files")]',
            "SLS-SEC-014",
            Verdict.VIOLATED,
        ),
    ],
)
def test_a_finding_is_as_sure_as_the_drawing(flowchart: str, code: str, verdict: Verdict) -> None:
    assert verdicts(graph_of(flowchart), code) == [verdict]


def test_an_arrow_without_heads_proves_no_call() -> None:
    assert (
        verdicts(graph_of('flowchart LR\nphone["Mobile app"] --- keep["Lambda: Keep"]'), "SLS-SEC-005") == []
    )


def test_a_firewall_screens_everything_behind_the_edge_it_stands_before() -> None:
    graph = graph_of("""
        flowchart LR
            users[Users] --> dns["Route 53"] --> cdn["CloudFront: Shop"] --> balancer["Application Load Balancer: Shop"]
            balancer --> api["API Gateway: Shop API"]
            waf["AWS WAF"] --> dns
    """)

    assert verdicts(graph, "SLS-SEC-006") == []


def test_a_key_that_may_be_the_key_itself_is_not_repeated() -> None:
    graph = graph_of("""
        flowchart LR
            browser[Browser] --> api["API Gateway: Orders API"]
            api@{ api_key: "Zq81XkPm29" }
    """)
    (finding,) = check([graph], select(all_rules(), ("SLS-SEC-002",), (), "checklist"), "checklist")

    assert "Zq81XkPm29" not in finding.message + repr(finding.evidence)

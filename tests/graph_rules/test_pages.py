"""Pages of one file: views of one workload where they share a named service, strangers where they do not."""

import parsers
from architecture import ArchitectureGraph
from graph_rules.engine import check
from graph_rules.finding import Finding
from graph_rules.registry import all_rules, select
from graph_rules.verdict import OPEN

LOGGED_IN = """flowchart LR
    partner["Partner system"] --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
    api --- pool["Cognito: Partners"]
"""
SILENT = """flowchart LR
    partner["Partner system"] --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
"""
STRANGER = """flowchart LR
    partner["Partner system"] --> api["API Gateway: Parcels API"] --> move["Lambda: MoveParcel"]
"""
MONITORED = """flowchart LR
    create["Lambda: CreateOrder"] --> watch["CloudWatch: Logs"]
    get["Lambda: GetOrder"] --> watch
"""
UNWATCHED = """flowchart LR
    create["Lambda: CreateOrder"] --> table["DynamoDB: Orders"]
    get["Lambda: GetOrder"] --> table
"""


def graph(flowchart: str) -> ArchitectureGraph:
    return parsers.read(flowchart.encode(), "page.mmd").diagrams[0].graph


def open_findings(*pages: str, rule: str) -> list[Finding]:
    rules = select(all_rules(), (rule,), (), "recommended")
    return [f for f in check([graph(page) for page in pages], rules) if f.verdict in OPEN]


def test_what_a_related_page_shows_need_not_be_shown_again() -> None:
    assert len(open_findings(SILENT, rule="SLS-SEC-001")) == 1
    assert open_findings(SILENT, LOGGED_IN, rule="SLS-SEC-001") == []
    assert open_findings(LOGGED_IN, SILENT, rule="SLS-SEC-001") == []


def test_an_unrelated_page_answers_nothing() -> None:
    assert [f.diagram for f in open_findings(STRANGER, LOGGED_IN, rule="SLS-SEC-001")] == [0]


def test_the_same_finding_on_two_related_pages_is_given_once() -> None:
    assert [f.diagram for f in open_findings(SILENT, SILENT, rule="SLS-SEC-001")] == [0]


def test_a_layer_on_one_view_is_shown_for_the_whole_workload() -> None:
    assert len(open_findings(UNWATCHED, rule="SLS-OPS-001")) == 1
    assert open_findings(UNWATCHED, MONITORED, rule="SLS-OPS-001") == []
    assert len(open_findings(UNWATCHED, STRANGER, rule="SLS-OPS-001")) == 1

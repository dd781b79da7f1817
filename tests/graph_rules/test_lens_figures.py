"""The six scenario figures of the Serverless Applications Lens: nothing violated, and only what they leave out.

The figures are drawn here from the lens's descriptions. A tool that finds violations in them is wrong.
"""

import pytest

from graph_rules.engine import check
from graph_rules.registry import all_rules, select
from graph_rules.scenario import Scenario, scenario_of
from graph_rules.verdict import Verdict
from tests.graph_rules.flowcharts import graph_of

REST = """
flowchart LR
    customers[Customers] --> api["API Gateway: Orders API"]
    api --> list["Lambda: ListOrders"] --> orders[("DynamoDB: Orders")]
    api --> create["Lambda: CreateOrder"] --> orders
"""
WEB = """
flowchart LR
    browser[Browser] --> cdn["CloudFront: Site"] --> site[("S3: Static website")]
    browser --> api["API Gateway: Shop API"] --> shop["Lambda: Shop"] --> items[("DynamoDB: Items")]
    browser -->|sign in| users["Cognito user pool: Users"]
    api --- users
"""
MOBILE = """
flowchart LR
    phone["Mobile app: Shop"] --> graphql["AppSync: Shop API"]
    graphql --> items[("DynamoDB: Items")] --> changes["DynamoDB Streams: Item changes"]
    changes --> index["Lambda: Index"] --> search[("OpenSearch: Items")]
    graphql --> search
    graphql --> pay["Lambda: Pay"] --> provider["Payment provider"]
    phone --> users["Cognito: Users"]
    graphql --- users
    phone --> assets[("S3: User photos")]
    phone --> cdn["CloudFront: Assets"] --> assets
    phone --> pinpoint["Amazon Pinpoint: Engagement"]
"""
STREAM = """
flowchart LR
    producers["IoT devices: Producers"] --> stream["Kinesis Data Streams: Tweets"]
    stream --> process["Lambda: Process"] --> results[("DynamoDB: Results")]
    reporting["User: Reporting analyst"] --> results
"""
EVENT_DRIVEN = """
flowchart LR
    app["External system: SaaS"] --> bus["EventBridge: Orders bus"]
    shop["Lambda: Shop"] --> bus
    bus --> ship["Lambda: Ship"] --> shipments[("DynamoDB: Shipments")]
    bus --> flow["Step Functions: Fulfilment"]
    bus --> firehose["Amazon Data Firehose: Archive"]
    bus --> logs["CloudWatch Logs: All events"]
"""
ALEXA = """
flowchart LR
    user[User] --> echo["Alexa skill: Kitchen"] --> skill["Lambda: Kitchen skill"] --> recipes[("DynamoDB: Recipes")]
    skill --> iot["IoT Core: Oven"]
    cdn["CloudFront: Pictures"] --> pictures[("S3: Pictures")]
"""
FIGURES = {
    "restful microservices": (REST, Scenario.REST, {"SLS-SEC-009", "SLS-OPS-001"}),
    "web application": (WEB, Scenario.WEB, {"SLS-OPS-001"}),
    "mobile backend": (MOBILE, Scenario.MOBILE, {"SLS-OPS-001"}),
    "stream processing": (STREAM, Scenario.STREAM, {"SLS-OPS-001"}),
    "event-driven": (EVENT_DRIVEN, Scenario.EVENT_DRIVEN, {"SLS-OPS-002"}),
    "alexa skill": (ALEXA, Scenario.ALEXA, {"SLS-OPS-001"}),
}
TEN = [
    "SLS-SEC-001",
    "SLS-SEC-003",
    "SLS-SEC-004",
    "SLS-SEC-007",
    "SLS-SEC-009",
    "SLS-REL-001",
    "SLS-REL-007",
    "SLS-OPS-001",
    "SLS-OPS-002",
    "SLS-PERF-001",
]


@pytest.mark.parametrize("name", FIGURES)
def test_no_rule_finds_a_violation_in_a_figure_of_the_lens(name: str) -> None:
    findings = check([graph_of(FIGURES[name][0])], all_rules(), "checklist")

    assert [
        (finding.rule.code, finding.message)
        for finding in findings
        if finding.verdict in (Verdict.VIOLATED, Verdict.LIKELY)
    ] == []


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_lacks_what_the_lens_leaves_out_of_it(name: str) -> None:
    text, _, expected = FIGURES[name]

    findings = check([graph_of(text)], select(all_rules(), TEN), "checklist")

    assert {finding.rule.code for finding in findings if finding.verdict is Verdict.NOT_SHOWN} == expected


@pytest.mark.parametrize("name", FIGURES)
def test_the_scenario_of_a_figure_is_recognised(name: str) -> None:
    text, scenario, _ = FIGURES[name]

    assert scenario_of(graph_of(text)) is scenario


def test_missing_identity_stands_for_the_api_without_an_authorizer() -> None:
    (identity,) = (
        finding
        for finding in check([graph_of(REST)], all_rules(), "checklist")
        if finding.rule.code == "SLS-SEC-009"
    )

    assert {"SLS-SEC-001", "SLS-SEC-003"} <= set(identity.folded)

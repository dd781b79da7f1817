"""Network rules on drawings as people make them: what stands for what, and what profiles show."""

import pytest

from architecture.zones import zones_in_use
from graph_rules.engine import check
from graph_rules.registry import all_rules, select
from graph_rules.rule import Pillar
from graph_rules.verdict import OPEN, Verdict
from tests.graph_rules.flowcharts import graph_of

ONE_SERVER = """
flowchart LR
    users[Users] --> igw["Internet gateway"] --> first["Application Load Balancer: A"] & second["Application Load Balancer: B"]
    first & second --> server["EC2: Server"]
    subgraph vpc [VPC]
        subgraph a [us-east-1a]
            subgraph public1 [Public subnet 1]
                first
                nat["NAT gateway"]
            end
            subgraph private1 [Private subnet 1]
                server
            end
        end
        subgraph b [us-east-1b]
            subgraph public2 [Public subnet 2]
                second
            end
        end
    end
"""

ACTIVE_ACTIVE = """
flowchart LR
    users[Users] --> a_balancer["Application Load Balancer: A"] & c_balancer["Application Load Balancer: C"]
    subgraph vpc [VPC]
        subgraph a ["Availability Zone: eu-west-3a"]
            subgraph private1 [Private subnet 1]
                app1["AWS Auto Scaling: App"] --> db[("Amazon RDS for PostgreSQL: App")]
                app1 --> redis["ElastiCache: Redis"]
                task1["Fargate: App"]
            end
        end
        subgraph c ["Availability Zone: eu-west-3c"]
            nat["NAT gateway"]
            subgraph private2 [Private subnet 2]
                app2["AWS Auto Scaling: App"] --> db
                app2 --> redis
                task2["Fargate: App"]
            end
        end
    end
    a_balancer --> app1
    c_balancer --> app2
"""


def found(flowchart: str, *codes: str, profile: str = "recommended") -> dict[str, list[str]]:
    """The names of what open findings of these rules are about, by code."""
    graph = graph_of(flowchart)
    names: dict[str, list[str]] = {}
    for finding in check([graph], select(all_rules(), codes), profile):
        if finding.verdict in OPEN:
            names.setdefault(finding.rule.code, []).append(graph.node(finding.subjects[0]).name)
    return names


def test_a_server_in_one_zone_stands_for_the_balancers_that_have_it_as_their_only_target() -> None:
    graph = graph_of(ONE_SERVER)

    (finding,) = (
        finding for finding in check([graph], select(all_rules(), ["NET"])) if finding.verdict in OPEN
    )

    assert finding.rule.code == "NET-REL-001"
    assert finding.folded == ("NET-REL-005",)


def test_a_group_that_scales_does_not_spread_the_database_it_is_joined_to() -> None:
    assert found(ACTIVE_ACTIVE, "NET-REL-001", "NET-REL-003") == {
        "NET-REL-001": ["App", "Redis"],
        "NET-REL-003": ["NAT gateway"],
    }


@pytest.mark.parametrize(
    "label", ["Availability Zones", "AZ #n", "Availability Zone A / B", "Multi-AZ", "3 AZs"]
)
def test_a_frame_that_stands_for_several_zones_is_no_zone(label: str) -> None:
    flowchart = f"""
        flowchart LR
            subgraph one ["{label}"]
                web["EC2: Web"]
            end
    """

    assert zones_in_use(graph_of(flowchart)) == {}


def test_zones_with_the_same_words_in_two_networks_are_apart() -> None:
    flowchart = """
        flowchart LR
            subgraph one [VPC one]
                subgraph a1 [Availability Zone A]
                    web1["EC2: Web"]
                end
            end
            subgraph two [VPC two]
                subgraph a2 [Availability Zone A]
                    web2["EC2: Web"]
                end
                subgraph b2 [Availability Zone B]
                    web3["EC2: Web"]
                end
            end
    """

    assert {around: sorted(zones) for around, zones in zones_in_use(graph_of(flowchart)).items()} == {
        "one": ["a"],
        "two": ["a", "b"],
    }


def test_a_database_port_open_to_the_internet_stands_for_the_direct_talk_to_the_store() -> None:
    flowchart = """
        flowchart LR
            internet["Internet"] -->|Port 3306| db[("Amazon RDS: Orders")]
    """

    assert found(flowchart, "NET-SEC-003", "SLS-SEC-004") == {"NET-SEC-003": ["Orders"]}


def test_workloads_of_other_clouds_get_the_line_about_monitoring_once() -> None:
    flowchart = """
        flowchart LR
            gateway["Azure API Management"] --> fn["Azure Functions: Orders"] --> db[("Azure Cosmos DB: Orders")]
    """
    (line,) = (
        finding
        for finding in check([graph_of(flowchart)], select(all_rules(), ["SLS-OPS-001", "MC-OPS-001"]))
        if finding.verdict is Verdict.NOT_SHOWN
    )

    assert (line.rule.code, line.folded) == ("MC-OPS-001", ("SLS-OPS-001",))


def test_checks_of_the_drawing_ask_and_never_accuse() -> None:
    checks = [rule for rule in all_rules() if rule.pillar is Pillar.DIAGRAM]

    assert len(checks) >= 8
    assert all(set(rule.severity) == {Verdict.NOT_SHOWN} for rule in checks)
    assert not any(rule.recommended for rule in checks)


def test_checks_of_the_drawing_appear_in_the_strict_profile_only() -> None:
    flowchart = """
        flowchart LR
            api["API Gateway: Orders API"] --> fn["Lambda: GetOrder"] --- orders[("DynamoDB: Orders")]
    """

    assert found(flowchart, "DIA") == {}
    assert found(flowchart, "DIA", profile="strict") == {"DIA-006": ["GetOrder"]}

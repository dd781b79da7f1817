"""What surrounds a workload: environments, networks, pipelines, observers and the edge."""

import pytest

from architecture.delivery import deployments
from architecture.environments import environment_named, environment_of, environments
from architecture.private_network import is_regional, network_of
from architecture.watching import alarms, reports_to
from architecture.workload import browsed_directly, edge_layer, is_workload, site_buckets, used_worldwide
from tests.graph_rules.flowcharts import graph_of


@pytest.mark.parametrize(
    ("label", "environment"),
    [
        ("Production account", "production"),
        ("prod-vpc", "production"),
        ("Pre-production", "staging"),
        ("Non-prod only", "test"),
        ("UAT", "staging"),
        ("Apps DevStg Account", "development"),
        ("Dev tools", None),
        ("DevOps account", None),
        ("Product catalogue", None),
        ("Testimonials", None),
        ("TestResults", None),
        ("Test centres", None),
        ("Testing environment", "test"),
        ("Stage 1", None),
        ("Orders stage", "staging"),
    ],
)
def test_an_environment_is_told_by_its_words(label: str, environment: str | None) -> None:
    assert environment_named(label) == environment


def test_the_innermost_frame_that_names_an_environment_decides() -> None:
    graph = graph_of("""
        flowchart LR
            subgraph prod [Production account]
                subgraph stage [Staging environment]
                    subgraph results [Test results]
                        a["Lambda: A"]
                    end
                end
                b["Lambda: B"]
            end
            c["Lambda: C"]
    """)

    assert [environment_of(graph, graph.node(id_)) for id_ in "abc"] == ["staging", "production", None]
    assert list(environments(graph)) == ["prod", "stage"]


def test_services_inside_a_network_are_not_regional() -> None:
    graph = graph_of("""
        flowchart LR
            subgraph vpc [VPC]
                inside[("S3: Inside")]
            end
            outside[("S3: Outside")]
            database[("Amazon RDS: Orders")]
    """)

    assert [is_regional(graph, graph.service(id_)) for id_ in ("inside", "outside", "database")] == [
        False,
        True,
        False,
    ]
    network = network_of(graph, graph.service("inside"))
    assert network is not None
    assert network.id == "vpc"


def test_a_pipeline_deploys_to_what_runs_and_not_to_where_it_keeps_things() -> None:
    graph = graph_of("""
        flowchart LR
            build["CodeBuild: Build"] --> artifacts[("S3: Artifacts")]
            build --> get["Lambda: GetOrder"]
            build --> registry["Amazon ECR: Images"]
    """)

    assert [target.id for _, _, target in deployments(graph)] == ["get"]


def test_an_observer_that_triggers_a_function_does_not_watch_it() -> None:
    graph = graph_of("""
        flowchart LR
            logs["CloudWatch Logs"] --> read["Lambda: ReadLogs"]
            get["Lambda: GetOrder"] --> logs
    """)

    assert reports_to(graph, graph.service("read")) is None
    watcher = reports_to(graph, graph.service("get"))
    assert watcher is not None
    assert watcher.id == "logs"


def test_metrics_are_no_alarm_unless_they_are_called_one() -> None:
    graph = graph_of("""
        flowchart LR
            metrics["CloudWatch: Metrics"]
            named["CloudWatch: Error alarms"]
            alarm["CloudWatch alarm: Queue too long"]
    """)

    assert {service.id for service in alarms(graph)} == {"named", "alarm"}


def test_people_get_the_pages_of_a_bucket_they_are_joined_to() -> None:
    graph = graph_of("""
        flowchart LR
            browser[Browser] --- plain[("S3: Website")]
            browser --> served[("S3: Web assets")]
            front[("S3: Front end")] --> browser
            build["CodeBuild"] --> filled[("S3: Static files")]
    """)

    assert {bucket.id for bucket in site_buckets(graph) if browsed_directly(graph, bucket)} == {
        "plain",
        "served",
        "front",
    }


def test_a_global_table_does_not_make_users_worldwide() -> None:
    text = """
        flowchart LR
            users[{users}] --> api["API Gateway: Orders API"] --> get["Lambda: GetOrder"] --> table[("DynamoDB: Global table")]
    """

    assert used_worldwide(graph_of(text.format(users="Users"))) is None
    assert used_worldwide(graph_of(text.format(users="Users worldwide"))) == "worldwide"


def test_two_boxes_are_no_workload_and_no_edge() -> None:
    graph = graph_of("""
        flowchart LR
            api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
    """)

    assert not is_workload(graph)
    assert list(edge_layer(graph)) == []

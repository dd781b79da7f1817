"""Icons that no entry of the catalogue lists, among them names that draw.io never had: programs write them all the same."""

import pytest

from tests.drawio.drawing import vertex
from tests.drawio.test_understanding import graph


def service(stencil: str, label: str = "Orders") -> tuple[str | None, float]:
    found = graph(vertex("a", f"html=1;shape=mxgraph.{stencil};", label)).service("a")
    return found.service, found.confidence


@pytest.mark.parametrize(
    ("stencil", "meant"),
    [
        ("aws4.simple_queue_service", "aws.sqs"),
        ("aws4.simple_notification_service_sns", "aws.sns"),
        ("aws4.simple_storage_service", "aws.s3"),
        ("aws4.elastic_container_service", "aws.ecs"),
        ("aws4.elastic_kubernetes_service", "aws.eks"),
        ("aws4.relational_database_service", "aws.rds"),
        ("aws4.managed_streaming_for_apache_kafka", "aws.msk"),
        ("aws4.keyspaces_for_apache_cassandra", "aws.keyspaces"),
        ("aws4.cloudfront_distribution", "aws.cloudfront"),
        ("aws4.systems_manager_parameter_store", "aws.systems_manager.parameter_store"),
        ("aws4.iam_identity_center", "aws.iam.identity_center"),
        ("aws4.vpc_endpoint", "aws.vpc.endpoint"),
        ("aws4.natgateway", "aws.vpc.nat_gateway"),
        ("aws4.apigateway", "aws.api_gateway"),
        ("aws4.alb", "aws.elb.application_load_balancer"),
        ("azure.function_apps", "azure.functions"),
        ("azure.key_vaults", "azure.key_vault"),
        ("gcp2.pub_sub", "gcp.pubsub"),
        ("gcp2.gke", "gcp.kubernetes_engine"),
        ("kubernetes.statefulset", "kubernetes.stateful_set"),
    ],
)
def test_a_stencil_that_bears_the_name_of_a_service_is_that_service(stencil: str, meant: str) -> None:
    assert service(stencil) == (meant, 0.8)


@pytest.mark.parametrize(
    ("stencil", "role"),
    [
        ("azure.front_door", "cdn"),
        ("gcp2.secret_manager", "secret_store"),
        ("kubernetes.ingress", "load_balancer"),
    ],
)
def test_a_stencil_named_as_a_listed_service_has_its_role(stencil: str, role: str) -> None:
    assert graph(vertex("a", f"shape=mxgraph.{stencil};", "Orders")).service("a").role == role


@pytest.mark.parametrize(
    "icon", ["shape=mxgraph.aws4.{}", "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.{}"]
)
def test_it_is_so_on_every_carrier(icon: str) -> None:
    assert graph(vertex("a", icon.format("simple_queue_service"))).service("a").service == "aws.sqs"


@pytest.mark.parametrize(
    ("label", "meant"),
    [("GitHub", "onprem.github"), ("Amazon SQS", "aws.sqs"), ("Orders", "aws.quantum_toaster")],
)
def test_a_label_that_is_a_service_s_name_names_an_icon_that_says_nothing(label: str, meant: str) -> None:
    assert service("aws4.quantum_toaster", label)[0] == meant


@pytest.mark.parametrize(
    ("stencil", "meant"), [("aws4.azure", "aws.azure"), ("mscae.cloud.azure", "azure.azure")]
)
def test_the_name_of_a_vendor_alone_is_no_service(stencil: str, meant: str) -> None:
    assert service(stencil)[0] == meant


def test_a_globe_that_is_called_like_a_system_is_that_system() -> None:
    globe = graph(vertex("a", "shape=mxgraph.aws4.internet;", "Weather feed")).service("a")
    assert (globe.service, globe.kind) == ("generic.external_system", "external")
    assert graph(vertex("a", "shape=mxgraph.aws4.internet;", "Internet")).service("a").role == "internet"


@pytest.mark.parametrize("label", ["Storage", "Functions", "Backup", "Config", "Build", "Search", "DNS"])
def test_a_word_that_is_a_product_only_with_its_vendor_names_no_icon(label: str) -> None:
    assert service("aws4.quantum_toaster", label)[0] == "aws.quantum_toaster"


@pytest.mark.parametrize(
    ("label", "meant"), [("AWS Backup", "aws.backup"), ("Azure Functions", "azure.functions")]
)
def test_with_its_vendor_it_does(label: str, meant: str) -> None:
    assert service("aws4.quantum_toaster", label)[0] == meant

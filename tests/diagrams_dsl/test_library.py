"""The vocabulary of the library as data, and the words of boundaries."""

import pytest

from architecture import BoundaryKind
from architecture.boundary_words import boundary_kind_by_label
from architecture.catalogue import library
from architecture.catalogue.generate_library import TARGET, text


def test_library_json_is_that_of_the_installed_library() -> None:
    assert TARGET.read_text("utf-8") == text()


def test_aliases_lead_to_canonical_classes() -> None:
    assert library.canonical("diagrams.aws.network", "ELB") == "diagrams.aws.network.ElasticLoadBalancing"
    assert library.canonical("diagrams.aws.network", "Nothing") is None
    assert library.icon("diagrams.aws.compute.Lambda") == "resources/aws/compute/lambda.png"
    assert library.icon("diagrams.Node") is None


def test_names_in_several_modules_are_listed_with_aws_first() -> None:
    assert library.classes_named("APIGateway")[:2] == (
        "diagrams.aws.mobile.APIGateway",
        "diagrams.aws.network.APIGateway",
    )


def test_the_nearest_names_are_suggested() -> None:
    assert library.nearest("Lamda", "diagrams.aws.compute")[0] == "diagrams.aws.compute.Lambda"
    assert library.nearest("Subnet", "diagrams.aws.network")[0].endswith(".Subnet")
    assert library.nearest("x" * 10_000) == ()


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("VPC 10.0.0.0/16", BoundaryKind.VPC),
        ("ProdVPC", BoundaryKind.VPC),
        ("Public Subnet A", BoundaryKind.PUBLIC_SUBNET),
        ("subnet-private-1", BoundaryKind.PRIVATE_SUBNET),
        ("private", BoundaryKind.PRIVATE_SUBNET),
        ("Subnets", BoundaryKind.SUBNET),
        ("Availability Zone 1", BoundaryKind.AVAILABILITY_ZONE),
        ("us-east-1a", BoundaryKind.AVAILABILITY_ZONE),
        ("az 1", BoundaryKind.AVAILABILITY_ZONE),
        ("eu-west-1", BoundaryKind.REGION),
        ("Primary region", BoundaryKind.REGION),
        ("AWS Account 1234", BoundaryKind.ACCOUNT),
        ("Account Service", None),
        ("On-Premises", BoundaryKind.ON_PREMISES),
        ("Corporate data center", BoundaryKind.ON_PREMISES),
        ("Production", BoundaryKind.ENVIRONMENT),
        ("dev environment", BoundaryKind.ENVIRONMENT),
        ("AWS", BoundaryKind.CLOUD),
        ("AWS Cloud", BoundaryKind.CLOUD),
        ("EKS cluster", BoundaryKind.CLUSTER),
        ("Auto Scaling group", BoundaryKind.AUTO_SCALING_GROUP),
        ("Step Functions workflow", BoundaryKind.STATE_MACHINE),
        ("web security group", BoundaryKind.SECURITY_GROUP),
        ("Event Flows", None),
        ("Publicity department", None),
        ("", None),
    ],
)
def test_the_words_of_a_frame_tell_its_kind(label: str, kind: BoundaryKind | None) -> None:
    assert boundary_kind_by_label(label) is kind

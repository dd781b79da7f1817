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
    ("module", "name", "first"),
    [
        ("aws.database", "DynamoDB", "aws.database.Dynamodb"),
        ("aws.network", "ApiGateway", "aws.network.APIGateway"),
        ("aws.mobile", "ApiGateway", "aws.mobile.APIGateway"),
        ("aws.security", "Iam", "aws.security.IdentityAndAccessManagementIam"),
        ("aws.storage", "S3Bucket", "aws.storage.SimpleStorageServiceS3"),
        ("aws.analytics", "OpenSearch", "aws.analytics.AmazonOpensearchService"),
        ("aws.database", "Keyspaces", "aws.database.KeyspacesManagedApacheCassandraService"),
        ("aws.analytics", "MSK", "aws.analytics.ManagedStreamingForKafka"),
        ("aws.ml", "BedrockAgent", "aws.ml.Bedrock"),
        ("aws.serverless", "Lambda", "aws.compute.Lambda"),
        ("gcp.security", "IAM", "gcp.security.Iam"),
        ("onprem.queue", "Redis", "onprem.inmemory.Redis"),
    ],
)
def test_the_class_of_the_service_that_a_name_means_is_named_first(
    module: str, name: str, first: str
) -> None:
    assert library.nearest(name, f"diagrams.{module}")[0] == f"diagrams.{first}"


def test_a_name_means_a_service_of_the_provider_that_was_asked() -> None:
    meant = library.meant("ApiGateway", "diagrams.aws.network")
    assert meant is not None
    assert meant.id == "aws.api_gateway"
    assert library.meant("Qwertyuiop", "diagrams.aws.network") is None
    assert library.meant("x" * 10_000) is None


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

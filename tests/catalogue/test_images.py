"""Which service an icon file stands for, told by its name."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from architecture.catalogue import by_cloudformation, by_image, by_terraform, readable, unknown_stencil


@pytest.mark.parametrize(
    ("reference", "service"),
    [
        ("Arch_AWS-Lambda_64.svg", "aws.lambda"),
        ("https://example.org/arch_amazon-route-53_64@5x.png?v=1", "aws.route53"),
        ("AWS-Lambda_Lambda-Function_dark-bg@4x.png", "aws.lambda"),
        ("Res_Amazon-Simple-Storage-Service_Bucket_48_Light.svg", "aws.s3"),
        ("Res_Amazon-Simple-Queue-Service_Queue_48.svg", "aws.sqs"),
        ("Res_AWS-IoT_Topic_48.svg", "aws.iot.topic"),
        ("Res_Elastic-Load-Balancing_Application-Load-Balancer_48.svg", "aws.elb.application_load_balancer"),
        ("Arch_Amazon-Kinesis-Firehose_64.svg", "aws.data_firehose"),
        ("resources/aws/integration/simple-queue-service-sqs-queue.png", "aws.sqs"),
        ("10021-icon-service-Virtual-Machine.svg", "azure.virtual_machine"),
        ("img/lib/azure2/databases/Azure_Cosmos_DB.svg", "azure.cosmos_db"),
        ("img/lib/azure2/databases/Cache_Redis.svg", "azure.cache_redis"),
        ("img/lib/mscae/Kubernetes_Services.svg", "azure.kubernetes_service"),
        ("img/lib/ibm/users/browser.svg", "generic.client"),
        ("icons/argocd.png", "onprem.argocd"),
        ("logo-slack.png", "saas.slack"),
        ("cloud_functions.svg", "gcp.functions"),
    ],
)
def test_an_icon_file_names_its_service(reference: str, service: str) -> None:
    entry = by_image(reference)
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    "reference",
    ["", "data:image/png;base64,bGFtYmRh", "https://example.org/", "photo.jpg", "img/lib/ibm/vpc/Rules.svg"],
)
def test_any_other_picture_names_none(reference: str) -> None:
    assert by_image(reference) is None


def test_the_folder_says_whose_icon_it_is() -> None:
    ours, theirs = by_image("aws/Batch.png"), by_image("img/lib/azure2/containers/Batch.svg")
    assert ours is not None
    assert theirs is not None
    assert (ours.id, theirs.id) == ("aws.batch", "azure.batch")


@given(st.text(max_size=200))
def test_any_reference_is_read_without_error(reference: str) -> None:
    by_image(reference)
    readable(reference)
    unknown_stencil(reference)
    unknown_stencil(f"aws4.{reference}")


def test_a_very_long_reference_is_read_at_once() -> None:
    started = time.perf_counter()
    for text in ("_" * 500_000, "a/" * 250_000, "-64_dark" * 50_000):
        by_image(text)
        readable(text)
    assert time.perf_counter() - started < 1


def test_resource_types_of_cloudformation_and_terraform_name_their_service() -> None:
    for entry in (by_cloudformation("AWS::Serverless::Function"), by_terraform("aws_lambda_function")):
        assert entry is not None
        assert entry.id == "aws.lambda"
    assert by_cloudformation("AWS::Nothing::Such") is None

"""Which service the words on a plain box name, and which words name none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from architecture.catalogue import by_words, entries
from architecture.service import NodeKind, Provider
from tests.yardstick import at_most


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Lambda", "aws.lambda"),
        ("createOrderLambda", "aws.lambda"),
        ("Order Processor (Lambda)", "aws.lambda"),
        ("DynamoDB stream Lambda", "aws.lambda"),
        ("Lambda@Edge", "aws.lambda.edge"),
        ("Lambda関数", "aws.lambda"),
        ("DynamoDB table", "aws.dynamodb"),
        ("Dynamo DB", "aws.dynamodb"),
        ("DynamoDB Streams", "aws.dynamodb.stream"),
        ("API Gateway", "aws.api_gateway"),
        ("Orders Queue (SQS)", "aws.sqs"),
        ("SNS topic", "aws.sns"),
        ("S3Bucket", "aws.s3"),
        ("Amazon Simple Storage Service", "aws.s3"),
        ("Cognito User Pool", "aws.cognito.user_pool"),
        ("CloudWatch Logs", "aws.cloudwatch.logs"),
        ("X-Ray", "aws.xray"),
        ("EC2 instances", "aws.ec2"),
        ("Internal ALB", "aws.elb.application_load_balancer"),
        ("RDS Postgres", "aws.rds.postgresql"),
        ("Step Functions\nstate machine", "aws.step_functions"),
        ("Amazon CloudFront\nContent Delivery Network", "aws.cloudfront"),
        ("S3 Tables", "aws.s3.tables"),
        ("S3 vector bucket", "aws.s3.vectors"),
        ("AgentCore Gateway", "aws.bedrock.agentcore_gateway"),
        ("CloudFront KeyValueStore", "aws.cloudfront.key_value_store"),
        ("SageMaker Pipelines", "aws.sagemaker.pipeline"),
        ("ElastiCache for Valkey", "aws.elasticache.valkey"),
        ("Azure Function", "azure.functions"),
        ("Azure Managed Redis", "azure.managed_redis"),
        ("Cosmos DB for PostgreSQL", "azure.cosmos_db.postgresql"),
        ("Power Automate flow", "azure.power_automate"),
        ("Cloud Pub/Sub", "gcp.pubsub"),
        ("Redis", "onprem.redis"),
        ("Stripe API", "saas.stripe"),
        ("Load Balancer", "generic.load_balancer"),
        ("Orders DB", "generic.database"),
        (
            "Lambda\nChecks the stock, then writes the order into the table for the next step of the process",
            "aws.lambda",
        ),
    ],
)
def test_a_label_names_its_service(label: str, service: str) -> None:
    entry = by_words(label)
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Kinesis Firehose", "aws.data_firehose"),
        ("Amazon Kinesis Data Firehose", "aws.data_firehose"),
        ("Elasticsearch Service", "aws.opensearch"),
        ("Amazon Elasticsearch Service", "aws.opensearch"),
        ("AWS SSO", "aws.iam.identity_center"),
        ("AWS Single Sign-On", "aws.iam.identity_center"),
        ("Kinesis Data Analytics", "aws.managed_flink"),
        ("CloudWatch Events", "aws.eventbridge"),
        ("Azure Active Directory", "azure.active_directory"),
        ("Stackdriver", "gcp.monitoring"),
    ],
)
def test_a_renamed_service_answers_to_its_old_name(label: str, service: str) -> None:
    entry = by_words(label)
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("User", "generic.user"),
        ("Users (web / mobile)", "generic.users"),
        ("Users / Browser", "generic.users"),
        ("Web Browser", "generic.client"),
        ("Customer's Browser", "generic.client"),
        ("Client 2", "generic.client"),
        ("Mobile App", "generic.mobile_client"),
        ("Internet", "generic.internet"),
        ("Usuários", "generic.users"),
        ("ユーザー", "generic.user"),
        ("Người dùng", "generic.user"),
        ("利用者", "generic.user"),
        ("管理者", "generic.user"),
        ("お客様", "generic.users"),
        ("顧客", "generic.users"),
        ("사용자", "generic.user"),
        ("관리자", "generic.user"),
        ("고객", "generic.users"),
        ("用户", "generic.user"),
        ("使用者", "generic.user"),
        ("管理员", "generic.user"),
        ("客户端", "generic.client"),
        ("Usuário", "generic.user"),
        ("Usuarios", "generic.users"),
        ("Clientes", "generic.users"),
        ("Utilisateurs", "generic.users"),
        ("Anwender", "generic.user"),
        ("Nutzer", "generic.user"),
        ("Endkunde", "generic.users"),
        ("Utenti", "generic.users"),
        ("利用者／管理者", "generic.user"),
    ],
)
def test_words_for_people_and_their_devices_are_clients(label: str, service: str) -> None:
    entry = by_words(label)
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Users\n(5,000 per day)", "generic.users"),
        ("Users\n5,000 per day", "generic.users"),
        ("Users\n~5k requests/s", "generic.users"),
        ("利用者\n（1日5,000人）", "generic.user"),
        ("利用者\n5,000人/日", "generic.user"),
        ("利用者\nWeb browser", "generic.user"),
        ("Clients\n10.0.0.0/16", "generic.client"),
    ],
)
def test_a_line_below_that_says_how_many_or_from_where_leaves_them_clients(label: str, service: str) -> None:
    entry = by_words(label)
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    "label",
    [
        "Users\nManagement",
        "User\nService",
        "Customer\nImplementation",
        "Customer\n360 platform",
        "Client\n3rd level support",
        "5,000 per day",
        "利用者管理",
        "顧客データ",
    ],
)
def test_words_for_people_in_the_name_of_something_else_are_no_clients(label: str) -> None:
    assert by_words(label) is None


@pytest.mark.parametrize(
    "label",
    [
        "",
        "  \n ",
        "1",
        "function",
        "queue",
        "Orders table",
        "Delete User",
        "User Service",
        "Payment service",
        "API",
        "Event",
        "Data pipeline",
        "Orders catalogue",
        "Slack Handler",
        "SQS consumer",
        "/slack/events",
        "tgw-0a23eb7f7ccf1b2ed",
        "The customer presses the button and then waits until the Lambda behind it has written the order",
    ],
)
def test_ordinary_words_name_no_service(label: str) -> None:
    assert by_words(label) is None


def test_the_official_name_of_every_aws_service_with_words_names_it() -> None:
    for entry in entries().values():
        if entry.provider is Provider.AWS and entry.kind is NodeKind.SERVICE and entry.words:
            assert by_words(entry.name) is entry


@given(st.text(max_size=300))
def test_any_text_is_read_without_error_and_alike_twice(label: str) -> None:
    assert by_words(label) is by_words(label)


def test_a_very_long_label_is_read_at_once() -> None:
    with at_most(60):
        by_words("lambda " * 200_000)
        by_words("(" * 200_000)
        by_words("（" * 200_000)
        by_words("user\n" + "1," * 100_000)

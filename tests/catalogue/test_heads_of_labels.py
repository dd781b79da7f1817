"""What stands before the first line break or bracket says what a box is; what follows refines it."""

import pytest

from architecture.catalogue import by_id, by_words
from architecture.catalogue.heads import DETAILS, MAY_BE
from architecture.service import Provider


def named(label: str) -> str | None:
    entry = by_words(label)
    return None if entry is None else entry.id


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("SNS orders (mail / Slack)", "aws.sns"),
        ("Pricing Lambda (Bedrock)", "aws.lambda"),
        ("Lambda\nprocess orders", "aws.lambda"),
        ("Amazon S3\nstatic website", "aws.s3"),
        ("AWS S3 (Terraform State)", "aws.s3"),
        ("Step Functions (Lambda)", "aws.step_functions"),
        ("Orders DB\n(primary)", "generic.database"),
        ("Mobile app\nReact Native", "generic.mobile_client"),
        ("API Gateway\nPublic REST API endpoint", "aws.api_gateway"),
    ],
)
def test_what_the_head_names_is_the_answer(label: str, service: str) -> None:
    assert named(label) == service


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("ElastiCache (Redis)", "aws.elasticache.redis"),
        ("ElastiCache\nRedis", "aws.elasticache.redis"),
        ("ElastiCache sessions (Redis)", "aws.elasticache.redis"),
        ("PostgreSQL\nRDS Multi-AZ", "aws.rds.postgresql"),
        ("DynamoDB\nStream", "aws.dynamodb.stream"),
        ("RDS\nAurora", "aws.aurora"),
        ("User DB (PostgreSQL)", "onprem.postgresql"),
        ("Stripe webhook\nLambda", "aws.lambda"),
    ],
)
def test_what_follows_says_closer_what_the_head_names(label: str, service: str) -> None:
    assert named(label) == service


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Amazon MSK (Kafka)", "aws.msk"),
        ("Amazon MSK Kafka", "aws.msk"),
        ("EKS (Kubernetes)", "aws.eks"),
        ("MWAA\n(Airflow)", "aws.mwaa"),
        ("Cloud SQL PostgreSQL", "gcp.sql"),
        ("RDS Proxy\n(PostgreSQL)", "aws.rds.proxy"),
        ("Kafka (MSK)", "aws.msk"),
        ("Redis\nElastiCache\nCache/Sessions", "aws.elasticache.redis"),
        ("MySQL\ndb.t4g.micro (Free Tier)\nRDS", "aws.rds.mysql"),
    ],
)
def test_a_product_goes_before_the_engine_that_it_runs(label: str, service: str) -> None:
    assert named(label) == service


@pytest.mark.parametrize("label", ["PostgreSQL on EC2", "PostgreSQL (EC2)", "PostgreSQL\nRDS / Cloud SQL"])
def test_an_engine_stays_one_beside_what_only_hosts_it_or_where_two_products_may_run_it(label: str) -> None:
    assert named(label) == "onprem.postgresql"


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Orders\nLambda", "aws.lambda"),
        ("Backend API (Lambda)", "aws.lambda"),
        ("Orders Queue (SQS)", "aws.sqs"),
        ("Orders (SQS) queue", "aws.sqs"),
        ("Process\norder\nLambda", "aws.lambda"),
        ("Slot\nSnapStart Lambda", "aws.lambda"),
        ("Orders (Lambda, Node 18)", "aws.lambda"),
        ("Conversations\nLambda + Bedrock", "aws.lambda"),
        ("CI server\nJenkins (EC2)", "onprem.jenkins"),
        ("Remote State (Amazon S3)", "aws.s3"),
        ("Internal\nApplication\nLoad Balancer", "aws.elb.application_load_balancer"),
        ("AWS\nGlue job", "aws.glue"),
        ("1\nOrders SQS", "aws.sqs"),
        ("[prod] Orders SQS", "aws.sqs"),
    ],
)
def test_where_the_head_names_nothing_a_name_by_itself_after_it_does(label: str, service: str) -> None:
    assert named(label) == service


@pytest.mark.parametrize(
    "label",
    [
        "Shop window (TypeScript, nginx)",
        "Orders\nwrites to DynamoDB table",
        "GetOrder (traced by X-Ray)",
        "Orders\ncalls Lambda",
        "Storage stack\nS3 Buckets\nDynamoDB Tables",
    ],
)
def test_what_only_mentions_services_after_the_head_names_none(label: str) -> None:
    assert named(label) is None


@pytest.mark.parametrize(
    "label",
    [
        "basket service\nuses Redis",
        "basket service (Redis)",
        "reader app\nKafka",
        "Worker\nCelery, ImageMagick",
        "Worker Pod 1\nCelery",
        "price-service\nHPA on CPU",
        "Office staff\nDirect Connect / VPN",
        "Office staff\nVPN",
        "analytics_team\nTableau",
        "Admin website\nDynamoDB",
        "SQS\nconsumer",
        "Kafka consumers",
    ],
)
def test_people_and_code_that_work_with_a_service_are_not_that_service(label: str) -> None:
    assert named(label) is None


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Orders service (Lambda)", "aws.lambda"),
        ("API service\nFargate", "aws.fargate"),
        ("Outbox consumer\nLambda", "aws.lambda"),
        ("Lambda consumer", "aws.lambda"),
        ("Email Service\n(SES)", "aws.ses"),
        ("Auth service (Cognito)", "aws.cognito"),
        ("Website (S3)", "aws.s3"),
        ("Order application\nDatabase", "generic.database"),
        ("SQS\nfor the workers", "aws.sqs"),
    ],
)
def test_but_code_may_be_what_runs_it_and_a_site_what_hosts_it(label: str, service: str) -> None:
    assert named(label) == service


def test_a_name_that_ends_like_an_actor_is_still_a_name() -> None:
    assert named("NGINX Ingress Controller") == "kubernetes.ingress"
    assert named("AD Connector") == "aws.directory_service"


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Base de datos", "generic.database"),
        ("Base de datos de pedidos", "generic.database"),
        ("Banco de dados", "generic.database"),
        ("Datenbank", "generic.database"),
        ("Base de données des commandes", "generic.database"),
        ("データベース", "generic.database"),
        ("数据库", "generic.database"),
        ("주문 데이터베이스", "generic.database"),
        ("Cola", "generic.queue"),
        ("Fila", "generic.queue"),
        ("Warteschlange", "generic.queue"),
        ("File d’attente", "generic.queue"),
        ("キュー", "generic.queue"),
        ("消息队列", "generic.queue"),
        ("큐", "generic.queue"),
        ("메시지 큐", "generic.queue"),
        ("Balanceador de carga", "generic.load_balancer"),
        ("Lastverteiler", "generic.load_balancer"),
        ("Répartiteur de charge", "generic.load_balancer"),
        ("ロードバランサー", "generic.load_balancer"),
        ("ロードバランサ", "generic.load_balancer"),
        ("负载均衡", "generic.load_balancer"),
        ("负载均衡器", "generic.load_balancer"),
        ("로드 밸런서", "generic.load_balancer"),
        ("インターネット", "generic.internet"),
        ("互联网", "generic.internet"),
        ("인터넷", "generic.internet"),
    ],
)
def test_general_words_are_known_in_other_languages(label: str, service: str) -> None:
    assert named(label) == service


@pytest.mark.parametrize("label", ["Coca Cola", "Fila de espera"])
def test_short_words_of_other_languages_count_only_as_the_whole_label(label: str) -> None:
    assert named(label) is None


def test_a_provider_asked_for_leaves_out_all_others_after_the_head_too() -> None:
    assert by_words("Orders (Lambda)", of=Provider.AZURE) is None
    assert by_words("Amazon Keyspaces for Cassandra", of=Provider.ONPREM) is by_id("onprem.cassandra")


def test_no_word_of_a_detail_or_an_actor_is_the_whole_name_of_a_service() -> None:
    patterns = (DETAILS, *(pattern for pattern, _ in MAY_BE))
    words = ("bucket", "queue", "t3", "service", "staff", "app", "worker", "website")
    assert all(any(pattern.fullmatch(word) for pattern in patterns) for word in words)
    assert all(by_words(word) is None for word in words)


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Orders API\nFastAPI on Fargate", "aws.fargate"),
        ("Worker\nPython on Lambda", "aws.lambda"),
        ("Shop\nruns on ECS Fargate", "aws.fargate"),
        ("Shop\nhosted on EC2", "aws.ec2"),
        ("API (Spring Boot on EKS)", "aws.eks"),
        ("Orders\ndeployed to Lambda", "aws.lambda"),
        ("Frontend (React) on S3", "aws.s3"),
        ("price-service\nHPA on CPU", None),
        ("basket service\ndepends on Redis", None),
    ],
)
def test_what_runs_the_code_of_a_box_is_what_the_box_is(label: str, service: str | None) -> None:
    assert named(label) == service


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Step Functions\nOrder Processor", "aws.step_functions"),
        ("SES\nEmail Sender", "aws.ses"),
        ("Aurora Writer", "aws.aurora"),
        ("RDS (Reader)", "aws.rds"),
        ("ALB Listener", "aws.elb.application_load_balancer"),
        ("SQS\nconsumer", None),
        ("Slack Handler", None),
    ],
)
def test_a_task_below_a_product_and_a_part_of_it_are_no_actors_on_it(label: str, service: str | None) -> None:
    assert named(label) == service


@pytest.mark.parametrize(
    ("label", "service"),
    [
        ("Alerts (SNS/SES)", "aws.sns"),
        ("Authentication (JWT, Cognito)", "aws.cognito"),
        ("Payment Processor (Stripe)", "saas.stripe"),
        ("Partner Bank (VPN)", None),
        ("Legacy ERP\nSOAP API\n(Direct Connect)", None),
        ("Office link\n(Direct Connect)", "aws.direct_connect"),
    ],
)
def test_lists_processors_and_ways(label: str, service: str | None) -> None:
    assert named(label) == service

"""What draw.io's stencils stand for, in all generations of its sets."""

import pytest

from architecture.catalogue import (
    boundary_by_stencil,
    by_stencil,
    is_decoration,
    readable,
    unknown_stencil,
)
from architecture.service import BoundaryKind, NodeKind, Provider, Role


@pytest.mark.parametrize(
    ("stencil", "service"),
    [
        ("mxgraph.aws4.lambda", "aws.lambda"),
        ("aws4.lambda_function", "aws.lambda"),
        ("mxgraph.aws3.lambda_function", "aws.lambda"),
        ("mxgraph.aws2.compute_and_networking.lambda", "aws.lambda"),
        ("mxgraph.aws4.dynamodb", "aws.dynamodb"),
        ("mxgraph.aws3.dynamo_db", "aws.dynamodb"),
        ("mxgraph.aws3d.dynamoDb", "aws.dynamodb"),
        ("mxgraph.aws2.database.dynamodb", "aws.dynamodb"),
        ("mxgraph.aws4.dynamodb_stream", "aws.dynamodb.stream"),
        ("mxgraph.aws4.dynamodb_dax", "aws.dax"),
        ("mxgraph.aws4.bucket_with_objects", "aws.s3"),
        ("mxgraph.aws.storage.s3_bucket", "aws.s3"),
        ("mxgraph.aws4.queue", "aws.sqs"),
        ("mxgraph.aws4.topic", "aws.sns"),
        ("mxgraph.aws4.rule_2", "aws.eventbridge"),
        ("mxgraph.aws4.event_time_based", "aws.eventbridge.scheduler"),
        ("mxgraph.aws4.cloudwatch_2", "aws.cloudwatch"),
        ("mxgraph.aws4.alarm", "aws.cloudwatch.alarm"),
        ("mxgraph.aws4.xray", "aws.xray"),
        ("mxgraph.aws3.x_ray", "aws.xray"),
        ("mxgraph.aws4.certificate_manager_3", "aws.acm"),
        ("mxgraph.aws4.auto_scaling3", "aws.ec2.auto_scaling"),
        ("mxgraph.aws4.elasticsearch_service", "aws.opensearch"),
        ("mxgraph.aws4.single_sign_on", "aws.iam.identity_center"),
        ("mxgraph.aws4.managed_streaming_for_kafka", "aws.msk"),
        ("mxgraph.aws4.kinesis_data_analytics", "aws.managed_flink"),
        ("mxgraph.aws4.kinesis_data_firehose", "aws.data_firehose"),
        ("mxgraph.aws4.route_53", "aws.route53"),
        ("mxgraph.aws4.role", "aws.iam.role"),
        ("mxgraph.aws4.identity_and_access_management", "aws.iam"),
        ("mxgraph.aws4.ecs_task", "aws.ecs.task"),
        ("mxgraph.aws4.m5_instance", "aws.ec2"),
        ("mxgraph.aws4.flow_logs", "aws.vpc.flow_logs"),
        ("mxgraph.aws4.nat_gateway", "aws.vpc.nat_gateway"),
        ("mxgraph.aws3.vpc_nat_gateway", "aws.vpc.nat_gateway"),
        ("mxgraph.aws4.application_load_balancer", "aws.elb.application_load_balancer"),
        ("mxgraph.azure.storage_blob", "azure.blob_storage"),
        ("mxgraph.mscae.cloud.functions", "azure.functions"),
        ("mxgraph.gcp2.cloud_pubsub", "gcp.pubsub"),
        ("mxgraph.gcp.compute.cloud_functions", "gcp.functions"),
        ("mxgraph.gcp2.kubernetes_logo", "gcp.kubernetes_engine"),
        ("mxgraph.gcp2.kubernetes_name", "gcp.kubernetes_engine"),
        ("mxgraph.gcp2.cloud_api_gateway", "gcp.api_gateway"),
        ("mxgraph.azure.kubernetes_services", "azure.kubernetes_service"),
        ("mxgraph.azure.redis_cache", "azure.cache_redis"),
        ("mxgraph.azure.firewall", "azure.firewall"),
        ("mxgraph.aws4.s3_tables", "aws.s3.tables"),
        ("mxgraph.aws4.s3_vectors", "aws.s3.vectors"),
        ("mxgraph.aws4.nova2", "aws.nova"),
        ("mxgraph.kubernetes.pod", "kubernetes.pod"),
        ("mxgraph.aws4.Kinesis Data Streams", "aws.kinesis_data_streams"),
    ],
)
def test_a_stencil_of_any_generation_names_its_service(stencil: str, service: str) -> None:
    entry = by_stencil(stencil)
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    "stencil",
    [
        "aws4.user",
        "aws4.users",
        "aws4.client",
        "aws4.mobile_client",
        "aws3.user",
        "azure.user",
        "aws4.management_console",
    ],
)
def test_people_and_what_they_hold_are_clients(stencil: str) -> None:
    entry = by_stencil(stencil)
    assert entry is not None
    assert (entry.kind, entry.role, entry.layer) == (NodeKind.CLIENT, Role.CLIENT, None)


@pytest.mark.parametrize(
    "stencil", ["aws4.internet", "aws4.internet_alt2", "aws3.internet_2", "gcp2.globe_world"]
)
def test_the_internet_is_where_requests_come_from(stencil: str) -> None:
    entry = by_stencil(stencil)
    assert entry is not None
    assert (entry.kind, entry.role) == (NodeKind.CLIENT, Role.INTERNET)


@pytest.mark.parametrize(
    ("stencil", "kind"),
    [
        ("mxgraph.aws4.group_vpc", BoundaryKind.VPC),
        ("mxgraph.aws4.group_vpc2", BoundaryKind.VPC),
        ("mxgraph.aws4.group_region", BoundaryKind.REGION),
        ("mxgraph.aws4.group_account", BoundaryKind.ACCOUNT),
        ("mxgraph.aws4.group_aws_cloud_alt", BoundaryKind.CLOUD),
        ("mxgraph.aws4.group_availability_zone", BoundaryKind.AVAILABILITY_ZONE),
        ("mxgraph.aws4.group_security_group", BoundaryKind.SUBNET),
        ("mxgraph.aws4.group_subnet", BoundaryKind.SUBNET),
        ("mxgraph.aws4.group_auto_scaling_group", BoundaryKind.AUTO_SCALING_GROUP),
        ("mxgraph.aws4.group_corporate_data_center", BoundaryKind.ON_PREMISES),
        ("mxgraph.aws3.virtual_private_cloud", BoundaryKind.VPC),
        ("mxgraph.aws4.lambda", None),
    ],
)
def test_a_group_stencil_frames_a_boundary(stencil: str, kind: BoundaryKind | None) -> None:
    assert boundary_by_stencil(stencil) == kind


@pytest.mark.parametrize(
    ("stencil", "service"),
    [
        ("mxgraph.aws4.group_aws_step_functions_workflow", "aws.step_functions"),
        ("mxgraph.aws4.group_elastic_beanstalk", "aws.elastic_beanstalk"),
        ("mxgraph.aws4.group_ec2_instance_contents", "aws.ec2"),
    ],
)
def test_a_service_drawn_as_a_container_stays_a_service(stencil: str, service: str) -> None:
    entry = by_stencil(stencil)
    assert entry is not None
    assert entry.id == service
    assert boundary_by_stencil(stencil) is None


def test_badges_and_ornaments_are_decorations() -> None:
    for name in ("permissions", "addon", "encrypted_data", "gear", "checklist", "documents"):
        assert is_decoration(f"mxgraph.aws4.{name}"), name
    assert not is_decoration("mxgraph.aws4.role")
    assert not is_decoration("mxgraph.aws4.lambda")


def test_an_icon_newer_than_the_catalogue_is_a_service_of_its_vendor() -> None:
    entry = unknown_stencil("mxgraph.aws4.quantum_toaster")
    assert entry is not None
    assert (entry.id, entry.name, entry.provider) == ("aws.quantum_toaster", "Quantum Toaster", Provider.AWS)
    assert (entry.role, entry.layer, entry.kind) == (Role.OTHER, None, NodeKind.SERVICE)


@pytest.mark.parametrize(
    ("stencil", "service"),
    [
        ("mxgraph.aws4.lambda_4", "aws.lambda"),
        ("mxgraph.aws4.eventbridge2", "aws.eventbridge"),
        ("mxgraph.aws4.aws_lambda", "aws.lambda"),
        ("mxgraph.aws3.eventbridge", "aws.eventbridge"),
        ("mxgraph.aws4.rds_proxy_alt", "aws.rds.proxy"),
        ("mxgraph.aws5.lambda", "aws.lambda"),
        ("mxgraph.aws2025.dynamodb", "aws.dynamodb"),
        ("mxgraph.gcp.apigateway", "gcp.api_gateway"),
    ],
)
def test_a_redesigned_icon_is_the_service_it_was(stencil: str, service: str) -> None:
    entry = unknown_stencil(stencil)
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    ("stencil", "service"),
    [
        ("mxgraph.azure2.key_vaults", "azure.key_vault"),
        ("mxgraph.azure2.compute.function_apps", "azure.functions"),
        ("mxgraph.azure2.Kubernetes_Services", "azure.kubernetes_service"),
        ("mxgraph.azure2.cache_redis", "azure.cache_redis"),
        ("mxgraph.azure2.general.table", "azure.table_storage"),
        ("mxgraph.azure2.quantum_toaster", "azure.quantum_toaster"),
    ],
)
def test_an_icon_file_of_azure_that_is_written_as_a_stencil_is_of_azure(stencil: str, service: str) -> None:
    entry = unknown_stencil(stencil)
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    "stencil",
    [
        "mxgraph.cisco.router",
        "mxgraph.awslambda.function",
        "mxgraph.aws2025.resourceIcon",
        "mxgraph.aws4.resourceIcon",
        "mxgraph.aws4.group",
        "mxgraph.aws4.",
        "aws4",
        "",
        "x",
    ],
)
def test_what_is_no_icon_of_a_known_vendor_stays_unknown(stencil: str) -> None:
    assert unknown_stencil(stencil) is None


@pytest.mark.parametrize(
    ("spelling", "title"),
    [
        ("mxgraph.aws4.bedrock_agentcore", "Bedrock Agentcore"),
        ("mxgraph.aws4.cloudwatch_2", "Cloudwatch"),
        ("mxgraph.aws4.auto_scaling3", "Auto Scaling"),
        ("mxgraph.aws4.ec2", "EC2"),
        ("img/lib/azure2/general/Module.svg", "Module"),
        ("https://example.org/icons/My-Icon.png?size=2", "My Icon"),
        ("aws.compute.EC2Instance", "EC2 Instance"),
        ("gcp2.cloud_sql", "Cloud SQL"),
    ],
)
def test_an_unlisted_name_is_readable(spelling: str, title: str) -> None:
    assert readable(spelling) == title

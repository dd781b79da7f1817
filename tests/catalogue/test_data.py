"""The data files: nothing claimed twice, nothing invented, everything the lens names, stable formatting."""

import json
from collections import Counter
from importlib import resources

import pytest

from architecture import catalogue
from architecture.catalogue import FILES, by_id, entries
from architecture.catalogue.lexicon import words_of
from architecture.service import LENS_LAYERS, BoundaryKind, Layer, NodeKind, Provider, Role

KEYS = tuple(
    "id name role layer kind stencils images classes cloudformation terraform words formerly".split()  # noqa: SIM905
)

LENS = {
    Layer.COMPUTE: (
        "aws.lambda",
        "aws.api_gateway",
        "aws.step_functions",
        "aws.elb.application_load_balancer",
    ),
    Layer.DATA: ("aws.dynamodb", "aws.dynamodb.stream", "aws.dax", "aws.s3", "aws.opensearch", "aws.appsync"),
    Layer.MESSAGING: (
        "aws.sns",
        "aws.sqs",
        "aws.eventbridge",
        "aws.kinesis_data_streams",
        "aws.data_firehose",
    ),
    Layer.IDENTITY: ("aws.cognito", "aws.cognito.user_pool", "aws.cognito.identity_pool", "aws.iam.role"),
    Layer.MONITORING: ("aws.cloudwatch", "aws.xray", "aws.cloudformation", "aws.cloudtrail", "aws.config"),
    Layer.EDGE: ("aws.cloudfront", "aws.route53", "aws.waf", "aws.shield", "aws.global_accelerator"),
}
"""Services that the Serverless Applications Lens and its scenarios name, by layer."""


def text_of(file: str) -> str:
    return resources.files(catalogue).joinpath(f"{file}.json").read_text(encoding="utf-8")


def as_formatted(row: dict[str, object]) -> str:
    fields = (f"    {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in row.items())
    return "  {\n" + ",\n".join(fields) + "\n  }"


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_sorted_by_id_with_one_field_a_line(file: str) -> None:
    rows = json.loads(text_of(file))
    rows.sort(key=lambda row: row["id"])
    assert text_of(file) == "[\n" + ",\n".join(map(as_formatted, rows)) + "\n]\n"


@pytest.mark.parametrize("file", FILES)
def test_a_row_has_its_fields_in_order_and_no_empty_list(file: str) -> None:
    for row in json.loads(text_of(file)):
        assert list(row) == [key for key in KEYS if key in row], row["id"]
        assert all(value not in ([], "") for value in row.values()), row["id"]


@pytest.mark.parametrize("file", ["boundaries", "decorations"])
def test_boundaries_and_decorations_are_sorted_with_one_row_a_line(file: str) -> None:
    rows = sorted(json.loads(text_of(file)), key=lambda row: row.get("kind") or row["stencil"])
    assert text_of(file) == "[\n" + ",\n".join("  " + json.dumps(row) for row in rows) + "\n]\n"


@pytest.mark.parametrize("file", FILES)
def test_an_id_starts_with_its_provider(file: str) -> None:
    assert all(row["id"].startswith(f"{file}.") for row in json.loads(text_of(file)))


@pytest.mark.parametrize(
    "spelling", ["stencils", "images", "classes", "cloudformation", "terraform", "formerly"]
)
def test_no_spelling_is_claimed_twice(spelling: str) -> None:
    claims = Counter(key.lower() for entry in entries().values() for key in getattr(entry, spelling))
    assert [key for key, count in claims.items() if count > 1] == []


def test_no_words_are_claimed_twice() -> None:
    claims = Counter(words_of(spelling) for entry in entries().values() for spelling in set(entry.words))
    twice = {" ".join(words) for words, count in claims.items() if count > 1}
    same_entry = {
        " ".join(words)
        for entry in entries().values()
        for words, count in Counter(map(words_of, entry.words)).items()
        if count > 1
    }
    assert twice <= same_entry, "words of two services"


def test_no_id_is_used_twice() -> None:
    rows = [row["id"] for file in FILES for row in json.loads(text_of(file))]
    assert len(rows) == len(set(rows)) == len(entries())


def test_a_sub_resource_stands_under_its_service() -> None:
    orphans = {key for key in entries() if key.count(".") == 2 and key.rpartition(".")[0] not in entries()}
    assert orphans == set()


def test_stencils_are_lower_case_and_of_a_known_set() -> None:
    sets = {"aws4", "aws3", "aws3d", "aws2", "aws", "azure", "mscae", "gcp2", "gcp", "kubernetes", "basic"}
    for entry in entries().values():
        for stencil in entry.stencils:
            assert stencil == stencil.lower()
            assert stencil.split(".")[0] in sets


def test_a_boundary_stencil_is_no_service() -> None:
    rows = json.loads(text_of("boundaries"))
    assert [stencil for row in rows for stencil in row["stencils"] if catalogue.by_stencil(stencil)] == []
    assert {row["kind"] for row in rows} <= set(BoundaryKind)


def test_a_decoration_is_no_service() -> None:
    rows = json.loads(text_of("decorations"))
    assert [row["stencil"] for row in rows if catalogue.by_stencil(row["stencil"])] == []


def test_there_are_at_least_250_aws_services_and_sub_resources() -> None:
    assert sum(entry.provider is Provider.AWS for entry in entries().values()) >= 250


@pytest.mark.parametrize(
    ("layer", "service"), [(layer, one) for layer, several in LENS.items() for one in several]
)
def test_a_service_of_the_lens_has_its_role_and_layer(layer: Layer, service: str) -> None:
    entry = by_id(service)
    assert entry is not None
    assert entry.layer is layer
    assert entry.role is not Role.OTHER


def test_the_lens_is_covered_layer_by_layer() -> None:
    assert set(LENS) == set(LENS_LAYERS)


@pytest.mark.parametrize(
    ("service", "role"),
    [
        ("aws.lambda", Role.FUNCTION),
        ("aws.lambda.edge", Role.FUNCTION),
        ("aws.api_gateway", Role.API),
        ("aws.appsync", Role.API),
        ("aws.step_functions", Role.ORCHESTRATOR),
        ("aws.dynamodb", Role.TABLE),
        ("aws.dynamodb.stream", Role.STREAM),
        ("aws.dax", Role.CACHE),
        ("aws.rds.proxy", Role.DATABASE_PROXY),
        ("aws.sqs", Role.QUEUE),
        ("aws.sns", Role.TOPIC),
        ("aws.eventbridge", Role.BUS),
        ("aws.eventbridge.scheduler", Role.SCHEDULER),
        ("aws.data_firehose", Role.DELIVERY_STREAM),
        ("aws.managed_flink", Role.STREAM_PROCESSOR),
        ("aws.cognito", Role.IDENTITY_PROVIDER),
        ("aws.iam.role", Role.ACCESS_MANAGEMENT),
        ("aws.cloudwatch.alarm", Role.ALARM),
        ("aws.elb.network_load_balancer", Role.LOAD_BALANCER),
        ("aws.secrets_manager", Role.SECRET_STORE),
        ("aws.kms", Role.KEY_STORE),
        ("aws.vpc.nat_gateway", Role.NAT_GATEWAY),
        ("aws.s3.tables", Role.OBJECT_STORE),
        ("aws.s3.vectors", Role.SEARCH_STORE),
        ("aws.bedrock.flow", Role.ORCHESTRATOR),
        ("aws.bedrock.agentcore_gateway", Role.API),
        ("aws.sagemaker.pipeline", Role.ORCHESTRATOR),
        ("aws.sagemaker.feature_store", Role.TABLE),
        ("aws.glue.schema_registry", Role.REGISTRY),
        ("azure.functions", Role.FUNCTION),
        ("azure.managed_redis", Role.CACHE),
        ("azure.application_gateway_containers", Role.LOAD_BALANCER),
        ("azure.power_automate", Role.ORCHESTRATOR),
        ("azure.local_network_gateway", Role.VPN),
        ("azure.api_management", Role.API),
        ("gcp.functions", Role.FUNCTION),
        ("gcp.pubsub", Role.TOPIC),
        ("gcp.api_gateway", Role.API),
        ("saas.okta", Role.IDENTITY_PROVIDER),
        ("saas.datadog", Role.OBSERVER),
        ("onprem.github", Role.SOURCE_CONTROL),
    ],
)
def test_a_service_does_what_it_is_for(service: str, role: Role) -> None:
    entry = by_id(service)
    assert entry is not None
    assert entry.role is role


def test_people_and_devices_are_clients_of_no_layer() -> None:
    for entry in entries().values():
        outside = entry.role in (Role.CLIENT, Role.INTERNET)
        assert outside == (entry.kind is NodeKind.CLIENT), entry.id
        assert not outside or entry.layer is None, entry.id


def test_every_service_of_aws_is_a_service_except_the_tools_of_people() -> None:
    others = {
        e.id for e in entries().values() if e.provider is Provider.AWS and e.kind is not NodeKind.SERVICE
    }
    assert others == {"aws.command_line_interface", "aws.management_console"}

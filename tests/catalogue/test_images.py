"""Which service an icon file stands for, told by its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from architecture.catalogue import by_cloudformation, by_image, by_terraform, readable, unknown_stencil
from architecture.catalogue.images import plain_name
from architecture.service import Provider
from tests.yardstick import at_most


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
    ("icon", "service"),
    [
        ("devops/API_Connections", "azure.api_connection"),
        ("web/API_Center", "azure.api_center"),
        ("other/Elastic_SAN", "azure.elastic_san"),
        ("azure_stack/Azure_Stack", "azure.stack_hub"),
        ("general/Web_Test", "azure.application_insights"),
        ("compute/Availability_Sets", "azure.availability_set"),
        ("networking/Local_Network_Gateways", "azure.local_network_gateway"),
        ("networking/Application_Gateway_Containers", "azure.application_gateway_containers"),
        ("networking/On_Premises_Data_Gateways", "azure.on_premises_data_gateway"),
        ("networking/Virtual_Router", "azure.route_server"),
        ("databases/Azure_Managed_Redis", "azure.managed_redis"),
        ("databases/Cosmos_DB_for_PostgreSQL", "azure.cosmos_db.postgresql"),
        ("storage/Data_Shares", "azure.data_share"),
        ("storage/Storage_Sync_Services", "azure.file_sync"),
        ("storage/Azure_HCP_Cache", "azure.hpc_cache"),
        ("general/Table", "azure.table_storage"),
        ("general/Production_Ready_Database", "generic.database"),
        ("identity/Entra_Connect", "azure.entra_connect"),
        ("identity/Entra_ID_Protection", "azure.entra_id_protection"),
        ("identity/PIM", "azure.privileged_identity_management"),
        ("identity/Identity_Governance", "azure.identity_governance"),
        ("compute/Host_Pools", "azure.virtual_desktop"),
        ("power_platform/PowerApps", "azure.power_apps"),
        ("power_platform/PowerAutomate", "azure.power_automate"),
        ("power_platform/Dataverse", "azure.dataverse"),
        ("integration/Azure_API_for_FHIR", "azure.health_data_services"),
        ("integration/Integration_Accounts", "azure.integration_account"),
        ("ai_machine_learning/Content_Safety", "azure.cognitive_services"),
        ("ai_machine_learning/QnA_Makers", "azure.cognitive_services"),
        ("other/Azure_Video_Indexer", "azure.video_indexer"),
        ("iot/Azure_Maps_Accounts", "azure.maps"),
        ("management_governance/Azure_Arc", "azure.arc"),
        ("migrate/Azure_Migrate", "azure.migrate"),
        ("other/Azure_Load_Testing", "azure.load_testing"),
        ("other/Data_Collection_Rules", "azure.monitor.data_collection_rule"),
    ],
)
def test_an_icon_of_azure_names_its_service(icon: str, service: str) -> None:
    entry = by_image(f"img/lib/azure2/{icon}.svg")
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    "reference",
    [
        "img/lib/azure2/other/API_Proxy.svg",
        "img/lib/azure2/other/Defender_Sensor.svg",
        "img/lib/azure2/identity/User_Settings.svg",
        "img/lib/azure2/intune/Device_Compliance.svg",
        "img/lib/azure2/other/Storage_Tasks.svg",
        "img/lib/ibm/infrastructure/cloud_messaging.svg",
        "api_security.svg",
        "resource_groups.svg",
        "resources/openstack/compute/nova.png",
    ],
)
def test_only_the_names_of_aws_begin_with_a_service(reference: str) -> None:
    assert by_image(reference) is None


@pytest.mark.parametrize("name", ["PIM", "Connections", "Virtual_Router", "Web_Slots", "Hosts"])
def test_a_name_that_may_be_anything_tells_only_in_its_set_of_icons(name: str) -> None:
    entry = by_image(f"{name}.svg")
    assert entry is None or entry.provider is not Provider.AZURE


@pytest.mark.parametrize(
    ("reference", "service"),
    [
        ("https://upload.example/thumb/1200px-Slack_Technologies_Logo.svg.png", "saas.slack"),
        ("https://cdn.example/24/social_media_social_media_logo_slack-128.png", "saas.slack"),
        ("https://cdn.example/o/icons%2FSlack_icon.png?alt=media", "saas.slack"),
        ("C:\\icons\\SlackLogo.jfif", "saas.slack"),
        ("2560px-MongoDB_Logo.svg.png", "onprem.mongodb"),
        ("mongodb-icon-1024x1024-jyklwn1x.png", "onprem.mongodb"),
        ("mongodb-1024.png", "onprem.mongodb"),
        ("mongodb-svgrepo-com.svg", "onprem.mongodb"),
        ("1200px-Stripe_Logo.svg.png", "saas.stripe"),
        ("1200px-Stripe_Logo%2C_revised_2016.svg.png", "saas.stripe"),
        ("480px-Docker_logo.svg.png", "onprem.docker"),
        ("docker-original-wordmark.svg", "onprem.docker"),
        ("github-mark.png", "onprem.github"),
        ("icon-social-github-128.png", "onprem.github"),
        ("img/lib/azure2/databases/1200px-Azure_Cosmos_DB_logo.svg.png", "azure.cosmos_db"),
    ],
)
def test_what_publishers_of_pictures_add_to_a_name_does_not_hide_it(reference: str, service: str) -> None:
    entry = by_image(reference)
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    "reference",
    [
        "1200px-Logo.svg.png",
        "cloud-1024.png",
        "vector-database.svg",
        "social-media-icon.png",
        "480px-X.svg.png",
        "img/lib/azure2/other/1200px-DynamoDB.svg.png",
    ],
)
def test_a_word_that_may_be_anything_names_none_however_much_is_added(reference: str) -> None:
    assert by_image(reference) is None


@pytest.mark.parametrize(
    ("reference", "title"),
    [
        ("https://x/1200px-Acme_Technologies_Logo.svg.png", "Acme"),
        ("acme-shop-1024x1024-jyklwn1x.PNG?v=1", "Acme Shop"),
        ("acme-logo-2018_logo-stacked-2018.png", "Acme"),
        ("logo-react-128.png", "React"),
        ("2000px-Node.js_logo.svg.png", "Node Js"),
        ("medical-kit-128.png", "Medical Kit"),
        ("DCS-7050SX-128.svg", "DCS 7050 SX 128"),
        ("windows-server-2019.png", "Windows Server 2019"),
        ("Cloud_(beta).svg", "Cloud (beta)"),
        ("顧客-icon.png", "顧客"),
        ("https://x/images/1a/content", "Content"),
        ("https://x/1200px-Logo.svg.png", "Logo"),
        ("icon-128.png", "Icon"),
        ("128.png", "128"),
        ("png.svg", "Png"),
        (".png", ""),
        ("https://x/", ""),
        ("", ""),
    ],
)
def test_the_title_of_an_unknown_picture_is_what_its_publisher_did_not_add(
    reference: str, title: str
) -> None:
    assert readable(plain_name(reference)) == title


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
    readable(plain_name(reference))
    unknown_stencil(reference)
    unknown_stencil(f"aws4.{reference}")
    unknown_stencil(f"azure2.{reference}")


def test_a_very_long_reference_is_read_at_once() -> None:
    with at_most(60):
        for text in (
            "_" * 500_000,
            "a/" * 250_000,
            "-64_dark" * 50_000,
            "-logo" * 100_000,
            ".svg.png" * 50_000,
        ):
            by_image(text)
            plain_name(text)
            readable(text)


def test_resource_types_of_cloudformation_and_terraform_name_their_service() -> None:
    for entry in (by_cloudformation("AWS::Serverless::Function"), by_terraform("aws_lambda_function")):
        assert entry is not None
        assert entry.id == "aws.lambda"
    assert by_cloudformation("AWS::Nothing::Such") is None

"""What the words of a frame's label say that it is, line by line and in several languages."""

import pytest

from architecture.boundary_words import boundary_kind_by_label
from architecture.service import BoundaryKind
from tests.yardstick import at_most


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("VPC 10.4.0.0/16\n2 AZs, public and private subnets", BoundaryKind.VPC),
        ("Blue VPC\nfront and data subnets", BoundaryKind.VPC),
        ("AWS Cloud\nus-east-1, 3 AZs", BoundaryKind.CLOUD),
        ("Cluster\n3 nodes in a private subnet", BoundaryKind.CLUSTER),
        ("Shop\nVPC 10.4.0.0/16\nprivate subnets", BoundaryKind.VPC),
    ],
)
def test_the_first_line_that_says_something_is_what_the_frame_is(label: str, kind: BoundaryKind) -> None:
    assert boundary_kind_by_label(label) is kind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Auto\nScaling", BoundaryKind.AUTO_SCALING_GROUP),
        ("Availability\nZone 1", BoundaryKind.AVAILABILITY_ZONE),
        ("Order\nAuto\nScaling group", BoundaryKind.AUTO_SCALING_GROUP),
        ("Data\nsubnet", BoundaryKind.PRIVATE_SUBNET),
        ("Public\nsubnet\n10.0.0.0/24", BoundaryKind.PUBLIC_SUBNET),
        ("Production\nVPC", BoundaryKind.VPC),
        ("AWS\nAccount", BoundaryKind.ACCOUNT),
        ("AWS\nus-east-1", BoundaryKind.REGION),
        ("Account\nService", None),
        ("Public\nAPI", None),
        ("prod\n10.1.0.0/16", BoundaryKind.ENVIRONMENT),
        ("orders\n(EKS)", BoundaryKind.CLUSTER),
    ],
)
def test_a_name_may_be_broken_over_lines(label: str, kind: BoundaryKind | None) -> None:
    assert boundary_kind_by_label(label) is kind


@pytest.mark.parametrize(
    "label",
    [
        "Managed services (outside the VPC)",
        "Services not in the VPC",
        "non-VPC services",
        "Functions without VPC",
        "External to AWS Cloud",
        "Serviços fora da VPC",
        "Servicios fuera de la VPC",
    ],
)
def test_what_a_frame_is_said_to_lie_outside_of_is_not_its_kind(label: str) -> None:
    assert boundary_kind_by_label(label) is None


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("3 AZs", None),
        ("Multi-AZ", None),
        ("VPC with 2 public subnets", BoundaryKind.VPC),
        ("Region eu-west-1, 3 AZs", BoundaryKind.REGION),
        ("Private subnets", BoundaryKind.PRIVATE_SUBNET),
        ("2 private subnets", BoundaryKind.PRIVATE_SUBNET),
        ("10.0.0.0/16 public subnets", BoundaryKind.PUBLIC_SUBNET),
        ("Zone 2 private subnets", BoundaryKind.PRIVATE_SUBNET),
        ("AZ 2", BoundaryKind.AVAILABILITY_ZONE),
        ("Non-production account", BoundaryKind.ACCOUNT),
    ],
)
def test_several_of_a_kind_are_what_a_frame_has_and_not_what_it_is(
    label: str, kind: BoundaryKind | None
) -> None:
    assert boundary_kind_by_label(label) is kind


@pytest.mark.parametrize(
    "label",
    [
        "AWS (production)",
        "AWS Prod",
        "Production (AWS)",
        "Orders - production",
        "Orders (test)",
        "Orders [QA]",
        "Production: Orders",
        "Prod - Orders",
    ],
)
def test_a_name_beside_an_environment_is_that_environment(label: str) -> None:
    assert boundary_kind_by_label(label) is BoundaryKind.ENVIRONMENT


@pytest.mark.parametrize(
    "label",
    ["Test results", "Production line", "smoke-test", "Pipeline - test", "Stage: build", "Test: load"],
)
def test_words_of_environments_also_name_other_things(label: str) -> None:
    assert boundary_kind_by_label(label) is None


IN_OTHER_LANGUAGES = {
    BoundaryKind.PUBLIC_SUBNET: (
        "Subred pública",
        "Sub-rede pública",
        "Öffentliches Subnetz",
        "Sous-réseau public",
        "パブリックサブネット",
        "公有子网",
        "퍼블릭 서브넷",
    ),
    BoundaryKind.PRIVATE_SUBNET: (
        "Subredes privadas",
        "Sub-rede privada 1",
        "Privates Subnetz",
        "Sous-réseau privé",
        "プライベートサブネット 1a",
        "私有子网",
        "프라이빗 서브넷",
    ),
    BoundaryKind.SUBNET: ("Subred 1", "Sub-rede", "Subnetz A", "Sous-réseau"),
    BoundaryKind.AVAILABILITY_ZONE: (
        "Zona de disponibilidad",
        "Zona de disponibilidade",
        "Verfügbarkeitszone 1",
        "Zone de disponibilité",
        "アベイラビリティゾーン",
        "可用区 A",
        "가용 영역",
    ),
    BoundaryKind.REGION: ("Región", "Região São Paulo", "Région", "東京リージョン", "区域", "서울 리전"),
    BoundaryKind.ON_PREMISES: (
        "Rechenzentrum",
        "オンプレミス",
        "データセンター",
        "本地数据中心",
        "온프레미스",
    ),
    BoundaryKind.ACCOUNT: ("Conta", "Konto", "Compte AWS", "本番アカウント", "账户"),
}


@pytest.mark.parametrize(
    ("label", "kind"), [(label, kind) for kind, labels in IN_OTHER_LANGUAGES.items() for label in labels]
)
def test_frames_are_known_in_other_languages(label: str, kind: BoundaryKind) -> None:
    assert boundary_kind_by_label(label) is kind
    assert boundary_kind_by_label(label.upper()) is kind


@pytest.mark.parametrize("label", ["Conta corrente", "测试区域", "アカウント管理サービス", "Regiment"])
def test_words_that_only_look_alike_are_no_frames(label: str) -> None:
    assert boundary_kind_by_label(label) is None


@pytest.mark.parametrize("word", ["a\n", "outside ", "in 2 a ", "sub-rede ", "AWS\n", "("])
def test_a_very_long_label_is_read_at_once(word: str) -> None:
    with at_most(60):
        boundary_kind_by_label(word * 100_000)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Private Subnet (NAT via Public Subnet)", "private_subnet"),
        ("Private app subnet, reached from public subnet", "private_subnet"),
        ("Private Subnet - Auto Scaling", "private_subnet"),
        ("VPC with Auto Scaling", "vpc"),
        ("ECS Fargate Cluster - Auto Scaling", "cluster"),
        ("Auto Scaling", "auto_scaling_group"),
        ("VPC (2 AZ)", "vpc"),
        ("Corporate AWS Account", "account"),
        ("Corporate data center", "on_premises"),
        ("AWS Account", "account"),
    ],
)
def test_what_is_mentioned_beside_it_does_not_change_what_a_frame_is(label: str, kind: str) -> None:
    assert boundary_kind_by_label(label) == kind


@pytest.mark.parametrize(
    "label",
    [
        "Managed Services (no VPC)",
        "VPC-less",
        "VPC Endpoints",
        "VPC Peering",
        "Corporate Website",
        "Bank Account",
    ],
)
def test_these_are_no_frames_of_a_network(label: str) -> None:
    assert boundary_kind_by_label(label) is None

"""Words that tell people from systems, devices from partners, and the zone in the name of a subnet."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from architecture.catalogue import by_id, called
from architecture.graph import ArchitectureGraph, Text
from architecture.operators import is_machine, is_operator, is_staff
from architecture.service import BoundaryKind, Role
from architecture.vocabulary import Concept, mention
from architecture.zones import only_zone_told, zone_in_name
from tests.architecture.building import HERE, frame, service


@pytest.mark.parametrize(
    ("label", "staff"),
    [
        ("Administrator", True),
        ("Back office", True),
        ("System engineer", True),
        ("API developers", True),
        ("Backoffice Service", False),
        ("BackofficeService", False),
        ("Admin app", False),
        ("Customers", False),
    ],
)
def test_a_label_that_ends_in_a_word_for_software_is_no_person(label: str, staff: bool) -> None:
    assert is_staff(service("someone", Role.CLIENT, label)) is staff


@pytest.mark.parametrize(
    ("label", "machine"),
    [
        ("Insurance agents", False),
        ("Customer service reps", False),
        ("Partner", False),
        ("Delivery Service", True),
        ("IoT devices", True),
    ],
)
def test_who_is_drawn_as_people_is_a_machine_only_where_the_last_word_says_so(
    label: str, machine: bool
) -> None:
    drawn = replace(service("someone", Role.CLIENT, label), service="generic.users")

    assert is_machine(drawn) is machine


@pytest.mark.parametrize(
    ("label", "machine"),
    [
        ("Monitoring agents", True),
        ("Customer service reps", False),
        ("Partner system", True),
        ("IoT meters", True),
        ("Mobile device", False),
        ("Browser", False),
    ],
)
def test_elsewhere_words_of_machines_count_unless_the_last_is_a_persons(label: str, machine: bool) -> None:
    assert is_machine(service("someone", Role.CLIENT, label)) is machine


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Weather feed", Role.EXTERNAL),
        ("Credit bureau", Role.EXTERNAL),
        ("", Role.INTERNET),
        ("Internet", Role.INTERNET),
        ("www.example.com", Role.INTERNET),
        ("Customers", Role.INTERNET),
        ("Интернет", Role.INTERNET),
    ],
)
def test_a_globe_that_is_called_like_a_system_is_no_way_in_for_everybody(label: str, role: Role) -> None:
    globe = by_id("generic.internet")

    assert globe is not None
    assert called(globe, label).role is role


def test_nothing_but_a_globe_is_judged_by_its_label() -> None:
    function = by_id("aws.lambda")

    assert function is not None
    assert called(function, "Weather feed") is function


def test_consoles_command_lines_and_analysts_work_on_a_workload() -> None:
    operators = ("AWS CLI", "AWS Management Console", "Data analyst", "DevOps team")

    assert all(is_operator(service("someone", Role.CLIENT, label)) for label in operators)
    assert not is_operator(service("someone", Role.CLIENT, "Client"))


@pytest.mark.parametrize(
    ("text", "retried"), [("Backoffice", False), ("back-off", True), ("Backoff 2x", True)]
)
def test_a_back_office_does_not_back_off(text: str, retried: bool) -> None:
    assert (mention(Concept.RETRY, text) is not None) is retried


@pytest.mark.parametrize("text", ["IoT device", "Camera", "Temperature sensors", "Connected vehicle"])
def test_devices_are_told_from_partners_and_servers(text: str) -> None:
    assert mention(Concept.DEVICE, text)
    assert not any(mention(Concept.DEVICE, other) for other in ("Partner", "Server", "Frontend Service"))


@pytest.mark.parametrize(
    ("label", "zone"),
    [
        ("Private subnet 1a", "a"),
        ("private-eu-west-1b", "b"),
        ("Private Subnet C", "c"),
        ("Private subnet (1a)", "a"),
        ("Private subnet 1", None),
        ("Private subnet", None),
        ("Data", None),
    ],
)
def test_the_name_of_a_subnet_may_end_in_its_zone(label: str, zone: str | None) -> None:
    assert zone_in_name(frame(label, BoundaryKind.PRIVATE_SUBNET)) == zone


@pytest.mark.parametrize(
    ("titles", "alone"),
    [
        (["Availability Zone"], True),
        (["Availability  Zone A", "A shop"], True),
        (["Availability Zone A", "Availability Zone B"], False),
        (["Availability Zones"], False),
        (["Each availability zone has a subnet"], False),
        ([], False),
    ],
)
def test_one_title_alone_may_name_the_only_zone(titles: Sequence[str], alone: bool) -> None:
    texts = [Text(title, HERE) for title in titles]

    assert only_zone_told(ArchitectureGraph.of([], (), texts)) is alone


def test_a_title_says_nothing_where_frames_are_zones() -> None:
    zone = frame("Availability Zone A", BoundaryKind.AVAILABILITY_ZONE)

    assert not only_zone_told(ArchitectureGraph.of([zone], (), [Text("Availability Zone B", HERE)]))

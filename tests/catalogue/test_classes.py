"""What the classes of the `diagrams` library stand for."""

import importlib
import inspect
import pkgutil
from functools import cache

import diagrams
import pytest

from architecture.catalogue import by_class, entries
from architecture.service import Layer, NodeKind, Provider, Role


@cache
def classes_of_the_library() -> tuple[str, ...]:
    """Every public class of a node, under the module that defines it."""
    found = []
    for module in pkgutil.walk_packages(diagrams.__path__, "diagrams."):
        if module.name != "diagrams.cli":
            members = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
            found += [
                cls for _, cls in members if issubclass(cls, diagrams.Node) and cls.__module__ == module.name
            ]
    names = {
        f"{cls.__module__}.{cls.__name__}".removeprefix("diagrams.")
        for cls in found
        if cls.__name__[0] != "_"
    }
    return tuple(sorted(names - {"custom.Custom"}))


def test_the_library_is_as_large_as_we_know_it() -> None:
    assert len(classes_of_the_library()) > 2_400


def test_every_class_of_the_library_resolves() -> None:
    assert [name for name in classes_of_the_library() if by_class(name) is None] == []


def test_every_class_named_in_the_data_exists() -> None:
    named = {name for entry in entries().values() for name in entry.classes}
    assert named - set(classes_of_the_library()) == set()


def test_a_class_that_no_entry_names_has_the_provider_of_its_package() -> None:
    providers = {
        "aws": Provider.AWS,
        "azure": Provider.AZURE,
        "k8s": Provider.KUBERNETES,
        "oci": Provider.GENERIC,
    }
    for name in classes_of_the_library():
        package, entry = name.split(".")[0], by_class(name)
        assert entry is not None
        at_home = entry.provider is providers.get(package, entry.provider)
        assert at_home or entry.provider in (Provider.GENERIC, Provider.KUBERNETES, Provider.ONPREM), name


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("diagrams.aws.compute.Lambda", "aws.lambda"),
        ("aws.compute.LambdaFunction", "aws.lambda"),
        ("aws.integration.SimpleQueueServiceSqsQueue", "aws.sqs"),
        ("aws.network.APIGateway", "aws.api_gateway"),
        ("aws.mobile.APIGateway", "aws.api_gateway"),
        ("aws.database.DynamodbStreams", "aws.dynamodb.stream"),
        ("aws.network.ElbApplicationLoadBalancer", "aws.elb.application_load_balancer"),
        ("azure.compute.FunctionApps", "azure.functions"),
        ("azure.iot.FunctionApps", "azure.functions"),
        ("gcp.analytics.Pubsub", "gcp.pubsub"),
        ("firebase.develop.Hosting", "gcp.firebase.hosting"),
        ("k8s.compute.Pod", "kubernetes.pod"),
        ("onprem.database.Postgresql", "onprem.postgresql"),
        ("saas.identity.Auth0", "saas.auth0"),
        ("generic.database.SQL", "generic.database"),
    ],
)
def test_a_class_names_its_service(name: str, service: str) -> None:
    entry = by_class(name)
    assert entry is not None
    assert entry.id == service


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("onprem.client.User", Role.CLIENT),
        ("onprem.client.Users", Role.CLIENT),
        ("onprem.client.Client", Role.CLIENT),
        ("generic.device.Mobile", Role.CLIENT),
        ("aws.general.Users", Role.CLIENT),
        ("aws.general.MobileClient", Role.CLIENT),
        ("onprem.network.Internet", Role.INTERNET),
    ],
)
def test_people_devices_and_the_internet_are_clients(name: str, role: Role) -> None:
    entry = by_class(name)
    assert entry is not None
    assert (entry.kind, entry.role, entry.layer) == (NodeKind.CLIENT, role, None)


@pytest.mark.parametrize("name", ["saas.chat.Slack", "saas.communication.Twilio", "saas.chat.Mattermost"])
def test_software_of_others_is_external(name: str) -> None:
    entry = by_class(name)
    assert entry is not None
    assert (entry.kind, entry.role) == (NodeKind.EXTERNAL, Role.EXTERNAL)


@pytest.mark.parametrize(
    ("name", "role", "layer"),
    [
        ("alibabacloud.compute.FunctionCompute", Role.FUNCTION, Layer.COMPUTE),
        ("oci.storage.ObjectStorage", Role.OBJECT_STORE, Layer.DATA),
        ("aws.analytics.Analytics", Role.OTHER, Layer.DATA),
        ("aws.general.Forums", Role.OTHER, None),
    ],
)
def test_an_unlisted_class_says_only_what_its_name_and_module_say(
    name: str, role: Role, layer: Layer | None
) -> None:
    entry = by_class(name)
    assert entry is not None
    assert (entry.role, entry.layer) == (role, layer)


@pytest.mark.parametrize(
    "name", ["Node", "diagrams.Cluster", "custom.Custom", "c4.Person", "", "nothing.such.Thing"]
)
def test_what_stands_for_nothing_by_itself_is_no_service(name: str) -> None:
    assert by_class(name) is None

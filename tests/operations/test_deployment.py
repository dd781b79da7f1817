"""What is deployed: files that speak of this very code, settings that exist, routes that answer, nobody with rights.

There is no container engine in the tests; an image is built from these files elsewhere.
"""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import AliasChoices
from starlette.routing import Route
from typer.main import get_command

from app.api.operations import router
from app.cli import app
from app.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
KUBERNETES = list(yaml.safe_load_all((ROOT / "docs/deployment/kubernetes.yaml").read_text()))
UNIT = (ROOT / "docs/deployment/diagram-lens.service").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OURS = [COMPOSE["services"][name] for name in ("server", "worker")]


def variables() -> set[str]:
    """Every variable that a setting is read from, and those of other programs that we pass on."""
    found = {"DIAGRAM_LENS_CONFIG", "DIAGRAM_LENS_SECRETS", "XDG_CACHE_HOME", "PATH"}
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        found |= (
            set(map(str, alias.choices))
            if isinstance(alias, AliasChoices)
            else {f"DIAGRAM_LENS_{name.upper()}"}
        )
    return found | {"AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def is_setting(name: str) -> bool:
    return name in variables() or name.startswith(("PYTHON", "UV_"))


def instructions(name: str) -> list[list[str]]:
    return [shlex.split(line)[1:] for line in DOCKERFILE.splitlines() if line.startswith(f"{name} ")]


def commands_in(words: list[str]) -> None:
    """Follows a command line through our own commands and options."""
    command: Any = get_command(app)
    while words and hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_everything_that_is_copied_is_there_and_reaches_the_builder() -> None:
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    copied = {word for words in instructions("COPY") if not words[0].startswith("--") for word in words[:-1]}
    assert copied == allowed
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert ignored[0] == "*"


def test_every_package_that_is_shipped_is_in_the_image() -> None:
    copied = {word for words in instructions("COPY") for word in words}
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= copied


def test_the_extras_exist() -> None:
    extras = set(re.findall(r"--extra (\S+)", DOCKERFILE))
    assert {"postgres", "identity", "telemetry"} <= extras <= set(PROJECT["project"]["optional-dependencies"])


def test_the_image_has_several_stages_and_runs_as_nobody_special() -> None:
    assert len(instructions("FROM")) == 2
    assert all("slim" in words[0] for words in instructions("FROM"))
    (user,) = instructions("USER")
    assert int(user[0].split(":")[0]) >= 10_000
    last = DOCKERFILE.rindex("\nFROM ")
    assert "pip install" not in DOCKERFILE[last:]
    assert "curl" not in DOCKERFILE


def test_the_image_says_how_it_is() -> None:
    (check,) = [line for line in DOCKERFILE.splitlines() if line.startswith("HEALTHCHECK")]
    program = yaml.safe_load(check.partition("CMD ")[2])
    assert program[0] == "python"
    assert "/healthz" in program[2]
    compile(program[2], "healthcheck", "exec")


def test_commands_and_variables_of_the_image_are_ours() -> None:
    commands_in(yaml.safe_load(DOCKERFILE.rpartition("\nCMD ")[2]))
    names = {word.partition("=")[0] for words in instructions("ENV") for word in words}
    assert [name for name in names if not is_setting(name)] == []


def test_commands_and_variables_of_the_composition_are_ours() -> None:
    for service in OURS:
        assert [name for name in service["environment"] if not is_setting(name)] == []
        if "command" in service:
            commands_in(list(service["command"]))
        if "healthcheck" in service:
            assert service["healthcheck"]["test"][1] == "diagram-lens"
            commands_in(list(service["healthcheck"]["test"][2:]))


def test_the_composition_gives_no_rights_away() -> None:
    for service in OURS:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert service["mem_limit"]
    assert all(port.startswith("127.0.0.1:") for port in COMPOSE["services"]["server"]["ports"])
    assert "ports" not in COMPOSE["services"]["db"]
    for variable in ("POSTGRES_PASSWORD", "DATABASE_URL"):
        values = [service["environment"].get(variable, "") for service in COMPOSE["services"].values()]
        assert all("${POSTGRES_PASSWORD:?" in value for value in values if value)


def test_server_and_workers_share_database_and_files() -> None:
    server, worker = (service["environment"] for service in OURS)
    for variable in ("DATABASE_URL", "BLOBS_URL"):
        assert server[variable] == worker[variable]


def of_kind(kind: str) -> Iterator[dict[str, Any]]:
    return (document for document in KUBERNETES if document["kind"] == kind)


def containers() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    pods = [document["spec"]["template"]["spec"] for document in of_kind("Deployment")]
    return [(pod, container) for pod in pods for container in pod["containers"]]


def test_the_manifest_names_settings_and_commands_that_exist() -> None:
    for document in (*of_kind("ConfigMap"), *of_kind("Secret")):
        values = document.get("data") or document["stringData"]
        assert [name for name in values if not is_setting(name)] == []
        assert all(isinstance(value, str) for value in values.values())
    for _, container in containers():
        commands_in(list(container["args"]))


def test_probes_ask_for_routes_that_exist() -> None:
    routes = {route.path for route in router.routes if isinstance(route, Route)}
    asked = {
        probe["httpGet"]["path"]
        for _, container in containers()
        for name, probe in container.items()
        if name.endswith("Probe")
    }
    assert asked == {"/healthz", "/readyz"} <= routes


@pytest.mark.parametrize(("pod", "container"), containers(), ids=["server", "worker"])
def test_pods_have_no_rights_and_limits(pod: dict[str, Any], container: dict[str, Any]) -> None:
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    context = container["securityContext"]
    assert context["readOnlyRootFilesystem"] is True
    assert context["allowPrivilegeEscalation"] is False
    assert context["capabilities"] == {"drop": ["ALL"]}
    assert container["resources"]["limits"]["memory"]
    mounted = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert mounted == {"tmp": "/tmp", "data": "/data"}
    assert {volume["name"] for volume in pod["volumes"]} == set(mounted)


def test_selectors_find_what_they_select() -> None:
    labels = [document["spec"]["template"]["metadata"]["labels"] for document in of_kind("Deployment")]
    selectors = [document["spec"]["selector"] for document in of_kind("Service")]
    selectors += [
        document["spec"]["selector"]["matchLabels"]
        for kind in ("Deployment", "PodDisruptionBudget")
        for document in of_kind(kind)
    ]
    selectors += [document["spec"]["podSelector"]["matchLabels"] for document in of_kind("NetworkPolicy")]
    for selector in selectors:
        assert any(selector.items() <= found.items() for found in labels)


def test_a_pod_has_longer_to_end_than_its_requests_and_jobs() -> None:
    settings = Settings()
    longest = max(settings.shutdown_seconds, settings.job_seconds) + 5
    assert all(pod["terminationGracePeriodSeconds"] > longest for pod, _ in containers())
    assert all(int(service["stop_grace_period"].removesuffix("s")) > longest for service in OURS)
    assert int(re.findall(r"TimeoutStopSec=(\d+)", UNIT)[0]) > longest


def test_the_unit_runs_a_command_of_ours_with_settings_of_ours() -> None:
    (command,) = re.findall(r"^ExecStart=\S+/diagram-lens (.*)$", UNIT, re.MULTILINE)
    commands_in(shlex.split(command))
    names = re.findall(r"^Environment=(\w+)=", UNIT, re.MULTILINE)
    assert [name for name in names if not is_setting(name)] == []
    for wanted in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n", "MemoryMax="):
        assert wanted in UNIT

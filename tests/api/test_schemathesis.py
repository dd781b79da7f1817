"""Requests made from the OpenAPI document, right and wrong ones: the answers are those that it promises."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi import checks

from tests.api.serving import serving
from tests.store.databases import DATABASES, settings_for

CHECKS: list[CheckFunction] = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
BOUNDED = settings(
    deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
SECONDS = 20.0


@contextmanager
def served(kind: str, folder: Path) -> Iterator[str]:
    """The address of a server with an empty database."""
    with serving(settings_for(kind, folder, requests_per_minute=0, webhook_attempts=1)) as address:
        yield address


def test_every_route_keeps_its_promises(tmp_path: Path) -> None:
    with served("sqlite", tmp_path) as address:
        keep_their_promises(address, GenerationMode.POSITIVE, examples=1)


@pytest.mark.slow
@pytest.mark.parametrize("kind", DATABASES)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_route_keeps_its_promises_whatever_is_sent(
    mode: GenerationMode, kind: str, tmp_path: Path
) -> None:
    with served(kind, tmp_path) as address:
        keep_their_promises(address, mode, examples=15)


def keep_their_promises(address: str, mode: GenerationMode, examples: int) -> None:
    """Ask every route so many questions, good or bad ones; fails with all that is wrong."""
    schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")
    wrong: list[str] = []
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(BOUNDED, max_examples=examples)
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS, timeout=SECONDS)

        try:
            ask()
            asked += 1
        except Unsatisfiable:
            asked += 1  # without parameters, nothing can be wrong with them
        except Exception as error:
            wrong.append(f"{operation.label}\n{error}")
    assert not wrong, "\n\n".join(wrong)
    assert asked > 30

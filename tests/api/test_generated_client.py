"""A client generated from the OpenAPI document by openapi-python-client, without a warning, does what people do."""

import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from app.access.caller import Scope
from app.access.tokens import create_token
from app.api.examples import FLOWCHART, RULE_PACK
from app.store import open_store
from tests.api.serving import serving
from tests.store.databases import settings_for

PACKAGES = ("openapi-python-client==0.29.1", "httpx", "attrs")
FILES = ("image/svg+xml", "image/png", "application/vnd.jgraph.mxfile", "application/yaml")
HERE = Path(__file__).parent


@pytest.mark.slow
def test_a_generated_client_works(tmp_path: Path) -> None:
    beside = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))

    def run(*command: str) -> "subprocess.CompletedProcess[str]":
        """In an environment of its own: the generator is no dependency of ours."""
        packages = [part for package in PACKAGES for part in ("--with", package)]
        prefix = [beside, "run", "--no-project", "--quiet", "--python", sys.executable, *packages]
        return subprocess.run(
            [*prefix, *command], cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False
        )

    if not Path(beside).exists() or run("python", "-c", "import openapi_python_client").returncode:
        pytest.skip("openapi-python-client cannot be had here")
    overrides = "".join(f"  {kind}: application/octet-stream\n" for kind in FILES)
    (tmp_path / "config.yml").write_text(
        f"content_type_overrides:\n{overrides}  application/sarif+json: application/json\n"
    )
    settings = settings_for("sqlite", tmp_path, access="required")
    store = open_store(settings)
    token = create_token(store.database, "generated", tuple(Scope), None, None).text
    store.close()
    with serving(settings) as address:
        document = tmp_path / "openapi.json"
        urllib.request.urlretrieve(f"{address}/api/v1/openapi.json", document)  # noqa: S310
        generating = ("openapi-python-client", "generate", "--path", str(document), "--meta", "none")
        made = run(*generating, "--output-path", "lens_client", "--config", "config.yml")
        assert made.returncode == 0, made.stdout + made.stderr
        assert "WARNING" not in made.stdout + made.stderr
        script = tmp_path / "drive.py"
        shutil.copy(HERE / "generated_client.py", script)
        done = run("python", str(script), address, token, FLOWCHART, RULE_PACK)
    assert done.returncode == 0, done.stderr
    assert "works" in done.stdout

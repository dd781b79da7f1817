"""A GitHub App: who it says it is, and what it may do where it is installed.

Source: GitHub documentation, "Generating a JSON Web Token (JWT) for a GitHub App" and "Create an installation
access token for an app". Needs the extra `identity`.
"""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.bot.hosts.errors import HostFailure
from app.bot.hosts.github import JSON
from app.bot.hosts.wire import Wire
from app.errors import Refusal
from app.settings_file import SECRETS_VARIABLE
from reports.plain import one_line

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey

SKEW, LASTS = 60, 540
"""Seconds that a token is dated back, in case clocks differ, and that it lasts; GitHub takes ten minutes at most."""
PERMISSIONS = {"contents": "read", "pull_requests": "write", "checks": "write"}
HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class GithubAppSettings(BaseSettings):
    """Settings of the webhook for a GitHub App: `DIAGRAM_LENS_GITHUB_APP_ID=7` sets `app_id`, and so on."""

    model_config = SettingsConfigDict(env_prefix="DIAGRAM_LENS_GITHUB_", frozen=True)

    app_id: str = Field(default="", description="Id of the app; the webhook is there once it is set.")
    private_key: Path | None = Field(default=None, description="File of the app's private key, in PEM.")
    webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="The secret that deliveries are signed with."
    )
    api: str = Field(default="https://api.github.com", description="Address of GitHub's REST API.")
    replay_seconds: int = Field(
        default=3_600,
        ge=60,
        description="Age after which a delivery is refused, and for which it is remembered.",
    )
    fail_on: str = Field(
        default="high",
        pattern="^(high|medium|low|info|never)$",
        description="From which severity on something new fails the check.",
    )
    post_when: str = Field(
        default="changed",
        pattern="^(changed|findings|always)$",
        description="When a comment is posted: for every change, for new findings, always.",
    )
    docs: str = Field(default="", description="Address of the rules' pages, for links.")

    @field_validator("api")
    @classmethod
    def _safe(cls, value: str) -> str:
        parts = urlsplit(value)
        if not parts.hostname or (parts.scheme != "https" and parts.hostname not in HERE):
            raise ValueError("must be an https address")
        return value.rstrip("/")


def github_app_settings() -> GithubAppSettings:
    """The settings from the environment, and from files in the folder that DIAGRAM_LENS_SECRETS names.

    Raises Refusal, whose sentence names the setting and never its value.
    """
    secrets = os.environ.get(SECRETS_VARIABLE, "")

    class FoundSettings(GithubAppSettings):
        model_config = SettingsConfigDict(secrets_dir=secrets if os.path.isdir(secrets) else None)

    try:
        return FoundSettings()
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        name = f"DIAGRAM_LENS_GITHUB_{'_'.join(str(part) for part in fault['loc']).upper()}"
        raise Refusal(
            f"The setting {name} cannot be used: {one_line(fault['msg'])}.", "See docs/bot.md."
        ) from None


def private_key(settings: GithubAppSettings) -> "RSAKey":
    """The app's key. Raises Refusal where there is none, or the extra is not installed."""
    try:
        from joserfc.jwk import RSAKey
    except ImportError:
        raise Refusal(
            "A GitHub App needs the extra `identity`.", "Install it: pip install 'diagram-lens[identity]'"
        ) from None
    cure = "Set DIAGRAM_LENS_GITHUB_PRIVATE_KEY to the file that GitHub gave you."
    if settings.private_key is None:
        raise Refusal("The GitHub App has no private key.", cure)
    try:
        return RSAKey.import_key(settings.private_key.read_bytes())
    except OSError as error:
        raise Refusal(f"The private key: {(error.strerror or 'unreadable').lower()}.", cure) from None
    except Exception:  # the library raises what its readers raise
        raise Refusal("The private key is no RSA key in PEM.", cure) from None


def statement(settings: GithubAppSettings, now: float) -> str:
    """A signed statement of who we are, good for nine minutes from `now` (seconds since 1970). Raises Refusal."""
    key = private_key(settings)
    from joserfc import jwt

    claims = {"iat": int(now) - SKEW, "exp": int(now) + LASTS, "iss": settings.app_id}
    return jwt.encode({"alg": "RS256"}, claims, key)


def installation_token(settings: GithubAppSettings, installation: int, repository: str) -> str:
    """A token for one repository (`owner/name`) of an installation. Raises HostFailure, Refusal."""
    headers = {"Authorization": f"Bearer {statement(settings, time.time())}", "Accept": JSON}
    wire = Wire(settings.api, headers)
    asked = {"repositories": [repository.split("/")[1]], "permissions": PERMISSIONS}
    try:
        answer = wire.ask("POST", f"/app/installations/{installation}/access_tokens", asked).json()
    finally:
        wire.close()
    token = answer.get("token") if isinstance(answer, dict) else None
    if not isinstance(token, str):
        raise HostFailure("GitHub gave no token for the installation.", "Check the app's id and its key.")
    return token

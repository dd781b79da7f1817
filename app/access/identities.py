"""Tokens of an OpenID Connect provider: who the company's own directory says somebody is.

Such a token is a signed statement (RFC 7519, RFC 9068). It counts where this very issuer signed it, with one of
its public keys and an algorithm that needs a private one, for this audience, and not too long ago. Needs the
extra `identity`.
"""

import asyncio
import json
import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.access.caller import Caller, Scope
from app.errors import NotReady, Refusal, Unauthenticated
from app.settings import Settings

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
"""Signatures with a private key. Never `none`, never one whose key is known to whoever checks."""
SKEW = 60
"""Seconds that clocks may differ."""
KEYS_LAST = 600.0
"""Seconds after which keys are fetched again."""
KEYS_AT_MOST_EVERY = 10.0
"""Seconds between two fetches that unknown keys can cause."""
LARGEST = 2**20
PATIENCE = 5.0
DISCOVERY = "/.well-known/openid-configuration"

logger = logging.getLogger("diagram_lens.identity")


@dataclass(frozen=True, slots=True)
class Provider:
    """Whom to believe, and where their tokens say what somebody may do."""

    issuer: str
    audience: str
    keys_url: str = ""
    scope_claim: str = "scope"
    scope_prefix: str = ""
    project_claim: str = ""


def identities_for(settings: Settings) -> "Identities | None":
    """What the settings ask for; None where they name no issuer. Raises Refusal."""
    if not settings.identity_issuer:
        return None
    if not settings.identity_audience:
        raise Refusal("An identity issuer needs an audience.", "Set DIAGRAM_LENS_IDENTITY_AUDIENCE.")
    try:
        import joserfc  # noqa: F401
    except ModuleNotFoundError:
        raise Refusal(
            "Tokens of an identity provider need another package.", "pip install 'diagram-lens[identity]'"
        ) from None
    provider = Provider(
        settings.identity_issuer.rstrip("/"),
        settings.identity_audience,
        settings.identity_keys_url or "",
        settings.identity_scope_claim,
        settings.identity_scope_prefix,
        settings.identity_project_claim,
    )
    for url in filter(None, (provider.issuer, provider.keys_url)):
        must_be_private(url)
    return Identities(provider)


class Identities:
    """Knows callers by tokens of one provider."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.keys = Keys(provider)

    async def caller(self, text: str) -> Caller:
        """Who the token says its bearer is. Raises Unauthenticated; NotReady where the issuer does not answer."""
        claims = self._checked(await self._signed(text))
        return Caller(
            str(claims.get("client_id") or claims.get("email") or claims["sub"])[:200],
            scopes_in(claims.get(self.provider.scope_claim), self.provider.scope_prefix),
            self._project(claims),
            key=f"identity:{claims['sub']}"[:200],
        )

    async def _signed(self, text: str) -> dict[str, Any]:
        """The claims of a token that the issuer signed; keys it does not know yet are looked for once."""
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError

        for known in (self.keys.known, self.keys.renewed):
            try:
                return dict(jwt.decode(text, await known(), algorithms=list(ALGORITHMS)).claims)
            except InvalidKeyIdError:
                continue
            except (JoseError, ValueError, TypeError, KeyError):
                break
        raise _wrong("It is not signed by the provider that this server trusts.")

    def _checked(self, claims: dict[str, Any]) -> dict[str, Any]:
        from joserfc.errors import ExpiredTokenError, JoseError
        from joserfc.jwt import JWTClaimsRegistry

        must = JWTClaimsRegistry(
            leeway=SKEW,
            iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": self.provider.audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            must.validate({**claims, "iss": str(claims.get("iss", "")).rstrip("/")})
        except ExpiredTokenError:
            raise Unauthenticated("The token expired.", "Get a new one.", invalid=True) from None
        except (JoseError, ValueError, TypeError):
            raise _wrong("It is not meant for this server.") from None
        return claims

    def _project(self, claims: Mapping[str, Any]) -> str | None:
        if not self.provider.project_claim:
            return None
        project = claims.get(self.provider.project_claim)
        if not isinstance(project, str) or not project:
            raise _wrong(f"It does not name a project ({self.provider.project_claim}).")
        return project


class Keys:
    """The public keys of an issuer, fetched when needed, kept for ten minutes, and renewed when one is unknown."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._keys: KeySet | None = None
        self._fetched = float("-inf")
        self._fetching = asyncio.Lock()

    async def known(self) -> "KeySet":
        """The keys, as they were some minutes ago at most while the issuer answers. Raises NotReady."""
        return await self._not_older_than(KEYS_LAST)

    async def renewed(self) -> "KeySet":
        """The keys as they are now, within some seconds. Raises NotReady."""
        return await self._not_older_than(KEYS_AT_MOST_EVERY)

    async def _not_older_than(self, seconds: float) -> "KeySet":
        async with self._fetching:
            if time.monotonic() - self._fetched > seconds:
                await self._fetch()
        if self._keys is None:
            raise NotReady("The identity provider does not answer.", "Try again in a few seconds.")
        return self._keys

    async def _fetch(self) -> None:
        """New keys; where they cannot be had, the old ones stay, and the next try waits a while."""
        from joserfc.jwk import KeySet

        self._fetched = time.monotonic()
        try:
            url = self.provider.keys_url or await self._keys_url()
            self._keys = KeySet.import_key_set(await fetch_json(url))  # type: ignore[arg-type]
        except Exception as error:  # whatever an issuer answers, old keys stay good
            self._fetched = time.monotonic() - KEYS_LAST + KEYS_AT_MOST_EVERY
            logger.warning("the keys of the identity provider cannot be fetched: %s", type(error).__name__)

    async def _keys_url(self) -> str:
        found = await fetch_json(self.provider.issuer + DISCOVERY)
        if str(found.get("issuer", "")).rstrip("/") != self.provider.issuer:
            raise ValueError("the discovery document is that of another issuer")
        url = str(found["jwks_uri"])
        must_be_private(url)
        return url


async def fetch_json(url: str) -> dict[str, Any]:
    """A JSON object from the issuer: within five seconds and a megabyte, redirections not followed."""
    import httpx2

    async with httpx2.AsyncClient(timeout=PATIENCE) as client, client.stream("GET", url) as answer:
        answer.raise_for_status()
        data = b""
        async for chunk in answer.aiter_bytes():
            data += chunk
            if len(data) > LARGEST:
                raise ValueError("too large")
    found = json.loads(data)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def must_be_private(url: str) -> None:
    """Keys that come over plain HTTP are anybody's, except on the machine itself. Raises Refusal."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise Refusal(f"{url} is not https.", "Keys of an identity provider must come over https.")


def scopes_in(claim: object, prefix: str) -> frozenset[Scope]:
    """The scopes that a claim grants: words with blanks between, or a list of them; others are not ours."""
    words: Iterable[object] = (
        claim.split() if isinstance(claim, str) else claim if isinstance(claim, list) else ()
    )
    ours = {f"{prefix}{scope.value}": scope for scope in Scope}
    return frozenset(ours[word] for word in words if isinstance(word, str) and word in ours)


def _wrong(reason: str) -> Unauthenticated:
    return Unauthenticated(
        f"The token is not accepted. {reason}", "Get one from your identity provider.", invalid=True
    )

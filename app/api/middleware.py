"""What holds for every request and every answer: safe headers, our own site, our faults. Plain ASGI."""

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import our_fault, problem_of
from app.errors import WrongSite

API_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
"""For data: an SVG opened by itself may style itself and show its embedded icons, nothing else."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""For the web page: only what this server serves, and no inline script or style."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SafeHeaders:
    """Adds the security headers to every answer, and those that were noted for this one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", _policy(scope, headers))
                kept = "no-cache" if scope["path"].startswith("/static/") else "no-store"
                headers.setdefault("Cache-Control", kept)
                headers.update(scope.get("state", {}).get("headers", {}))
            await send(message)

        await self.app(scope, receive, send_safely if scope["type"] == "http" else send)


def _policy(scope: Scope, headers: Headers) -> str:
    is_page = headers.get("content-type", "").startswith("text/html") and not scope["path"].startswith(
        "/api/"
    )
    return PAGE_POLICY if is_page else API_POLICY


class OurFaults:
    """Answers what nobody foresaw as a problem document, and goes on serving."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send_noting)
        except Exception as error:  # the last resort of every request
            if started:
                raise
            await our_fault(scope["path"], error)(scope, receive, send)


class OwnSite:
    """Keeps web pages of other sites from using this server through somebody's browser.

    A page elsewhere can make a browser send a form to this server: browsers say so, and it is refused unless it
    carries a token. A page can also give its own name our address (DNS rebinding): then the name is not ours.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.strip().lower() for host in hosts if host.strip())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        app = problem_of(refusal) if refusal else self.app
        await app(scope, receive, send)

    def _refusal(self, scope: Scope) -> WrongSite | None:
        headers = Headers(scope=scope)
        if self.hosts and _host_name(headers.get("host", "")) not in self.hosts:
            return WrongSite(
                "This server does not answer to that name.", "Set DIAGRAM_LENS_ALLOWED_HOSTS to its names."
            )
        if scope["method"] in SAFE_METHODS or "authorization" in headers:
            return None
        if headers.get("sec-fetch-site", "none") in ("cross-site", "same-site"):
            return WrongSite(
                "A page of another site sent this.", "Send a token, or use the page of this server."
            )
        return None


def _host_name(host: str) -> str:
    """The name in a Host header: without its port, and IPv6 addresses with their brackets."""
    name, bracket, _ = host.lower().partition("]")
    return name + bracket if bracket else name.partition(":")[0]

"""What holds for every request and every answer: a bounded body, safe headers. Plain ASGI."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import our_fault, problem_response
from app.errors import BodyTooLarge, fault_of

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


class SafeHeaders:
    """Adds the security headers to every answer."""

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
        except Exception as error:
            if started:
                raise
            await our_fault(scope["path"], error)(scope, receive, send)


class BodyLimit:
    """Refuses bodies of more than `most` bytes: by the announced length, and by counting what arrives."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        if length.isdigit() and int(length[:20]) > self.most:
            refusal = self._refusal()
            response = problem_response(
                fault_of(refusal),
                str(refusal),
                headers={"Connection": "close"},
                problem=refusal.problem,
                cure=refusal.cure,
            )
            await response(scope, receive, send)
            return
        await self.app(scope, self._counting(receive), send)

    def _counting(self, receive: Receive) -> Receive:
        seen = 0

        async def receive_counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.most:
                raise self._refusal()
            return message

        return receive_counted

    def _refusal(self) -> BodyTooLarge:
        return BodyTooLarge(
            f"The request is larger than {self.most:,} bytes.",
            "Send one page, or a file without embedded pictures, or review it on the command line.",
        )

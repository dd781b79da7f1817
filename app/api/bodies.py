"""Bodies of requests: how large, how slow, and how much of them at a time. Plain ASGI."""

import asyncio
from time import monotonic

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem_of
from app.errors import BodyTooLarge, Busy, Refusal, SlowBody
from app.settings import Settings


class BodyLimit:
    """Refuses bodies that are too large, by the announced length and by counting what arrives; bodies that
    arrive too slowly; and those for which there is no room beside all the others.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.held = 0
        """Bytes of all the requests that are being answered."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        if length.isdigit() and int(length[:20]) > self.settings.max_upload_bytes:
            await problem_of(self._too_large(), closes=True)(scope, receive, send)
            return
        body = _Body(self, receive)
        try:
            await self.app(scope, body.receive, body.closing(send))
        finally:
            self.held -= body.size

    def _too_large(self) -> BodyTooLarge:
        return BodyTooLarge(
            f"The request is larger than {self.settings.max_upload_bytes:,} bytes.",
            "Send one page, or a file without embedded pictures, or review it on the command line.",
        )

    def refusal(self, size: int) -> Refusal | None:
        """Why no more may arrive of a body of which there is so much."""
        if size > self.settings.max_upload_bytes:
            return self._too_large()
        if self.held > self.settings.max_bytes_in_flight:
            return Busy("This server has its hands full of other uploads.")
        return None


class _Body:
    """The body of one request while it arrives."""

    def __init__(self, limit: BodyLimit, receive: Receive) -> None:
        self.limit, self._receive = limit, receive
        self.size, self.arrived = 0, False
        self.until = monotonic() + limit.settings.body_seconds

    async def receive(self) -> Message:
        if self.arrived:
            return await self._receive()
        message = await self._in_time()
        more = len(message.get("body", b""))
        self.size += more
        self.limit.held += more
        if refusal := self.limit.refusal(self.size):
            raise refusal
        self.arrived = not message.get("more_body", False)
        return message

    async def _in_time(self) -> Message:
        try:
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + self.until - monotonic()):
                return await self._receive()
        except TimeoutError:
            seconds = self.limit.settings.body_seconds
            raise SlowBody(
                f"The request took longer than {seconds:g} s to arrive.", "Send it again over a faster line."
            ) from None

    def closing(self, send: Send) -> Send:
        """What is left of a body is not waited for: an answer before its end closes the connection."""

        async def send_closing(message: Message) -> None:
            if message["type"] == "http.response.start" and self.size and not self.arrived:
                message = {**message, "headers": [*message.get("headers", ()), (b"connection", b"close")]}
            await send(message)

        return send_closing

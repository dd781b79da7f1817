"""An OpenID Connect issuer on the loopback interface: real keys, real HTTP, nothing remembered."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

AUDIENCE = "https://lens.example"


class Issuer:
    """Signs tokens with its current key and publishes the public halves of `keys`."""

    def __init__(self) -> None:
        self.keys = [new_key("first")]
        self.asked: list[str] = []
        self.answers = True
        self.address = ""

    def token(self, key: RSAKey | None = None, algorithm: str = "RS256", **claims: Any) -> str:
        signing = key or self.keys[-1]
        said = {
            "iss": self.address,
            "aud": AUDIENCE,
            "sub": "user-1",
            "email": "ann@example.org",
            "exp": int(time.time()) + 300,
            "scope": "openid read review",
            **claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode({"alg": algorithm, "kid": signing.kid}, said, signing, algorithms=[algorithm])

    def document(self, path: str) -> dict[str, Any] | None:
        self.asked.append(path)
        if not self.answers:
            return None
        if path == "/.well-known/openid-configuration":
            return {"issuer": self.address, "jwks_uri": f"{self.address}/keys"}
        return {"keys": [key.as_dict(private=False) for key in self.keys]}


@cache
def new_key(name: str, number: int = 0) -> RSAKey:
    """A key of that name; another one for another number. Made once: primes take their time."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@contextmanager
def issuer() -> Iterator[Issuer]:
    found = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            document = found.document(self.path)
            body = json.dumps(document).encode()
            self.send_response(200 if document else 503)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

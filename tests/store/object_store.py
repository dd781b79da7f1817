"""As much of an S3-compatible object store as blobs need, in memory, on the loopback interface."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

AT = "2026-11-23T08:00:00.000Z"


@contextmanager
def object_store() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Its address, and its objects by path (`/bucket/key`)."""
    objects: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            objects[self.place] = self.body
            self.answer(200, headers={"ETag": '"1"'})

        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            if "list-type" in query:
                self.answer(200, listing(self.place, query.get("prefix", [""])[0]))
            elif self.place in objects:
                headers = {"ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT"}
                self.answer(200, objects[self.place], headers)
            else:
                self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

        def do_POST(self) -> None:
            """Several objects are removed by one request."""
            keys = re.findall(r"<Key>(.*?)</Key>", self.body.decode())
            for key in keys:
                objects.pop(f"{self.place.rstrip('/')}/{key}", None)
            gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
            self.answer(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

        @property
        def place(self) -> str:
            return unquote(urlsplit(self.path).path)

        @property
        def body(self) -> bytes:
            return self.rfile.read(int(self.headers["content-length"]))

        def answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            return

    def listing(bucket: str, prefix: str) -> bytes:
        keys = [path.removeprefix(f"{bucket.rstrip('/')}/") for path in sorted(objects)]
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>1</Size><ETag>1</ETag><LastModified>{AT}</LastModified></Contents>"
            for key in keys
            if key.startswith(prefix)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", objects
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

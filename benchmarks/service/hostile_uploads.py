"""Uploads that nobody should send, by name: what the tests of the readers know, as files."""

import io
import zipfile
from collections.abc import Iterator

from tests.app.bad_inputs import UNREADABLE, gigabyte_in_a_page
from tests.diagrams_dsl.test_hostile import BOMBS, HEAD
from tests.drawio.drawing import LAMBDA, VPC, drawing, model, mxfile, vertex

SCRIPTS = 24
MEGABYTE = 2**20


def hostile_uploads() -> dict[str, tuple[str, bytes]]:
    """At least forty of them: the file name and the bytes of each."""
    scripts = {
        f"script: {name}": ("bomb.py", (HEAD + text).encode()) for name, text in list(BOMBS.items())[:SCRIPTS]
    }
    unreadable = {f"unreadable: {name}": (name, data) for name, data in UNREADABLE.items()}
    return scripts | unreadable | dict(_drawings()) | dict(_others())


def _drawings() -> Iterator[tuple[str, tuple[str, bytes]]]:
    many = [vertex(f"v{n}", LAMBDA, "", (n % 300 * 60, n // 300 * 60, 40, 40)) for n in range(15_000)]
    nested = [
        vertex(f"v{n}", VPC, "", (1, 1, 9_000 - n, 9_000 - n), parent=f"v{n - 1}" if n else "1")
        for n in range(1_200)
    ]
    one_place = [vertex(f"v{n}", VPC, "", (0, 0, 400, 400)) for n in range(4_000)]
    yield "drawing: 15,000 services", ("many.drawio", drawing(*many))
    yield "drawing: nested 1,200 deep", ("nested.drawio", drawing(*nested))
    yield "drawing: 4,000 frames in one place", ("frames.drawio", drawing(*one_place))
    yield "drawing: a label of a megabyte", ("label.drawio", drawing(vertex("a", "html=1", "<" * MEGABYTE)))
    yield (
        "drawing: a style of a megabyte",
        ("style.drawio", drawing(vertex("a", "a=b;" * (MEGABYTE // 4), "x"))),
    )
    yield "drawing: 1,000 pages", ("pages.drawio", mxfile(*[model(vertex("a", LAMBDA))] * 1_000).encode())
    yield "drawing: 100,000 open tags", ("tags.drawio", mxfile(model("<a>" * 100_000)).encode())
    yield "drawing: a page that inflates to a gigabyte", ("bomb.drawio", gigabyte_in_a_page())


def _others() -> Iterator[tuple[str, tuple[str, bytes]]]:
    yield (
        "zip: a member that inflates to a gigabyte",
        ("bomb.zip", _zipped({"arch.py": bytes(1024 * MEGABYTE)})),
    )
    yield "zip: ten thousand members", ("many.zip", _zipped({f"m{n}.py": b"x = 1" for n in range(10_000)}))
    yield (
        "flowchart: 60,000 lines",
        ("long.mmd", b"flowchart LR\n" + b"".join(b"  a%d --> b%d\n" % (n, n) for n in range(60_000))),
    )
    yield "flowchart: one line of a megabyte", ("wide.mmd", b"flowchart LR\n a" + b" --> a" * (MEGABYTE // 6))
    yield "noise: nine megabytes", ("noise.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * (9 * 4_096))
    yield "too large: eleven megabytes", ("large.drawio", b"x" * (11 * MEGABYTE))


def _zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()

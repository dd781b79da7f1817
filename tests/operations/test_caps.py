"""Every size has a cap, and what is beyond it costs its own request: a 413 that names the file, and on it goes."""

import io
import zipfile
from collections.abc import Iterator

import pytest

from parsers.drawio import limits
from tests.access.service import Service, problem, service
from tests.app.bad_inputs import gigabyte_in_a_page
from tests.drawio.drawing import LAMBDA, chunk, model, mxfile, png, vertex


def zipped(count: int, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"m{number}.py", content)
    return made.getvalue()


BEYOND = {
    "pages": lambda: mxfile(*[model(vertex("a", LAMBDA))] * (limits.MOST_PAGES + 1)).encode(),
    "cells": lambda: mxfile(model('<mxCell id="a" parent="1"/>' * (limits.MOST_CELLS + 1))).encode(),
    "inflated bytes": gigabyte_in_a_page,
    "members of a zip": lambda: zipped(5_000, b"x = 1\n"),
    "inflated members of a zip": lambda: zipped(3, bytes(20 * 2**20)),
    "steps of a script": lambda: b"from diagrams import Diagram\nwhile True: pass\n",
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(tmp_path_factory.mktemp("caps"), access="off") as found:
        yield found


@pytest.mark.parametrize("what", BEYOND)
def test_more_than_may_be_is_a_413_and_the_next_one_is_served(what: str, running: Service) -> None:
    sent = {"files": {"diagram": ("much.bin", BEYOND[what]())}}
    found = problem(running.client.post("/api/v1/reviews", **sent), 413)
    assert found["file"].startswith("much.bin")
    assert found["cure"]
    assert running.review().status_code == 200


def test_all_bodies_together_have_a_cap_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("flight")
    with service(folder, access="off", max_bytes_in_flight=1_000) as full:
        answer = full.client.post("/api/v1/reviews", files={"diagram": ("a.mmd", b"x" * 5_000)})
        assert "other uploads" in problem(answer, 503)["detail"]
        assert answer.headers["retry-after"]
        assert full.review().status_code == 200, "what was refused is no longer counted"


def test_a_picture_that_says_it_is_huge_is_refused(running: Service) -> None:
    huge = png(chunk(b"zTXt", b"mxfile\0\0" + b"x" * 100))
    answer = running.client.post("/api/v1/reviews", files={"diagram": ("a.png", huge)})
    assert answer.status_code == 422

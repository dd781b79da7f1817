"""Who may reach what: what the author says outweighs what is drawn around it."""

import parsers
from architecture import ArchitectureGraph
from architecture.access import is_internal, is_public

API = """flowchart LR
    caller["Lambda: Job"] --> api["API Gateway: Prices API"]
    api@{{ {said} }}
"""


def graph(said: str) -> ArchitectureGraph:
    return parsers.read(API.format(said=said).encode(), "api.mmd").diagrams[0].graph


def test_an_api_that_only_a_function_calls_is_public_where_its_author_says_so() -> None:
    silent, open_ = graph("owner: shop"), graph("public: true")

    assert not is_public(silent, silent.service("api"))
    assert is_public(open_, open_.service("api"))
    assert not is_internal(open_, open_.service("api"))


def test_an_api_that_is_said_not_to_be_public_is_internal() -> None:
    closed = graph("public: false")

    assert is_internal(closed, closed.service("api"))
    assert not is_public(closed, closed.service("api"))

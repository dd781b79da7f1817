"""What the questions answer, on graphs small enough to see through."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from architecture import BoundaryKind, ConnectionKind, Direction, Role
from architecture.access import (
    authorization,
    caller_of,
    entries_of,
    entry_of,
    guards,
    is_public,
    openness,
    people,
    unguarded_paths,
)
from architecture.conventions import dashed_means_asynchronous
from architecture.evidence import Strength, elsewhere, strongest, words_on
from architecture.flow import kind_between
from architecture.graph import SYNCHRONOUS
from architecture.mentions import Mentions, literals
from architecture.observability import monitoring, tracing, way_to, work_paths
from architecture.paths import components, gatekeepers, longest_chain, loop_through, loops, reached
from architecture.resilience import failure_handling, is_dead_letter, stem
from architecture.vocabulary import WORDS, Concept, mention
from tests.architecture.building import arrow, frame, graph, service

CLIENT = service("browser", Role.CLIENT, "Browser")
API = service("api", Role.API, "Orders API")
FUNCTION = service("get", label="GetOrder")
TABLE = service("orders", Role.TABLE, "Orders")
POOL = service("pool", Role.IDENTITY_PROVIDER, "Users")

# Mentions


@pytest.mark.parametrize("concept", Concept)
@settings(max_examples=10)
@given(label=st.text(st.sampled_from("aelnortsdq -_ADLQ019.:/"), max_size=12))
def test_looking_through_a_page_finds_what_looking_at_each_label_finds(concept: Concept, label: str) -> None:
    samples = ["OrdersDLQ", "x-ray traces", "sign-in with JWT", "WebContent", label, "CI/CD 5 days ×3", ""]
    expected = {place: word for place, text in enumerate(samples) if (word := mention(concept, text))}

    assert Mentions(enumerate(samples))[concept] == expected


@pytest.mark.parametrize("concept", Concept)
@settings(max_examples=15)
@given(data=st.data())
def test_whatever_matches_a_concept_holds_one_of_its_literals(concept: Concept, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(f"(?ia:{WORDS[concept]})", fullmatch=True))

    assert any(literal in text.lower() for literal in literals(concept))


@pytest.mark.parametrize("concept", Concept)
def test_every_concept_has_words(concept: Concept) -> None:
    assert WORDS[concept]


# Who gets in


def test_a_client_calls_what_stands_behind_the_edge() -> None:
    dns, cdn = service("dns", Role.DNS), service("cdn", Role.CDN)
    drawing = graph(
        [CLIENT, dns, cdn, API, FUNCTION],
        *(arrow(*pair) for pair in [("browser", "dns"), ("dns", "cdn"), ("cdn", "api"), ("api", "get")]),
    )

    assert caller_of(drawing, API) == CLIENT
    assert entries_of(drawing, [CLIENT]) == (API,)
    assert is_public(drawing, API)
    assert caller_of(drawing, FUNCTION) is None


def test_an_api_that_only_a_function_calls_is_not_public() -> None:
    assert not is_public(graph([API, FUNCTION], arrow("get", "api")), API)


def test_an_api_in_a_private_subnet_is_not_public() -> None:
    inner = service("api", Role.API, boundary="private")

    assert not is_public(graph([frame("private", BoundaryKind.PRIVATE_SUBNET), inner]), inner)


def test_people_are_neither_devices_nor_staff_but_have_mobile_devices() -> None:
    labels = ["Customers", "IoT sensor", "Developer", "Mobile device", "Partner system"]
    drawing = graph([service(f"c{n}", Role.CLIENT, label) for n, label in enumerate(labels)])

    assert [client.label for client in people(drawing)] == ["Customers", "Mobile device"]


@pytest.mark.parametrize(
    ("label", "role", "users"),
    [
        ("Employees", Role.API, ["Employees"]),
        ("Support team", Role.LOAD_BALANCER, ["Support team"]),
        ("Operator", Role.ORCHESTRATOR, []),
        ("Administrator", Role.INSTANCE, []),
    ],
)
def test_staff_are_the_users_of_what_nobody_else_uses(label: str, role: Role, users: list[str]) -> None:
    alone = graph([service("staff", Role.CLIENT, label), service("door", role)], arrow("staff", "door"))

    assert [client.label for client in people(alone)] == users


def test_staff_are_no_users_where_others_are() -> None:
    staff = service("staff", Role.CLIENT, "Employees")
    nodes = [staff, service("meter", Role.CLIENT, "IoT device"), API]
    drawing = graph(nodes, arrow("staff", "api"), arrow("meter", "api"))

    assert people(drawing) == ()


def test_an_authorizer_beside_the_api_guards_the_way_through_it() -> None:
    check = service("check", label="Token authorizer")
    ways = [arrow(*pair) for pair in [("browser", "api"), ("api", "get"), ("get", "orders")]]
    nodes = [CLIENT, API, FUNCTION, TABLE, check]

    unguarded = graph(nodes, *ways)
    guarded = graph(nodes, *ways, arrow("api", "check"))

    assert len(list(unguarded_paths(unguarded, lambda node: node == TABLE))) == 1
    assert list(unguarded_paths(guarded, lambda node: node == TABLE)) == []
    assert "api" in guards(guarded)


def test_an_authorizer_on_the_way_guards_it() -> None:
    check = service("check", label="Token validator")
    drawing = graph(
        [CLIENT, check, TABLE],
        arrow("browser", "check", kind=ConnectionKind.REQUEST),
        arrow("check", "orders"),
    )

    assert list(unguarded_paths(drawing, lambda node: node == TABLE)) == []


def test_the_role_of_a_function_does_not_guard_the_way_in() -> None:
    role = service("role", Role.ACCESS_MANAGEMENT, "Execution")
    drawing = graph([CLIENT, FUNCTION, role], arrow("browser", "get"), arrow("get", "role"))

    assert authorization(drawing, FUNCTION) == ()


def test_an_arrow_with_a_word_of_authentication_cannot_be_passed_unknown() -> None:
    drawing = graph([CLIENT, FUNCTION, TABLE], arrow("browser", "get", label="JWT"), arrow("get", "orders"))

    assert list(unguarded_paths(drawing, lambda node: node == TABLE)) == []


def test_words_that_say_nobody_is_asked_are_no_authorization() -> None:
    drawing = graph([CLIENT, API], arrow("browser", "api", label="no auth"))

    assert authorization(drawing, API) == ()
    assert (evidence := openness(drawing, API)) is not None
    assert evidence.what == '"no auth" on the way in'


def test_an_attribute_that_denies_is_openness_and_one_that_grants_is_declared() -> None:
    opened = service("api", Role.API, attributes={"auth": "none"})
    closed = service("api", Role.API, attributes={"Auth": "jwt"})

    assert openness(graph([opened]), opened)
    assert strongest(authorization(graph([closed]), closed)) is Strength.DECLARED


def test_the_entry_of_a_path_is_the_first_that_answers() -> None:
    cdn = service("cdn", Role.CDN)
    drawing = graph([CLIENT, cdn, API], arrow("browser", "cdn"), arrow("cdn", "api"))

    assert entry_of(drawing, ("browser", "browser>cdn", "cdn", "cdn>api", "api")) == API


# Failures


@pytest.mark.parametrize(
    ("label", "dead"),
    [
        ("OrdersDLQ", True),
        ("dead-letter queue", True),
        ("Orders + DLQ", False),
        ("Orders (with DLQ)", False),
        ("Orders", False),
    ],
)
def test_a_dead_letter_queue_is_told_by_its_name(label: str, dead: bool) -> None:
    queue = service("q", Role.QUEUE, label)

    assert is_dead_letter(graph([queue]), queue) is dead


def test_a_queue_that_only_failures_reach_is_a_dead_letter_queue() -> None:
    queue = service("q", Role.QUEUE, "Leftovers")
    drawing = graph([FUNCTION, queue], arrow("get", "q", label="on failure"))

    assert is_dead_letter(drawing, queue)


QUEUES = [replace(service(id_, Role.QUEUE), service="aws.sqs") for id_ in ("work", "spare")]


def test_what_a_queue_moves_to_another_by_itself_has_failed() -> None:
    ways = [arrow("get", "work"), arrow("work", "reader"), arrow("work", "spare")]
    drawing = graph([FUNCTION, service("reader"), *QUEUES], *ways)

    assert is_dead_letter(drawing, QUEUES[1])
    assert not is_dead_letter(drawing, QUEUES[0])


@pytest.mark.parametrize(
    "ways",
    [
        [("work", "spare"), ("spare", "reader")],
        [("work", "reader"), ("work", "spare"), ("get", "spare")],
    ],
    ids=["the only reader is behind it", "something else writes there"],
)
def test_a_queue_behind_a_queue_may_be_for_work(ways: list[tuple[str, str]]) -> None:
    drawing = graph([FUNCTION, service("reader"), *QUEUES], *(arrow(*way) for way in ways))

    assert not is_dead_letter(drawing, QUEUES[1])


def test_what_a_dead_letter_queue_gives_back_is_work() -> None:
    dead = replace(QUEUES[0], label="Orders DLQ")
    drawing = graph([dead, QUEUES[1], service("reader")], arrow("work", "spare"), arrow("work", "reader"))

    assert not is_dead_letter(drawing, QUEUES[1])


def test_a_dead_letter_queue_of_the_same_name_counts_though_no_arrow_joins_them() -> None:
    queue, dead = service("q", Role.QUEUE, "orders-queue"), service("d", Role.QUEUE, "OrdersDLQ")

    assert stem(queue) == stem(dead) == "orders"
    assert strongest(failure_handling(graph([queue, dead]), queue)) is Strength.MEDIUM


# Watching


def test_a_tracer_at_the_frame_traces_what_is_in_it() -> None:
    inner = service("get", boundary="services")
    rays = service("rays", Role.TRACER)
    drawing = graph([frame("services"), inner, rays], arrow("services", "rays"))

    assert strongest(tracing(drawing, inner)) is Strength.STRONG
    assert strongest(monitoring(drawing, inner)) is Strength.STRONG


def test_metrics_are_no_traces() -> None:
    drawing = graph([FUNCTION, service("watch", Role.OBSERVER, "CloudWatch")], arrow("get", "watch"))

    assert tracing(drawing, FUNCTION) == ()
    assert monitoring(drawing, FUNCTION)


def test_work_travels_between_clients_or_triggers_and_stores() -> None:
    lonely = service("lonely")
    drawing = graph(
        [CLIENT, API, FUNCTION, TABLE, lonely],
        *(
            arrow(*pair)
            for pair in [("browser", "api"), ("api", "get"), ("get", "orders"), ("api", "lonely")]
        ),
    )

    assert work_paths(drawing) == {"browser", "api", "get", "orders"}
    path = way_to(drawing, FUNCTION)
    assert path is not None
    assert path[::2] == ("browser", "api", "get")


# Ways


def test_a_loop_is_found_and_its_shortest_way_round() -> None:
    bucket = service("b", Role.OBJECT_STORE)
    trigger = arrow("b", "get", kind=ConnectionKind.EVENT)
    drawing = graph([bucket, FUNCTION, TABLE], trigger, arrow("get", "b"), arrow("get", "orders"))
    kinds = SYNCHRONOUS | {ConnectionKind.EVENT}

    (loop,) = loops(drawing, kinds)

    assert loop == {"b", "get"}
    assert loop_through(drawing, trigger, kinds, loop) == ("b", "b>get", "get", "get>b", "b")


def test_the_longest_chain_counts_a_cycle_once() -> None:
    nodes = [CLIENT, *(service(f"f{n}") for n in range(4))]
    pairs = [("browser", "f0"), ("f0", "f1"), ("f1", "f0"), ("f1", "f2"), ("f0", "f3")]
    drawing = graph(nodes, *(arrow(*pair, kind=ConnectionKind.REQUEST) for pair in pairs))

    chain = longest_chain(drawing, [CLIENT], lambda node: node != CLIENT)

    assert (chain[0], chain[-1], len(chain)) == ("browser", "f2", 3)


def test_a_gatekeeper_is_passed_on_every_way() -> None:
    other = service("list", label="ListOrders")
    pairs = [("browser", "api"), ("api", "get"), ("api", "list"), ("get", "orders"), ("list", "orders")]
    drawing = graph([CLIENT, API, FUNCTION, other, TABLE], *(arrow(*pair) for pair in pairs))

    assert gatekeepers(drawing, CLIENT)["orders"] == "api"


def test_components_are_joined_whatever_the_direction() -> None:
    drawing = graph([CLIENT, API, TABLE], arrow("browser", "api", direction=Direction.NONE))

    assert sorted(map(sorted, components(drawing))) == [["api", "browser"], ["orders"]]


def test_nothing_is_reached_against_an_arrow_or_along_one_without_heads() -> None:
    drawing = graph(
        [API, FUNCTION, TABLE],
        arrow("api", "get", direction=Direction.NONE),
        arrow("orders", "api", direction=Direction.BOTH),
    )

    assert reached(drawing, ["api"]) == {"api", "orders"}
    assert reached(drawing, ["get"]) == {"get"}


@pytest.mark.parametrize(
    ("direction", "label", "sure"),
    [(Direction.FORWARD, "", 0.6), (Direction.FORWARD, "invoke", 1.0), (Direction.BOTH, "invoke", 0.6)],
)
def test_a_guessed_kind_or_direction_proves_little(direction: Direction, label: str, sure: float) -> None:
    drawing = graph([FUNCTION, service("pay")], arrow("get", "pay", direction=direction, label=label))

    assert drawing.sure(("get", "get>pay", "pay")) == sure


# Words and conventions


@pytest.mark.parametrize(
    ("source", "target", "label", "kind"),
    [
        (CLIENT, API, "", ConnectionKind.REQUEST),
        (FUNCTION, TABLE, "", ConnectionKind.DATA),
        (service("q", Role.QUEUE), FUNCTION, "", ConnectionKind.EVENT),
        (FUNCTION, service("g"), "async", ConnectionKind.EVENT),
        (FUNCTION, service("x", Role.TRACER), "stream", ConnectionKind.TRACE),
        (API, POOL, "", ConnectionKind.AUTH),
        (TABLE, service("copy", Role.TABLE), "", ConnectionKind.REPLICATE),
    ],
)
def test_the_kind_of_an_arrow_follows_from_its_words_and_ends(source, target, label, kind) -> None:  # type: ignore[no-untyped-def]
    assert kind_between(source, target, label) is kind


def test_dashes_mean_events_where_a_dashed_arrow_says_so() -> None:
    dashed = arrow("get", "pay", style="dashed")
    labelled = arrow("api", "get", style="dashed", label="on event")
    nodes = [API, FUNCTION, service("pay")]

    assert not dashed_means_asynchronous(graph(nodes, dashed))
    assert dashed_means_asynchronous(graph(nodes, dashed, labelled))


def test_a_word_on_the_shape_is_medium_and_elsewhere_on_the_page_weak() -> None:
    traced = service("get", label="GetOrder (traced by X-Ray)")
    drawing = graph([traced, TABLE])

    assert [piece.strength for piece in words_on(drawing, traced, Concept.TRACE)] == [Strength.MEDIUM]
    assert list(words_on(drawing, TABLE, Concept.TRACE)) == []
    assert [piece.strength for piece in elsewhere(drawing, (), Concept.TRACE)] == [Strength.WEAK]


def test_what_a_shape_looks_like_is_no_word() -> None:
    styled = service("get", attributes={"class": "traced-nodes x-ray", "note": "see X-Ray"})

    assert [piece.what for piece in words_on(graph([styled]), styled, Concept.TRACE)] == [
        '"X-Ray" in note of get'
    ]

"""Rules on whole drawings whose words read like practices: what one word may not switch on or off."""

import pytest

from graph_rules.engine import check
from graph_rules.registry import all_rules, rule_named, select
from graph_rules.verdict import OPEN, Verdict
from tests.graph_rules.flowcharts import graph_of


def found(text: str, profile: str = "recommended") -> dict[str, list[tuple[str, ...]]]:
    """The open findings of all rules, as they are printed: subjects by code."""
    graph = graph_of(text)
    findings: dict[str, list[tuple[str, ...]]] = {}
    for finding in check([graph], select(all_rules()), profile):
        if finding.verdict in OPEN:
            findings.setdefault(finding.rule.code, []).append(finding.subjects)
    return findings


def test_an_api_that_says_it_asks_nobody_is_reported_once() -> None:
    findings = found("""
        flowchart LR
            customers[Customers] -->|no auth| api["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
    """)

    assert findings["SLS-SEC-001"] == [("api",)]
    assert "SLS-SEC-009" not in findings


def test_an_api_beside_one_that_asks_for_a_key_alone_is_still_asked_about() -> None:
    findings = found("""
        flowchart LR
            customers[Customers] -->|x-api-key| keyed["API Gateway: Feed API"] --> feed["Lambda: Feed"]
            customers --> silent["API Gateway: Orders API"] --> get["Lambda: GetOrder"]
    """)

    assert findings["SLS-SEC-002"] == [("keyed",)]
    assert findings["SLS-SEC-009"] == [("silent",)]


def test_a_public_metered_api_asks_how_its_callers_are_told_apart_and_no_more() -> None:
    findings = found("""
        flowchart LR
            customers[Customers] --> api["API Gateway: Public API (API key, usage plan)"] --> get["Lambda: Forecast"]
    """)

    assert findings["SLS-SEC-009"] == [("api",)]
    assert not {"SLS-SEC-001", "SLS-SEC-002"} & findings.keys()


@pytest.mark.parametrize(
    ("hook", "behind", "checked"),
    [
        ("Stripe webhook (signature check)", "Book", True),
        ("Stripe webhook", "VerifySignature", True),
        ("Stripe webhook", "Book", False),
    ],
)
def test_a_webhook_is_asked_for_a_signature_and_not_for_a_login(
    hook: str, behind: str, checked: bool
) -> None:
    findings = found(
        f"""
        flowchart LR
            customers[Customers] --> api["API Gateway: Shop API"] --> get["Lambda: GetOrder"]
            api -->|authorizer| pool["Cognito: Users"]
            stripe["Stripe"] --> hook["API Gateway: {hook}"] --> book["Lambda: {behind}"]
        """,
        "checklist",
    )

    assert "SLS-SEC-001" not in findings
    assert ("SLS-SEC-018" not in findings) is checked


def test_a_signed_webhook_does_not_close_the_world_for_other_apis() -> None:
    graph = graph_of("""
        flowchart LR
            customers[Customers] --> api["API Gateway: Shop API"] --> get["Lambda: GetOrder"]
            stripe["Stripe"] --> hook["API Gateway: Hook"] --> check["Lambda: VerifySignature"]
    """)
    verdicts = {
        judgement.subjects[0]: judgement.verdict for judgement in rule_named("SLS-SEC-001").find(graph)
    }

    assert verdicts == {"api": Verdict.NOT_SHOWN, "hook": Verdict.SATISFIED}


def test_a_function_that_logs_people_in_neither_closes_the_world_nor_breaks_it() -> None:
    login = 'customers[Customers] --> front["API Gateway: Accounts API"] --> login["Lambda: Login"]'
    other = 'customers --> api["API Gateway: Shop API"] --> get["Lambda: GetOrder"]'
    pool = 'api --- pool["Cognito: Users"]'

    assert "SLS-SEC-001" not in found(f"flowchart LR\n{login}\n{other}")
    assert "SLS-SEC-001" not in found(f"flowchart LR\n{login}\n{other}\n{pool}")


def test_what_environments_share_is_told_of_production_first() -> None:
    graph = graph_of("""
        flowchart LR
            subgraph dev [Dev]
                a["Lambda: Orders dev"]
            end
            subgraph stage [Staging]
                b["Lambda: Orders staged"]
            end
            subgraph prod [Production]
                c["Lambda: Orders"]
            end
            a --> orders[("DynamoDB: Orders")]
            b --> orders
            c --> orders
    """)
    (finding,) = check([graph], [rule_named("SLS-OPS-010")])

    assert "is used from production and from development" in finding.message


@pytest.mark.parametrize(
    ("name", "taker", "verdict"),
    [
        ("EnqueueOrder", "SQS: Orders", Verdict.VIOLATED),
        ("Forwarder", "SQS: Orders", Verdict.VIOLATED),
        ("EnqueueBooking", "SQS: Work", Verdict.LIKELY),
        ("OrderPublisher", "SNS: Changes", Verdict.LIKELY),
        ("SendConfirmation", "SNS: Customers", None),
        ("StartCheckout", "SQS: Checkouts", None),
        ("RoutePlanner", "SQS: Routes", None),
    ],
)
def test_a_name_of_transport_begins_with_the_verb_and_names_what_is_carried(
    name: str, taker: str, verdict: Verdict | None
) -> None:
    graph = graph_of(f"""
        flowchart LR
            bus["EventBridge: Shop"] --> carry["Lambda: {name}"] --> taker["{taker}"]
    """)

    assert [judgement.verdict for judgement in rule_named("SLS-PERF-008").find(graph)] == (
        [verdict] if verdict else []
    )


def test_an_upload_event_that_is_written_back_is_a_sure_loop() -> None:
    graph = graph_of("""
        flowchart LR
            photos[("S3: Photos")] -->|ObjectCreated| shrink["Lambda: MakeThumbnail"] -->|write thumbnail| photos
    """)

    assert [judgement.verdict for judgement in rule_named("SLS-REL-010").find(graph)] == [Verdict.VIOLATED]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Guest access API", "SLS-SEC-001"),
        ("Open access API", "SLS-SEC-001"),
        ("Anonymous tips API", "SLS-SEC-001"),
    ],
)
def test_an_api_that_is_called_after_its_business_is_not_said_to_be_open(name: str, code: str) -> None:
    findings = found(f"""
        flowchart LR
            customers[Customers] --> api["API Gateway: {name}"] --> get["Lambda: Get"]
    """)

    assert code not in findings
    assert "SLS-SEC-009" in findings


def test_a_second_queue_with_work_of_its_own_is_no_dead_letter_queue() -> None:
    findings = found("""
        flowchart LR
            orders["SQS: Orders"] --> validate["Lambda: Validate"]
            orders --> shipments["SQS: Shipments"] --> ship["Lambda: Ship"] --> table[("DynamoDB: Shipped")]
            refunds["SQS: Refunds"] --> refund["Lambda: Refund"]
            refunds --> dead["SQS: Refunds DLQ"]
    """)

    assert findings["SLS-REL-001"] == [("orders",), ("shipments",)]


@pytest.mark.parametrize("entries", ["parking lot entries", "poison cases"])
def test_a_queue_that_is_called_after_its_business_is_no_dead_letter_queue(entries: str) -> None:
    findings = found(f"""
        flowchart LR
            gate["Lambda: Gate"] --> cars["SQS: {entries}"] --> count["Lambda: Count"]
            refunds["SQS: Refunds"] --> refund["Lambda: Refund"]
            refunds --> dead["SQS: Refunds DLQ"]
    """)

    assert findings["SLS-REL-001"] == [("cars",)]


@pytest.mark.parametrize("name", ["ContactTracing", "TraceParcel", "tempo analyser"])
def test_what_is_traced_may_be_the_business(name: str) -> None:
    findings = found(f"""
        flowchart LR
            customers[Customers] --> api["API Gateway: Track & Trace API"] --> scan["Lambda: Scan"]
            api --> trace["Lambda: {name}"] --> table[("DynamoDB: Parcels")]
    """)

    assert "SLS-OPS-002" not in findings
    assert "SLS-OPS-001" in findings


@pytest.mark.parametrize("actor", ["Patients", "Tenants", "Passengers"])
def test_actors_in_the_plural_are_people(actor: str) -> None:
    findings = found(f"""
        flowchart LR
            who([{actor}]) --> api["API Gateway: Visits API"] --> get["Lambda: Get"] --> table[("DynamoDB: Visits")]
    """)

    assert "SLS-SEC-009" in findings

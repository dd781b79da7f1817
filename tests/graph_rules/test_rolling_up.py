"""What is not shown for many services of a diagram is one line."""

from graph_rules.engine import check
from graph_rules.finding import Finding
from graph_rules.registry import all_rules, select
from graph_rules.rolling_up import named
from graph_rules.verdict import Verdict
from tests.graph_rules.flowcharts import graph_of

MANY = """
flowchart LR
    bus["EventBridge: Orders"] --> ship["Lambda: Ship"]
    bus --> bill["Lambda: Bill"]
    topic["SNS: News"] --> mail["Lambda: Mail"]
    stream["Kinesis Data Streams: Clicks"] --> count["Lambda: Count"]
"""


def findings(text: str, *codes: str) -> list[Finding]:
    found = check([graph_of(text)], select(all_rules(), codes), "checklist")
    return [finding for finding in found if finding.verdict is Verdict.NOT_SHOWN]


def test_functions_without_a_failure_destination_are_one_line() -> None:
    (line,) = findings(MANY, "SLS-REL-002")

    assert line.subjects == ("ship", "bill", "mail")
    assert "Ship, Bill and Mail cannot handle (3 in all)" in line.message


def test_the_line_stands_for_their_buses_and_topics_too() -> None:
    found = findings(MANY, "SLS-REL-002", "SLS-REL-003", "SLS-REL-004", "SLS-REL-005")

    assert {line.rule.code: line.folded for line in found} == {
        "SLS-REL-002": ("SLS-REL-004", "SLS-REL-005"),
        "SLS-REL-003": (),
    }


def test_one_that_is_violated_stays_by_itself() -> None:
    text = MANY + '    bill -->|on failure| failed["SQS: Failed bills"]\n'

    found = check([graph_of(text)], select(all_rules(), ["SLS-REL-002"]), "checklist")

    assert [
        (finding.verdict, finding.subjects) for finding in found if finding.verdict is not Verdict.SATISFIED
    ] == [
        (Verdict.VIOLATED, ("ship",)),
        (Verdict.VIOLATED, ("mail",)),
    ]


def test_a_long_list_of_names_is_cut_short() -> None:
    assert named(["A"]) == "A"
    assert named(["A", "B", "A"]) == "A and B"
    assert named(["A", "B", "C", "D"]) == "A, B, C and D"
    assert named(["A", "B", "C", "D", "E"]) == "A, B, C and 2 more"

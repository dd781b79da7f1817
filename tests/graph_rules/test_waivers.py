"""What the author says counts: attributes, inheritance, comments, declarations, waivers."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pipeline import Options, review
from architecture.declaring import declaring
from architecture.vocabulary import Concept
from graph_rules.closed_world import COMPLETE
from graph_rules.declarations import declarations
from graph_rules.errors import BadText
from graph_rules.finding import Finding
from graph_rules.verdict import Verdict
from graph_rules.waiver import BAD_DATE, NO_REASON, Remark, Waiver, waiver
from parsers.diagrams_dsl.lens_comments import lens_comments
from reports.json_report import review_json
from reports.markdown_report import markdown_report
from reports.review import Review
from reports.terminal import terminal_report
from tests.graph_rules.flowcharts import graph_of

TODAY = date(2026, 11, 23)
SCRIPT = """\
from diagrams import Cluster, Diagram
from diagrams.aws.compute import Lambda
from diagrams.aws.integration import SQS

with Diagram("Shop", show=False):{diagram}
    with Cluster("Core"):{cluster}
        orders = SQS("Orders"){orders}
        mails = SQS(
            "Mails",
        ){mails}
    Lambda("Create") >> [orders, mails]
"""


def script(diagram: str = "", cluster: str = "", orders: str = "", mails: str = "") -> bytes:
    return SCRIPT.format(diagram=diagram, cluster=cluster, orders=orders, mails=mails).encode()


def reviewed(data: bytes, today: date | None = TODAY, beside: str | None = None) -> Review:
    said = None if beside is None else ("shop.lens.yaml", beside)
    return review(data, "shop.py", Options(("SLS-REL-001",), today=today, declarations=said))


def by_name(found: Review) -> dict[str, Finding]:
    graph = found.reading.diagrams[0].graph
    return {graph.node(one.subjects[0]).name: one for one in (*found.findings, *found.satisfied)}


def verdicts(found: Review) -> dict[str, Verdict]:
    return {name: one.verdict for name, one in by_name(found).items()}


# Attributes


def test_a_comment_on_the_line_of_a_constructor_declares() -> None:
    found = verdicts(reviewed(script(orders="  # lens: dlq=true")))
    assert found == {"Orders": Verdict.DECLARED, "Mails": Verdict.VIOLATED}


def test_a_comment_that_ends_a_statement_of_several_lines_is_about_its_first_line() -> None:
    found = verdicts(reviewed(script(mails="  # lens: dlq=true")))
    assert found == {"Orders": Verdict.VIOLATED, "Mails": Verdict.DECLARED}


def test_a_comment_without_the_mark_says_nothing() -> None:
    assert set(verdicts(reviewed(script(orders="  # dlq=true"))).values()) == {Verdict.NOT_SHOWN}


def test_what_a_frame_says_counts_inside() -> None:
    found = verdicts(reviewed(script(cluster="  # lens: dlq=true")))
    assert found == {"Orders": Verdict.DECLARED, "Mails": Verdict.DECLARED}


def test_what_a_service_says_itself_outweighs_its_frame() -> None:
    found = verdicts(reviewed(script(cluster="  # lens: dlq=true", orders="  # lens: dead_letter=none")))
    assert found == {"Orders": Verdict.VIOLATED, "Mails": Verdict.DECLARED}


def test_a_diagram_said_to_be_complete_has_a_closed_world() -> None:
    found = verdicts(reviewed(script(diagram="  # lens: complete=dlq,auth")))
    assert set(found.values()) == {Verdict.VIOLATED}


def test_inner_frames_outweigh_outer_ones() -> None:
    graph = graph_of(
        """
        flowchart LR
            subgraph outer [Outer]
                subgraph inner [Inner]
                    q["SQS: Orders"]
                end
                p["SQS: Mails"]
            end
        """
    )
    graph = declaring(graph, {"outer": {"auth": "jwt", "owner": "shop"}, "inner": {"auth": "mtls"}})
    assert graph.node("q").attributes["auth"] == "mtls"
    assert graph.node("p").attributes["auth"] == "jwt"
    assert "owner" not in graph.node("p").attributes, "only practices are inherited"


def test_nothing_said_is_the_same_graph() -> None:
    graph = graph_of('flowchart LR\n q["SQS: Orders"] --> f["Lambda: Work"]')
    assert declaring(graph) is graph


def test_complete_on_a_frame_is_about_its_page() -> None:
    graph = graph_of('flowchart LR\n subgraph vpc [VPC]\n q["SQS: Orders"]\n end')
    made = declaring(graph, {"vpc": {"complete": "auth, dead-letter, nonsense"}})
    assert made.graph[COMPLETE] == (Concept.AUTH, Concept.DEAD_LETTER)


@given(st.text())
def test_any_comment_is_read_without_failing(text: str) -> None:
    data = f"x = 1  # lens: {text.replace(chr(13), ' ').splitlines()[0] if text.strip() else text}\n"
    lens_comments(data.encode("utf-8", "replace"))


@pytest.mark.parametrize("data", [b"x = (  # lens: a=b\n", b"'''", b"\xff # lens: a", b"  x\n y # lens: a=b"])
def test_a_script_that_ends_early_keeps_what_was_said(data: bytes) -> None:
    assert isinstance(lens_comments(data), dict)


def test_several_waivers_and_attributes_stand_in_one_comment() -> None:
    said = lens_comments(b"q = SQS()  # lens: auth=jwt dlq; waive SLS-A-1 why; waive SLS-B-2 what for\n")
    assert said[1] == {"auth": "jwt", "dlq": "true", "waive": "SLS-A-1 why", "waive_2": "SLS-B-2 what for"}


# Declarations beside the drawing


def test_declarations_find_services_by_label_and_by_service() -> None:
    beside = "services:\n  orders: {dlq: true}\n  aws.sqs:Mails: {dlq: true}\n"
    assert set(verdicts(reviewed(script(), beside=beside)).values()) == {Verdict.DECLARED}


def test_declarations_may_call_the_drawing_complete() -> None:
    assert set(verdicts(reviewed(script(), beside="complete: [dlq]")).values()) == {Verdict.VIOLATED}


def test_an_assumption_counts_where_nothing_else_is_said() -> None:
    beside = "assume:\n  - {practice: dlq, reason: the platform adds one}\n"
    found = verdicts(reviewed(script(orders="  # lens: dlq=none"), beside=beside))
    assert found == {"Orders": Verdict.VIOLATED, "Mails": Verdict.DECLARED}


def test_an_assumption_that_ended_counts_no_more_and_says_so() -> None:
    beside = "assume:\n  - {practice: dlq, reason: the platform adds one, until: 2026-01-01}\n"
    found = reviewed(script(), beside=beside)
    assert set(verdicts(found).values()) == {Verdict.NOT_SHOWN}
    assert [one.code for one in found.reading.diagnostics] == [BAD_DATE]


def test_a_declaration_about_nothing_is_told() -> None:
    found = reviewed(script(), beside="services:\n  Nobody: {dlq: true}\n")
    assert ["Nobody" in one.message for one in found.reading.diagnostics] == [True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("servces: {}", "servces: there is no such key"),
        ("complete: [dlqq]", 'complete.0: "dlqq" is no practice'),
        ("waive:\n  - {rule: SLS-REL-001}", "waive.0.reason: it is missing"),
        ("waive:\n  - {rule: SLS-REL-001, reason: ''}", "waive.0.reason"),
        ("assume:\n  - {practice: dlq, reason: x, until: soon}", "assume.0.until"),
        ("a: &x [1]\nb: *x", "anchors and aliases"),
        ("a: [", "no YAML"),
        ("[1, 2]", "shop.lens.yaml"),
        ("a: 2026-99-99", "no YAML"),
    ],
)
def test_wrong_declarations_name_file_and_key(text: str, told: str) -> None:
    with pytest.raises(BadText) as refused:
        declarations(text, "shop.lens.yaml")
    assert str(refused.value).startswith("shop.lens.yaml: ")
    assert told in str(refused.value)


# Waivers


WAIVED = "  # lens: waive SLS-REL-001 best effort until 2027-03-01"


def test_a_waived_finding_is_kept_and_neither_counts_nor_fails() -> None:
    found = reviewed(script(orders=WAIVED, mails="  # lens: dlq=true"))
    waived = by_name(found)["Orders"]
    assert waived.suppressed is not None
    assert (waived.suppressed.reason, waived.suppressed.expires) == ("best effort", "2027-03-01")
    assert all(not any(each.counts.values()) for each in found.assessment.values())


def test_a_waiver_is_listed_in_every_report() -> None:
    found = reviewed(script(orders=WAIVED))
    assert "best effort" in terminal_report(found)
    assert "best effort" in markdown_report(found)
    assert [one["suppressed"]["reason"] for one in review_json(found)["findings"] if one["suppressed"]] == [
        "best effort"
    ]


def test_an_expired_waiver_brings_its_finding_back_with_a_note() -> None:
    found = by_name(reviewed(script(orders=WAIVED), today=date(2027, 3, 2)))["Orders"]
    assert found.suppressed is None
    assert 'The waiver "best effort" (Orders, in the drawing) expired on 2027-03-01.' in found.message
    told = terminal_report(
        reviewed(script(orders="  # lens: waive: SLS-REL-001 best effort until 2020-03-01")), width=200
    )
    assert 'The waiver "best effort" (Orders, in the drawing) expired on 2020-03-01.' in told
    page = markdown_report(
        reviewed(script(orders="  # lens: waive: SLS-REL-001 best effort until 2020-03-01"))
    )
    assert "expired on 2020" in page


def test_a_waiver_counts_on_its_last_day_and_without_a_today() -> None:
    for today in (date(2027, 3, 1), None):
        assert by_name(reviewed(script(orders=WAIVED), today=today))["Orders"].suppressed is not None


def test_a_waiver_without_a_reason_is_ignored_and_told() -> None:
    found = reviewed(script(orders="  # lens: waive SLS-REL-001 until 2027-03-01"))
    assert by_name(found)["Orders"].suppressed is None
    assert [one.code for one in found.reading.diagnostics] == [NO_REASON]


def test_a_waiver_of_an_unknown_rule_is_told() -> None:
    found = reviewed(script(orders="  # lens: waive SLS-RELL-001 because"))
    assert ["SLS-RELL-001" in one.message for one in found.reading.diagnostics] == [True]


def test_a_waiver_on_a_frame_covers_what_is_inside() -> None:
    found = reviewed(script(cluster="  # lens: waive SLS-REL best effort"))
    assert all(one.suppressed for one in by_name(found).values())


def test_a_waiver_of_another_rule_covers_nothing() -> None:
    found = reviewed(script(orders="  # lens: waive SLS-SEC-001 other"))
    assert not any(one.suppressed for one in by_name(found).values())


def test_a_waiver_for_the_whole_file_stands_beside_it() -> None:
    found = reviewed(script(), beside="waive:\n  - {rule: SLS-REL-001, reason: a sketch, by: Ann}\n")
    assert {one.suppressed.by for one in by_name(found).values() if one.suppressed} == {"Ann"}


def test_a_waiver_does_not_change_who_a_finding_is() -> None:
    plain, waived = reviewed(script()), reviewed(script(orders=WAIVED))
    assert [one.fingerprint for one in plain.findings] == [one.fingerprint for one in waived.findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SLS-SEC-001 why", Waiver(("SLS-SEC-001",), "why", "x")),
        ("SLS-SEC-001: why not", Waiver(("SLS-SEC-001",), "why not", "x")),
        ("SLS-A-1,SLS-B-2, SLS-C-3 why", Waiver(("SLS-A-1", "SLS-B-2", "SLS-C-3"), "why", "x")),
        ("a-name why UNTIL 2027-01-02", Waiver(("a-name",), "why", "x", date(2027, 1, 2))),
        ("SLS-A-1 wait until done", Remark(BAD_DATE, "", None)),
        ("SLS-A-1 why until 2027-02-30", Remark(BAD_DATE, "", None)),
        ("SLS-A-1", Remark(NO_REASON, "", None)),
        ("", Remark(NO_REASON, "", None)),
    ],
)
def test_what_a_waiver_says(text: str, expected: Waiver | Remark) -> None:
    made = waiver(text, "x")
    assert (replace(made, message="") if isinstance(made, Remark) else made) == expected

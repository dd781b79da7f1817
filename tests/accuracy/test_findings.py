"""The findings against what architects saw in real drawings; the form of the labels stands in `findings`."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

import parsers
from app.pipeline import Options, known_rules, review
from graph_rules.finding import Finding
from graph_rules.rule import Severity
from tests.accuracy.findings import (
    ASSERTED,
    Agreement,
    Label,
    compare,
    faults,
    labels,
    measure_all,
    sets,
    table,
)
from tests.drawio.accuracy import CORPUS_VARIABLE, corpus

PRECISION = 0.90
RECALL = 0.85

CALLS = b"flowchart LR\n one[Lambda: One] --> two[Lambda: Two]\n"


def label(*findings: tuple[str, list[str]]) -> Label:
    judged = [{"rule": rule, "subjects": subjects, "why": ""} for rule, subjects in findings]
    return {"file": "calls.mmd", "findings": judged}


@pytest.fixture(scope="module")
def call() -> Finding:
    """That one function calls the other."""
    found = review(CALLS, "calls.mmd", Options(select=("SLS-REL-007",))).findings
    assert [finding.verdict in ASSERTED for finding in found] == [True]
    return found[0]


@pytest.fixture(scope="module")
def folder() -> Path:
    found = corpus()
    if found is None:
        pytest.skip(f"no corpus of real drawings: set {CORPUS_VARIABLE} to its folder")
    return found


@pytest.fixture(scope="module")
def total(folder: Path) -> Agreement:
    agreement = measure_all(labels(), folder)
    print("\n" + table({"all": agreement}))
    return agreement


def test_a_finding_and_a_label_agree_by_rule_and_main_subject(call: Finding) -> None:
    agreement = compare(label(("SLS-REL-007", [call.subjects[0]])), [call])
    assert (agreement.precision, agreement.recall, faults(agreement)) == (1, 1, ())


def test_a_finding_about_something_else_is_false_and_the_label_missed(call: Finding) -> None:
    agreement = compare(label(("SLS-REL-007", [call.subjects[1]])), [call])
    assert (agreement.precision, agreement.recall) == (0, 0)
    assert [fault.split(":")[0] for fault in faults(agreement)] == ["false positive", "missed"]


def test_a_finding_where_people_found_nothing_is_false(call: Finding) -> None:
    agreement = compare(label(), [call])
    assert (agreement.precision, agreement.recall) == (0, 1)


def test_a_finding_speaks_for_the_rules_folded_into_it(call: Finding) -> None:
    one, two = call.subjects
    said = label(("SLS-REL-007", [one]), ("SLS-REL-016", [two]))
    assert compare(said, [replace(call, folded=("SLS-REL-016",))]).recall == 1
    assert compare(said, [call]).recall == 0.5


def test_a_finding_that_only_informs_is_not_counted(call: Finding) -> None:
    assert compare(label(), [replace(call, severity=Severity.INFO)]) == Agreement()


def test_the_table_names_every_rule_every_part_and_all_of_them(call: Finding) -> None:
    parts = {
        "training": compare(label(("SLS-REL-016", [])), [call]),
        "held out": compare(label(("SLS-REL-007", [call.subjects[0]])), [call]),
    }
    *_, seven, sixteen, training, held_out, every = table(parts).splitlines()
    assert (seven.split()[0], sixteen.split()[0]) == ("SLS-REL-007", "SLS-REL-016")
    assert training.split() == ["training", "0", "1", "1", "0.0%", "0.0%"]
    assert held_out.split() == ["held", "out", "1", "0", "0", "100.0%", "100.0%"]
    assert every.split() == ["all", "1", "1", "1", "50.0%", "50.0%"]


def test_drawings_are_held_out_or_for_training() -> None:
    held, other = {**label(), "held_out": True}, label()
    assert sets([held, other]) == {"training": (other,), "held out": (held,), "all": (held, other)}


def test_labels_name_known_rules_and_say_why() -> None:
    codes = {rule.code for rule in known_rules()}
    judged = [one for drawing in labels() for one in drawing["findings"]]
    assert {one["rule"] for one in judged} <= codes
    assert {one["verdict"] for one in judged} <= set(ASSERTED)
    assert all(one["why"] for one in judged)


@pytest.mark.parametrize("drawing", labels(), ids=lambda drawing: drawing["file"])
def test_the_drawing_is_the_one_that_was_judged(drawing: Label, folder: Path) -> None:
    assert hashlib.sha256((folder / drawing["file"]).read_bytes()).hexdigest() == drawing["sha256"]


@pytest.mark.parametrize(
    "drawing", [one for one in labels() if one["findings"]], ids=lambda drawing: drawing["file"]
)
def test_labels_are_about_nodes_of_the_drawing(drawing: Label, folder: Path) -> None:
    reading = parsers.read((folder / drawing["file"]).read_bytes(), drawing["file"])
    nodes = {node.id for diagram in reading.diagrams for node in diagram.graph.all_nodes}
    assert {subject for one in drawing["findings"] for subject in one["subjects"]} <= nodes


def test_what_is_raised_is_what_people_would_raise(total: Agreement) -> None:
    assert total.precision >= PRECISION, faults(total)


def test_what_people_would_raise_is_raised(total: Agreement) -> None:
    assert total.recall >= RECALL, faults(total)

"""The lens's nine questions, and what is proposed to the AWS Well-Architected Tool."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pipeline import review
from graph_rules.finding import Suppression
from graph_rules.lens import QUESTIONS, Observable, practice_codes
from graph_rules.registry import all_rules
from graph_rules.verdict import Verdict
from reports.questions import Standing, answers, questions_json, with_everything
from reports.questions_report import questions_report
from reports.review import Review
from reports.well_architected_tool import (
    LONGEST_CHOICE_NOTE,
    LONGEST_QUESTION_NOTE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    fitting,
    wa_lens,
    wa_tool,
)

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def leaky() -> Review:
    return review((SAMPLES / "leaky_shop.drawio").read_bytes(), "leaky_shop.drawio")


def drawn(flowchart: str) -> Review:
    return review(f"flowchart LR\n{flowchart}\n".encode(), "drawn.mmd")


def standings(reviewed: Review) -> dict[str, Standing]:
    return {each.practice.id: each.standing for answer in answers(reviewed) for each in answer.practices}


def updates(reviewed: Review) -> dict[str, Any]:
    proposed = wa_tool([reviewed])["proposals"][0]["answers"]
    return {answer["question"]: answer for answer in proposed}


def test_the_lens_has_nine_questions_and_38_practices() -> None:
    codes = [code for code, _, _ in practice_codes()]
    assert len(QUESTIONS) == 9
    assert len(codes) == len(set(codes)) == 38
    seen = Counter(practice.observable for _, _, practice in practice_codes())
    assert seen == {Observable.NO: 9, Observable.PARTLY: 22, Observable.YES: 7}
    assert all(re.fullmatch(r"([a-z]+)_q\d/\1_\1_q\d_a\d", code) for code in codes)


def test_every_practice_that_a_rule_names_is_one_of_the_lens() -> None:
    known = {code for code, _, _ in practice_codes()}
    named = {practice for rule in all_rules() for practice in rule.practices}
    assert {practice for practice in named if not practice.startswith("framework/")} <= known


def test_a_practice_is_as_bad_as_its_worst_finding(leaky: Review) -> None:
    stands = standings(with_everything(leaky))
    assert stands["sec_sec_q1_a1"] is Standing.VIOLATED
    assert stands["ops_ops_q2_a1"] is Standing.NOT_SHOWN
    assert stands["ops_ops_q1_a2"] is Standing.NOT_OBSERVABLE


def test_silence_is_no_answer() -> None:
    stands = standings(with_everything(drawn("  a[A box] --> b[Another box]")))
    assert set(stands.values()) <= {Standing.SILENT, Standing.NOT_SHOWN, Standing.NOT_OBSERVABLE}
    proposed = updates(drawn("  a[A box] --> b[Another box]"))
    assert {answer["proposal"] for answer in proposed.values()} == {"leave_unanswered", "not_applicable"}
    assert all(answer["update"] is None for answer in proposed.values())
    assert proposed["sec_q1"]["proposal"] == "not_applicable"


def test_a_waived_violation_is_declared(leaky: Review) -> None:
    waiver = Suppression("open to everyone on purpose", "ann")
    findings = [
        replace(found, suppressed=waiver) if "sec_q1/sec_sec_q1_a1" in found.rule.practices else found
        for found in leaky.findings
    ]
    waived = replace(leaky, findings=tuple(findings))
    everything = with_everything(waived)
    assert {found.suppressed for found in everything.findings} == {None, waiver}
    assert standings(replace(everything, satisfied=()))["sec_sec_q1_a1"] in (
        Standing.DECLARED,
        Standing.NOT_SHOWN,
    )


def test_only_what_is_contradicted_is_proposed_as_not_selected(leaky: Review) -> None:
    everything = with_everything(leaky)
    violated = {each for each, standing in standings(everything).items() if standing is Standing.VIOLATED}
    assert violated
    not_selected = {
        choice
        for answer in updates(leaky).values()
        for choice, update in (answer["update"] or {"ChoiceUpdates": {}})["ChoiceUpdates"].items()
        if update["Status"] == "UNSELECTED"
    }
    assert not_selected == violated
    left = {each["choice"] for answer in updates(leaky).values() for each in answer["left_to_ask"]}
    not_shown = {each for each, standing in standings(everything).items() if standing is Standing.NOT_SHOWN}
    assert not_shown <= left


def test_what_is_proven_is_proposed_as_selected() -> None:
    reviewed = drawn(
        "  browser[Browser] --> api[Amazon API Gateway]\n  api -->|authorizes| users[Amazon Cognito]\n"
        "  api --> function[AWS Lambda]\n"
    )
    update = updates(reviewed)["sec_q1"]["update"]
    assert update["ChoiceUpdates"]["sec_sec_q1_a1"]["Status"] == "SELECTED"
    assert "sec_sec_q1_a1" in update["SelectedChoices"]


def test_a_floating_icon_selects_nothing(leaky: Review) -> None:
    for answer in answers(with_everything(leaky)):
        for each in answer.practices:
            weak = each.kept and all(
                evidence.strength.name == "WEAK" for found in each.kept for evidence in found.evidence
            )
            if weak and each.standing is Standing.SATISFIED:
                assert not each.is_proven


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.py")))
def test_proposals_keep_within_the_limits_of_the_tool(name: str) -> None:
    known = {question.id: {each.id for each in question.practices} for question in QUESTIONS}
    for question, answer in updates(review((SAMPLES / name).read_bytes(), name)).items():
        update = answer["update"]
        if update is None:
            continue
        assert set(update) == {"LensAlias", "QuestionId", "SelectedChoices", "ChoiceUpdates", "Notes"}
        assert len(update["Notes"]) <= LONGEST_QUESTION_NOTE
        assert set(update["SelectedChoices"]) <= set(update["ChoiceUpdates"]) <= known[question]
        assert all(len(each["Notes"]) <= LONGEST_CHOICE_NOTE for each in update["ChoiceUpdates"].values())


@given(st.text(), st.integers(min_value=10, max_value=300))
def test_a_note_never_exceeds_its_limit(text: str, longest: int) -> None:
    assert len(fitting(text, longest)) <= longest


def test_the_custom_lens_keeps_within_the_limits_of_its_format() -> None:
    lens = wa_lens()
    assert lens["schemaVersion"] == "2021-11-01"
    assert len(str(lens)) < 500_000
    assert 1 <= len(lens["pillars"]) <= 10
    questions = [question for pillar in lens["pillars"] for question in pillar["questions"]]
    choices = [choice["id"] for question in questions for choice in question["choices"]]
    ids = [pillar["id"] for pillar in lens["pillars"]] + [question["id"] for question in questions] + choices
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z0-9_]{3,128}", each) for each in ids)
    assert all(len(pillar["questions"]) <= 20 for pillar in lens["pillars"])
    for question in questions:
        assert 2 <= len(question["choices"]) <= 15
        assert len(question["title"]) <= LONGEST_TITLE
        assert question["choices"][-1]["id"] == question["id"] + "_no"
        for choice in question["choices"]:
            assert 0 < len(choice["title"]) <= LONGEST_TITLE
            for part in ("helpfulResource", "improvementPlan"):
                assert 0 < len(choice[part]["displayText"]) <= LONGEST_TEXT
                assert "{" not in choice["improvementPlan"]["displayText"]


def test_every_rule_is_a_choice_and_every_condition_names_choices_of_its_question() -> None:
    questions = [question for pillar in wa_lens()["pillars"] for question in pillar["questions"]]
    assert sum(len(question["choices"]) - 1 for question in questions) == len(all_rules())
    for question in questions:
        *conditions, last = question["riskRules"]
        assert last["condition"] == "default"
        own = {choice["id"] for choice in question["choices"]}
        for rule in conditions:
            assert set(rule["condition"].split(" && ")) <= own
            assert rule["risk"] in ("NO_RISK", "MEDIUM_RISK")


def test_json_and_markdown_carry_the_questions(leaky: Review) -> None:
    made = questions_json(leaky)
    assert [question["id"] for question in made] == [question.id for question in QUESTIONS]
    fingerprints = {found.fingerprint for found in (*leaky.findings, *leaky.satisfied)}
    assert {
        each for question in made for practice in question["practices"] for each in practice["findings"]
    } <= (fingerprints)
    report = questions_report([leaky])
    assert report.count("\n### ") == 9
    assert report.count("\n| ") == 38 + 9
    assert Verdict.VIOLATED.value in report

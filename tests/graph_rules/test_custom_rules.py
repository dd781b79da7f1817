"""Rules of users in YAML: what each form judges, what is refused, and that strangers cannot do harm."""

import json
from contextlib import suppress
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.pipeline import Options, review
from app.rule_examples import outcomes
from architecture import ArchitectureGraph
from graph_rules.bounded_yaml import MOST_VALUES, bounded_yaml
from graph_rules.custom import COMPILE, WORDS, custom_rules
from graph_rules.custom_groups import ROLE_GROUPS
from graph_rules.custom_schema import FORMS, Group, custom_rules_schema
from graph_rules.engine import check
from graph_rules.errors import BadRule, BadText
from graph_rules.installed import installed_rules
from graph_rules.patterns import finder
from graph_rules.rule import Rule
from graph_rules.verdict import Verdict
from tests.graph_rules.flowcharts import graph_of
from tests.yardstick import at_most

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "samples" / "rules" / "house_rules.yaml"
PUBLISHED = ROOT / "docs" / "schemas" / "custom-rules-1.json"
HEAD = {"code": "ACME-SEC-001", "name": "a-rule", "title": "A rule", "message": "{subject}", "remedy": "Do."}


def rule(**keys: object) -> Rule:
    (made,) = custom_rules(json.dumps({"rules": [{**HEAD, **keys}]}), "rules.yaml")
    return made


def judged(made: Rule, graph: ArchitectureGraph) -> dict[str, Verdict]:
    return {graph.node(one.subjects[0]).name if one.subjects else "": one.verdict for one in made.find(graph)}


def refusal(text: str) -> str:
    with pytest.raises(BadText) as refused:
        custom_rules(text, "rules.yaml")
    return str(refused.value)


def refusal_of(**keys: object) -> str:
    return refusal(json.dumps({"rules": [{**HEAD, **keys}]}))


SHOP = graph_of(
    """
    flowchart LR
        user[Users] --> alb["Application Load Balancer: Front"] --> api["API Gateway: Orders API"]
        subgraph vpc [VPC]
            api -->|calls| fn["Lambda: Create"]
            fn --> orders[("DynamoDB: Orders")]
        end
        fn -->|event| queue["SQS: Mails"] --> mailer["Lambda: Mailer"]
        mailer --> mails[("DynamoDB: Mails table")]
    """
)


# The published interface


def test_the_published_schema_is_what_the_types_say() -> None:
    assert json.loads(PUBLISHED.read_text()) == custom_rules_schema(), (
        "run `python -m graph_rules.custom_schema > docs/schemas/custom-rules-1.json`"
    )


def test_the_sample_pack_fits_the_published_schema() -> None:
    jsonschema.validate(yaml.safe_load(HOUSE.read_text()), json.loads(PUBLISHED.read_text()))


@pytest.mark.parametrize(
    "outcome",
    [one for made in custom_rules(HOUSE.read_text(), "house_rules.yaml") for one in outcomes(made)],
    ids=str,
)
def test_the_sample_pack_passes_its_own_examples(outcome: object) -> None:
    assert str(outcome).startswith("ok"), outcome


def test_the_sample_pack_shows_every_form() -> None:
    shown = {form for one in yaml.safe_load(HOUSE.read_text())["rules"] for form in FORMS if form in one}
    assert shown == set(FORMS) == set(COMPILE) == set(WORDS)


def test_groups_of_roles_are_those_of_the_schema() -> None:
    assert set(Group.__args__) == set(ROLE_GROUPS)


def test_a_custom_rule_is_reviewed_beside_the_built_in_ones() -> None:
    leaky = (ROOT / "samples" / "leaky_shop.drawio").read_bytes()
    options = Options(rules=(("house_rules.yaml", HOUSE.read_text()),))
    codes = {one.rule.code for one in review(leaky, "leaky_shop.drawio", options).findings}
    assert "HOUSE-SEC-001" in codes
    assert any(code.startswith("SLS-") for code in codes)


# Conditions


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"role": "queue"}, {"Mails"}),
        ({"role": "data_stores"}, {"Orders", "Mails table"}),
        ({"service": "aws.dyn*"}, {"Orders", "Mails table"}),
        ({"label": "sqs: mails"}, set()),
        ({"label": "mails"}, {"Mails"}),
        ({"label": "/^mail/"}, {"Mails", "Mailer", "Mails table"}),
        ({"any": [{"role": "queue"}, {"role": "api"}]}, {"Mails", "Orders API"}),
        ({"all": [{"role": "table"}, {"label": "Orders"}]}, {"Orders"}),
        ({"role": "table", "not": {"label": "Orders"}}, {"Mails table"}),
        ({"inside": {"boundary": "vpc"}, "role": "function"}, {"Create"}),
        ({"role": "function", "not": {"inside": {"boundary": "vpc"}}}, {"Mailer"}),
        ({"calls": {"role": "queue"}}, {"Create"}),
        ({"called_by": {"role": "queue"}}, {"Mailer"}),
        ({"joined_to": {"role": "queue"}}, {"Create", "Mailer"}),
        ({"boundary": "vpc"}, {"VPC"}),
        ({"layer": "messaging"}, {"Mails"}),
        ({"kind": "client"}, {"Users"}),
        ({"says": "plural"}, set()),
    ],
)
def test_a_condition_chooses(condition: dict[str, object], expected: set[str]) -> None:
    assert set(judged(rule(node={"match": condition}), SHOP)) == expected


@pytest.mark.parametrize(
    ("wanted", "flagged"),
    [
        (True, {"B", "C"}),
        (False, {"A"}),
        ("jwt", {"B", "C"}),
        ("/^j/", {"B", "C"}),
        (["x", "none"], {"A", "C"}),
    ],
)
def test_attributes_are_asked_for(wanted: object, flagged: set[str]) -> None:
    graph = graph_of(
        """
        flowchart LR
            a@{ shape: rect, label: "Lambda: A", auth: jwt }
            b@{ shape: rect, label: "Lambda: B", auth: none }
            c["Lambda: C"]
        """
    )
    made = rule(node={"match": {"role": "function"}, "must": {"attribute": {"Auth": wanted}}})
    assert {name for name, verdict in judged(made, graph).items() if verdict is Verdict.VIOLATED} == flagged


# Forms


def test_a_path_must_cross() -> None:
    path = {"from": {"role": "clients"}, "to": {"role": "table"}, "must_cross": {"role": "api"}}
    assert judged(rule(path=path), SHOP) == {"Orders": Verdict.SATISFIED}
    path["must_cross"] = {"role": "firewall"}
    (found,) = rule(path=path).find(SHOP)
    assert found.words["way"] == "Users -> Front -> Orders API -> Create -> Orders"


def test_an_edge_must_be_so() -> None:
    made = rule(edge={"match": {"to": {"role": "queue"}}, "must": {"kind": "request"}}, message="{arrow}")
    (found,) = check([SHOP], [made])
    assert found.message == "Create -> Mails"
    assert found.path is not None


@pytest.mark.parametrize(
    ("closed_world", "expected"),
    [
        ("when_drawn", [Verdict.NOT_SHOWN, Verdict.NOT_SHOWN]),
        ("always", [Verdict.VIOLATED, Verdict.VIOLATED]),
        ("never", [Verdict.NOT_SHOWN, Verdict.NOT_SHOWN]),
    ],
)
def test_absence_is_judged_by_the_world(closed_world: str, expected: list[Verdict]) -> None:
    without = {"node": {"role": "table"}, "evidence": {"says": "backup"}, "closed_world": closed_world}
    assert [one.verdict for one in rule(without=without).find(SHOP)] == expected


def test_one_that_shows_it_closes_the_world() -> None:
    without = {"node": {"role": "table"}, "evidence": {"label": "/orders/"}}
    made = rule(without=without)
    assert judged(made, SHOP) == {"Orders": Verdict.SATISFIED, "Mails table": Verdict.VIOLATED}


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ({"of": {"role": "function"}, "at_most": 2}, {}),
        ({"of": {"role": "function"}, "at_most": 1}, {"Create": Verdict.VIOLATED}),
        ({"of": {"role": "firewall"}, "at_least": 1}, {"": Verdict.NOT_SHOWN}),
        ({"of": {"role": "queue"}, "at_least": 2}, {"Mails": Verdict.VIOLATED}),
        ({"of": {"role": "queue"}, "at_least": 2, "when": {"role": "firewall"}}, {}),
        ({"of": {"role": "table"}, "per": {"boundary": "vpc"}, "at_least": 2}, {"VPC": Verdict.VIOLATED}),
    ],
)
def test_nodes_are_counted(count: dict[str, object], expected: dict[str, Verdict]) -> None:
    assert judged(rule(count=count), SHOP) == expected


def test_nodes_must_or_must_not_lie_within() -> None:
    inside = rule(within={"node": {"role": "table"}, "in": {"boundary": "vpc"}})
    outside = rule(within={"node": {"role": "table"}, "not_in": {"boundary": "vpc"}}, message="{boundary}")
    silent = rule(within={"node": {"label": "Orders"}, "in": {"boundary": "region"}})
    assert judged(inside, SHOP) == {"Orders": Verdict.SATISFIED, "Mails table": Verdict.VIOLATED}
    assert [f.message for f in check([SHOP], [outside]) if f.verdict is Verdict.VIOLATED] == ["VPC"]
    assert judged(silent, SHOP) == {"Orders": Verdict.NOT_SHOWN}


def test_a_cycle_is_found_once_with_its_way() -> None:
    graph = graph_of('flowchart LR\n a["Lambda: A"] -->|calls| b["Lambda: B"] -->|calls| a\n b --> b')
    (found,) = rule(cycle={"through": {"role": "function"}}).find(graph)
    assert found.words["way"] == "A -> B -> A"


def test_words_are_required_or_forbidden() -> None:
    assert judged(rule(text={"require": "/version [0-9]/"}), SHOP) == {"": Verdict.VIOLATED}
    assert judged(rule(text={"forbid": "/mail/", "where": ["arrows"]}), SHOP) == {}
    assert set(judged(rule(text={"forbid": "/mailer/"}), SHOP)) == {"Mailer"}


# What is refused


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({}, "needs exactly one of node"),
        ({"node": {"match": {}}, "text": {"require": "x"}}, "it has node and text"),
        ({"node": {"match": {"role": "queu"}}}, "rules.0.node.match.role: this is none of the known values"),
        ({"node": {"match": {"role": "queu"}}}, "Did you mean queue?"),
        (
            {"node": {"match": {"colour": "red"}}},
            "rules.0.node.match.colour: there is no such key. There are any, all",
        ),
        (
            {"node": {"match": {"rol": "queue"}}},
            "rules.0.node.match.rol: there is no such key. Did you mean role?",
        ),
        ({"node": {"role": "queue"}}, "rules.0.node.role: there is no such key. There are match, must."),
        ({"node": "queue"}, "this must be a mapping"),
        ({"node": {"match": {"label": "/(/"}}}, "the expression /(/ is not understood"),
        ({"node": {"match": {"label": r"/(a)\1/"}}}, "is not understood"),
        ({"node": {"match": {}}, "message": "{subject.__class__}"}, "cannot be filled in"),
        ({"node": {"match": {}}, "message": "{subject:>99999999}"}, "cannot be filled in"),
        ({"node": {"match": {}}, "message": "{subject!r}"}, "cannot be filled in"),
        ({"node": {"match": {}}, "message": "{way}"}, "Use {subject}, {title}."),
        ({"node": {"match": {}}, "message": "{"}, "a brace cannot be filled in"),
        ({"node": {"match": {}}, "code": "SLS-SEC-001"}, "begins like a built-in rule"),
        ({"node": {"match": {}}, "code": "lower"}, "rules.0.code"),
        ({"count": {"of": {}}}, "count names neither at_least nor at_most"),
        ({"within": {"node": {}}}, "within names either `in` or `not_in`"),
        ({"without": {"node": {}, "evidence": {}}}, "evidence names nothing"),
        ({"text": {}}, "text names either"),
    ],
)
def test_a_wrong_rule_is_refused_by_key_and_cure(keys: dict[str, object], told: str) -> None:
    refused = refusal_of(**keys)
    assert refused.startswith("rules.yaml: rules.0")
    assert told in refused


def test_two_rules_of_one_name_are_refused() -> None:
    twice = [{**HEAD, "node": {"match": {}}}, {**HEAD, "node": {"match": {}}, "code": "ACME-SEC-002"}]
    assert "a-rule names two rules" in refusal(json.dumps({"rules": twice}))


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "[" * 100 + "]" * 100,
        f"rules: {[f'/{n}/' for n in range(101)]}",
        "- x\n" * (MOST_VALUES + 1),
        "x" * 300_000,
        "!!python/object/apply:os.system ['echo']",
        "rules: !!set {a}",
        "{",
        "\x00",
        "1" * 5_000,
        "rules: 2026-99-99",
        "",
        "- 1",
    ],
    ids=[
        "bomb",
        "deep",
        "expressions",
        "many",
        "large",
        "code",
        "tag",
        "broken",
        "nul",
        "number",
        "date",
        "empty",
        "list",
    ],
)
def test_hostile_yaml_is_refused_quickly(text: str) -> None:
    with at_most(120):
        refusal(text)


@given(st.text(max_size=200))
def test_any_text_is_a_value_or_a_refusal(text: str) -> None:
    with suppress(BadText):
        bounded_yaml(text, "x.yaml")


def test_no_expression_runs_away() -> None:
    find = finder([r"/^(a+)+$/", r"/(a|aa)*b$/", r"/(.*)*x$/"])
    with at_most(30):
        assert find("a" * 450 + "!") is None


def test_a_label_that_is_no_text_is_searched_all_the_same() -> None:
    assert finder(["/x/"])("\udc80x") == "x"


def chain_of(services: int) -> ArchitectureGraph:
    steps = "\n".join(
        f'n{i}["Lambda: F{i}"] -->|calls| n{i + 1}["Lambda: F{i + 1}"]' for i in range(services)
    )
    return graph_of(f"flowchart LR\n{steps}")


def test_findings_of_a_rule_are_bounded_on_a_long_chain() -> None:
    graph = chain_of(1_500)
    every = {"role": "function"}
    assert len(list(rule(node={"match": every}).find(graph))) == 1_000
    assert len(list(rule(path={"from": {"label": "F0"}, "to": every}).find(graph))) == 100


# Rules of installed packages


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def make(module: str) -> None:
        (tmp_path / "acme_rules.py").write_text(module)
        folder = tmp_path / "acme_rules-1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 1\n")
        (folder / "entry_points.txt").write_text("[diagram_lens.rules]\nhouse = acme_rules:RULES\n")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(__import__("sys").modules, "acme_rules", raising=False)
        installed_rules.cache_clear()

    yield make
    installed_rules.cache_clear()


def test_rules_of_an_installed_package_are_found(install) -> None:  # type: ignore[no-untyped-def]
    install(
        "from dataclasses import replace\nfrom graph_rules.registry import all_rules\n"
        "RULES = [replace(all_rules()[0], code='ACME-001', name='acme-one')]\n"
    )
    assert [made.code for made in installed_rules()] == ["ACME-001"]


@pytest.mark.parametrize("module", ["RULES = [1]", "RULES = 1", "raise ValueError('broken')"])
def test_a_package_that_offers_no_rules_is_refused(install, module: str) -> None:  # type: ignore[no-untyped-def]
    install(module)
    with pytest.raises(BadRule, match=r"house|RULES"):
        installed_rules()

"""Every rule asked of every diagram, its judgements bound to what they are about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from architecture import ArchitectureGraph, Layer
from graph_rules.finding import Finding
from graph_rules.fingerprint import fingerprint
from graph_rules.folding import fold
from graph_rules.pages import across_pages
from graph_rules.profile import profile_named, reported
from graph_rules.rule import Pillar, Rule, Severity
from graph_rules.verdict import Judgement, Verdict

RULE_CRASHED = Rule(
    code="LENS-001",
    name="rule-crashed",
    title="A rule failed on this diagram",
    pillar=Pillar.DIAGRAM,
    layer=Layer.MONITORING,
    severity={Verdict.UNDETERMINED: Severity.INFO},
    practices=(),
    source="",
    why="A rule that fails says nothing about the diagram; the other rules go on.",
    message={Verdict.UNDETERMINED: "The rule {rule} failed here ({error}), so it says nothing about it."},
    remedy="Report the diagram and the name of the rule to those who maintain the rule.",
    find=lambda graph: (),
    bad={},
    good={},
)


def check(
    graphs: Sequence[ArchitectureGraph], rules: Sequence[Rule], profile: str = "recommended"
) -> tuple[Finding, ...]:
    """What the rules say about these diagrams, satisfied and undetermined verdicts included.

    Ordered by severity, code, diagram and drawing order. Findings that say the same as another are folded
    into it, and what a related page answers is left out; open verdicts that the profile does not report are left out. Raises UnknownProfile.
    """
    chosen = profile_named(profile)
    found = [
        finding for index, graph in enumerate(graphs) for finding in _findings(graph, index, tuple(rules))
    ]
    return tuple(
        finding
        for finding in across_pages(fold(sorted(found, key=_order(graphs))), graphs)
        if reported(chosen, finding.rule, finding.verdict, finding.severity)
    )


def _findings(graph: ArchitectureGraph, index: int, rules: Sequence[Rule]) -> Iterator[Finding]:
    for rule in rules:
        try:
            found = [finding(graph, index, rule, judgement) for judgement in rule.find(graph)]
        except Exception as error:  # a broken rule must not take the others with it
            found = [_crash(graph, index, rule, error)]
        yield from found


def finding(graph: ArchitectureGraph, index: int, rule: Rule, judgement: Judgement) -> Finding:
    """A judgement bound to its rule and to the diagram of that index."""
    words = _Words(judgement.words)
    message = _message(rule, judgement.verdict)
    remedy = "" if judgement.verdict in NOTHING_TO_DO else rule.remedy
    words.setdefault("title", rule.title)
    if "subject" not in words:
        words["subject"] = graph.node(judgement.subjects[0]).name if judgement.subjects else "The diagram"
    return Finding(
        rule=rule,
        verdict=judgement.verdict,
        severity=rule.severity.get(judgement.verdict, Severity.INFO),
        diagram=index,
        subjects=judgement.subjects,
        path=judgement.path,
        message=message.format_map(words),
        remediation=remedy.format_map(words),
        evidence=judgement.evidence,
        confidence=judgement.confidence,
        fingerprint=fingerprint(graph, rule.code, judgement),
        origin=graph.node(judgement.subjects[0]).origin if judgement.subjects else None,
    )


DEFAULT_MESSAGE: Mapping[Verdict, str] = {
    Verdict.VIOLATED: "{subject}: {title}.",
    Verdict.LIKELY: "{subject}: {title}, as far as the drawing can be read.",
    Verdict.NOT_SHOWN: "The drawing does not show this for {subject}: {title}.",
    Verdict.SATISFIED: "{subject} is drawn as it should be.",
    Verdict.DECLARED: "The author says so for {subject}.",
    Verdict.NOT_APPLICABLE: "{subject} is not what this rule is about.",
    Verdict.UNDETERMINED: "The drawing is ambiguous about {subject}.",
}
"""What is said where a rule brings no sentence of its own for a verdict."""


NOTHING_TO_DO = frozenset({Verdict.SATISFIED, Verdict.DECLARED, Verdict.NOT_APPLICABLE})


def _message(rule: Rule, verdict: Verdict) -> str:
    """A rule without a sentence for `likely` says what it says of a violation."""
    if verdict is Verdict.LIKELY and verdict not in rule.message and Verdict.VIOLATED in rule.message:
        return "It seems that " + _lower_first(rule.message[Verdict.VIOLATED])
    return rule.message.get(verdict) or DEFAULT_MESSAGE[verdict]


def _lower_first(sentence: str) -> str:
    return sentence if sentence[:1] == "{" else sentence[:1].lower() + sentence[1:]


class _Words(dict[str, str]):
    """Words of a judgement; a placeholder nobody filled reads as itself instead of failing."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _crash(graph: ArchitectureGraph, index: int, rule: Rule, error: Exception) -> Finding:
    words = {"rule": f"{rule.code} {rule.name}", "error": type(error).__name__}
    judgement = Judgement(Verdict.UNDETERMINED, words=words, confidence=0)
    identity = fingerprint(graph, f"{RULE_CRASHED.code}/{rule.code}", judgement)
    return replace(finding(graph, index, RULE_CRASHED, judgement), fingerprint=identity)


def _order(graphs: Sequence[ArchitectureGraph]) -> Callable[[Finding], tuple[int, str, int, int]]:
    places = [{node_id: place for place, node_id in enumerate(graph)} for graph in graphs]

    def key(finding: Finding) -> tuple[int, str, int, int]:
        place = places[finding.diagram][finding.subjects[0]] if finding.subjects else -1
        return finding.severity.rank, finding.rule.code, finding.diagram, place

    return key

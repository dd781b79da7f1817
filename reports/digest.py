"""A review in the order in which people read it: what to mend first, then what is not shown."""

from collections.abc import Iterable

from graph_rules.finding import Finding
from graph_rules.rule import Rule, Severity
from graph_rules.verdict import Verdict
from reports.plain import counted, one_line
from reports.review import Review

VIOLATIONS = frozenset({Verdict.VIOLATED, Verdict.LIKELY})


def to_mend(review: Review) -> tuple[Finding, ...]:
    """Everything open that is more than silence, worst first, otherwise in the review's order."""
    found = (finding for finding in unwaived(review) if finding.verdict is not Verdict.NOT_SHOWN)
    return tuple(sorted(found, key=lambda finding: finding.severity.rank))


def violations(review: Review) -> tuple[Finding, ...]:
    """What the drawing contradicts, surely or likely, worst first."""
    return tuple(finding for finding in to_mend(review) if finding.verdict in VIOLATIONS)


def not_shown(review: Review) -> dict[str, list[Finding]]:
    """What is expected and neither shown nor contradicted, by code of its rule."""
    groups: dict[str, list[Finding]] = {}
    for finding in unwaived(review):
        if finding.verdict is Verdict.NOT_SHOWN:
            groups.setdefault(finding.rule.code, []).append(finding)
    return groups


def unwaived(review: Review) -> tuple[Finding, ...]:
    """Findings that nobody waived."""
    return tuple(finding for finding in review.findings if finding.suppressed is None)


def waived(review: Review) -> tuple[Finding, ...]:
    """Findings that somebody waived, with a reason."""
    return tuple(finding for finding in review.findings if finding.suppressed is not None)


def waiver_in_words(finding: Finding) -> str:
    """Why it was waived, by whom and until when; empty where it was not."""
    if finding.suppressed is None:
        return ""
    until = f", until {finding.suppressed.expires}" if finding.suppressed.expires else ""
    return one_line(f"{finding.suppressed.reason} ({finding.suppressed.by}{until})")


def lapsed_waivers(findings: Iterable[Finding]) -> tuple[str, ...]:
    """What is said of waivers of these findings that hold no more, each once."""
    return tuple(dict.fromkeys(finding.lapsed for finding in findings if finding.lapsed))


def satisfied_rules(review: Review) -> tuple[Rule, ...]:
    """Rules with evidence somewhere in the file, each once."""
    return tuple({finding.rule.code: finding.rule for finding in review.satisfied}.values())


def by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many of these findings each severity has, high first, without zeros."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return {severity: count for severity, count in counts.items() if count}


def subject_names(review: Review, finding: Finding) -> list[str]:
    """The names of the subjects; empty where the diagram as a whole is meant."""
    graph = review.reading.diagrams[finding.diagram].graph
    return [graph.node(subject).name for subject in finding.subjects if subject in graph]


def path_names(review: Review, finding: Finding) -> list[str]:
    """The services along the path; empty where there is none."""
    graph = review.reading.diagrams[finding.diagram].graph
    return [graph.node(step).name for step in (finding.path or ())[::2]]


def counts_in_words(findings: Iterable[Finding]) -> str:
    """`2 high, 1 medium`; `none` where there are none."""
    counts = by_severity(findings)
    return ", ".join(f"{count} {severity.value}" for severity, count in counts.items()) or "none"


def what_was_read(review: Review) -> str:
    """`draw.io, 2 diagrams, 14 services, 12 connections`."""
    graphs = [diagram.graph for diagram in review.reading.diagrams]
    sizes = [
        FORMAT_NAMES.get(review.reading.format, review.reading.format),
        counted(len(graphs), "diagram"),
        counted(sum(len(graph.all_services) for graph in graphs), "service"),
        counted(sum(len(graph.connections) for graph in graphs), "connection"),
    ]
    return ", ".join(sizes)


FORMAT_NAMES = {"drawio": "draw.io", "diagrams": "diagrams script", "mermaid": "Mermaid"}

"""The report as Markdown: short enough for a pull request, safe whatever the labels hold."""

import re
from collections.abc import Iterator

from graph_rules.finding import Finding
from reports.digest import (
    counts_in_words,
    lapsed_waivers,
    not_shown,
    path_names,
    satisfied_rules,
    subject_names,
    to_mend,
    violations,
    waived,
    waiver_in_words,
    what_was_read,
)
from reports.plain import CODE, counted, in_words, one_line
from reports.questions import answers
from reports.review import Review

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~$&-])")


def markdown_report(review: Review) -> str:
    """The review of one file: findings worst first, what is not shown, assessment and coverage."""
    return "\n".join(_lines(review)) + "\n"


def escape(text: str) -> str:
    """Text on one line that Markdown shows as it is: no markup, no mention of anybody, no bare link."""
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", _escaped(one_line(text)))


def _escaped(text: str) -> str:
    escaped = SPECIAL.sub(r"\\\1", text)
    return escaped.replace("@", "&#64;").replace("://", "&#58;//").replace("www.", "www&#46;")


def escape_but_code(text: str) -> str:
    """A text of a rule as `escape` shows it, with what is to be written to the letter as code."""
    parts = CODE.split(one_line(text))
    return "".join(f"`{part}`" if place % 2 else _escaped(part) for place, part in enumerate(parts))


def _lines(review: Review) -> Iterator[str]:
    found = violations(review)
    yield f"## {escape(review.reading.file)}"
    yield ""
    summary = counted(len(found), "violation").capitalize() + (
        f" ({counts_in_words(found)})" if found else ""
    )
    yield f"{summary} in {what_was_read(review)}."
    yield f"Scenario: {escape(in_words(review.coverage.scenario) or 'none')}."
    if not review.reading.complete:
        yield "Part of this file could not be read; the findings are about the rest."
    yield from _findings(review)
    yield from _not_shown(review)
    yield from _waived(review)
    yield from _numbers(review)


def _findings(review: Review) -> Iterator[str]:
    for finding in to_mend(review):
        yield ""
        yield f"### {finding.severity.value.upper()} {finding.rule.code} {escape(finding.rule.name)}"
        yield ""
        yield escape(finding.message)
        yield ""
        yield from (f"- {name}: {words}" for name, words in _facts(review, finding))


def _facts(review: Review, finding: Finding) -> Iterator[tuple[str, str]]:
    yield "Verdict", in_words(finding.verdict.value)
    if steps := path_names(review, finding):
        yield "Path", " → ".join(escape(step) for step in steps)
    elif names := subject_names(review, finding):
        yield "On", ", ".join(escape(name) for name in names)
    if finding.remediation:
        yield "Draw", escape_but_code(finding.remediation)
    if finding.origin:
        yield "At", escape(str(finding.origin))


def _not_shown(review: Review) -> Iterator[str]:
    groups = not_shown(review)
    if not groups:
        return
    yield from ("", "### Not shown", "", "| rule | severity | what | where |", "|---|---|---|---|")
    for code, findings in groups.items():
        names = [escape(name) for finding in findings for name in subject_names(review, finding)]
        severity = findings[0].severity.value
        what = " ".join((findings[0].rule.title, *lapsed_waivers(findings)))
        yield f"| {code} | {severity} | {escape(what)} | {', '.join(names) or 'the diagram'} |"


def _waived(review: Review) -> Iterator[str]:
    if not waived(review):
        return
    yield from ("", "### Waived", "", "| rule | where | why |", "|---|---|---|")
    for finding in waived(review):
        names = ", ".join(escape(name) for name in subject_names(review, finding)) or "the diagram"
        yield f"| {finding.rule.code} | {names} | {escape(waiver_in_words(finding))} |"


def _numbers(review: Review) -> Iterator[str]:
    yield from ("", "### Assessment and coverage", "", "| pillar | worst | counts |", "|---|---|---|")
    for pillar, assessment in review.assessment.items():
        counts = ", ".join(
            f"{count} {severity.value}" for severity, count in assessment.counts.items() if count
        )
        worst = assessment.worst.value if assessment.worst else "none"
        yield f"| {in_words(pillar.value)} | {worst} | {counts or 'none'} |"
    yield from ("", "| layer | shown |", "|---|---|")
    for layer, shown in review.coverage.layers.items():
        yield f"| {layer.value} | {in_words(shown)} |"
    yield ""
    satisfied = counted(len(satisfied_rules(review)), "rule")
    yield f"{review.coverage.share:.0%} of what the scenario expects is drawn; {satisfied} satisfied."
    yield from _questions(review)


def _questions(review: Review) -> Iterator[str]:
    yield from ("", "| question of the lens | as far as the drawing tells |", "|---|---|")
    for answer in answers(review):
        told = answer.summary if answer.applies else "nothing drawn to ask it about"
        yield f"| {answer.question.title} | {told} |"

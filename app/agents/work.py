"""What the worker processes do for agents: plain functions from one diagram to one small answer."""

from collections.abc import Iterable

from app.agents.answers import Explained, Found, Reviewed
from app.pipeline import Options
from graph_rules.finding import Finding
from graph_rules.rule import Severity
from graph_rules.verdict import Verdict
from reports.plain import in_words, one_line
from reports.review import Review

MOST_NOT_SHOWN, MOST_NOTES, MOST_NAMES = 12, 8, 12
LONGEST_EXPLANATION = 6_000
"""Characters of an explanation; a longer one is cut."""
WIDEST_PICTURE = 1_400
"""Pixels of a picture's longer side: enough to read it, and no more."""


def review_answer(data: bytes, name: str, options: Options, at_most: int) -> Reviewed:
    """The review of one diagram with its worst findings. Raises what `app.errors` names."""
    from app.pipeline import review
    from reports.digest import by_severity, not_shown, to_mend, violations, what_was_read
    from reports.plain import counted

    reviewed = review(data, name, options)
    found, silent = to_mend(reviewed), not_shown(reviewed)
    wrong = violations(reviewed)
    notes = [one_line(each.message) for each in reviewed.reading.diagnostics]
    return Reviewed(
        file=name,
        summary=f"{counted(len(wrong), 'violation').capitalize()} in {what_was_read(reviewed)}.",
        passes=not any(_is_high(finding) for finding in wrong),
        counts={severity.value: count for severity, count in by_severity(found).items()},
        findings=[_found(reviewed, finding) for finding in found[:at_most]],
        findings_left_out=max(len(found) - at_most, 0),
        not_shown=[_silent(reviewed, code, ones) for code, ones in list(silent.items())[:MOST_NOT_SHOWN]],
        not_shown_left_out=max(len(silent) - MOST_NOT_SHOWN, 0),
        coverage=round(reviewed.coverage.share, 3),
        scenario=in_words(reviewed.coverage.scenario),
        complete=reviewed.reading.complete,
        notes=[
            *notes[:MOST_NOTES],
            *([f"and {len(notes) - MOST_NOTES} more"] if len(notes) > MOST_NOTES else []),
        ],
    )


def _is_high(finding: Finding) -> bool:
    return finding.verdict is Verdict.VIOLATED and finding.severity is Severity.HIGH


def _found(reviewed: Review, finding: Finding) -> Found:
    from reports.digest import path_names, subject_names

    return Found(
        rule=finding.rule.code,
        name=finding.rule.name,
        severity=finding.severity.value,
        verdict=finding.verdict.value,
        on=short_names(subject_names(reviewed, finding)),
        path=short_names(path_names(reviewed, finding)),
        message=one_line(finding.message),
        draw=one_line(finding.remediation),
        page=one_line(reviewed.reading.diagrams[finding.diagram].name, 100),
    )


def _silent(reviewed: Review, code: str, findings: list[Finding]) -> str:
    from reports.digest import subject_names

    names = short_names(dict.fromkeys(name for each in findings for name in subject_names(reviewed, each)))
    return f"{code} {one_line(findings[0].rule.title)} ({', '.join(names) or 'the diagram'})"


def short_names(names: Iterable[str]) -> list[str]:
    """Names made safe to show, a dozen of them at most."""
    listed = [one_line(name, 80) for name in names]
    more = len(listed) - MOST_NAMES
    return [*listed[:MOST_NAMES], *([f"and {more} more"] if more > 0 else [])]


def explain_answer(data: bytes, name: str, options: Options, rule_name: str, node: str | None) -> Explained:
    """Why a rule fired on the diagrams of a file, or did not. Raises what `app.errors` names."""
    from app.explained import explained
    from reports.explanation import explanation_text
    from reports.sarif import plain

    pages = explained(data, name, options, rule_name, node)
    rule = pages[0].explanation.rule
    told = "\n".join(explanation_text(page) for page in pages)
    return Explained(
        rule=rule.code,
        title=one_line(rule.title),
        why_it_matters=one_line(rule.why, 1_500),
        what_to_draw=one_line(plain(rule.remedy), 1_000),
        explanation=told[:LONGEST_EXPLANATION],
        cut=len(told) > LONGEST_EXPLANATION,
    )


def render_answer(data: bytes, name: str, options: Options, format_name: str, annotated: bool) -> bytes:
    """A picture of one diagram, with what the review says about it or without. Raises what `app.errors` names."""
    from app.artefacts import artefact_named
    from app.drawings import diagrams_wanted, drawing_named
    from app.pipeline import diagram_index, review
    from parsers import read
    from reports.png import png, size_of

    wanted = "svg" if format_name == "png" else format_name
    if annotated:
        reviewed = review(data, name, options)
        made = artefact_named(wanted).write(reviewed, diagram_index(reviewed.reading, options.page))
    else:
        reading = read(data, name, files=options.files)
        made = drawing_named(wanted).write(reading, diagrams_wanted(reading, options.page), None)
    return png(made, min(1.0, WIDEST_PICTURE / max(size_of(made)))) if format_name == "png" else made

"""JUnit XML: a suite for each diagram, a case for each finding and for each rule that is satisfied.

Only sure violations fail. What is likely, not shown or waived is skipped, with the reason: a build must not
break on what a drawing does not say.
"""

from collections.abc import Iterator, Sequence

from graph_rules.finding import Finding
from reports.digest import waiver_in_words
from reports.picture.xml import element, escaped
from reports.plain import in_words, one_line
from reports.results import TOOL, Result, results
from reports.review import Review


def junit(reviews: Sequence[Review]) -> bytes:
    """The reviews as JUnit XML, UTF-8."""
    suites = list(_suites(reviews))
    totals = {
        name: str(sum(int(counts[name]) for counts, _ in suites)) for name in ("tests", "failures", "skipped")
    }
    inside = "\n".join(element("testsuite", counts, body) for counts, body in suites)
    root = element("testsuites", {"name": TOOL, **totals}, f"\n{inside}\n")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()


def _suites(reviews: Sequence[Review]) -> Iterator[tuple[dict[str, str], str]]:
    found = list(results(reviews))
    for review in reviews:
        of_review = [result for result in found if result.review is review]
        for diagram in review.reading.diagrams:
            here = [result for result in of_review if result.finding.diagram == diagram.index]
            passed = [finding for finding in review.satisfied if finding.diagram == diagram.index]
            counts = {
                "name": one_line(
                    f"{review.reading.file}: {diagram.name}" if diagram.name else review.reading.file
                ),
                "tests": str(len(here) + len(passed)),
                "failures": str(sum(result.is_failure for result in here)),
                "errors": "0",
                "skipped": str(sum(not result.is_failure for result in here)),
            }
            cases = [_open(result) for result in here] + [_passed(review, finding) for finding in passed]
            yield counts, "\n" + "\n".join(cases) + "\n"


def _open(result: Result) -> str:
    finding = result.finding
    told = {"message": result.message, "type": f"{finding.severity.value} {in_words(finding.verdict.value)}"}
    if result.is_failure:
        outcome = element("failure", told, _body(result))
    else:
        outcome = element("skipped", {"message": _why_skipped(result)})
    return element("testcase", _case(result.review, finding, result), outcome)


def _why_skipped(result: Result) -> str:
    if result.finding.suppressed is not None:
        return f"waived: {waiver_in_words(result.finding)}"
    return f"{in_words(result.finding.verdict.value)}: {result.message}"


def _body(result: Result) -> str:
    return escaped(f"{result.file}:{result.line} {result.place}".strip())


def _passed(review: Review, finding: Finding) -> str:
    return element("testcase", _case(review, finding, None))


def _case(review: Review, finding: Finding, result: Result | None) -> dict[str, str | None]:
    graph = review.reading.diagrams[finding.diagram].graph
    names = [graph.node(subject).name for subject in finding.subjects if subject in graph]
    about = f": {', '.join(names)}" if names else ""
    return {
        "classname": f"{finding.rule.pillar.value}.{finding.rule.code}",
        "name": one_line(f"{finding.rule.code} {finding.rule.name}{about}"),
        "file": one_line(review.reading.file),
        "line": str(result.line) if result else None,
    }

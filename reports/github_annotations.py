"""GitHub workflow commands: one line a finding, shown on the changed files of a pull request.

Source: GitHub documentation, "Workflow commands for GitHub Actions". Waived findings are left out.
"""

from collections.abc import Mapping, Sequence

from reports.plain import one_line
from reports.results import LONGEST_MESSAGE, Result, level, unwaived_results
from reports.review import Review

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTY = {**IN_MESSAGE, ":": "%3A", ",": "%2C"}


def github_annotations(reviews: Sequence[Review]) -> str:
    """A workflow command a line; empty where there is nothing to say."""
    return "".join(_command(result) + "\n" for result in unwaived_results(reviews))


def _command(result: Result) -> str:
    finding = result.finding
    path = one_line(result.file.removeprefix("./"), LONGEST_MESSAGE)
    properties = {"file": path, "line": str(result.line)}
    if result.column is not None:
        properties["col"] = str(result.column)
    properties["title"] = f"{finding.rule.code} {finding.rule.name}"
    told = ",".join(f"{name}={_escaped(value, IN_PROPERTY)}" for name, value in properties.items())
    place = f" ({result.place})" if result.place and result.origin.line is None else ""
    return f"::{COMMANDS[level(finding)]} {told}::{_escaped(result.message + place, IN_MESSAGE)}"


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(letter, letter) for letter in text)

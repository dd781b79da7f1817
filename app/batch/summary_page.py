"""The summary of an estate as one HTML file, without a script, a server or the network."""

from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

from app.batch.summary import WEIGHED, Summary
from reports.plain import in_words, one_line

HERE = Path(__file__).parent
RULES_SHOWN = 30
LONGEST_SHOWN = 160


def summary_page(summary: Summary, tables: list[str]) -> bytes:
    """HTML in UTF-8. `tables` are the names of the files beside it that hold every row."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    folder = _common_folder([*(row["file"] for row in summary.worst), *(path for path, _ in summary.errors)])
    template = environment.from_string((HERE / "summary.html").read_text("utf-8"))
    page = template.render(
        summary=summary,
        severities=WEIGHED,
        folder=_shown(folder),
        worst=[_diagram(row, len(folder)) for row in summary.worst],
        rules=_rules(summary),
        layers=[_layer(*counts) for counts in summary.coverage],
        errors=[(_shown(path[len(folder) :]), _shown(error)) for path, error in summary.errors],
        tables=[_shown(name) for name in tables],
        style=Markup((HERE / "summary.css").read_text("utf-8")),  # noqa: S704 - a file of ours
    )
    return page.encode("utf-8", "replace")


def _common_folder(paths: list[str]) -> str:
    """What all these paths begin with, up to a slash."""
    first, last = min(paths, default=""), max(paths, default="")
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join("".join(letter for letter, _ in alike).rpartition("/")[:2])


def _diagram(row: Mapping[str, Any], start: int) -> dict[str, Any]:
    """A row of the table, its path without what all begin with."""
    return {
        **row,
        "file": _shown(row["file"][start:]),
        "page": _shown(row["page"]),
        "scenario": in_words(row["scenario"]),
    }


def _rules(summary: Summary) -> list[dict[str, Any]]:
    most = max((count.files for count in summary.rules.values()), default=1)
    return [
        {
            "code": code,
            "count": count,
            "name": in_words(count.name.replace("-", " ")),
            "width": _share(count.files, most),
        }
        for code, count in summary.most_frequent[:RULES_SHOWN]
    ]


def _layer(name: str, shown: int, missing: int, not_expected: int) -> dict[str, Any]:
    expected = shown + missing
    return {
        "name": name,
        "shown": shown,
        "missing": missing,
        "not_expected": not_expected,
        "share": _share(shown, expected) if expected else None,
        "shown_width": _share(shown, expected + not_expected),
        "missing_width": _share(missing, expected + not_expected),
    }


def _share(part: int, whole: int) -> float:
    """Percent with one digit."""
    return round(100 * part / whole, 1) if whole else 0.0


def _shown(text: str) -> str:
    return one_line(text, LONGEST_SHOWN)

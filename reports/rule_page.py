"""The page of a rule, made from the rule itself: run `python -m reports.rule_page` to write them all.

A test fails when a page in docs/rules is not what this module makes.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import dedent

from graph_rules.registry import all_rules
from graph_rules.rule import Pillar, Rule
from graph_rules.verdict import Verdict

FOLDER = Path("docs/rules")
INDEX = "README.md"

PILLARS: Mapping[Pillar, str] = {
    Pillar.OPERATIONS: "Operational excellence",
    Pillar.SECURITY: "Security",
    Pillar.RELIABILITY: "Reliability",
    Pillar.PERFORMANCE: "Performance efficiency",
    Pillar.COST: "Cost optimization",
    Pillar.SUSTAINABILITY: "Sustainability",
    Pillar.DIAGRAM: "The drawing itself",
}

FLAGGED_LOOKS = "    classDef flagged stroke:#d13212,stroke-width:4px"


def rule_page(rule: Rule) -> str:
    """The page of one rule in Markdown; its examples are Mermaid flowcharts, what is flagged in red."""
    parts = [
        f"# {rule.code} {rule.name}",
        rule.title + ".",
        _facts(rule),
        "## Why",
        rule.why,
        *_section("## What it looks for", rule.detection),
        *_section("## What it leaves alone", rule.false_positives),
        "## What to do",
        _readable(rule.remedy),
        "## What it says",
        _messages(rule),
        "## Reported",
        *_examples(rule.bad),
        "## Not reported",
        *_examples(rule.good),
        *_section("## Elsewhere", ", ".join(rule.peers)),
        f"Source: <{rule.source}>",
    ]
    return "\n\n".join(parts) + "\n"


def rule_index(rules: Sequence[Rule]) -> str:
    """The list of all rules in Markdown, by pillar."""
    parts = [
        "# Rules",
        "Each rule has a page, made from the rule's own file: `python -m reports.rule_page` writes them. "
        "`violated` is what a finding weighs that the drawing contradicts, `not shown` what one weighs of which "
        "the drawing says nothing.",
    ]
    for pillar, title in PILLARS.items():
        if rows := [_row(rule) for rule in rules if rule.pillar is pillar]:
            table = ["| code | name | violated | not shown |", "|---|---|---|---|", *rows]
            parts += [f"## {title}", "\n".join(table)]
    return "\n\n".join(parts) + "\n"


def pages(rules: Sequence[Rule]) -> Mapping[str, str]:
    """Every page by its file name, the index among them."""
    return {INDEX: rule_index(rules), **{page_name(rule): rule_page(rule) for rule in rules}}


def page_name(rule: Rule) -> str:
    """`SLS-SEC-001.md`"""
    return f"{rule.code}.md"


def write_pages(folder: Path, rules: Sequence[Rule]) -> None:
    """Write every page into the folder and remove pages of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages(rules)
    for path in sorted(folder.glob("*.md")):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")


def _facts(rule: Rule) -> str:
    rows = {
        "pillar": PILLARS[rule.pillar],
        "layer": rule.layer.value,
        "severity when violated": _severity(rule, Verdict.VIOLATED),
        "severity when not shown": _severity(rule, Verdict.NOT_SHOWN),
        "practices of the lens": ", ".join(f"`{practice}`" for practice in rule.practices) or "-",
        "stands also for": ", ".join(rule.folds) or "-",
    }
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])


def _severity(rule: Rule, verdict: Verdict) -> str:
    severity = rule.severity.get(verdict)
    return severity.value if severity else "-"


def _section(heading: str, text: str) -> list[str]:
    return [heading, text] if text else []


def _messages(rule: Rule) -> str:
    return "\n".join(
        f"- {verdict.value.replace('_', ' ')}: {_readable(message)}"
        for verdict, message in rule.message.items()
    )


def _readable(text: str) -> str:
    """A message with its placeholders in italics."""
    return re.sub(r"\{(\w+)\}", r"*\1*", text)


def _examples(examples: Mapping[str, str]) -> Iterable[str]:
    for about, flowchart in examples.items():
        drawing = dedent(flowchart).strip()
        looks = f"\n{FLAGGED_LOOKS}" if ":::flagged" in drawing else ""
        yield f"{about[0].upper()}{about[1:]}:"
        yield f"```mermaid\n{drawing}{looks}\n```"


def _row(rule: Rule) -> str:
    severities = (_severity(rule, verdict) for verdict in (Verdict.VIOLATED, Verdict.NOT_SHOWN))
    return f"| [{rule.code}]({page_name(rule)}) | {rule.name} | {' | '.join(severities)} |"


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, all_rules())

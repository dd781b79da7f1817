"""A proposed fix, cut to what a model can read. Runs in a worker."""

from app.agents.answers import Proposed, Remedy
from app.pipeline import Options
from reports.plain import one_line

MOST_REMEDIES = 15
LONGEST_DIAGRAM = 12_000
"""Characters of a fixed diagram that is given back as text."""


def fix_answer(data: bytes, name: str, options: Options, rules: tuple[str, ...]) -> tuple[Proposed, bytes]:
    """The proposal and the fixed diagram's bytes; `rules` names whose remedies are drawn, all where it is empty.

    Raises what `app.errors` names.
    """
    from app.fixing import fix
    from reports.fixing.preview import Outcome
    from reports.fixing.table import heading, on_what, what_happened

    made = fix(data, name, options, rules)
    order = [Outcome.FIXED, Outcome.NEW, Outcome.OPEN]
    rows = sorted(made.rows, key=lambda row: (order.index(row.outcome), row.finding.severity.rank))
    remedies = [
        Remedy(
            rule=row.finding.rule.code,
            on=on_what(made, row.finding),
            outcome=row.outcome.value,
            what=what_happened(row),
        )
        for row in rows
    ]
    return Proposed(
        file=name,
        summary=one_line(heading(made)),
        changed=made.changed,
        remedies=remedies[:MOST_REMEDIES],
        left_out=max(len(remedies) - MOST_REMEDIES, 0),
        diagram=_text(made.data) if made.changed else "",
        written="",
    ), made.data


def _text(data: bytes) -> str:
    """The bytes as text; nothing where they are none, or too many to read."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if len(text) <= LONGEST_DIAGRAM else ""

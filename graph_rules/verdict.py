"""What a rule says about a subject. Absence is never a pass and never a violation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from architecture import Node
from architecture.evidence import Evidence
from architecture.graph import Path
from architecture.quickly_made import quickly_made


class Verdict(StrEnum):
    """The seven things a rule can say.

    `violated`: the drawing contradicts the practice. `likely`: so, but the witness is inferred.
    `not_shown`: expected, and neither shown nor contradicted. `satisfied`: evidence was found.
    `declared`: the author said so, with a reason. `not_applicable`: nothing here for the rule.
    `undetermined`: the drawing is ambiguous where the rule looks.
    """

    VIOLATED = "violated"
    LIKELY = "likely"
    NOT_SHOWN = "not_shown"
    SATISFIED = "satisfied"
    DECLARED = "declared"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


OPEN = frozenset({Verdict.VIOLATED, Verdict.LIKELY, Verdict.NOT_SHOWN})
"""Verdicts that ask somebody to do something: these become findings."""

LIKELY_BELOW = 0.7
"""A violation whose witness is less sure than this is only likely."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict about one subject, with what led to it.

    `subjects` are node ids, the first is where the badge goes; empty means the diagram as a whole. `path`
    alternates node and connection ids. `words` fill the placeholders of the rule's messages.
    """

    verdict: Verdict
    subjects: tuple[str, ...] = ()
    path: Path | None = None
    evidence: tuple[Evidence, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 1.0


def judge(
    verdict: Verdict,
    *subjects: Node,
    path: Path | None = None,
    evidence: Iterable[Evidence] = (),
    confidence: float | None = None,
    **words: str,
) -> Judgement:
    """A judgement about these nodes; `{subject}` in a message is the first of them, unless a word says otherwise.

    A violation whose confidence (by default that of its least certain subject) is below `LIKELY_BELOW`
    becomes `likely`: an inferred witness proves nothing.
    """
    if confidence is None:
        confidence = min([node.confidence for node in subjects], default=1.0)
    if verdict is Verdict.VIOLATED and confidence < LIKELY_BELOW:
        verdict = Verdict.LIKELY
    return Judgement(
        verdict, tuple([node.id for node in subjects]), path, tuple(evidence), words, round(confidence, 3)
    )

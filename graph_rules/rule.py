"""The form of a rule: what it is called, why it matters, how it is found, and examples that prove it.

A rule is one file in the folder of its pillar. Its name is the function's name, its rationale the
docstring, its tests and its page come from the examples. Examples are Mermaid flowcharts; the nodes a
rule must flag carry the class `:::flagged`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from inspect import getdoc

from architecture import ArchitectureGraph, Layer
from graph_rules.remedy import Ghost, Remedy, ghost_of
from graph_rules.verdict import Judgement, Verdict

__all__ = ["Find", "Ghost", "Pillar", "Rule", "Severity", "rule"]


class Pillar(StrEnum):
    """The pillars of the Well-Architected Framework, and `diagram` for checks of the drawing itself."""

    OPERATIONS = "operational_excellence"
    SECURITY = "security"
    RELIABILITY = "reliability"
    PERFORMANCE = "performance_efficiency"
    COST = "cost_optimization"
    SUSTAINABILITY = "sustainability"
    DIAGRAM = "diagram"


class Severity(StrEnum):
    """How much a finding matters; compare with `rank`."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for high, 3 for info."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


Find = Callable[[ArchitectureGraph], Iterable[Judgement]]


@dataclass(frozen=True)
class Rule:
    """A rule with everything that its findings, its tests and its page need.

    `severity` maps `violated` (also for `likely`) and, where absence is worth a line, `not_shown` to a
    severity. `message` maps verdicts to a sentence with placeholders: `{subject}` and what the judgement's
    words offer. `practices` are choices of the lens in the AWS Well-Architected Tool
    (`sec_q1/sec_sec_q1_a1`). `bad` and `good` map what an example is about to its flowchart. `folds` names
    the codes of rules whose findings this one's make redundant on the same diagram. `recommended` says that
    what is not shown is worth a line in the default profile. `fix` holds what the remedy would draw, in the order
    in which it is tried (see graph_rules.remedy); the ghost shows the first of it.
    """

    code: str
    name: str
    title: str
    pillar: Pillar
    layer: Layer
    severity: Mapping[Verdict, Severity]
    practices: tuple[str, ...]
    source: str
    why: str
    message: Mapping[Verdict, str]
    remedy: str
    find: Find
    bad: Mapping[str, str]
    good: Mapping[str, str]
    detection: str = ""
    false_positives: str = ""
    peers: tuple[str, ...] = ()
    ghost: Ghost | None = None
    folds: tuple[str, ...] = ()
    recommended: bool = False
    tags: tuple[str, ...] = field(default=())
    fix: tuple[Remedy, ...] = ()

    @cached_property
    def statement(self) -> str:
        """What it says, as one text that changes when the rule says something else."""
        values = (
            self.code,
            self.name,
            self.title,
            self.pillar,
            self.layer,
            dict(self.severity),
            self.practices,
        )
        told = [*values, self.source, dict(self.message), self.remedy, self.folds, self.recommended]
        return json.dumps(told)


def rule(
    *,
    code: str,
    title: str,
    pillar: Pillar,
    layer: Layer,
    violated: Severity | None = None,
    not_shown: Severity | None = None,
    practices: Iterable[str] = (),
    source: str,
    message: Mapping[Verdict, str],
    remedy: str,
    bad: Mapping[str, str],
    good: Mapping[str, str],
    detection: str = "",
    false_positives: str = "",
    peers: Iterable[str] = (),
    ghost: Ghost | None = None,
    fix: Remedy | tuple[Remedy, ...] = (),
    folds: Iterable[str] = (),
    recommended: bool = False,
    tags: Iterable[str] = (),
) -> Callable[[Find], Rule]:
    """Make a rule of the function below: its name with dashes is the rule's name, its docstring the why."""

    remedies = fix if isinstance(fix, tuple) else (fix,)

    def make(find: Find) -> Rule:
        severity = {Verdict.VIOLATED: violated, Verdict.LIKELY: violated, Verdict.NOT_SHOWN: not_shown}
        return Rule(
            code=code,
            name=find.__name__.replace("_", "-"),
            title=title,
            pillar=pillar,
            layer=layer,
            severity={verdict: value for verdict, value in severity.items() if value is not None},
            practices=tuple(practices),
            source=source,
            why=getdoc(find) or "",
            message=message,
            remedy=remedy,
            find=find,
            bad=bad,
            good=good,
            detection=detection,
            false_positives=false_positives,
            peers=tuple(peers),
            ghost=ghost or ghost_of(remedies),
            fix=remedies,
            folds=tuple(folds),
            recommended=recommended,
            tags=tuple(tags),
        )

    return make

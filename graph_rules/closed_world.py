"""Absence: not shown in an open world, a violation in a closed one.

A world is closed for a concept when the author drew the concept for another subject on the same page, or
said that the page is complete in it (`complete: [auth, dlq]`). Where nothing of the kind was drawn, the
drawing is silent, and silence proves nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from architecture import ArchitectureGraph, Service
from architecture.evidence import Evidence, Strength, is_shown, strongest
from architecture.vocabulary import Concept
from graph_rules.verdict import Judgement, Verdict, judge

MOST_WEAK_EVIDENCE = 5
"""How many words and icons elsewhere on the page a judgement lists."""

COMPLETE = "complete"
"""The graph attribute that holds the concepts in which the author calls the page complete."""


def is_complete(graph: ArchitectureGraph, concept: Concept | None) -> bool:
    """Whether the author says that everything of this concept is drawn."""
    return concept in graph.graph.get(COMPLETE, ())


def judge_presence(
    graph: ArchitectureGraph,
    concept: Concept | None,
    subjects: Iterable[Service],
    shown_by: Callable[[Service], Iterable[Evidence]],
    elsewhere: Iterable[Evidence] = (),
    contradicts: Callable[[Service], bool] = lambda subject: True,
    because: str = "",
) -> Iterator[Judgement]:
    """One judgement for each subject of a rule that expects a practice.

    `shown_by` gives the evidence near a subject, `elsewhere` the weak evidence on the page. In a closed
    world absence is a violation where `contradicts` agrees; the word `{other}` names a subject for which the
    practice is drawn, in the rule's message and in `because`, which becomes the word of that name.
    """
    found = [(subject, tuple(shown_by(subject))) for subject in subjects]
    other = next((subject.name for subject, evidence in found if evidence and is_shown(evidence)), None)
    name = other or "the rest of the drawing"
    closed = other is not None or is_complete(graph, concept)
    weak: Sequence[Evidence] | None = None
    for subject, evidence in found:
        if evidence:
            yield shown(subject, evidence)
        elif closed and contradicts(subject):
            yield judge(Verdict.VIOLATED, subject, other=name, because=because.replace("{other}", name))
        else:
            weak = tuple(islice(elsewhere, MOST_WEAK_EVIDENCE)) if weak is None else weak
            yield shown(subject, weak) if weak else judge(Verdict.NOT_SHOWN, subject)


def shown(subject: Service, evidence: Iterable[Evidence]) -> Judgement:
    """Satisfied by evidence, or declared where the strongest piece is the author's own word."""
    evidence = tuple(evidence)
    verdict = Verdict.DECLARED if strongest(evidence) is Strength.DECLARED else Verdict.SATISFIED
    return judge(verdict, subject, evidence=evidence)

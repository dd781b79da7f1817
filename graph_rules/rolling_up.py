"""Rolling up: what is not shown for many services of a diagram is one line, not many."""

from collections.abc import Callable, Iterable, Iterator

from architecture import ArchitectureGraph
from architecture.graph import Path
from graph_rules.verdict import Judgement, Verdict

NAMED = 3
"""So many subjects are named in a message; the rest are counted."""


Tell = Callable[[ArchitectureGraph, Judgement], Judgement]
"""Adds a path and words to a judgement, and changes nothing else."""


def as_it_is(graph: ArchitectureGraph, judgement: Judgement) -> Judgement:
    """The same judgement."""
    return judgement


def rolled_up(
    graph: ArchitectureGraph, judgements: Iterable[Judgement], tell: Tell = as_it_is
) -> Iterator[Judgement]:
    """The judgements, those that are not shown as a single one about all their subjects, which comes last.

    It shows the first path among them. Its words `{subjects}` and `{count}` name and count the first
    subject of each. `tell` is asked of every judgement of which something is seen, so not of all of them.
    """
    silent = []
    for judgement in judgements:
        if judgement.verdict is Verdict.NOT_SHOWN:
            silent.append(judgement)
        else:
            yield tell(graph, judgement)
    if silent:
        yield _together(graph, silent, tell)


def _together(graph: ArchitectureGraph, silent: list[Judgement], tell: Tell) -> Judgement:
    subjects = tuple(dict.fromkeys([subject for judgement in silent for subject in judgement.subjects]))
    heads = list(dict.fromkeys([judgement.subjects[0] for judgement in silent]))
    first = tell(graph, silent[0])
    others = (told for judgement in silent[1:] if (told := tell(graph, judgement).path))
    path: Path | None = first.path or next(others, None)
    words = {
        **first.words,
        "subjects": named([graph.node(head).name for head in heads]),
        "count": str(len(heads)),
    }
    confidence = max([judgement.confidence for judgement in silent])
    return Judgement(Verdict.NOT_SHOWN, subjects, path, words=words, confidence=confidence)


def named(names: Iterable[str]) -> str:
    """`A, B and C`; of a longer list the first few, and how many more there are."""
    names = list(dict.fromkeys(names))
    if len(names) > NAMED + 1:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

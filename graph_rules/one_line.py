"""One line about many: checks of the drawing say once a diagram what holds for several of its parts."""

from collections.abc import Iterable, Sequence

from architecture import Node
from graph_rules.verdict import Judgement, Verdict

MOST_SUBJECTS = 100
"""So many parts a judgement is about at most; its words count them all."""

NAMED = 3


def one_line(nodes: Sequence[Node], count: int | None = None, **words: str) -> Judgement:
    """Not shown for all these nodes, in the order given and each once.

    Its words `{subjects}` and `{count}` name the first and count all; `count` is given where something else
    is counted.
    """
    unique = tuple(dict.fromkeys(node.id for node in nodes))
    words |= {"subjects": _some(nodes), "count": str(count or len(unique))}
    return Judgement(Verdict.NOT_SHOWN, unique[:MOST_SUBJECTS], words=words)


def _some(nodes: Iterable[Node]) -> str:
    names = list(dict.fromkeys(_called(node) for node in nodes))
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and others"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _called(node: Node) -> str:
    return "a shape without a word" if node.name == node.id and not node.label.strip() else node.name

"""Answers kept on the graph they are about: many rules ask the same questions."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from architecture.graph import ArchitectureGraph
from architecture.service import Service

Answer = TypeVar("Answer")


def remembered(question: Callable[[ArchitectureGraph], Answer]) -> Callable[[ArchitectureGraph], Answer]:
    """Ask a question about a whole graph once, however many rules need the answer."""
    name = f"{question.__module__}.{question.__qualname__}"

    @wraps(question)
    def ask(graph: ArchitectureGraph) -> Answer:
        if name not in graph.answers:
            graph.answers[name] = question(graph)
        answer: Answer = graph.answers[name]
        return answer

    return ask


def remembered_of_each(
    question: Callable[[ArchitectureGraph, Service], Answer],
) -> Callable[[ArchitectureGraph, Service], Answer]:
    """Ask a question about each service once, however many of its neighbours' rules need the answer."""
    name = f"{question.__module__}.{question.__qualname__}"

    @wraps(question)
    def ask(graph: ArchitectureGraph, service: Service) -> Answer:
        answers: dict[str, Answer] = graph.answers.setdefault(name, {})
        if service.id not in answers:
            answers[service.id] = question(graph, service)
        return answers[service.id]

    return ask

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
        answers: dict[str, Answer] = graph.answers
        if name in answers:
            return answers[name]
        answers[name] = answer = question(graph)
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
        if service.id in answers:
            return answers[service.id]
        answers[service.id] = answer = question(graph, service)
        return answer

    return ask

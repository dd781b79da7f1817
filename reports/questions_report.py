"""The lens's nine questions as Markdown, to take to a design review: what is known, and what is left to ask."""

from collections.abc import Iterable, Iterator

from reports.markdown_report import escape
from reports.questions import STANDING_IN_WORDS, Answer, answers, with_everything
from reports.review import Review


def questions_report(reviews: Iterable[Review]) -> str:
    """A section for each file, with every practice of every question."""
    return "\n".join(line for review in reviews for line in _lines(with_everything(review)))


def _lines(review: Review) -> Iterator[str]:
    yield f"## {escape(review.reading.file)}: the questions of the Serverless Applications Lens"
    for answer in answers(review):
        yield from _answer(answer)
    yield ""


def _answer(answer: Answer) -> Iterator[str]:
    told = answer.summary.capitalize() if answer.applies else "The drawing has no API to ask this about"
    yield from ("", f"### {answer.question.id} {answer.question.title}", "", f"{told}.", "")
    yield from ("| practice | tier | stands | why |", "|---|---|---|---|")
    for answered in answer.practices:
        practice, standing = answered.practice, STANDING_IN_WORDS[answered.standing]
        yield f"| {practice.title} | {practice.tier.value} | {standing} | {escape(answered.note)} |"

"""The questions of the AWS Well-Architected Serverless Applications Lens and their practices, in our own words.

Ids are those of the AWS Well-Architected Tool (lens `serverless`): nine questions, 38 choices. They are not
unique across lenses. A rule names the practices it speaks for as `question/choice`.
Source: AWS Well-Architected Tool, Serverless Lens; https://wa.aws.amazon.com, pages `serv.question.*`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from architecture import Role
from graph_rules.rule import Pillar

LENS = "serverless"


class Tier(StrEnum):
    """How much a practice matters within its question."""

    REQUIRED = "required"
    GOOD = "good"
    BEST = "best"


class Observable(StrEnum):
    """Whether a drawing can show a practice: as topology, by a word on it, or never."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Practice:
    """One choice of a question."""

    id: str
    title: str
    tier: Tier
    observable: Observable


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the lens. Where `needs` names roles, a drawing without any of them is outside of it."""

    id: str
    title: str
    pillar: Pillar
    practices: tuple[Practice, ...]
    needs: tuple[Role, ...] = ()

    @property
    def none_of_these(self) -> str:
        """The id of the choice that says none of the practices is followed."""
        return f"{self.id.split('_')[0]}_{self.id}_no"


_TIERS = {"R": Tier.REQUIRED, "G": Tier.GOOD, "B": Tier.BEST}
_OBSERVABLE = {"Y": Observable.YES, "P": Observable.PARTLY, "N": Observable.NO}


def _question(
    question_id: str,
    title: str,
    pillar: Pillar,
    *practices: tuple[int, str, str],
    needs: tuple[Role, ...] = (),
) -> Question:
    """A question; a practice is its number, two letters for tier and observability, and its title."""
    stem = f"{question_id.split('_')[0]}_{question_id}"
    made = tuple(
        Practice(f"{stem}_a{number}", told, _TIERS[letters[0]], _OBSERVABLE[letters[1]])
        for number, letters, told in practices
    )
    return Question(question_id, title, pillar, made, needs)


_APIS = (Role.API, Role.LOAD_BALANCER)

QUESTIONS = (
    _question(
        "ops_q1", "How do you know that the application is healthy?", Pillar.OPERATIONS,
        (1, "RP", "Watch the metrics that services bring along, and raise alarms on them"),
        (3, "GP", "Trace requests through every service"),
        (4, "GP", "Keep structured logs in one place"),
        (2, "BN", "Measure what the application, the business and operations care about"),
    ),
    _question(
        "ops_q2", "How does the application get from change to change?", Pillar.OPERATIONS,
        (1, "RP", "Describe the infrastructure as code, and keep stages in environments of their own"),
        (2, "GN", "Try things out in environments that go away again"),
        (3, "GP", "Shift traffic to a new version step by step"),
        (5, "GP", "Keep configuration outside of the code"),
        (6, "GN", "Know when function runtimes go out of support"),
        (4, "BP", "Build, test and deploy by a pipeline, across accounts"),
    ),
    _question(
        "sec_q1", "How do you control who may call the API?", Pillar.SECURITY,
        (3, "RP", "Choose the kind of endpoint, and the mechanism that guards it, on purpose"),
        (1, "GY", "Authenticate and authorize every caller"),
        (2, "BP", "Narrow access by what is known of the caller's identity"),
        needs=_APIS,
    ),
    _question(
        "sec_q2", "How do you draw the borders of trust within the application?", Pillar.SECURITY,
        (1, "RP", "Write resource policies that say who may use what"),
        (4, "RP", "Use credentials that expire between components"),
        (2, "GY", "Control network traffic at every layer"),
        (3, "BP", "Keep functions small and of one purpose, so that each needs few permissions"),
    ),
    _question(
        "sec_q3", "How do you keep the application's own code and data safe?", Pillar.SECURITY,
        (1, "RN", "Read security bulletins and know the common weaknesses"),
        (4, "RP", "Keep secrets in a store made for them"),
        (2, "GN", "Protect functions while they run"),
        (3, "BP", "Have dependencies checked automatically"),
        (5, "BP", "Check what events hold before using it"),
    ),
    _question(
        "rel_q1", "How do you keep inbound requests within what can be served?", Pillar.RELIABILITY,
        (1, "RP", "Throttle steady and sudden load"),
        (2, "GP", "Give callers quotas, and enforce them"),
        (3, "BY", "Shield what cannot scale from what can"),
        needs=_APIS,
    ),
    _question(
        "rel_q2", "How does the application live through failures?", Pillar.RELIABILITY,
        (1, "RY", "Handle failed, partial and intermittent transactions: retries, dead-letter queues"),
        (3, "RP", "Handle events that come twice or should not come at all"),
        (2, "GY", "Orchestrate transactions that take long"),
        (4, "BP", "Think through how everything scales in a burst"),
    ),
    _question(
        "perf_q1", "How do you make the application fast?", Pillar.PERFORMANCE,
        (3, "RN", "Measure, and choose memory and capacity by it"),
        (1, "GN", "Measure and shorten the start of functions"),
        (2, "GY", "Work concurrently by asynchronous and stream invocations"),
        (5, "GP", "Know access patterns, and cache by them"),
        (4, "BY", "Join managed services directly, without a function between them"),
    ),
    _question(
        "cost_q1", "How do you keep the application's costs down?", Pillar.COST,
        (1, "RN", "Call outside and initialize only as often as needed"),
        (2, "RP", "Log what is needed, and keep it as long as needed"),
        (3, "GN", "Choose the configuration of functions by measuring"),
        (4, "BP", "Never pay for waiting or polling"),
    ),
)  # fmt: skip


def practice_codes() -> Iterator[tuple[str, Question, Practice]]:
    """Every practice under the name by which rules refer to it: `sec_q1/sec_sec_q1_a1`."""
    for question in QUESTIONS:
        for practice in question.practices:
            yield f"{question.id}/{practice.id}", question, practice

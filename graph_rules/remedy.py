"""Remedies as data: what a rule would draw, in words that hold for any drawing and any format.

A rule names one remedy, or several to be tried in turn. `graph_rules.remedying` turns one into edits of a graph.
Catalogue ids name what is added; the subjects are those of the finding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from architecture.roles import CALLERS
from architecture.service import Provider, Role


class Whom(StrEnum):
    """Which nodes of a finding a remedy is about.

    `first` and `each` are its subjects; `compute` is everything that runs code, `frames` the frames around
    that, or the code itself where it has none.
    """

    FIRST = "first"
    EACH = "each"
    COMPUTE = "compute"
    FRAMES = "frames"


@dataclass(frozen=True, slots=True)
class AddBeside:
    """A new shape joined to the subject: a dead-letter queue, an authorizer, a key.

    `shared` says that one of these serves all: where the drawing has one already, that is joined instead.
    `whom` are the nodes that the one new shape is joined to.
    """

    service: str
    label: str
    arrow: str = ""
    towards_subject: bool = False
    shared: bool = False
    whom: Whom = Whom.FIRST


@dataclass(frozen=True, slots=True)
class PutInFront:
    """A new shape before the subject: the arrows of those who call it lead through the new one.

    `callers` are the roles whose arrows are led through it, `only` the roles of subjects that it can stand before.
    """

    service: str
    label: str
    arrow: str = ""
    callers: frozenset[Role] = CALLERS | {Role.DNS}
    whom: Whom = Whom.FIRST
    shared: bool = False
    only: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class PutBetween:
    """A new shape on the subject's arrow of the finding's path: a queue between two functions.

    `leaving` takes the arrow that leaves the first subject, not the one that reaches it.
    """

    service: str
    label: str
    arrow: str = ""
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class AddTwin:
    """A second one of what the subject is, joined to the first by an arrow, or, `like_the_first`, to everything
    that the first is joined to.

    `service` is what stands in for it where `own` is False. `elsewhere` puts it into another zone where one is
    drawn; `of_target` makes it a second one of what the subject leads to.
    """

    service: str
    label: str
    arrow: str = ""
    own: bool = True
    like_the_first: bool = False
    elsewhere: bool = False
    of_target: bool = False


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A new shape that takes the first arrow of the path from the subject, fed by those that feed the subject:
    a VPC endpoint instead of the way through a NAT gateway.
    """

    service: str
    label: str


@dataclass(frozen=True, slots=True)
class FeedFrom:
    """A new shape that takes the subject's arrow to a broker, fed by the store that the subject writes to."""

    service: str
    label: str


@dataclass(frozen=True, slots=True)
class Join:
    """An arrow between the subjects and what the drawing has already of these roles."""

    roles: frozenset[Role]
    arrow: str = ""
    towards_subject: bool = False
    whom: Whom = Whom.EACH


@dataclass(frozen=True, slots=True)
class LeadThrough:
    """Arrows around a gate lead through it: what reaches the subject directly goes to the gate of these roles
    that is drawn already, unless the same caller reaches that anyhow.
    """

    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Say:
    """Nothing to draw: an attribute that the author writes on the subjects, if it is so."""

    attribute: str
    value: str


@dataclass(frozen=True, slots=True)
class SayOnArrow:
    """Nothing to draw: words that the author writes on the arrows of the finding's path, if it is so, or on all that
    leave the subject (or reach it) where there is none.
    """

    words: str
    reaching: bool = False


Addition = AddBeside | PutInFront | PutBetween | AddTwin | TakeOver | FeedFrom
Drawn = Addition | Join | LeadThrough
Said = Say | SayOnArrow
Remedy = Drawn | Said


EQUIVALENTS: Mapping[str, Mapping[Provider, str]] = {
    aws: {Provider.AZURE: f"azure.{azure}", Provider.GCP: f"gcp.{gcp}"}
    for aws, azure, gcp in (
        ("aws.sqs", "service_bus.queue", "tasks"),
        ("aws.sns", "monitor.alert", "pubsub"),
        ("aws.cloudfront", "front_door", "cdn"),
        ("aws.waf", "waf", "armor"),
        ("aws.api_gateway", "api_management", "api_gateway"),
        ("aws.appsync", "api_management", "api_gateway"),
        ("aws.cognito", "active_directory_b2c", "identity_platform"),
        ("aws.cloudwatch", "application_insights", "monitoring"),
        ("aws.cloudwatch.logs", "log_analytics", "logging"),
        ("aws.cloudwatch.alarm", "monitor.alert", "monitoring"),
        ("aws.xray", "application_insights", "trace"),
        ("aws.secrets_manager", "key_vault", "secret_manager"),
        ("aws.kms", "key_vault", "kms"),
        ("aws.step_functions", "logic_apps", "workflows"),
        ("aws.dynamodb", "cosmos_db", "firestore"),
        ("aws.elasticache", "cache_redis", "memorystore"),
        ("aws.codepipeline", "pipelines", "build"),
        ("aws.elb.application_load_balancer", "application_gateway", "load_balancing"),
        ("aws.eventbridge.scheduler", "logic_apps", "scheduler"),
        ("aws.systems_manager.parameter_store", "app_configuration", "secret_manager"),
        ("aws.acm", "certificate", "certificate_manager"),
    )
} | {
    "azure.application_insights": {Provider.GCP: "gcp.monitoring"},
    "azure.api_management": {Provider.GCP: "gcp.api_gateway"},
    "gcp.pubsub": {Provider.AZURE: "azure.service_bus.queue"},
}
"""What other clouds have for a service that a remedy names."""


@dataclass(frozen=True)
class Ghost:
    """A shape that the remedy adds to the drawing, beside the first subject.

    `service` is a catalogue id. `towards_subject` is the direction of its dashed arrow.
    """

    service: str
    label: str
    towards_subject: bool = False
    arrow: str = ""


def ghost_of(remedies: tuple[Remedy, ...]) -> Ghost | None:
    """What a picture shows of the first remedy that adds a shape."""
    for remedy in remedies:
        if isinstance(remedy, Addition):
            arrow = "" if isinstance(remedy, TakeOver | FeedFrom) else remedy.arrow
            return Ghost(remedy.service, _alone(remedy.label), _points_at_subject(remedy), arrow)
    return None


def _alone(label: str) -> str:
    """A label without its subject: `{subject} standby` is a standby."""
    words = label.replace("{subject}", "").strip()
    return words[:1].upper() + words[1:]


def _points_at_subject(remedy: Addition) -> bool:
    match remedy:
        case AddBeside():
            return remedy.towards_subject
        case PutBetween():
            return not remedy.leaving
    return isinstance(remedy, PutInFront)


def is_said(remedy: Remedy) -> bool:
    """Whether a remedy is a claim that only the author can make."""
    return isinstance(remedy, Said)

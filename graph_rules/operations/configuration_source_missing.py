"""SLS-OPS-011."""

from collections.abc import Iterator
from itertools import islice

from architecture import ArchitectureGraph, Layer, Role
from architecture.environments import environments
from architecture.evidence import elsewhere
from architecture.vocabulary import Concept
from graph_rules.closed_world import MOST_WEAK_EVIDENCE, is_complete
from graph_rules.remedy import AddBeside, Whom
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict, judge


@rule(
    code="SLS-OPS-011",
    title="Several environments, and no source of configuration",
    pillar=Pillar.OPERATIONS,
    layer=Layer.MONITORING,
    violated=Severity.INFO,
    not_shown=Severity.INFO,
    practices=["ops_q2/ops_ops_q2_a5"],
    source="https://wa.aws.amazon.com/serv.question.OPS_2.en.html",
    message={
        Verdict.VIOLATED: "{names} get their configuration from nowhere: the drawing is complete in it, and has none.",
        Verdict.NOT_SHOWN: "The drawing does not show where {names} get what differs between them.",
        Verdict.SATISFIED: "The drawing shows where configuration comes from.",
    },
    remedy="Keep what differs between {names} in Parameter Store or AppConfig, and draw it.",
    detection="Frames of two different environments or more, and no configuration service or secret store, nor a word of "
    "one. Once a diagram.",
    false_positives="Few drawings show configuration at all: a question of the checklist.",
    fix=AddBeside(
        "aws.systems_manager.parameter_store", "Configuration", towards_subject=True, whom=Whom.EACH
    ),
    bad={
        "test and production": """
            flowchart LR
                subgraph test [Test environment]
                    a["Lambda: Orders test"]
                end
                subgraph prod [Production environment]
                    b["Lambda: Orders"]
                end
                class test,prod flagged
        """,
        "accounts": """
            flowchart LR
                subgraph dev [Development account]
                    a["ECS: Orders dev"]
                end
                subgraph prod [Production account]
                    b["ECS: Orders"]
                end
                class dev,prod flagged
        """,
    },
    good={
        "a parameter store": """
            flowchart LR
                subgraph test [Test environment]
                    a["Lambda: Orders test"]
                end
                subgraph prod [Production environment]
                    b["Lambda: Orders"]
                end
                config["Parameter Store: Settings"]
        """,
        "one environment": """
            flowchart LR
                subgraph prod [Production environment]
                    b["Lambda: Orders"]
                end
        """,
    },
)
def configuration_source_missing(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """The same code runs in every environment; what differs comes from outside, or somebody edits code to release."""
    frames = {name: graph.node(id_) for id_, name in reversed(environments(graph).items())}
    if len(frames) < 2:
        return
    configured = (Role.CONFIGURATION, Role.SECRET_STORE)
    found = list(islice(elsewhere(graph, configured, Concept.CONFIGURATION), MOST_WEAK_EVIDENCE))
    names = " and ".join(frame.name for frame in reversed(frames.values()))
    if found:
        yield judge(Verdict.SATISFIED, *frames.values(), evidence=found, names=names)
    else:
        verdict = Verdict.VIOLATED if is_complete(graph, Concept.CONFIGURATION) else Verdict.NOT_SHOWN
        yield judge(verdict, *reversed(frames.values()), names=names)

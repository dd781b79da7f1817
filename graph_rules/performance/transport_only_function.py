"""SLS-PERF-008."""

import re
from collections.abc import Iterator

from architecture import ArchitectureGraph, Connection, Direction, Layer, Node, Provider, Role, Service
from architecture.roles import IDENTITY, MONITORING
from architecture.vocabulary import Concept, mention, spoken
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import LIKELY_BELOW, Judgement, Verdict, judge

SOURCES = (Role.API, Role.BUS, Role.TOPIC, Role.OBJECT_STORE, Role.STREAM)
TARGETS = (Role.QUEUE, Role.TOPIC, Role.BUS, Role.STREAM, Role.DELIVERY_STREAM, Role.ORCHESTRATOR)
BESIDE = MONITORING | IDENTITY | {Role.AUDIT, Role.SECRET_STORE, Role.KEY_STORE, Role.CONFIGURATION}
"""What stands beside any function and says nothing about its work."""

NAMELESS = re.compile(r"(?:(?:AWS|Amazon) )?Lambda(?: functions?)?|functions?", re.IGNORECASE)
"""A label that says what the thing is and not what it does."""

LESS_SURE = LIKELY_BELOW - 0.1
"""How sure a name is that tells of transport, and not of the message or where it goes: `OrderPublisher`."""

MESSAGES = re.compile(
    r"messages?|events?|records?|items?|jobs?|tasks?|requests?|data|payloads?|workflows?|executions?|machines?"
    r"|step|queues?|topics?|streams?|bus|sqs|sns|kinesis|firehose|eventbridge|to",
    re.IGNORECASE,
)
"""What is carried, and whither, where no name says it."""

MORE_THAN_SENDING = re.compile(r"start|send|rout|dispatch|put|proxy|bridge|ship", re.IGNORECASE)
"""Verbs that tell of transport only with their object: who sends a confirmation writes it first."""

CARRIERS = re.compile(
    r"(?:forward|send|push|publish|enqueu|relay|emitt|broadcast|produc|shipp)(?:er|or)s?", re.IGNORECASE
)
"""Nouns of transport, for which the name ends: `ClickForwarder`."""

NO_NAME = ("aws", "amazon", "lambda", "function", "fn", "handler")
"""Words of a name that say no more than that it is a function."""

STARTS_A_WORKFLOW = LIKELY_BELOW - 0.1
"""How sure it is that a function without a name does no more than start the workflow, where the work is drawn."""

WORKS = (Concept.TRANSFORM, Concept.VALIDATE, Concept.EDGE_CODE, Concept.FILTER)


@rule(
    code="SLS-PERF-008",
    title="Function that only transports (use a direct integration)",
    pillar=Pillar.PERFORMANCE,
    layer=Layer.COMPUTE,
    violated=Severity.LOW,
    practices=["perf_q1/perf_perf_q1_a4"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/direct-integrations.html",
    message={
        Verdict.VIOLATED: "{subject} only hands on what {giver} gives it to {taker}: it is paid for, it can fail, and both "
        "can be joined without it.",
        Verdict.LIKELY: "{subject} seems only to hand on what {giver} gives it to {taker}: both can be joined without it.",
    },
    remedy="Join {giver} and {taker} directly: a service integration of API Gateway, an EventBridge rule or pipe, or a "
    "Step Functions task. If {subject} checks or changes what it passes on, say so in its name.",
    detection="A function that is called by one API, bus, topic, bucket or stream and calls one queue, "
    "topic, bus, stream or workflow, and nothing else, and whose own name begins with a verb of transport "
    "(forward, enqueue, publish) and goes on with the message or where it goes, if at all. Likely where the "
    "object is another, where the name ends with such a word (`OrderPublisher`), and where it has no name "
    "and stands between a stream and a workflow: the work is drawn in the workflow.",
    false_positives="Functions whose name tells of any other work, or, except before a workflow, tells "
    "nothing: most of them check or change what they pass on; `SendConfirmation` writes one first, "
    "`RoutePlanner` plans; so does what turns the changes of a table into events. Functions that write to a "
    "table behind an API are the reference architecture of the lens.",
    bad={
        "a function that enqueues": """
            flowchart LR
                api["API Gateway: Orders API"] --> enqueue["Lambda: EnqueueOrder"]:::flagged --> queue["SQS: Orders"]
        """,
        "a function that starts a workflow": """
            flowchart LR
                uploads[("S3: Uploads")] --> start["Lambda: StartWorkflow"]:::flagged --> flow["Step Functions: Review"]
        """,
        "a function that forwards, and its monitoring": """
            flowchart LR
                clicks["Kinesis Data Streams: Clicks"] --> forward["Lambda: Forwarder"]:::flagged --> firehose["Amazon Data Firehose: Clicks"]
                forward --> watch["CloudWatch"]
        """,
        "a function without a name between a stream and a workflow": """
            flowchart LR
                payments["Kinesis Data Streams: Payments"] --> start["AWS Lambda"]:::flagged --> check["Step Functions: Check payment"]
        """,
        "a name that ends with the word": """
            flowchart LR
                api["API Gateway: Orders API"] --> publish["Lambda: OrderPublisher"]:::flagged --> topic["SNS: Changes"]
        """,
        "a call with its answer": """
            flowchart LR
                api["API Gateway: Orders API"] <--> producer["Lambda: Producer"]:::flagged --> bus["EventBridge: Orders"]
        """,
    },
    good={
        "a function that validates": """
            flowchart LR
                api["API Gateway: Orders API"] --> check["Lambda: ValidateAndSend"] --> queue["SQS: Orders"]
        """,
        "a function without a name before a queue": """
            flowchart LR
                api["API Gateway: Orders API"] --> function["AWS Lambda"] --> queue["SQS: Orders"]
        """,
        "a name that tells of other work": """
            flowchart LR
                api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"] --> queue["SQS: Orders"]
        """,
        "names that begin like a verb of transport and tell of other work": """
            flowchart LR
                bus["EventBridge: Shop"] --> mail["Lambda: SendConfirmation"] --> told["SNS: Customers"]
                bus --> plan["Lambda: RoutePlanner"] --> routes["SQS: Routes"]
                placed["SNS: Placed"] --> start["Lambda: StartCheckout"] --> checkouts["SQS: Checkouts"]
        """,
        "it reads a table, too": """
            flowchart LR
                api["API Gateway: Orders API"] --> send["Lambda: SendOrder"] --> queue["SQS: Orders"]
                send --> orders[("DynamoDB: Orders")]
        """,
        "a table behind an API": """
            flowchart LR
                api["API Gateway: Orders API"] --> put["Lambda: PutOrder"] --> orders[("DynamoDB: Orders")]
        """,
        "changes of a table, made into events": """
            flowchart LR
                orders[("DynamoDB: Orders")] --> changes["DynamoDB Streams: Orders"] --> publish["Lambda: PublishEvents"] --> bus["EventBridge: Orders"]
        """,
        "joined directly": """
            flowchart LR
                api["API Gateway: Orders API"] -->|service integration| queue["SQS: Orders"]
        """,
    },
)
def transport_only_function(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Functions are for changing data, not for carrying it. Managed services hand messages to each other without
    code to run, to patch and to wait for.
    """
    carrying = graph.nodes_saying(Concept.TRANSPORT)
    workflows = any(graph.services(Role.ORCHESTRATOR))
    changes = _change_streams(graph) if carrying or workflows else frozenset()
    for function in graph.services(Role.FUNCTION) if carrying or workflows else ():
        named = function.id in carrying
        if not named and not (workflows and NAMELESS.fullmatch(function.name)):
            continue
        ways = _only_ways(graph, function)
        sure = _sure_by_name(graph, function, *ways) if named and ways else 0.0
        if ways and not named and _starts_a_workflow(graph, function, *ways):
            sure = STARTS_A_WORKFLOW
        if (
            ways is not None
            and sure
            and changes.isdisjoint((ways[0].source, ways[0].target))
            and not _works(function, *ways)
        ):
            yield _judge(graph, function, *ways, most=sure)


def _sure_by_name(
    graph: ArchitectureGraph, function: Service, coming: Connection, going: Connection
) -> float:
    """How sure the name makes it that the function only transports; 0 where it tells of other work."""
    verb, *object_ = _words(function.name) or ("",)
    giver, taker = graph.other_end(coming, function), graph.other_end(going, function)
    if mention(Concept.TRANSPORT, verb):
        if verb.startswith("start"):
            return 1.0 if isinstance(taker, Service) and taker.role is Role.ORCHESTRATOR else 0.0
        if not object_ or any(_is_carried(word, giver, taker) for word in object_):
            return 1.0
        return 0.0 if MORE_THAN_SENDING.match(verb) else LESS_SURE
    return LESS_SURE if object_ and CARRIERS.fullmatch(object_[-1]) else 0.0


def _words(name: str) -> list[str]:
    """The words of a name in small letters, without those that say that it is a function."""
    words = re.findall(r"[a-z]+", spoken(name).lower())
    return [word for word in words if word not in NO_NAME]


def _is_carried(word: str, giver: Node, taker: Node) -> bool:
    """Whether it is a message, or what the giver or the taker is called after."""
    named = {part.rstrip("s") for end in (giver, taker) for part in _words(end.name)}
    return MESSAGES.fullmatch(word) is not None or word.rstrip("s") in named


def _starts_a_workflow(
    graph: ArchitectureGraph, function: Service, coming: Connection, going: Connection
) -> bool:
    """Whether it stands between a stream and a workflow, which a pipe can join."""
    ends = (graph.other_end(coming, function), graph.other_end(going, function))
    return all(
        isinstance(end, Service) and end.role is role
        for end, role in zip(ends, (Role.STREAM, Role.ORCHESTRATOR), strict=True)
    )


def _change_streams(graph: ArchitectureGraph) -> frozenset[str]:
    """Streams of a table's changes: somebody has to make an event of a changed row."""
    return frozenset(
        stream.id for table in graph.services(Role.TABLE) for stream in graph.neighbours(table, Role.STREAM)
    )


def _works(function: Service, *ways: Connection) -> bool:
    labels = (function.label, *(way.label for way in ways))
    return any(mention(concept, label) for concept in WORKS for label in labels)


def _only_ways(graph: ArchitectureGraph, function: Service) -> tuple[Connection, Connection] | None:
    """The one way in and the one way out, None where there is any other.

    An arrow of two heads between an API and the function is a call and its answer: a way in.
    """
    ways = [way for way in graph.touching(function) if not _is_beside(graph, way, function)]
    coming = [way for way in ways if _comes_in(graph, way, function)]
    going = [way for way in ways if _goes_out(graph, way, function)]
    if len(ways) == 2 and len(coming) == 1 and len(going) == 1:
        return coming[0], going[0]
    return None


def _comes_in(graph: ArchitectureGraph, way: Connection, function: Service) -> bool:
    if way.direction is Direction.BOTH:
        return _is_service(graph.other_end(way, function), (Role.API,))
    arrives = way.direction is Direction.FORWARD and way.target == function.id
    return arrives and _is_service(graph.node(way.source), SOURCES)


def _goes_out(graph: ArchitectureGraph, way: Connection, function: Service) -> bool:
    leaves = way.direction is Direction.FORWARD and way.source == function.id
    return leaves and _is_service(graph.node(way.target), TARGETS)


def _is_beside(graph: ArchitectureGraph, way: Connection, function: Service) -> bool:
    other = graph.other_end(way, function)
    return isinstance(other, Service) and other.role in BESIDE


def _is_service(node: Node, roles: tuple[Role, ...]) -> bool:
    return isinstance(node, Service) and node.role in roles and node.provider is Provider.AWS


def _judge(
    graph: ArchitectureGraph, function: Service, coming: Connection, going: Connection, *, most: float
) -> Judgement:
    giver = graph.other_end(coming, function)
    path = (giver.id, coming.id, function.id, going.id, going.target)
    return judge(
        Verdict.VIOLATED,
        function,
        path=path,
        confidence=min(graph.sure(path), most),
        giver=giver.name,
        taker=graph.node(going.target).name,
    )

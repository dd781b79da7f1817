"""SLS-SEC-006."""

from collections.abc import Iterator

from architecture import ArchitectureGraph, Layer, Role, Service
from architecture.access import caller_of, is_public
from architecture.shielding import floating_firewalls, screening
from architecture.vocabulary import Concept, mention
from graph_rules.closed_world import judge_presence
from graph_rules.remedy import AddBeside
from graph_rules.rule import Pillar, Severity, rule
from graph_rules.verdict import Judgement, Verdict

TAKES_NONE = "aws.elb.network_load_balancer", "aws.elb.gateway_load_balancer"


@rule(
    code="SLS-SEC-006",
    title="Internet-facing API without a web application firewall",
    pillar=Pillar.SECURITY,
    layer=Layer.EDGE,
    violated=Severity.MEDIUM,
    not_shown=Severity.LOW,
    practices=["sec_q1/sec_sec_q1_a3", "sec_q2/sec_sec_q2_a2"],
    source="https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/infrastructure-protection.html",
    message={
        Verdict.VIOLATED: "Requests from the internet reach {subject} unscreened, while a web application firewall is drawn for {other}.",
        Verdict.NOT_SHOWN: "The drawing does not show what screens requests from the internet before they reach {subject}.",
        Verdict.SATISFIED: "A web application firewall screens requests to {subject}.",
    },
    remedy="Associate AWS WAF with {subject} or with the content delivery network before it and draw it there, or "
    "write `waf: true` on {subject}.",
    detection="An API or load balancer that clients reach, or that nothing is drawn to call, without a firewall at it, "
    "before it on the way in, or at a frame around it, and without a word of one. It is a violation where people "
    "reach it and another entry on the page shows its firewall.",
    false_positives="Internal entries, network load balancers and WebSocket APIs, which take no such firewall; entries that only "
    "devices call.",
    peers=["cdk-nag AwsSolutions-APIG3", "checkov CKV2_AWS_29", "Threagile missing-waf"],
    fix=AddBeside("aws.waf", "Web application firewall", towards_subject=True, shared=True),
    bad={
        "the firewall stands before something else": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Site"] --> site[("S3: Static website")]
                waf["AWS WAF"] --- cdn
                browser --> api["API Gateway: Orders API"]:::flagged
        """,
        "one entry has a firewall, the other has none": """
            flowchart LR
                browser[Browser] --> waf["AWS WAF"] --> orders["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
                browser --> reports["API Gateway: Reports API"]:::flagged --> list["Lambda: ListReports"]
        """,
        "no word of a firewall": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"]:::flagged --> create["Lambda: CreateOrder"]
        """,
        "another one has it, and partners call": """
            flowchart LR
                browser[Browser] --> waf["AWS WAF"] --> shop["API Gateway: Shop API"]
                partner["User: Partner"] --> orders["API Gateway: Orders API"]:::flagged
        """,
    },
    good={
        "a firewall at the network before the API": """
            flowchart LR
                browser[Browser] --> cdn["CloudFront: Shop"] --> api["API Gateway: Orders API"] --> create["Lambda: CreateOrder"]
                waf["AWS WAF"] --- cdn
        """,
        "a firewall at the frame": """
            flowchart LR
                browser[Browser] --> api
                waf["AWS WAF"] --> entry
                subgraph entry [Front]
                    api["API Gateway: Orders API"]
                end
        """,
        "a firewall that nothing is joined to": """
            flowchart LR
                browser[Browser] --> api["API Gateway: Orders API"]
                waf["AWS WAF"]
        """,
        "a word of it": """
            flowchart LR
                browser[Browser] -->|through Cloudflare| balancer["Application Load Balancer: Shop"]
        """,
        "an internal API, and a network load balancer": """
            flowchart LR
                browser[Browser] --> balancer["Network Load Balancer: Games"]
                job["Lambda: Job"] --> api["API Gateway: Internal pricing API"]
        """,
    },
)
def public_api_without_firewall(graph: ArchitectureGraph) -> Iterator[Judgement]:
    """Anybody on the internet can send anything. A firewall in front turns away known attacks and floods before
    they cost function time or reach a mistake in the code.
    """

    def contradicts(entry: Service) -> bool:
        caller = caller_of(graph, entry)
        return (
            caller is not None
            and caller.role is not Role.EXTERNAL
            and not mention(Concept.DEVICE, caller.name)
        )

    yield from judge_presence(
        graph,
        Concept.WAF,
        [entry for entry in graph.services(Role.API, Role.LOAD_BALANCER) if _is_in_scope(graph, entry)],
        shown_by=lambda entry: screening(graph, entry),
        elsewhere=floating_firewalls(graph),
        contradicts=contradicts,
    )


def _is_in_scope(graph: ArchitectureGraph, entry: Service) -> bool:
    takes_one = entry.service not in TAKES_NONE and not mention(Concept.WEB_SOCKET, entry.label)
    return takes_one and is_public(graph, entry)

"""What a frame means, told by the words of its label: `Private subnet A` is a private subnet.

Used where nothing better is drawn: for the clusters of scripts and flowcharts, and for plain boxes of
draw.io files. The first line that says something is what the frame is; what follows tells what lies in it.
Within a line the first row that matches decides, so the narrower frame stands before the wider one.
"""

import re
from functools import lru_cache

from architecture.service import BoundaryKind
from architecture.vocabulary import LONGEST_LABEL_READ, spoken

_AWS_REGION = r"\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:gov-)?(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d"
_ENVIRONMENT = r"prod(?:uction)?|staging|stage|dev(?:elopment)?|test(?:ing)?|qa|uat|sandbox|pre-?prod"
_CLOUD = r"(?:amazon web services|aws|azure|gcp|google cloud|oci)"
_SURELY_ONE = r"prod(?:uction)?|staging|dev(?:elopment)?|qa|uat|sandbox|pre-?prod"
"""What is an environment even where it stands first: `Stage: build` and `Test: load` are none."""

_NO_STEP = r"(?!.*\b(?:stages?|steps?|phases?|pipelines?|jobs?)\b)"
"""The stages of a pipeline are called the same: `Pipeline - test`."""

_APART = r"(?:\s+-\s+|\s*[\u2013\u2014:(\[]\s*)"

WORDS: tuple[tuple[BoundaryKind, str], ...] = (
    (BoundaryKind.SECURITY_GROUP, r"\bsecurity groups?\b|\bnsg\b|^sg\b|\bsg$|\bsg-\w+"),
    (
        BoundaryKind.AUTO_SCALING_GROUP,
        r"\bauto[ -]?scaling groups?\b|\basg\b|\bscale set\b|\bvmss\b"
        r"|^(?!.*\b(?:sub-?nets?|vpc|clusters?|ecs|eks|fargate)\b).*\bauto[ -]?scaling\b",
    ),
    (BoundaryKind.STATE_MACHINE, r"\bstate machine\b|\bstep functions?\b"),
    (
        BoundaryKind.PUBLIC_SUBNET,
        r"\bpublic\b.*\bsub-?nets?\b|\bsub-?nets?\b.*\bpublic\b|\bdmz\b"
        r"|\bsub-?rede?s?\b.*\bp[úu]blicas?\b|\b(?:ö|oe)ffentliche[rsn]?\b.*\bsub-?netze?s?\b"
        r"|\bsous-?r[ée]seaux?\b.*\bpublics?\b|パブリック ?サブネット|公有子网|公共子网|퍼블릭 ?서브넷",
    ),
    (
        BoundaryKind.PRIVATE_SUBNET,
        r"\b(?:private|isolated)\b.*\bsub-?nets?\b|\bsub-?nets?\b.*\b(?:private|isolated)\b"
        r"|\b(?:data|database|db|app|application|backend)\b.*\bsub-?nets?\b"
        r"|\bsub-?rede?s?\b.*\bprivadas?\b|\bprivate[rsn]?\b.*\bsub-?netze?s?\b"
        r"|\bsous-?r[ée]seaux?\b.*\bpriv[ée]e?s?\b|プライベート ?サブネット|私有子网|프라이빗 ?서브넷",
    ),
    (
        BoundaryKind.SUBNET,
        r"\bsub-?nets?\b|\bsub-?rede?s?\b|\bsub-?netze?s?\b|\bsous-?r[ée]seaux?\b|サブネット|子网|서브넷",
    ),
    (BoundaryKind.PUBLIC_SUBNET, r"^public(?: (?:tier|zone|network|net|\d+|[a-d]))?$"),
    (BoundaryKind.PRIVATE_SUBNET, r"^(?:private|isolated)(?: (?:tier|zone|network|net|\d+|[a-d]))?$"),
    (
        BoundaryKind.AVAILABILITY_ZONE,
        rf"\bavailability zones?\b|\bazs?\b|\baz[- ]?[\da-f]\b|{_AWS_REGION}[a-f]\b"
        r"|\bzon(?:a|as|e|es) de (?:disponibilidade?|disponibilit[ée])\b|\bverfügbarkeitszonen?\b"
        r"|アベイラビリティ ?ゾーン|可用区|가용 ?영역",
    ),
    (
        BoundaryKind.VPC,
        r"\bvpcs?\b(?! (?:endpoint|peering|flow log|attachment|connector|link)s?\b)|\bvirtual private cloud\b|\bv-?nets?\b|\bvirtual networks?\b|\bvcn\b",
    ),
    (
        BoundaryKind.ON_PREMISES,
        r"\bon[ -]?prem(?:ise)?s?\b|\bdata ?cent(?:er|re)s?\b|\bcompany network\b"
        r"|^corporate$|\bcorporate (?:data|network|lan|office|site|environment|it)\b"
        r"|\brechenzentr(?:um|en)\b|\bcentros? de (?:datos|dados)\b|\bcentres? de donn[ée]es\b"
        r"|オンプレミス|データ ?センター|本地数据中心|^数据中心|온프레미스|데이터 ?센터",
    ),
    (BoundaryKind.CLUSTER, r"\b(?:eks|ecs|aks|gke|kubernetes|k8s|openshift|fargate)\b|\bclusters?\b"),
    (
        BoundaryKind.REGION,
        rf"\bregions?\b|{_AWS_REGION}\b|\b(?:regi[óo]n|regiones|regi[ãa]o|regi[õo]es|r[ée]gions?)\b|リージョン|리전"
        r"|^(?:aws ?)?区域(?:\W|$)",
    ),
    (
        BoundaryKind.ACCOUNT,
        r"(?<!bank )(?<!user )(?<!customer )(?<!cross-)\baccount\b(?! (?:service|api|db|database|management|manager|team|creation|billing|access|&|and))|\baws accounts\b"
        r"|\bsubscription\b(?! (?:service|api|management|filter|billing))|\b(?:gcp|google cloud) project\b"
        r"|^(?:conta|cuenta|konto|compte)(?: [\d-]+)?$|\b(?:conta|cuenta|compte) (?:d[aeo] )?(?:aws|azure)\b"
        r"|\b(?:aws|azure)[ -]konto\b|アカウント(?!管理|サービス|作成)|账户(?!管理|服务)",
    ),
    (
        BoundaryKind.ENVIRONMENT,
        rf"\benv(?:ironment)?s?\b|^(?:{_ENVIRONMENT})$|\b(?:{_ENVIRONMENT}) (?:tier|stack|stage)$",
    ),
    (
        BoundaryKind.CLOUD,
        r"^(?:amazon web services|aws|azure|microsoft azure|gcp|google cloud|google cloud platform|oci|oracle cloud|ibm cloud|alibaba cloud)$"
        r"|\b(?:aws|azure|google|public|private|amazon|oracle|ibm) cloud\b|^(?:the )?cloud$",
    ),
    # `AWS (production)`, `Prod AWS`; `Orders - production`, `Production: Orders`
    (
        BoundaryKind.ENVIRONMENT,
        rf"^{_CLOUD}\W+(?:{_ENVIRONMENT})\W*$|^(?:{_ENVIRONMENT})\W+{_CLOUD}\W*$"
        rf"|^{_NO_STEP}.*\S{_APART}(?:{_ENVIRONMENT})[)\]]?$|^{_NO_STEP}(?:{_SURELY_ONE}){_APART}\S",
    ),
)

REFUSED = re.compile(
    r"\b(?:no (?=vpc|sub-?net)|outside|out of|not (?:with)?in|not inside|without|external to|fora d[aeo]s?|fuera de"
    r"|hors(?: d[eu])?|außerhalb)\b[^,;()]*|\bnon[- ]\w+|\b\w+-less\b",
    re.IGNORECASE,
)
"""What a frame says that it is not: "Managed services (outside the VPC)"."""

_BESIDE = r"(?:[,;:(+&·|\u2013\u2014]|(?<= )-|\b(?:with|and|in|across|over|of)\b) ?"
_COUNT = r"(?:\d{1,3}|two|three|four|five|six|multiple|several)(?: ?x)? "

COUNTED = re.compile(
    rf"(?:^|{_BESIDE}){_COUNT}(?:availability zones?|azs?|vpcs|regions|accounts|clusters)\b"
    rf"|{_BESIDE}{_COUNT}(?:\w+ ){{0,2}}sub-?nets\b|\bmulti[- ](?:az|region|account|cluster)s?\b",
    re.IGNORECASE,
)
"""Several of a kind, which a frame has and is not: "3 AZs". But "2 private subnets" are private together."""

QUALIFIER = re.compile(
    rf"(?:the )?(?:amazon|aws|azure|gcp|cloud|public|private|isolated|account|subscription|{_ENVIRONMENT})",
    re.IGNORECASE,
)
"""A first line that says which rather than what: "Production", then "VPC"."""

SIDES = frozenset({BoundaryKind.PUBLIC_SUBNET, BoundaryKind.PRIVATE_SUBNET})
REMARK = re.compile(r"[(,;]| - ")
"""Where the name of a subnet ends and a remark about others begins: "Private subnet (NAT via public subnet)"."""

LINES_READ = 3
"""Lines that are read one after the other; what says nothing until then is read as a whole."""

LETTER = re.compile(r"[^\W\d_]")


def boundary_kind_by_label(label: str) -> BoundaryKind | None:
    """What a frame with this label stands for, or None where its words say nothing: a plain group.

    The first line decides, where it says nothing together with the next: names are broken over lines.
    """
    return _kind_of_lines(label[:LONGEST_LABEL_READ])


@lru_cache(maxsize=16_384)
def _kind_of_lines(label: str) -> BoundaryKind | None:
    lines = [line for each in label.split("\n") if (line := " ".join(each.split()))]
    is_qualified = len(lines) > 1 and QUALIFIER.fullmatch(lines[0]) is not None
    beginnings = [" ".join(lines[:count]) for count in range(1 + is_qualified, LINES_READ + 1)]
    kinds = (_kind(text) for text in (*beginnings, " ".join(lines)))
    kind = next((kind for kind in kinds if kind is not None), None)
    if kind is None and is_qualified and not LETTER.search(" ".join(lines[1:])):
        return _kind(lines[0])  # nothing but an address follows: "prod", "10.1.0.0/16"
    return kind


@lru_cache(maxsize=16_384)
def _kind(label: str) -> BoundaryKind | None:
    if (said := COUNTED.sub(" ", REFUSED.sub(" ", label))) != label:
        label = " ".join(said.split()).strip(" ,;:()-")
    if (whole := _first_kind(label)) in SIDES and (head := _first_kind(REMARK.split(label, 1)[0])) in SIDES:
        return head
    return whole


def _first_kind(label: str) -> BoundaryKind | None:
    texts = (label, spoken(label))
    return next((kind for kind, pattern in _patterns() if any(pattern.search(text) for text in texts)), None)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[BoundaryKind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in WORDS)

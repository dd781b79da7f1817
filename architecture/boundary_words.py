"""What a frame means, told by the words of its label: `Private subnet A` is a private subnet.

Used where nothing better is drawn: for the clusters of scripts and flowcharts, and for plain boxes of
draw.io files. The first row that matches decides, so the narrower frame stands before the wider one.
"""

import re
from functools import lru_cache

from architecture.service import BoundaryKind
from architecture.vocabulary import LONGEST_LABEL_READ, spoken

_AWS_REGION = r"\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:gov-)?(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d"
_ENVIRONMENT = r"prod(?:uction)?|staging|stage|dev(?:elopment)?|test(?:ing)?|qa|uat|sandbox|pre-?prod"

WORDS: tuple[tuple[BoundaryKind, str], ...] = (
    (BoundaryKind.SECURITY_GROUP, r"\bsecurity groups?\b|\bnsg\b|^sg\b|\bsg$|\bsg-\w+"),
    (BoundaryKind.AUTO_SCALING_GROUP, r"\bauto[ -]?scaling\b|\basg\b|\bscale set\b|\bvmss\b"),
    (BoundaryKind.STATE_MACHINE, r"\bstate machine\b|\bstep functions?\b"),
    (BoundaryKind.PUBLIC_SUBNET, r"\bpublic\b.*\bsub-?nets?\b|\bsub-?nets?\b.*\bpublic\b|\bdmz\b"),
    (
        BoundaryKind.PRIVATE_SUBNET,
        r"\b(?:private|isolated)\b.*\bsub-?nets?\b|\bsub-?nets?\b.*\b(?:private|isolated)\b"
        r"|\b(?:data|database|db|app|application|backend)\b.*\bsub-?nets?\b",
    ),
    (BoundaryKind.SUBNET, r"\bsub-?nets?\b"),
    (BoundaryKind.PUBLIC_SUBNET, r"^public(?: (?:tier|zone|network|net|\d+|[a-d]))?$"),
    (BoundaryKind.PRIVATE_SUBNET, r"^(?:private|isolated)(?: (?:tier|zone|network|net|\d+|[a-d]))?$"),
    (
        BoundaryKind.AVAILABILITY_ZONE,
        rf"\bavailability zones?\b|\bazs?\b|\baz[- ]?[\da-f]\b|{_AWS_REGION}[a-f]\b",
    ),
    (BoundaryKind.VPC, r"\bvpcs?\b|\bvirtual private cloud\b|\bv-?nets?\b|\bvirtual networks?\b|\bvcn\b"),
    (
        BoundaryKind.ON_PREMISES,
        r"\bon[ -]?prem(?:ise)?s?\b|\bdata ?cent(?:er|re)s?\b|\bcorporate\b|\bcompany network\b",
    ),
    (BoundaryKind.CLUSTER, r"\b(?:eks|ecs|aks|gke|kubernetes|k8s|openshift|fargate)\b|\bclusters?\b"),
    (BoundaryKind.REGION, rf"\bregions?\b|{_AWS_REGION}\b"),
    (
        BoundaryKind.ACCOUNT,
        r"\baccount\b(?! (?:service|api|db|database|management|manager|team|creation))|\baws accounts\b"
        r"|\bsubscription\b(?! (?:service|api|management|filter))|\b(?:gcp|google cloud) project\b",
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
)


def boundary_kind_by_label(label: str) -> BoundaryKind | None:
    """What a frame with this label stands for, or None where its words say nothing: a plain group."""
    return _kind(" ".join(label[:LONGEST_LABEL_READ].split()))


@lru_cache(maxsize=16_384)
def _kind(label: str) -> BoundaryKind | None:
    texts = (label, spoken(label))
    return next((kind for kind, pattern in _patterns() if any(pattern.search(text) for text in texts)), None)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[BoundaryKind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in WORDS)

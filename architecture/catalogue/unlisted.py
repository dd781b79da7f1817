"""What can be said of a service that no entry lists: its provider, a readable name, perhaps its role.

Vendors add icons faster than anyone lists them. An icon of a known set is still a service of a known
provider, and a class of the `diagrams` library also says by its module what kind of service it is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from architecture.catalogue.entry import Entry, entries, index
from architecture.catalogue.images import by_image
from architecture.service import Layer, NodeKind, Provider, Role
from architecture.vocabulary import spoken

STENCIL_SETS = {
    "azure": Provider.AZURE,
    "azure2": Provider.AZURE,
    "mscae": Provider.AZURE,
    "gcp2": Provider.GCP,
    "gcp": Provider.GCP,
    "kubernetes": Provider.KUBERNETES,
}
"""The stencil sets that hold services, by the first word of a stencil's name.

draw.io has no stencils in `azure2`, whose icons are files; programs write them all the same.
"""

SETS_OF_AWS = re.compile(r"aws\d*[a-z]?")
"""The sets of AWS have numbers (`aws3d`, `aws4`), and programs write those of years to come: `aws2025`."""

WRAPPERS = re.compile(
    r"(?:resource|product|service)icon|group.*|icon\d?|frame\d?|doublerect|hexagon|(?:arrow|dashed|flat).*"
)
"""Names within those sets that are frames, lines or carriers of another icon."""

REDESIGN = re.compile(r"_(?:\d{1,2}|alt\d{0,2}|alternate)$|(?<=[a-z]{6})\d$")
"""What is added to a stencil's name when its picture is redrawn: `cloudwatch_2`, `auto_scaling3`."""

UPPER_CASE = re.compile(
    r"ad|ai|ami|api|aws|cdn|ci|cli|cpu|db|dns|ebs|ec2|ecs|efs|eks|elb|emr|gcp|gke|gpu|hpc|hsm|https?|iam|id|iot|ip|k8s|kms|ml"
    r"|mq|nat|os|rds|s3|sap|sdk|ses|sftp|sms|sns|sql|sqs|ssd|ssh|ssl|sso|sts|tls|ui|url|vm|vpc|vpn|waf|wan",
    re.IGNORECASE,
)
"""Words that people write in capitals."""

PACKAGES = {
    "aws": Provider.AWS,
    "azure": Provider.AZURE,
    "gcp": Provider.GCP,
    "firebase": Provider.GCP,
    "k8s": Provider.KUBERNETES,
    "onprem": Provider.ONPREM,
    "elastic": Provider.ONPREM,
    "saas": Provider.SAAS,
    **dict.fromkeys(
        [
            "alibabacloud",
            "digitalocean",
            "generic",
            "gis",
            "ibm",
            "oci",
            "openstack",
            "outscale",
            "programming",
        ],
        Provider.GENERIC,
    ),
}
"""The packages of the `diagrams` library whose classes stand for something, by the first word of a class."""

CATEGORIES: Mapping[str, tuple[Role, Layer | None]] = {
    **dict.fromkeys(("client", "user"), (Role.CLIENT, None)),
    **dict.fromkeys(("ci", "cd", "gitops"), (Role.PIPELINE, Layer.MONITORING)),
    **dict.fromkeys(("monitoring", "logging", "observability", "beats"), (Role.OBSERVER, Layer.MONITORING)),
    **dict.fromkeys(("ml", "aimachinelearning"), (Role.AI_MODEL, Layer.COMPUTE)),
    **dict.fromkeys(
        ("database", "databases", "storage", "analytics", "data", "elasticsearch"), (Role.OTHER, Layer.DATA)
    ),
    **dict.fromkeys(("network", "networking", "connectivity"), (Role.OTHER, Layer.NETWORK)),
    **dict.fromkeys(("compute", "web", "appservices"), (Role.OTHER, Layer.COMPUTE)),
    **dict.fromkeys(("integration", "messaging", "communication"), (Role.OTHER, Layer.MESSAGING)),
    **dict.fromkeys(
        ("management", "monitor", "operations", "governance", "devops"), (Role.OTHER, Layer.MONITORING)
    ),
    "container": (Role.CONTAINER_SERVICE, Layer.COMPUTE),
    "oci.monitoring": (Role.OTHER, Layer.MONITORING),
    "identity": (Role.OTHER, Layer.IDENTITY),
    "security": (Role.OTHER, Layer.SECURITY),
    "vcs": (Role.SOURCE_CONTROL, Layer.MONITORING),
    "iac": (Role.INFRASTRUCTURE_AS_CODE, Layer.MONITORING),
    "registry": (Role.REGISTRY, Layer.MONITORING),
    "tracing": (Role.TRACER, Layer.MONITORING),
    "iot": (Role.IOT, Layer.MESSAGING),
}
"""What a module of the library says about its classes; a module not named here says nothing.

The module `oci.monitoring` also holds queues and mail.
"""

NAME_HINTS: tuple[tuple[re.Pattern[str], Role, Layer | None], ...] = (
    (re.compile(r"\bapi gateway\b"), Role.API, Layer.COMPUTE),
    (re.compile(r"^(?:cloud )?functions?(?: compute)?$"), Role.FUNCTION, Layer.COMPUTE),
    (re.compile(r"\bload balanc(?:er|ing)s?\b"), Role.LOAD_BALANCER, Layer.COMPUTE),
    (
        re.compile(r"\bkubernetes\b|\bcontainer (?:service|engine|instances?)\b"),
        Role.CONTAINER_SERVICE,
        Layer.COMPUTE,
    ),
    (re.compile(r"\bobject stor(?:age|e)\b"), Role.OBJECT_STORE, Layer.DATA),
    (re.compile(r"\bfile stor(?:age|e)\b"), Role.FILE_STORE, Layer.DATA),
    (re.compile(r"\bblock stor(?:age|e)\b"), Role.BLOCK_STORE, Layer.DATA),
    (re.compile(r"\b(?:redis|memcached?)\b"), Role.CACHE, Layer.DATA),
    (re.compile(r"\bmongo ?db\b"), Role.DOCUMENT_STORE, Layer.DATA),
    (re.compile(r"\b(?:my|postgre) ?sql\b|\bmaria ?db\b"), Role.RELATIONAL_STORE, Layer.DATA),
    (re.compile(r"\bcdn\b|^content delivery\b"), Role.CDN, Layer.EDGE),
    (re.compile(r"\bdns\b"), Role.DNS, Layer.EDGE),
    (re.compile(r"\bwaf\b|\bfirewall\b"), Role.FIREWALL, Layer.EDGE),
    (re.compile(r"\bnat gateway\b"), Role.NAT_GATEWAY, Layer.NETWORK),
    (re.compile(r"\binternet gateway\b"), Role.INTERNET_GATEWAY, Layer.NETWORK),
    (re.compile(r"\bvpn\b"), Role.VPN, Layer.NETWORK),
)
"""What the name of an unlisted class says where it is plain; the first that fits."""


def readable(spelling: str) -> str:
    """A title for a stencil, an icon file or a class that is not listed: `aws4.bedrock_agentcore` is "Bedrock Agentcore"."""
    file = re.split(r"[?#]", spelling.removeprefix("data:")[-500:])[0].rsplit("/", 1)[-1]
    if "/" in spelling:
        file = re.sub(r"\.\w{2,5}$", "", file)
    words = spoken(re.sub(r"[-_%\s]+", "_", _without_redesign(file.rsplit(".", 1)[-1]))).split()
    return " ".join(
        word.upper() if UPPER_CASE.fullmatch(word) else word[:1].upper() + word[1:] for word in words
    )


@lru_cache(maxsize=4_096)
def unknown_stencil(stencil: str) -> Entry | None:
    """A service made on the fly for an unlisted name of a known stencil set; None for any other stencil.

    A name that differs from a listed one by a redesign's number, a vendor's prefix or the generation of its
    set is that listed service, as is one that bears its id or differs from an icon file only by being no file. Any other gets
    an id of its own, the role `other` and no layer.
    """
    key = stencil.lower().replace(" ", "_").removeprefix("mxgraph.")
    family, leaf = key.split(".", 1)[0], key.rsplit(".", 1)[-1]
    provider = _whose_set(family)
    if provider is None or "." not in key or not leaf or WRAPPERS.fullmatch(leaf):
        return None
    if family == "azure2" and (pictured := by_image(key.replace(".", "/"))):
        return pictured
    for name in _leaf_names(leaf):
        if listed := _by_leaf().get((provider, name)):
            return listed
    made_up = _made_up(provider, provider.value, leaf, readable(leaf))
    return entries().get(made_up.id, made_up)


def _whose_set(name: str) -> Provider | None:
    return Provider.AWS if SETS_OF_AWS.fullmatch(name) else STENCIL_SETS.get(name)


def _leaf_names(leaf: str) -> Iterator[str]:
    short = _without_redesign(leaf)
    for name in (leaf, short, re.sub(r"^(?:aws|amazon|azure|google|gcp)_", "", short)):
        yield name.replace("-", "_")


@cache
def _by_leaf() -> Mapping[tuple[Provider, str], Entry]:
    """Listed services by the last part of a stencil's name, whatever the generation of its set.

    Services that are drawn with stencils of a vendor's set and belong to no vendor (users, devices) answer too.
    """
    found: dict[tuple[Provider, str], Entry] = {}
    for stencil, entry in index("stencils").items():
        family = _whose_set(stencil.split(".", 1)[0])
        if family is not None:
            found.setdefault((family, stencil.rsplit(".", 1)[-1].replace("-", "_")), entry)
    return found


def _without_redesign(name: str) -> str:
    return REDESIGN.sub("", name) or name


@lru_cache(maxsize=4_096)
def unlisted_class(name: str) -> Entry | None:
    """A service for a class of the `diagrams` library that no entry names, from its module and its name."""
    package, _, rest = name.partition(".")
    provider, leaf = PACKAGES.get(package), re.sub(r"(?<=\w)White$", "", rest.rsplit(".", 1)[-1])
    if provider is None or not leaf:
        return None
    title = readable(leaf)
    if listed := entries().get(f"{provider.value}.{_snake(title)}"):
        return listed
    role, layer = _told_by_name(title) or _told_by_module(package, rest.rpartition(".")[0])
    return _made_up(provider, package.replace("k8s", "kubernetes"), leaf, title, role, layer)


def _told_by_name(title: str) -> tuple[Role, Layer | None] | None:
    return next(((role, layer) for hint, role, layer in NAME_HINTS if hint.search(title.lower())), None)


def _told_by_module(package: str, category: str) -> tuple[Role, Layer | None]:
    nothing: tuple[Role, Layer | None] = (Role.OTHER, None)
    return CATEGORIES.get(f"{package}.{category}") or CATEGORIES.get(category, nothing)


def _made_up(
    provider: Provider,
    package: str,
    leaf: str,
    title: str,
    role: Role = Role.OTHER,
    layer: Layer | None = None,
) -> Entry:
    if role is Role.OTHER and provider is Provider.SAAS:
        role = Role.EXTERNAL
    kinds = {Role.CLIENT: NodeKind.CLIENT, Role.EXTERNAL: NodeKind.EXTERNAL}
    kind = kinds.get(role, NodeKind.SERVICE)
    return Entry(f"{package}.{_snake(spoken(leaf))}", title, role, layer, provider, kind)


def _snake(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")

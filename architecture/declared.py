"""What the author says outright: attributes on a shape that name a practice (`auth: jwt`, `dlq: true`).

The table below is the whole language. A value that denies (`no`, `false`, `none`) is no evidence of the
practice, and `auth: none` is evidence of the contrary.
"""

from architecture.service import Node
from architecture.vocabulary import Concept

CONCEPT_OF: dict[str, Concept] = {
    "auth": Concept.AUTH,
    "authorizer": Concept.AUTH,
    "authentication": Concept.AUTH,
    "authorization": Concept.AUTH,
    "dlq": Concept.DEAD_LETTER,
    "dead_letter": Concept.DEAD_LETTER,
    "on_failure": Concept.DEAD_LETTER,
    "trace": Concept.TRACE,
    "traced": Concept.TRACE,
    "tracing": Concept.TRACE,
    "monitor": Concept.MONITOR,
    "monitored": Concept.MONITOR,
    "monitoring": Concept.MONITOR,
    "log": Concept.LOG,
    "logged": Concept.LOG,
    "logging": Concept.LOG,
    "throttle": Concept.THROTTLE,
    "throttled": Concept.THROTTLE,
    "throttling": Concept.THROTTLE,
    "quota": Concept.THROTTLE,
    "idempotent": Concept.IDEMPOTENT,
    "async": Concept.ASYNC,
    "waf": Concept.WAF,
    "cdn": Concept.CDN,
    "origin_access": Concept.ORIGIN_ACCESS,
    "oac": Concept.ORIGIN_ACCESS,
    "presigned": Concept.PRESIGNED,
    "internal": Concept.INTERNAL,
    "private": Concept.INTERNAL,
    "encrypted": Concept.ENCRYPTED,
    "encryption": Concept.ENCRYPTED,
    "backup": Concept.BACKUP,
    "validated": Concept.VALIDATE,
    "validation": Concept.VALIDATE,
    "scanned": Concept.SCAN,
    "secret": Concept.SECRET,
    "secrets": Concept.SECRET,
    "retention": Concept.RETENTION,
    "cache": Concept.CACHE,
    "cached": Concept.CACHE,
    "concurrency": Concept.CONCURRENCY,
    "retry": Concept.RETRY,
    "multi_az": Concept.MULTI_ZONE,
    "tls": Concept.TLS,
    "filter": Concept.FILTER,
}

DENIALS = frozenset({"", "no", "none", "false", "off", "0", "open", "public", "missing", "disabled"})


def declared(node: Node, concept: Concept) -> str | None:
    """The attribute, as `key: value`, by which the author says that the node follows the concept."""
    for key, value in node.attributes.items():
        if CONCEPT_OF.get(_plain(key)) is concept and _plain(value) not in DENIALS:
            return f"{key}: {value}"
    return None


def denied(node: Node, concept: Concept) -> str | None:
    """The attribute by which the author says that the node does not follow the concept: `auth: none`."""
    for key, value in node.attributes.items():
        if CONCEPT_OF.get(_plain(key)) is concept and _plain(value) in DENIALS - {""}:
            return f"{key}: {value}"
    return None


def said_public(node: Node) -> bool | None:
    """Whether the author says that anybody may reach it (`public: true`) or nobody from outside (`public: false`)."""
    for key, value in node.attributes.items():
        if _plain(key) == "public":
            return _plain(value) not in ("", "no", "false", "off", "0")
    return None


def _plain(text: str) -> str:
    return text.strip().lower().replace("-", "_").replace(" ", "_")

"""Words in labels that are evidence of a practice.

The tokens come from a study of 248 real AWS diagrams. Matching ignores case. A concept's pattern is
tried on labels, titles and notes; it is bounded text against alternations without nested repetition,
so matching is linear.
"""

import re
from enum import StrEnum
from functools import cache, lru_cache

LONGEST_LABEL_READ = 2_000
"""Characters of a label in which words are looked for; a longer label is prose, not a name."""


class Concept(StrEnum):
    """What a word in a drawing can be evidence of."""

    AUTH = "auth"
    OPEN = "open"
    API_KEY = "api_key"
    DEAD_LETTER = "dead_letter"
    TRACE = "trace"
    MONITOR = "monitor"
    THROTTLE = "throttle"
    IDEMPOTENT = "idempotent"
    ASYNC = "async"
    REQUEST = "request"
    STATIC_SITE = "static_site"
    SENSITIVE = "sensitive"
    ORIGIN_ACCESS = "origin_access"
    PRESIGNED = "presigned"
    INTERNAL = "internal"
    REPLICATE = "replicate"
    DEPLOY = "deploy"
    AUTHORIZER = "authorizer"
    ANALYST = "analyst"
    WAF = "waf"
    CDN = "cdn"


WORDS: dict[Concept, str] = {
    Concept.AUTH: r"\bjwt\b|\boauth2?\b|\boidc\b|openid|\bsaml\b|sig-?v4|iam[ _-]?auth|\baws_iam\b|authoriz|authoris|authentic|\bcognito\b|\bokta\b"
    r"|\bauth0\b|\bentra\b|azure ad\b|keycloak|\bmtls\b|mutual tls|client cert|\bsso\b|\blog ?in\b|sign[ -]?in\b|sign[ -]?up\b"
    r"|\b(?:id|access|bearer|refresh|auth|security) ?tokens?\b|resource polic|private (?:api|endpoint)|\bauth\b|federat",
    Concept.OPEN: r"\bno[ -]?auth|anonymous|unauthenticated|\bguest\b|open access|auth(?:orization)?\s*[:=]\s*none|public api",
    Concept.API_KEY: r"api[ _-]?keys?\b|usage plan",
    Concept.DEAD_LETTER: r"dlq|dead.?letter|redrive|on.?failure|failure destination|poison|parking lot|maxreceivecount",
    Concept.TRACE: r"x-?ray|\btrac(?:e|es|ing)\b|\botel\b|opentelemetry|\badot\b|jaeger|zipkin|\btempo\b|honeycomb|lumigo|epsagon|thundra|datadog"
    r"|new ?relic|dynatrace|app(?:lication)? insights|service map",
    Concept.MONITOR: r"monitor|cloudwatch|\bmetrics?\b|\balarms?\b|\balert(?:s|ing)?\b|\blogs?\b|\blogging\b|dashboard|grafana|prometheus|splunk"
    r"|\belk\b|kibana|sentry|pagerduty|opsgenie|observability",
    Concept.THROTTLE: r"throttl|rate.?limit|usage plan|\bquotas?\b|\bburst\b|\b429\b",
    Concept.IDEMPOTENT: r"idempot|dedup|exactly.?once|\bfifo\b|conditional (?:write|put)",
    Concept.ASYNC: r"\basync|\bevents?\b|\btrigger|publish|subscri|\bnotif|\bstream|\bqueue|enqueue|webhook|\bemit|schedul|\bcron\b|\bdestination",
    Concept.REQUEST: r"\bhttps?\b|\brest\b|graphql|\bgrpc\b|\binvoke|\brequest|\bcalls?\b|\bget\b|\bpost\b|\bput\b|\bquer(?:y|ies)\b|\breads?\b",
    Concept.STATIC_SITE: r"\bstatic|\bweb ?site|\bwebsite|\bassets?\b|front.?end|\bspa\b|\bhosting\b|\bwww\b|\bhtml\b|\breact\b|\bangular\b|\bvue\b|web ?app\b|\bweb content\b",
    Concept.SENSITIVE: r"\bpii\b|\bphi\b|\bpci\b|\bgdpr\b|\bhipaa\b|\bcards?\b|payment|\bhealth\b|\bssn\b|\bpersonal\b",
    Concept.ORIGIN_ACCESS: r"\boac\b|\boai\b|origin access|private bucket|signed header|secret header|vpc origin|bucket policy",
    Concept.PRESIGNED: r"pre-?signed|scoped credential|identity pool|\bsts\b|temporary credential|\bsigned url",
    Concept.INTERNAL: r"\binternal\b|\bprivate\b|intranet|\bvpc (?:only|endpoint)\b",
    Concept.REPLICATE: r"replicat|\bsync(?:ed|s)?\b|\bmirror|\bbackup\b|cross.region copy",
    Concept.DEPLOY: r"\bdeploy|\bprovision|\bci/?cd\b|\bbuild\b|\brelease\b",
    Concept.AUTHORIZER: r"authori[sz]er|\bauth(?:entication|orization)?[ -]?(?:lambda|function|fn)\b|lambda[ -]auth|token valid",
    Concept.ANALYST: r"\banalyst|\bdba\b|\bbi\b|quicksight|tableau|\breporting\b|\breports?\b|data scientist|power ?bi|\bdashboards?\b",
    Concept.WAF: r"\bwaf\b|cloudflare|akamai|imperva|web application firewall",
    Concept.CDN: r"cloudfront|\bcdn\b|cloudflare|fastly|akamai|front door|amplify",
}


@cache
def _pattern(concept: Concept) -> re.Pattern[str]:
    return re.compile(WORDS[concept], re.IGNORECASE)


@lru_cache(maxsize=65_536)
def _found(concept: Concept, text: str) -> str | None:
    match = _pattern(concept).search(text)
    return match.group(0) if match else None


def mention(concept: Concept, text: str) -> str | None:
    """The first word in `text` that is evidence of `concept`, or None.

    Underscores and camel case separate words, so that `OrdersDLQ` and `auth_token` are read as people do.
    """
    if not text:
        return None
    text = text[:LONGEST_LABEL_READ]
    return _found(concept, text) or _found(concept, spoken(text))


@lru_cache(maxsize=65_536)
def spoken(text: str) -> str:
    """`OrdersDLQ_v2` as words: `Orders DLQ v2`."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return re.sub(r"[_\s]+", " ", text)

"""The head of a label names what a box is: what stands before the first line break or bracket.

What the head names, the rest only refines ("ElastiCache (Redis)"). Where it names nothing, the rest tells only if it
is nothing but a name: "uses Redis" says what somebody's own code works with. Reading is linear in the label.
"""

import re
from collections.abc import Iterable, Iterator

from architecture.catalogue.entry import Entry, family
from architecture.catalogue.lexicon import VENDORS, Run, Words, lexicon, look_up, readings, runs_in, words_of
from architecture.service import NodeKind, Provider, Role
from architecture.vocabulary import spoken

PART_ENDS = re.compile(r"[()\[\]{}（）【】]")
"""What parts a line of a label into what stands before a bracket, in it and after it."""

OPENING_BRACKET = re.compile(r"\s*[(\[{（【]([^()\[\]{}（）【】]*)[)\]}）】](?=.*[^\W\d_])")
"""A remark before the head: "[prod] Orders Lambda", "(SQS) Orders"."""

ACTORS_ON_A_SERVICE = re.compile(
    r"(?:adapter|connector|consumer|controller|handler|listener|poller|processor|producer|publisher|reader"
    r"|receiver|sender|subscriber|worker|writer)s?"
)
"""Last words of labels that name what works with a service ("Slack Handler"), not the service."""

RUNNING_CODE = frozenset({Role.FUNCTION, Role.CONTAINER_SERVICE, Role.INSTANCE, Role.BATCH})
"""Roles that may themselves be such an actor: "Lambda consumer"."""

HOSTING = RUNNING_CODE | {Role.STATIC_HOSTING, Role.CDN, Role.OBJECT_STORE}
"""Roles that may themselves be a frontend: "Website (S3)"."""

WORKED_WITH = frozenset(
    {
        Role.BROKER,
        Role.CACHE,
        Role.DOCUMENT_STORE,
        Role.GRAPH_STORE,
        Role.LOAD_BALANCER,
        Role.OBJECT_STORE,
        Role.OTHER,
        Role.QUEUE,
        Role.RELATIONAL_STORE,
        Role.SEARCH_STORE,
        Role.STREAM,
        Role.TABLE,
        Role.TIME_SERIES_STORE,
        Role.WAREHOUSE,
    }
)
"""Roles of what services use rather than are: "Basket service (Redis)", but not "Email service (SES)"."""

PARTS: tuple[tuple[frozenset[Role], re.Pattern[str]], ...] = (
    (
        frozenset({Role.RELATIONAL_STORE, Role.GRAPH_STORE, Role.DOCUMENT_STORE}),
        re.compile(r"(?:read|writ)ers?"),
    ),
    (frozenset({Role.LOAD_BALANCER}), re.compile(r"listeners?")),
    (frozenset({Role.DIRECTORY, Role.PIPELINE}), re.compile(r"controllers?|workers?")),
)
"""What reads like an actor and is a part of the service itself: "Aurora Reader", "ALB Listener"."""

MAY_BE: tuple[tuple[re.Pattern[str], frozenset[Role]], ...] = (
    (re.compile(r"processors?"), RUNNING_CODE | {Role.AI_MODEL, Role.EXTERNAL}),
    (ACTORS_ON_A_SERVICE, RUNNING_CODE),
    (re.compile(r"(?:microservice|pod)s?|process(?:es)?"), RUNNING_CODE),
    (re.compile(r"end|(?:app|application|frontend|page|shop|site|spa|ui|website)s?"), HOSTING),
    (re.compile(r"(?:service|svc)s?"), frozenset(Role) - WORKED_WITH),
    (
        re.compile(r"staff|people|(?:admin|analyst|customer|developer|engineer|office|operator|team|user)s?"),
        frozenset(),
    ),
)
"""By the last word of a head that names nothing: the roles that what is named after it may have."""

CLOUDS = frozenset({Provider.AWS, Provider.AZURE, Provider.GCP})
"""Providers whose products nobody builds into code of their own."""

LINKS = frozenset({Role.VPN, Role.DIRECT_CONNECT, Role.NETWORK})
OF_A_LINK = re.compile(
    r"\b(?:vpn|connect(?:ion|ivity)?|links?|peering|tunnels?|networks?|gateways?|endpoints?|lines?|dx)\b",
    re.IGNORECASE,
)
"""How something is reached, which names only a box that is about the way: not "Partner Bank (VPN)"."""

SELF_HOSTED = frozenset({Provider.ONPREM, Provider.KUBERNETES})
"""Providers of engines and protocols, which a vendor's product runs under a name of its own."""

RUN_BY_VENDORS = frozenset(
    {
        Role.BROKER,
        Role.CACHE,
        Role.CONTAINER_SERVICE,
        Role.DATA_PROCESSING,
        Role.DOCUMENT_STORE,
        Role.GRAPH_STORE,
        Role.ORCHESTRATOR,
        Role.RELATIONAL_STORE,
        Role.SEARCH_STORE,
        Role.STREAM,
        Role.STREAM_PROCESSOR,
        Role.TABLE,
    }
)
"""Roles in which a product goes before the engine named beside it: "Amazon MSK (Kafka)", "EKS Kubernetes"."""

DETAILS = re.compile(
    r"amazon|aws|azs?|jwt|oauth|oidc|saml|[a-z]*\d[a-z\d]*|fifo|hosted|managed|master|multi|of|one|primary|read|serverless|single"
    r"|slave|spot|standard|standby|three|tier|two|v|version|nano|micro|small|medium|x?large"
    r"|(?:bucket|cache|cluster|container|database|db|function|group|host|instance|job|node|pool|queue|replica"
    r"|server|service|store|stream|table|task|topic|volume)s?"
)
"""Words that may stand beside a name that stands alone: "SQS queue", "RDS Multi-AZ". Numbers may, too."""

SENTENCES = re.compile(r"calls|for|from|invokes|over|starts|through|to|triggers|use[ds]?|using|via|with")
"""Words that tell a line which says what is done with a service from one that names it: "calls Lambda"."""

RUN_BY = re.compile(r"\b(?:on|(?:runs|running|hosted|deployed) (?:on|in|to))\s+(?=\S)", re.IGNORECASE)
"""What stands between somebody's own code and what runs it: "FastAPI on Fargate", "hosted on EC2"."""


def named_by_head(text: str, of: Provider | None) -> Entry | None:
    """The service that the head of a label names, refined by what follows, else what follows by itself."""
    head, rest = _head_and_rest(text)
    named, told = _in_head([head, *(part for parts in rest for part in parts)], of), _after_head(rest, of)
    if named is not None:
        return _refined(named, told)
    return told.entry if told is not None and _may_be(head, told.entry) else None


def _head_and_rest(text: str) -> tuple[str, list[list[str]]]:
    """What stands before the first line break or bracket, then, line by line, the parts that follow.

    A number or the name of a vendor by itself is no head: it goes with the next line ("AWS", "Lambda").
    """
    if remark := OPENING_BRACKET.match(text):
        first, *others = text[remark.end() :].split("\n", 1)
        text = "\n".join([f"{first} ({remark[1]})", *others])
    lines = [[part for part in PART_ENDS.split(line) if words_of(part)] for line in text.split("\n")]
    lines = [parts for parts in lines if parts]
    while len(lines) > 1 and len(lines[0]) == 1 and _is_no_head(lines[0][0]):
        lines[0:2] = [[f"{lines[0][0]} {lines[1][0]}", *lines[1][1:]]]
    return lines[0][0], [lines[0][1:], *lines[1:]]


def _is_no_head(part: str) -> bool:
    return all(word in VENDORS or not word.isalpha() for word in words_of(part))


def _in_head(parts: list[str], of: Provider | None) -> Run | None:
    """The best of the runs that begin in the first part: a name may be broken over lines."""
    runs = [
        run
        for spell in (str, spoken)
        for run in runs_in([words_of(spell(part)) for part in parts])
        if not _is_worked_with(run)
    ]
    return max(_without_engines(_allowed(runs, of)), key=lambda run: run.rank, default=None)


def _allowed(runs: Iterable[Run], of: Provider | None) -> list[Run]:
    return [run for run in runs if of is None or run.entry.provider is of]


def _is_worked_with(run: Run) -> bool:
    """Whether the words after a name tell what works with it: "Slack Handler", not "SQS for the workers"."""
    is_sentence = any(map(SENTENCES.fullmatch, run.later))
    is_whole = not run.before and not run.after and len(run.later) > 1  # a product, and the task of this one
    lasts = (_last(run.after), "" if is_sentence or is_whole else _last(run.later))
    own = next((parts for roles, parts in PARTS if run.entry.role in roles), None)
    return run.entry.role not in RUNNING_CODE and any(
        ACTORS_ON_A_SERVICE.fullmatch(last) and not (own and own.fullmatch(last)) for last in lasts
    )


def _last(words: Words) -> str:
    """The last word, but no number or letter that tells things of a kind apart: "Worker Pod 1"."""
    return next((word for word in reversed(words) if not word.isdigit() and len(word) > 1), "")


def _may_be(head: str, told: Entry) -> bool:
    """Whether a box with this head may be what is named after it. A general word goes on with the head."""
    if told.role in LINKS and not OF_A_LINK.search(spoken(head)):
        return False
    last = _last(words_of(spoken(head)))
    roles = next((roles for pattern, roles in MAY_BE if pattern.fullmatch(last)), frozenset(Role))
    return told.role in roles or (told.provider is Provider.GENERIC and bool(roles))


def _without_engines(runs: list[Run]) -> list[Run]:
    return [run for run in runs if not any(_runs_engine(other.entry, run.entry) for other in runs)]


def _runs_engine(product: Entry, engine: Entry) -> bool:
    """Whether a vendor's product is what runs the engine: Cloud SQL runs PostgreSQL."""
    is_engine = engine.provider in SELF_HOSTED and engine.role in RUN_BY_VENDORS
    is_product = product.provider not in SELF_HOSTED and product.provider is not Provider.GENERIC
    return is_engine and is_product and engine.role is product.role


def _after_head(rest: list[list[str]], of: Provider | None) -> Run | None:
    """What stands by itself after the head: a name broken over lines, else one service on any of them."""
    whole = " ".join(part for parts in rest for part in parts)
    broken = [run for words in readings(whole) for run in runs_in([words]) if not run.before + run.after]
    if broken:
        return _any_of_a_kind(_allowed(broken, of))
    each = [next((run for part in parts if (run := _alone(part, of))), None) for parts in rest]
    return _any_of_a_kind(_without_engines([run for run in each if run is not None]))


def _alone(part: str, of: Provider | None) -> Run | None:
    """The service of a part that is but a name, or a list of names: "S3 bucket", "Lambda + Bedrock"."""
    return _run_by(part, of) or next((run for words in readings(part) if (run := _only(words, of))), None)


def _only(words: Words, of: Provider | None) -> Run | None:
    runs, others = _from_the_left(words, of)
    others = _telling(others)
    if not runs:
        return None
    if not others:
        return _one_of(_without_engines(runs))
    first, last = runs[0], runs[-1]
    if not first.before and (first.entry.role in RUNNING_CODE or first.entry.provider in CLOUDS):
        return first  # what it is and how: "Lambda, Node.js", "DynamoDB, pay per request"
    is_sentence = any(map(SENTENCES.fullmatch, others))
    return last if not last.after and last.entry.role is Role.FUNCTION and not is_sentence else None


def _run_by(part: str, of: Provider | None) -> Run | None:
    """What runs the code that a part is about: "Django on EC2"."""
    *_, host = RUN_BY.split(part)
    runs = [run for words in readings(host) for run in _from_the_left(words, of)[0]] if host != part else []
    if all(run.before for run in runs):
        return None
    hosts = [run for run in runs if run.entry.role in HOSTING]
    return max(hosts, key=lambda run: run.rank, default=None)


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in words if not DETAILS.fullmatch(word)]


def _from_the_left(words: Words, of: Provider | None) -> tuple[list[Run], list[str]]:
    """The names in a part one after the other, and the words between them."""
    # of the runs that begin at one word the longest comes last
    longest = {len(run.before): run for run in _allowed(runs_in([words]), of)}
    found: list[Run] = []
    others: list[str] = []
    position = 0
    while position < len(words):
        run = longest.get(position)
        if run is not None:
            found.append(run)
            position += len(run.words)
        else:
            others.append(words[position])
            position += 1
    return found, others


def _one_of(runs: list[Run]) -> Run | None:
    """Which of several names a box is: any of a kind, else the one that runs code with the others."""
    if (any_of_a_kind := _any_of_a_kind(runs)) is not None:
        return any_of_a_kind
    if any(run.entry.provider in SELF_HOSTED for run in runs):
        return None
    providers = {run.entry.provider for run in runs}
    first = runs[0] if len(providers) == 1 and providers <= CLOUDS else None
    return next((run for roles in (RUNNING_CODE, HOSTING) for run in runs if run.entry.role in roles), first)


def _any_of_a_kind(runs: list[Run]) -> Run | None:
    kinds = {(run.entry.provider, run.entry.role) for run in runs}
    return max(runs, key=lambda run: run.rank) if len(kinds) == 1 else None


def _refined(named: Run, told: Run | None) -> Entry:
    """What the head names, said closer by what stands by itself after it."""
    if told is None:
        return named.entry
    chosen = told if _goes_before(told, named) else named
    closer = [
        entry for entry in (*_together(named, told), told.entry) if family(entry) == family(chosen.entry)
    ]
    return max((chosen.entry, *closer), key=lambda entry: entry.id.count("."))


def _together(one: Run, other: Run) -> Iterator[Entry]:
    """What the names of both make one after the other, however each is written: "RDS" and "PostgreSQL"."""
    pairs = [(first, second) for first in _names(one) for second in _names(other)]
    for words in (*(first + second for first, second in pairs), *(second + first for first, second in pairs)):
        if (entry := look_up(lexicon().anywhere, words)) is not None:
            yield entry


def _names(run: Run) -> list[Words]:
    return [run.words, *map(words_of, run.entry.words)]


def _goes_before(told: Run, named: Run) -> bool:
    """Whether what stands by itself after the head is what the box is, although the head names something."""
    there, here = told.entry, named.entry
    if here.kind is NodeKind.CLIENT:
        return there.role in HOSTING
    if here.provider is Provider.GENERIC:
        return there.provider is not Provider.GENERIC
    if not _telling(named.before + named.after):  # the head is nothing but a name, too: "RDS", "Aurora"
        is_closer = (there.provider, there.role) == (here.provider, here.role) and told.rank > named.rank
        return is_closer or _runs_engine(there, here)
    is_mentioned = here.provider not in SELF_HOSTED and here.role not in RUNNING_CODE
    return (is_mentioned and there.role in RUNNING_CODE) or _runs_engine(there, here)

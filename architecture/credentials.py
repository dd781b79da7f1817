"""Credentials that somebody wrote into a drawing: found in every word of it, and never repeated.

A finding says which kind of credential stands where; `redacted` gives the words around it with the
credential itself blotted out. Placeholders (`<password>`, `***`, `changeme`, `${DB_PASSWORD}`) are none.
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

BLOT = "***"

LONGEST_READ = 20_000
"""Characters of one text that are looked through."""

BETWEEN = "\0"

CERTAIN, PLAUSIBLE = 1.0, 0.6


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential in a text: its kind in words, where it stands (start and end), how sure that is one (0 to 1)."""

    kind: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form that credentials have. The group `secret` is what is blotted out, the whole match where there is none.

    One of the `literals` (lower case) stands in every text that matches.
    """

    kind: str
    literals: tuple[str, ...]
    form: re.Pattern[str]
    has_value: bool = False


def _form(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)


PASSWORDS = r"passwords?|passwd|passphrase|pwd"
SECRETS = (
    r"(?:client|app|api|aws|secret)?[ _-]?secret(?:[ _-]?access)?[ _-]?(?:key)?|api[ _-]?key|access[ _-]?key"
    r"|account[ _-]?key|auth[ _-]?token|access[ _-]?token|private[ _-]?key|token"
)

PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "an AWS access key",
        ("akia", "asia"),
        _form(r"(?<![A-Z0-9])(?:AKIA|ASIA)(?P<secret>[A-Z0-9]{16})(?![A-Z0-9])"),
    ),
    Pattern(
        "a private key",
        ("-----begin",),
        _form(
            r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?P<secret>[^-]{0,10000}(?:-----END[A-Z -]{0,50})?)"
        ),
    ),
    Pattern(
        "a signed token",
        ("eyj",),
        _form(
            r"(?<![A-Za-z0-9_-])eyJ(?P<secret>[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{4,8000}\.[A-Za-z0-9_-]{0,2000})"
        ),
    ),
    Pattern(
        "an access token",
        (
            "ghp_",
            "gho_",
            "ghs_",
            "github_pat_",
            "glpat-",
            "xoxb-",
            "xoxp-",
            "sk_live_",
            "rk_live_",
            "aiza",
            "npm_",
        ),
        _form(
            r"(?<![A-Za-z0-9_])(?:gh[pos]_|github_pat_|glpat-|xox[bp]-|[sr]k_live_|AIza|npm_)"
            r"(?P<secret>[A-Za-z0-9_-]{16,255})"
        ),
    ),
    Pattern(
        "the address of a webhook that needs no other key",
        ("hooks.slack.com/services/",),
        _form(r"hooks\.slack\.com/services/(?P<secret>[A-Za-z0-9/]{20,100})"),
    ),
    Pattern(
        "a password in a connection string",
        ("://",),
        _form(r"://(?P<user>[^\s:/@<>\"']{0,64}):(?P<secret>[^\s/@<>\"']{2,128})@"),
        has_value=True,
    ),
    Pattern(
        "a password",
        ("password", "passwd", "passphrase", "pwd"),
        _form(
            rf"(?<![a-z])(?:{PASSWORDS})[\"']?\s{{0,3}}(?P<sign>[=:])\s{{0,3}}[\"']?(?P<secret>[^\s\"';,&]{{4,200}})",
            re.IGNORECASE,
        ),
        has_value=True,
    ),
    Pattern(
        "a secret key",
        ("secret", "key", "token"),
        _form(
            rf"(?<![a-z])(?:{SECRETS})[\"']?\s{{0,3}}(?P<sign>[=:])\s{{0,3}}[\"']?(?P<secret>[^\s\"';,&]{{12,500}})",
            re.IGNORECASE,
        ),
        has_value=True,
    ),
)

PLACEHOLDER = re.compile(
    r"^\W*$|[*•]{2,}|x{4,}|\.{3}|…|^[<\[{(]|(?-i:^\$[A-Z_{(])|^%\w+%$|\$\{|\{\{|example|changeme|change.me|placeholder|redacted|hidden|dummy"
    r"|your[-_ ]|^my[-_ ]|^(?:user|pass|pwd|passwd|password|secret|token|key|test|admin|root|none|null|true|false"
    r"|required|rotated?|encrypted|hashed|masked|optional|string)$",
    re.IGNORECASE,
)
REFERENCE = re.compile(
    r"^(?:arn:|https?:|ssm:|vault:|env[.:]|process\.env|secretsmanager|/|!|data\.|var\.|module\.|\w+\()",
    re.IGNORECASE,
)
"""What points at a secret kept elsewhere."""


class Words:
    """Texts of one drawing, looked through together: a pattern is costly, a literal is cheap."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [text[:LONGEST_READ].replace(BETWEEN, " ") for text in texts]
        self._page = BETWEEN.join(self._texts).lower()
        self._starts = [0, *accumulate(len(text) + 1 for text in self._texts)]

    def credentials(self) -> Iterator[tuple[int, tuple[Credential, ...]]]:
        """The position of each text that holds credentials, with them."""
        candidates = {
            place for pattern in PATTERNS for word in pattern.literals for place in self._with(word)
        }
        for place in sorted(candidates):
            if found := credentials_in(self._texts[place]):
                yield place, found

    def _with(self, literal: str) -> Iterator[int]:
        at = self._page.find(literal)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            at = self._page.find(literal, self._starts[place + 1])


def credentials_in(text: str) -> tuple[Credential, ...]:
    """The credentials in a text, in order, none within another. Linear in the text."""
    text = text[:LONGEST_READ]
    lowered = text.lower()
    found: list[Credential] = []
    for pattern in PATTERNS:
        if any(literal in lowered for literal in pattern.literals):
            found += _matches(pattern, text)
    return tuple(_apart(found))


def _matches(pattern: Pattern, text: str) -> Iterator[Credential]:
    for match in pattern.form.finditer(text):
        start, end = match.span("secret")
        sure = _sure_of_value(pattern, match) if pattern.has_value else _sure_of_token(match["secret"])
        if sure:
            yield Credential(pattern.kind, start, end, sure)


def _apart(found: list[Credential]) -> Iterator[Credential]:
    reached = -1
    for credential in sorted(found, key=lambda one: (one.start, -one.end)):
        if credential.start >= reached:
            reached = credential.end
            yield credential


def _sure_of_token(value: str) -> float:
    """A form that only credentials have, unless it is filled with an example."""
    repeated = len(value) > 0 and len(set(value)) <= 3
    return 0.0 if repeated or re.search(r"example|x{6,}", value, re.IGNORECASE) else CERTAIN


def _sure_of_value(pattern: Pattern, match: re.Match[str]) -> float:
    """How sure it is that what stands after `password=` is one, and no word about passwords."""
    value = match["secret"].strip(").]}")
    if len(value) < 2 or PLACEHOLDER.search(value) or REFERENCE.search(value):
        return 0.0
    groups = match.groupdict()
    if "user" in groups:
        return CERTAIN
    classes = _classes(value)
    if pattern.kind != "a password":
        return CERTAIN if classes >= 3 and _entropy(value) >= 3.5 and len(value) >= 16 else 0.0
    if classes >= 2 and any(character.isdigit() for character in value) and len(value) >= 6:
        return CERTAIN if groups["sign"] == "=" or classes >= 3 else PLAUSIBLE
    plain_word = value.isalpha() and groups["sign"] == "="
    return PLAUSIBLE if plain_word and len(value) >= 6 and not value.istitle() else 0.0


def _classes(value: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda character: not character.isalnum())
    return sum(any(test(character) for character in value) for test in tests)


def _entropy(value: str) -> float:
    """Bits a character, by Shannon."""
    counts = Counter(value).values()
    return -sum(count / len(value) * math.log2(count / len(value)) for count in counts)


def redacted(text: str) -> str:
    """The text with every credential in it blotted out."""
    parts, reached = [], 0
    for credential in credentials_in(text):
        parts += [text[reached : credential.start], BLOT]
        reached = credential.end
    rest = text[reached:] if reached or len(text) <= LONGEST_READ else text[:LONGEST_READ]
    return "".join([*parts, rest])


EXCERPT = 40
"""Characters of an excerpt on each side of the credential."""


def excerpt(text: str, credential: Credential) -> str:
    """The words around a credential on one line, itself and every other credential blotted out."""
    before, after = redacted(text[: credential.start]), redacted(text[credential.end :])
    start = f"…{before[-EXCERPT:]}" if len(before) > EXCERPT else before
    end = f"{after[:EXCERPT]}…" if len(after) > EXCERPT else after
    return " ".join(f"{start}{BLOT}{end}".split())

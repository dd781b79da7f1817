"""The form of rules in YAML: what a rule may say, key by key. The published JSON Schema is made of these types.

A condition chooses nodes (services and frames), an arrow condition chooses connections. All keys of one
must hold together; `any`, `all` and `not` combine further ones.
"""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from architecture import BoundaryKind, ConnectionKind, Layer, NodeKind, Provider, Role
from architecture.vocabulary import Concept
from graph_rules.rule import Pillar, Severity

SCHEMA = "diagram-lens/custom-rules/1"
MOST_RULES = 100

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
Pattern = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300),
    Field(description="A whole text, or an expression between slashes (RE2); case is ignored"),
]
Patterns = Pattern | Annotated[list[Pattern], Field(min_length=1, max_length=50)]
Group = Literal[
    "clients",
    "callers",
    "entries",
    "edge",
    "identity_providers",
    "monitoring",
    "deploying",
    "messaging",
    "brokers",
    "compute",
    "data_stores",
    "networking",
]
Roles = Role | Group
Kinds = ConnectionKind | list[ConnectionKind]


class Closed(BaseModel):
    """A mapping without other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(Closed):
    """Chooses nodes. Without any key: every service."""

    any: list["Condition"] | None = Field(default=None, min_length=1, description="One of these holds")
    all: list["Condition"] | None = Field(default=None, min_length=1, description="All of these hold")
    not_: "Condition | None" = Field(default=None, alias="not", description="This does not hold")
    role: Roles | list[Roles] | None = Field(default=None, description="A role, or a group of roles")
    service: str | list[str] | None = Field(default=None, description="Catalogue ids: `aws.sqs`, `aws.*`")
    layer: Layer | list[Layer] | None = None
    provider: Provider | list[Provider] | None = None
    kind: NodeKind | list[NodeKind] | None = None
    boundary: BoundaryKind | list[BoundaryKind] | None = Field(
        default=None, description="Frames of these kinds"
    )
    label: Patterns | None = Field(default=None, description="The words on it")
    says: Concept | list[Concept] | None = Field(default=None, description="Words of a practice on it")
    attribute: dict[str, bool | Patterns] | None = Field(
        default=None, min_length=1, description="Attributes: true (there, and not denied), false, or a text"
    )
    inside: "Condition | None" = Field(default=None, description="A frame around it, at any depth")
    joined_to: "Condition | None" = Field(default=None, description="An arrow, whichever way it points")
    calls: "Condition | None" = Field(default=None, description="An arrow to such a node")
    called_by: "Condition | None" = Field(default=None, description="An arrow from such a node")


class ArrowCondition(Closed):
    """Chooses connections."""

    any: list["ArrowCondition"] | None = Field(default=None, min_length=1)
    all: list["ArrowCondition"] | None = Field(default=None, min_length=1)
    not_: "ArrowCondition | None" = Field(default=None, alias="not")
    from_: Condition | None = Field(default=None, alias="from")
    to: Condition | None = None
    kind: Kinds | None = None
    label: Patterns | None = None
    says: Concept | list[Concept] | None = None
    style: Literal["solid", "dashed", "dotted"] | None = None
    attribute: dict[str, bool | Patterns] | None = Field(default=None, min_length=1)
    crosses: BoundaryKind | None = Field(
        default=None, description="Its ends lie in different frames of this kind"
    )


class NodeForm(Closed):
    """Nodes that must be so; without `must`, nodes that must not be there."""

    match: Condition
    must: Condition | None = None


class EdgeForm(Closed):
    """Connections that must be so; without `must`, connections that must not be there."""

    match: ArrowCondition
    must: ArrowCondition | None = None


class PathForm(Closed):
    """Ways from one node to another that must pass a third; without `must_cross`, that must not be there."""

    from_: Condition = Field(alias="from")
    to: Condition
    must_cross: Condition | None = None
    kinds: Kinds | None = Field(
        default=None, description="Only along these; else along requests, reads and writes"
    )


class Shown(Closed):
    """What shows a practice on or beside a node: any of these."""

    joined_to: Condition | None = Field(default=None, description="Strong: such a node beside it")
    inside: Condition | None = Field(default=None, description="Strong: such a frame around it")
    says: Concept | None = Field(
        default=None, description="Medium: words on it, its arrows, its frame; or declared"
    )
    label: Patterns | None = Field(default=None, description="Medium: these words on it or on its arrows")
    attribute: dict[str, bool | Patterns] | None = Field(
        default=None, min_length=1, description="Declared: the author says so"
    )


class WithoutForm(Closed):
    """Nodes without something: a violation in a closed world, not shown in an open one."""

    node: Condition
    evidence: Shown
    elsewhere: Condition | None = Field(default=None, description="Weak: such a node anywhere on the page")
    closed_world: Literal["when_drawn", "always", "never"] = Field(
        default="when_drawn",
        description="when_drawn: absence is a violation where another node shows it, or the author says the "
        "page is `complete` in the practice",
    )
    concept: Concept | None = Field(default=None, description="The practice that `complete` may name")


class CountForm(Closed):
    """How many nodes there may be, on the page or in each frame."""

    of: Condition
    at_least: int | None = Field(default=None, ge=0, le=100_000)
    at_most: int | None = Field(default=None, ge=0, le=100_000)
    per: Condition | None = Field(default=None, description="In each of these frames; else on the page")
    when: Condition | None = Field(default=None, description="Only on pages with such a node")


class WithinForm(Closed):
    """Nodes that must, or must not, lie in a frame."""

    node: Condition
    must: Condition | None = Field(default=None, alias="in")
    must_not: Condition | None = Field(default=None, alias="not_in")


class CycleForm(Closed):
    """Ways that lead back to where they began, through a node of these."""

    through: Condition
    kinds: Kinds | None = None


class TextForm(Closed):
    """Words that the page must, or must not, hold."""

    require: Patterns | None = None
    forbid: Patterns | None = None
    where: list[Literal["nodes", "arrows", "texts"]] = Field(
        default=["nodes", "arrows", "texts"], min_length=1
    )
    when: Condition | None = Field(default=None, description="Only on pages with such a node")


class Weights(Closed):
    """A severity for what the drawing contradicts, and one for what it does not show."""

    violated: Severity | None = None
    not_shown: Severity | None = None


class Messages(Closed):
    """Sentences by verdict; `{subject}` and the words of the form are filled in."""

    violated: Sentence | None = None
    likely: Sentence | None = None
    not_shown: Sentence | None = None
    satisfied: Sentence | None = None


class Examples(Closed):
    """Mermaid flowcharts by what they show; in bad ones `:::flagged` marks what the rule must flag."""

    bad: dict[Sentence, str] = Field(default={}, max_length=20)
    good: dict[Sentence, str] = Field(default={}, max_length=20)


class CustomRule(Closed):
    """One rule: what it is called, and exactly one of node, edge, path, without, count, within, cycle, text."""

    code: str = Field(pattern=r"^[A-Z][A-Z0-9]{1,15}(-[A-Z0-9]{1,15}){1,3}$", examples=["ACME-SEC-001"])
    name: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=80)
    title: Sentence
    pillar: Pillar = Pillar.OPERATIONS
    layer: Layer = Layer.COMPUTE
    severity: Severity | Weights = Severity.MEDIUM
    practices: list[Sentence] = Field(default=[], max_length=20)
    source: str = Field(default="", max_length=500)
    why: Annotated[str, Field(max_length=5_000)] = ""
    message: Sentence | Messages
    remedy: Sentence
    detection: str = Field(default="", max_length=5_000)
    false_positives: str = Field(default="", max_length=5_000)
    recommended: bool = Field(
        default=True, description="Report what is not shown in the default profile, too"
    )
    tags: list[Sentence] = Field(default=[], max_length=20)
    examples: Examples = Examples()

    node: NodeForm | None = None
    edge: EdgeForm | None = None
    path: PathForm | None = None
    without: WithoutForm | None = None
    count: CountForm | None = None
    within: WithinForm | None = None
    cycle: CycleForm | None = None
    text: TextForm | None = None


FORMS = ("node", "edge", "path", "without", "count", "within", "cycle", "text")


class CustomRules(Closed):
    """A file of rules."""

    model_config = ConfigDict(extra="forbid", frozen=True, title=SCHEMA)

    schema_: Literal["diagram-lens/custom-rules/1"] = Field(
        default="diagram-lens/custom-rules/1", alias="schema"
    )
    rules: list[CustomRule] = Field(min_length=1, max_length=MOST_RULES)


def custom_rules_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file of rules; editors complete and check with it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return schema | CustomRules.model_json_schema(by_alias=True)


if __name__ == "__main__":
    print(json.dumps(custom_rules_schema(), indent=2))

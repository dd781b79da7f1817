"""The JSON that others rely on, as types: the published schemas and the OpenAPI document are made of these.

Adding a key is free, renaming one is not. `python -m reports.schemas FOLDER` writes the schema files.
"""

import json
import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from architecture import BoundaryKind, ConnectionKind, Direction, Layer, NodeKind, Role
from graph_rules.lens import Observable, Tier
from graph_rules.rule import Pillar, Severity
from graph_rules.verdict import Verdict
from reports.questions import Standing

Share = Field(ge=0, le=1)
Shown = Literal["shown", "not_shown", "not_expected"]


class Origin(BaseModel):
    """Where in the input something was drawn; only the keys that apply. Lines and columns count from 1."""

    model_config = ConfigDict(populate_by_name=True)

    file: str
    page: str | None = Field(None, description="Name of the draw.io page")
    cell: str | None = Field(None, description="draw.io cell id")
    line: int | None = Field(None, ge=1)
    column: int | None = Field(None, ge=1)
    class_name: str | None = Field(None, alias="class", description="Canonical class of the diagrams library")


class Node(BaseModel):
    """A service, a client, an external system, or a boundary around others."""

    id: str
    kind: NodeKind
    service: str | None = Field(description="Catalogue id (`aws.lambda`), null where nothing was recognised")
    label: str
    role: Role | None
    layer: Layer | None
    boundary: str | None = Field(description="Id of the innermost node that contains this one")
    boundary_kind: BoundaryKind | None
    attributes: dict[str, str]
    identified_by: str = Field(description="stencil, class, image, label or attribute")
    confidence: float = Share
    origin: Origin


class Edge(BaseModel):
    """A connection; it flows from `source` to `target`, which are node ids."""

    id: str
    source: str
    target: str
    direction: Direction
    kind: ConnectionKind
    label: str
    style: str
    resolved_by: str = Field(description="attached, snapped, lifted or operator")
    confidence: float = Share
    origin: Origin


class Unrecognised(BaseModel):
    """Something drawn that is not in the graph, or in it without a service, and why."""

    origin: Origin
    label: str
    why: str


class Diagram(BaseModel):
    """One page of a draw.io file, one Diagram of a script, one flowchart."""

    index: int = Field(ge=0)
    name: str
    nodes: list[Node]
    edges: list[Edge]
    unrecognised: list[Unrecognised]


class Diagnostic(BaseModel):
    """Something the author may want to know about the reading."""

    code: str = Field(pattern=r"^[A-Z]{3,}-\d{3}$")
    message: str
    origin: Origin


class Graph(BaseModel):
    """What was read from one file."""

    model_config = ConfigDict(title="diagram-lens/graph/1")

    schema_: Literal["diagram-lens/graph/1"] = Field(alias="schema")
    file: str
    format: str = Field(description="drawio, diagrams or mermaid")
    complete: bool = Field(description="False where part of the input was skipped")
    diagrams: list[Diagram]
    diagnostics: list[Diagnostic]


class Evidence(BaseModel):
    """What in the drawing led to a verdict; `where` is a node or edge id."""

    what: str
    strength: Literal["weak", "medium", "strong"]
    where: str | None


class Suppression(BaseModel):
    """Who waived a finding, why, and until when."""

    reason: str
    expires: str | None
    by: str


class Finding(BaseModel):
    """What one rule says about one subject of one diagram."""

    rule: str
    name: str
    title: str
    verdict: Verdict
    severity: Severity
    pillar: Pillar
    layer: Layer
    practices: list[str] = Field(description="Choices of the lens: `sec_q1/sec_sec_q1_a1`")
    diagram: int = Field(ge=0)
    subjects: list[str] = Field(description="Node ids; empty where the diagram as a whole is meant")
    path: list[str] | None = Field(description="Alternating node and edge ids")
    message: str
    remediation: str
    evidence: list[Evidence]
    fingerprint: str = Field(pattern=r"^[0-9a-f]{16}$")
    confidence: float = Share
    origin: Origin | None
    folded: list[str] = Field(description="Codes of rules whose findings this one stands for")
    suppressed: Suppression | None


class PillarAssessment(BaseModel):
    """Open violations of one pillar by severity; what is merely not shown never counts."""

    counts: dict[Severity, int]
    worst: Severity | None


class Coverage(BaseModel):
    """How much of what the workload's scenario expects is drawn, by lens layer."""

    scenario: str
    compute: Shown
    data: Shown
    messaging: Shown
    identity: Shown
    monitoring: Shown
    edge: Shown
    share: float = Share


class Practice(BaseModel):
    """One practice of a question; what the profile leaves out counts as silent."""

    id: str = Field(description="Choice of the AWS Well-Architected Tool")
    title: str
    tier: Tier
    observable: Observable = Field(description="Whether a drawing can show it")
    standing: Standing
    rules: list[str] = Field(description="Codes of the rules that say something of it")
    findings: list[str] = Field(description="Fingerprints")


class Question(BaseModel):
    """One of the nine questions of the lens, answered as far as the drawing allows."""

    id: str
    title: str
    pillar: Pillar
    applies: bool = Field(description="False where the drawing has nothing that the question is about")
    practices: list[Practice]


class Tool(BaseModel):
    """What made the review: its version and a hash over its rules."""

    version: str
    rules: str


class Review(BaseModel):
    """Everything the product says about one file."""

    model_config = ConfigDict(title="diagram-lens/review/1")

    schema_: Literal["diagram-lens/review/1"] = Field(alias="schema")
    file: str
    format: str
    complete: bool
    tool: Tool
    diagrams: list[Diagram]
    findings: list[Finding]
    assessment: dict[Pillar, PillarAssessment]
    coverage: Coverage
    questions: list[Question] = Field(default_factory=list)
    satisfied: list[Finding]
    diagnostics: list[Diagnostic]


class RuleSeverity(BaseModel):
    """How much a violation matters, and how much silence does; null where it is not worth a line."""

    violated: Severity | None
    not_shown: Severity | None


class Examples(BaseModel):
    """Mermaid flowcharts by what they show."""

    bad: dict[str, str]
    good: dict[str, str]


class Rule(BaseModel):
    """One rule with its reasons, its remedy and its examples."""

    code: str
    name: str
    title: str
    pillar: Pillar
    layer: Layer
    severity: RuleSeverity
    practices: list[str]
    source: str
    why: str
    remedy: str
    detection: str
    false_positives: str
    examples: Examples


class Rules(BaseModel):
    """The catalogue of rules."""

    model_config = ConfigDict(title="diagram-lens/rules/1")

    schema_: Literal["diagram-lens/rules/1"] = Field(alias="schema")
    rules: list[Rule]


PUBLISHED: dict[str, type[BaseModel]] = {"graph-1": Graph, "review-1": Review, "rules-1": Rules}
COMPARISONS = ("comparison-1", "comparisons-1")
"""Published schemas whose models stand in `reports.comparison.schema`."""
FIXES = "fixes-1"
"""The published schema whose model stands in `reports.fixing.schema`."""


def published_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one of PUBLISHED, COMPARISONS and FIXES."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return schema | _model(name).model_json_schema(by_alias=True, mode="serialization")


def _model(name: str) -> type[BaseModel]:
    if name in PUBLISHED:
        return PUBLISHED[name]
    from reports.comparison.schema import Comparison, Comparisons
    from reports.fixing.schema import Fixes

    models: dict[str, type[BaseModel]] = {
        "comparison-1": Comparison,
        "comparisons-1": Comparisons,
        FIXES: Fixes,
    }
    return models[name]


def write_schemas(folder: Path) -> None:
    """Write every published schema as `NAME.json`."""
    for name in (*PUBLISHED, *COMPARISONS, FIXES):
        text = json.dumps(published_schema(name), indent=2) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))

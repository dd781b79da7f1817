"""The published form of `diagram-lens/fixes/1`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from graph_rules.rule import Severity
from graph_rules.verdict import Verdict


class FixedFinding(BaseModel):
    """What became of one finding. `drawn` says what was drawn for it, `why` why it is still open."""

    model_config = ConfigDict(extra="allow")

    outcome: Literal["fixed", "open", "new"]
    rule: str
    name: str
    severity: Severity
    verdict: Verdict
    diagram: int = Field(ge=0)
    subjects: list[str] = Field(description="Node ids; empty where the diagram as a whole is meant")
    on: str = Field(description="The names of the subjects")
    message: str
    fingerprint: str = Field(pattern=r"^[0-9a-f]{16}$")
    drawn: list[str]
    why: str | None


class Fixes(BaseModel):
    """A file before and after its remedies were drawn in: open findings by severity, and each finding's fate."""

    model_config = ConfigDict(title="diagram-lens/fixes/1", extra="allow")

    schema_: Literal["diagram-lens/fixes/1"] = Field(alias="schema")
    file: str
    format: str = Field(description="drawio, diagrams or mermaid")
    changed: bool = Field(description="Whether anything was drawn")
    before: dict[Severity, int]
    after: dict[Severity, int]
    findings: list[FixedFinding]

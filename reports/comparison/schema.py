"""The published form of `diagram-lens/comparison/1` and `diagram-lens/comparisons/1`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from architecture import Layer
from architecture.comparison import ChangeKind, What
from reports.comparison.values import Standing
from reports.schemas import Finding, Share, Tool

MatchScore = Field(ge=0, le=1, description="How sure the match is")
Why = Field(description="What told that both are the same")


class NodeMatch(BaseModel):
    """The same node or edge in both versions, by its ids."""

    base: str
    head: str
    why: str = Why
    score: float = MatchScore


class MatchOfChange(BaseModel):
    """What told that a changed thing is the same."""

    why: str = Why
    score: float = MatchScore


class FieldDifference(BaseModel):
    """One field that differs; empty where it says nothing."""

    field: str
    base: str
    head: str


class DrawingChange(BaseModel):
    """One change of one service, boundary or connection."""

    kind: ChangeKind
    what: What
    base: str | None = Field(description="Id in the base; null where it was added")
    head: str | None = Field(description="Id in the head; null where it was removed")
    name: str
    old_name: str
    differences: list[FieldDifference]
    match: MatchOfChange | None


class ComparedPage(BaseModel):
    """One diagram of both versions."""

    name: str
    base: int | None = Field(description="Index of the diagram in the base; null where it was added")
    head: int | None = Field(description="Index of the diagram in the head; null where it was removed")
    why: str = Why
    changes: list[DrawingChange]
    nodes: list[NodeMatch]
    edges: list[NodeMatch]


class ComparedFinding(BaseModel):
    """One finding, and what became of it."""

    standing: Standing
    why: str
    base: Finding | None
    head: Finding | None


class LayerChange(BaseModel):
    """A lens layer that is shown otherwise than before."""

    layer: Layer
    base: str
    head: str


class ScenarioChange(BaseModel):
    """The scenario of each version."""

    base: str
    head: str


class CoverageChange(BaseModel):
    """How much of what the scenario expects was and is drawn; null where the file is not there."""

    base: float | None = Share
    head: float | None = Share
    scenario: ScenarioChange
    layers: list[LayerChange]


class ComparedVersion(BaseModel):
    """One version of the file, as it was read."""

    file: str
    format: str
    complete: bool
    tool: Tool


class ChangeSummary(BaseModel):
    """How many changes of each kind, how many findings of each standing."""

    changes: dict[ChangeKind, int]
    findings: dict[Standing, int]


class Comparison(BaseModel):
    """Everything that differs between two versions of one file."""

    model_config = ConfigDict(title="diagram-lens/comparison/1")

    schema_: Literal["diagram-lens/comparison/1"] = Field(alias="schema")
    file: str
    base: ComparedVersion | None = Field(description="Null where the file was not there")
    head: ComparedVersion | None = Field(description="Null where the file is gone")
    unchanged: bool
    summary: ChangeSummary
    pages: list[ComparedPage]
    findings: list[ComparedFinding]
    coverage: CoverageChange
    warnings: list[str] = Field(description="What makes the comparison, or a better result, doubtful")


class UnreadableVersion(BaseModel):
    """A version that could not be read."""

    side: Literal["base", "head"]
    problem: str
    cure: str


class ComparedFile(BaseModel):
    """One file of several."""

    path: str
    old_path: str | None
    problems: list[UnreadableVersion]
    comparison: Comparison | None = Field(description="Null where the head could not be read")


class Comparisons(BaseModel):
    """The comparisons of several files."""

    model_config = ConfigDict(title="diagram-lens/comparisons/1")

    schema_: Literal["diagram-lens/comparisons/1"] = Field(alias="schema")
    files: list[ComparedFile]

"""What the author says beside the drawing, in a YAML file of its own.

```yaml
services:                       # by label, or by `service:label`, ignoring case and line breaks
  Orders API: {auth: jwt, throttle: 100/s}
  aws.sqs:Orders:
    dlq: true
    waive: SLS-COST-004 the consumer is a container until 2027-03-01
complete: [auth, dlq, trace]    # everything of these practices is drawn
assume:
  - {practice: trace, reason: set by the platform team, until: 2027-01-01}      # for every service
  - {practice: auth, value: mtls, of: [Orders API], reason: the mesh does it}
waive:                          # for the whole file
  - {rule: SLS-OPS-001, reason: monitoring is on another drawing, by: Ann, until: 2027-03-01}
```
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from architecture import ArchitectureGraph, Origin, Service
from architecture.declared import CONCEPT_OF
from architecture.declaring import declaring, practice_named
from architecture.vocabulary import Concept
from graph_rules.bounded_yaml import bounded_yaml
from graph_rules.errors import BadText
from graph_rules.validation import first_fault
from graph_rules.waiver import BAD_DATE, Remark, Waiver

NO_SUBJECT = "LENS-005"
"""The code of a remark about a declaration that fits nothing in the drawing."""

MOST_ENTRIES = 2_000
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Value = str | bool | int | float | date


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Assumption(_Closed):
    """A practice that counts as declared although nobody drew it."""

    practice: str
    reason: Reason
    value: str = "assumed"
    of: list[str] | None = Field(
        default=None, min_length=1, description="Labels, or service:label; else every service"
    )
    by: str = ""
    until: date | None = None


class WaiverEntry(_Closed):
    """A waiver for the whole file, or of what has these labels."""

    rule: str | list[str]
    reason: Reason
    of: list[str] | None = Field(default=None, min_length=1)
    by: str = ""
    until: date | None = None


class Declarations(_Closed):
    """A file of declarations."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="diagram-lens/declarations/1")

    services: dict[str, dict[str, Value]] = Field(default={}, max_length=MOST_ENTRIES)
    complete: list[str] = Field(default=[], max_length=100)
    assume: list[Assumption] = Field(default=[], max_length=MOST_ENTRIES)
    waive: list[WaiverEntry] = Field(default=[], max_length=MOST_ENTRIES)


@lru_cache(maxsize=16)
def declarations(text: str, file: str) -> Declarations:
    """The declarations in a YAML text. Raises BadText, which names the file, the key and the cure."""
    value = bounded_yaml(text, file)
    try:
        made = Declarations.model_validate({} if value is None else value)
    except ValidationError as error:
        raise first_fault(error, file, "See docs/configuration.md.", Declarations) from None
    named = [(f"complete.{n}", name) for n, name in enumerate(made.complete)]
    named += [(f"assume.{n}.practice", one.practice) for n, one in enumerate(made.assume)]
    for place, name in named:
        if practice_named(name) is None:
            raise BadText(file, place, f'"{name}" is no practice.', f"There are {', '.join(CONCEPT_OF)}.")
    return made


@dataclass(frozen=True, slots=True)
class Declared:
    """The graphs with what was declared, the waivers of each by place, and what could not be heeded."""

    graphs: tuple[ArchitectureGraph, ...]
    waivers: tuple[Mapping[str, Sequence[Waiver]], ...]
    remarks: tuple[Remark, ...]


def declared_on(
    graphs: Sequence[ArchitectureGraph], said: Declarations, file: str, today: date | None = None
) -> Declared:
    """What a file of declarations adds to the diagrams of one drawing. Linear."""
    origin = Origin(file)
    complete = [concept for name in said.complete if (concept := practice_named(name))]
    named = [one.of for one in said.assume] + [one.of for one in said.waive]
    keys = {key for of in named for key in of or ()} | set(said.services)
    fits = [_fitting(graph, keys) for graph in graphs]
    remarks = [
        Remark(NO_SUBJECT, f'Nothing in the drawing is called "{key[:100]}".', origin)
        for key in sorted(keys)
        if not any(key in found for found in fits)
    ]
    remarks += [
        Remark(BAD_DATE, f'The assumption "{one.reason}" ended on {one.until} and counts no more.', origin)
        for one in said.assume
        if _ended(one.until, today)
    ]
    return Declared(
        tuple(
            declaring(graph, _attributes(graph, said, found, today), complete)
            for graph, found in zip(graphs, fits, strict=True)
        ),
        tuple(_waivers(said, found, file) for found in fits),
        tuple(remarks),
    )


def _ended(until: date | None, today: date | None) -> bool:
    return until is not None and today is not None and until < today


Fitting = Mapping[str, Sequence[str]]


def _fitting(graph: ArchitectureGraph, keys: set[str]) -> Fitting:
    """The ids of the nodes that each key names."""
    wanted: dict[str, list[str]] = {}
    for key in sorted(keys):
        wanted.setdefault(_plain(key), []).append(key)
    found: dict[str, list[str]] = {}
    for node in graph.all_nodes:
        for name in _names(
            node.name, node.service if isinstance(node, Service) else node.boundary_kind.value
        ):
            for key in wanted.get(name, ()):
                found.setdefault(key, []).append(node.id)
    return found


def _names(label: str, what: str | None) -> Iterator[str]:
    yield _plain(label)
    if what:
        yield _plain(f"{what}:{label}")


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).replace(": ", ":")


def _attributes(
    graph: ArchitectureGraph, said: Declarations, found: Fitting, today: date | None
) -> Mapping[str, Mapping[str, str]]:
    given: dict[str, dict[str, str]] = {}
    for one in said.assume:
        if not _ended(one.until, today):
            _assume(graph, one, found, given)
    for key, attributes in said.services.items():
        for node in found.get(key, ()):
            given.setdefault(node, {}).update({name: _text(value) for name, value in attributes.items()})
    return given


def _assume(
    graph: ArchitectureGraph, one: Assumption, found: Fitting, given: dict[str, dict[str, str]]
) -> None:
    """An assumption counts where neither the drawing nor another entry says something of the practice."""
    concept = practice_named(one.practice)
    named = [node for key in one.of or () for node in found.get(key, ())]
    for node_id in named if one.of else [service.id for service in graph.all_services]:
        own = graph.node(node_id).attributes
        if not any(practice_named(key) is concept for key in (*own, *given.get(node_id, ()))):
            said = f"{one.value} ({one.reason})" if one.value == "assumed" else one.value
            given.setdefault(node_id, {})[one.practice] = said


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _waivers(said: Declarations, found: Fitting, file: str) -> Mapping[str, Sequence[Waiver]]:
    by_place: dict[str, list[Waiver]] = {}
    for one in said.waive:
        rules = tuple(one.rule) if isinstance(one.rule, list) else (one.rule,)
        made = Waiver(rules, one.reason, one.by or file, one.until, Origin(file))
        places = [node for key in one.of for node in found.get(key, ())] if one.of else [""]
        for place in places:
            by_place.setdefault(place, []).append(made)
    return by_place


def concepts_complete(graph: ArchitectureGraph) -> tuple[Concept, ...]:
    """The practices of which the author says that everything is drawn."""
    found: tuple[Concept, ...] = graph.graph.get("complete", ())
    return found

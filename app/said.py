"""What the author says about a drawing, from the drawing itself and from a file beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from architecture import ArchitectureGraph, Origin
from architecture.declaring import declaring
from graph_rules.rule import Rule
from graph_rules.waiver import Remark, Waiver, unknown_rules, waivers_in
from parsers import Diagnostic, Reading


@dataclass(frozen=True, slots=True)
class Said:
    """The reading with what is declared on its graphs, and the waivers of each diagram by place.

    What could not be heeded is among the reading's diagnostics.
    """

    reading: Reading
    waivers: tuple[Mapping[str, Sequence[Waiver]], ...]

    @property
    def graphs(self) -> tuple[ArchitectureGraph, ...]:
        """The graphs that rules are asked of."""
        return tuple(diagram.graph for diagram in self.reading.diagrams)


def what_is_said(
    reading: Reading, known: Sequence[Rule], beside: tuple[str, str] | None = None, today: date | None = None
) -> Said:
    """Attributes inherited from frames, waivers on shapes, and what `beside` (the name and text of a file of
    declarations) adds. Raises graph_rules.errors.BadText.
    """
    graphs = tuple(declaring(diagram.graph) for diagram in reading.diagrams)
    more: tuple[Mapping[str, Sequence[Waiver]], ...] = tuple({} for _ in graphs)
    remarks: list[Remark] = []
    if beside is not None:
        from graph_rules.declarations import declarations, declared_on

        name, text = beside
        declared = declared_on(graphs, declarations(text, name), name, today)
        graphs, more = declared.graphs, declared.waivers
        remarks += declared.remarks
    drawn = [waivers_in(graph) for graph in graphs]
    remarks += chain.from_iterable(told for _, told in drawn)
    waivers = tuple(_joined(own, other) for (own, _), other in zip(drawn, more, strict=True))
    every = dict.fromkeys(chain.from_iterable(chain.from_iterable(found.values()) for found in waivers))
    remarks += unknown_rules(every, known)
    return Said(_with(reading, graphs, remarks), waivers)


def _with(reading: Reading, graphs: Sequence[ArchitectureGraph], remarks: Sequence[Remark]) -> Reading:
    diagrams = tuple(
        diagram if diagram.graph is graph else replace(diagram, graph=graph)
        for diagram, graph in zip(reading.diagrams, graphs, strict=True)
    )
    told = (_diagnostic(one, reading) for one in remarks)
    return replace(reading, diagrams=diagrams, diagnostics=(*reading.diagnostics, *told))


def _joined(
    own: Mapping[str, Sequence[Waiver]], other: Mapping[str, Sequence[Waiver]]
) -> Mapping[str, Sequence[Waiver]]:
    return {place: (*own.get(place, ()), *other.get(place, ())) for place in dict.fromkeys((*own, *other))}


def _diagnostic(remark: Remark, reading: Reading) -> Diagnostic:
    return Diagnostic(remark.code, remark.message, remark.origin or Origin(reading.file))

"""Two reviews in, what changed between them out."""

from collections.abc import Iterator, Sequence

from architecture import ArchitectureGraph, Layer
from architecture.comparison import ChangeKind, What, compare_graphs, match_pages
from reports.comparison.findings import compare_findings
from reports.comparison.values import (
    ComparedFinding,
    CoverageChange,
    LayerChange,
    PageComparison,
    ReviewComparison,
    Standing,
)
from reports.plain import counted
from reports.review import Review


def compare(before: Review | None, after: Review | None) -> ReviewComparison:
    """Compare two reviews of one file, in whatever formats; None stands for a file that is not there.

    Raises ValueError where both are None.
    """
    if before is None and after is None:
        raise ValueError("there is nothing to compare")
    pages = tuple(_pages(before, after))
    findings = compare_findings(before, after, pages)
    coverage = _coverage(before, after)
    warnings = tuple(_warnings(before, after, pages, findings, coverage))
    return ReviewComparison(before, after, pages, findings, coverage, warnings)


# Pages


def _pages(before: Review | None, after: Review | None) -> Iterator[PageComparison]:
    old, new = _named_graphs(before), _named_graphs(after)
    nothing = ArchitectureGraph.of((), ())
    for match in match_pages(old, new):
        name = old[match.before][0] if match.after is None and match.before is not None else ""
        name = new[match.after][0] if match.after is not None else name
        graphs = (
            nothing if match.before is None else old[match.before][1],
            nothing if match.after is None else new[match.after][1],
        )
        places = _index(before, match.before), _index(after, match.after)
        yield PageComparison(name, *places, compare_graphs(*graphs), match.why)


def _named_graphs(review: Review | None) -> list[tuple[str, ArchitectureGraph]]:
    return [(diagram.name, diagram.graph) for diagram in review.reading.diagrams] if review else []


def _index(review: Review | None, place: int | None) -> int | None:
    return None if review is None or place is None else review.reading.diagrams[place].index


# Coverage


def _coverage(before: Review | None, after: Review | None) -> CoverageChange:
    ours, theirs = before and before.coverage, after and after.coverage
    layers = tuple(
        LayerChange(layer, ours.layers.get(layer, ""), theirs.layers.get(layer, ""))
        for layer in Layer
        if ours and theirs and ours.layers.get(layer, "") != theirs.layers.get(layer, "")
    )
    return CoverageChange(
        ours.share if ours else None,
        theirs.share if theirs else None,
        ours.scenario if ours else "",
        theirs.scenario if theirs else "",
        layers,
    )


# Warnings


def _warnings(
    before: Review | None,
    after: Review | None,
    pages: Sequence[PageComparison],
    findings: Sequence[ComparedFinding],
    coverage: CoverageChange,
) -> Iterator[str]:
    if before is None:
        return
    if after is None:
        yield "The file is gone: nothing of it can be reviewed any more."
        return
    yield from _shows_less(pages, findings, coverage)
    if before.reading.complete and not after.reading.complete:
        yield "Part of the file can no longer be read."
    unread = _unrecognised(after) - _unrecognised(before)
    if unread > 0:
        yield f"{counted(unread, 'shape')} more than before {'is' if unread == 1 else 'are'} not recognised."
    if before.rules_hash != after.rules_hash:
        yield "The two versions were reviewed by different rules."


def _shows_less(
    pages: Sequence[PageComparison], findings: Sequence[ComparedFinding], coverage: CoverageChange
) -> Iterator[str]:
    """What the drawing no longer shows, and the findings that this silenced."""
    silenced = [one for one in findings if one.standing is Standing.NO_LONGER_DRAWN]
    if silenced:
        verb = "is" if len(silenced) == 1 else "are"
        yield f"{counted(len(silenced), 'finding')} {verb} gone only because the drawing shows less."
    for page in pages:
        if page.after is None:
            services = sum(1 for _ in page.comparison.of(What.SERVICE, ChangeKind.REMOVED))
            yield f'The diagram "{page.name}" is gone, with {counted(services, "service")}.'
    lost = [change.layer.value for change in coverage.layers if change.before == "shown"]
    if lost:
        yield f"The drawing no longer shows {', '.join(lost)}."


def _unrecognised(review: Review) -> int:
    return sum(len(diagram.unrecognised) for diagram in review.reading.diagrams)

"""From a review to its pictures: the scene of a diagram, its marks, and both together as SVG."""

from architecture import ArchitectureGraph
from graph_rules.finding import Finding
from parsers import Reading
from parsers.drawio.document import DrawioDocument
from reports.picture.annotate import place_marks
from reports.picture.drawio_scene import drawio_scene
from reports.picture.marks import Marks
from reports.picture.scene import Scene
from reports.picture.svg import svg
from reports.review import Review


def scene_of(reading: Reading, diagram_index: int = 0) -> Scene:
    """What there is to see of one diagram, by its index: drawn as its author did, or laid out.

    Raises IndexError where the file has no such diagram.
    """
    if isinstance(reading.document, DrawioDocument):
        return drawio_scene(reading.document, diagram_index, _graph_of(reading, diagram_index))
    from reports.picture.script_scene import script_scene

    return script_scene(reading, diagram_index)


def findings_of(review: Review, diagram_index: int) -> tuple[Finding, ...]:
    """The findings about one diagram that are not waived."""
    return tuple(
        finding
        for finding in review.findings
        if finding.diagram == diagram_index and finding.suppressed is None
    )


def marks_of(review: Review, diagram_index: int = 0, scene: Scene | None = None) -> Marks:
    """The marks of the review on one diagram; `scene` saves making it again."""
    drawn = scene if scene is not None else scene_of(review.reading, diagram_index)
    return place_marks(drawn, findings_of(review, diagram_index), _graph_of(review.reading, diagram_index))


def annotated_svg(review: Review, diagram_index: int = 0) -> bytes:
    """The picture of one diagram with everything that the review says about it, as SVG."""
    scene = scene_of(review.reading, diagram_index)
    return svg(scene, marks_of(review, diagram_index, scene), title=f"{scene.name}: {review.reading.file}")


def _graph_of(reading: Reading, diagram_index: int) -> ArchitectureGraph:
    for diagram in reading.diagrams:
        if diagram.index == diagram_index:
            return diagram.graph
    raise IndexError(f"there is no diagram {diagram_index}")

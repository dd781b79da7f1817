"""Plans written into a draw.io file, in whatever container it came."""

from collections.abc import Mapping, Sequence

from parsers import Reading
from parsers.drawio.document import DrawioDocument
from reports.fixing.drawio import DrawnFix, NotDrawable, drawn_fix, fixed_drawio, page_texts
from reports.fixing.plan import Plan
from reports.fixing.preview import Unwritable, Written
from reports.picture.drawio_scene import drawio_scene


def write_drawio(data: bytes, reading: Reading, plans: Sequence[Plan]) -> Written:
    """The same kind of file with these plans drawn in. Raises Unwritable."""
    document = reading.document
    if not isinstance(document, DrawioDocument):
        raise TypeError("only a draw.io file can be given back as a draw.io file")
    texts = page_texts(document)
    drawn = {one.diagram: _drawn(document, reading, texts, one) for one in plans if one.groups}
    return Written(
        document.container.with_text(fixed_drawio(document, drawn)),
        lambda diagram, read: drawn[diagram].cells,
        {
            (diagram, new): placed.boundary
            for diagram, one in drawn.items()
            for new, placed in one.layout.services.items()
        },
    )


def _drawn(document: DrawioDocument, reading: Reading, texts: Mapping[int, str], one: Plan) -> DrawnFix:
    graph = reading.diagrams[one.diagram].graph
    scene = drawio_scene(document, one.diagram, graph)
    try:
        return drawn_fix(texts[one.diagram], document.pages[one.diagram], scene, graph, one.edits)
    except NotDrawable as error:
        raise Unwritable([(one.diagram, error.edit, error.why)]) from None

"""What is said of letters on a picture that no font on this machine has."""

from collections.abc import Iterator

from reports.fonts import missing_note
from reports.picture.scene import Line, Scene


def letters_note(scene: Scene) -> str:
    """What to tell about letters of a scene that are drawn as boxes; nothing where all are there."""
    return missing_note("\n".join(_words(scene)))


def _words(scene: Scene) -> Iterator[str]:
    for item in scene.items:
        if isinstance(item, Line):
            yield from (label.text for label in item.labels)
        elif item.label is not None:
            yield item.label.text

"""Outputs that hold the reviews of several files: one document for other tools, or an index over HTML reports."""

import os
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from app.cli.console import write_output

if TYPE_CHECKING:
    from reports.review import Review

INDEX = "index.html"


def in_folder(out: str) -> str:
    """The output itself; for a folder, the index page in it."""
    return os.path.join(out, INDEX) if out.endswith(("/", os.sep)) or os.path.isdir(out) else out


def is_joint(out: str, *, several: bool) -> bool:
    """Whether this output is written once for all files: it names none of them, and its format can hold them."""
    from app.artefacts import artefact_for

    if not several or "{name}" in out or "{path}" in out:
        return False
    artefact = artefact_for(out)
    return artefact.together is not None or artefact.name == "html"


def write_joint(out: str, reviews: Sequence["Review"]) -> None:
    """Write the reviews of several files: as HTML an index page, and beside it a report for each file."""
    from app.artefacts import artefact_for

    artefact = artefact_for(out)
    if artefact.together is not None:
        write_output(out, artefact.together(reviews))
        return
    from reports.html.index_page import index_page

    pages = report_names([review.reading.file for review in reviews], PurePath(out).name)
    for page, review in zip(pages, reviews, strict=True):
        write_output(str(PurePath(out).with_name(page)), artefact.write(review, 0))
    write_output(out, index_page(list(zip(pages, reviews, strict=True))))


def report_names(files: Sequence[str], index: str) -> list[str]:
    """A file name for each report, none twice and none that of the index: `shop.drawio.html`."""
    taken = {index.lower()}
    names = []
    for file in files:
        stem, number = PurePath(file).name or "diagram", 2
        name = f"{stem}.html"
        while name.lower() in taken:
            name, number = f"{stem}-{number}.html", number + 1
        taken.add(name.lower())
        names.append(name)
    return names

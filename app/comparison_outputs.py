"""What comparisons can be turned into: one row a format, found by name, file extension or media type."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from app.artefacts import json_bytes
from app.comparing import Version, reviewed
from app.errors import UnknownPage
from app.offers import fitting, most_accepted, named
from app.pipeline import Options
from parsers import UnreadableDiagram
from reports.comparison import FileComparison, ReviewComparison
from reports.comparison import compare as compare_reviews
from reports.comparison.comment import CommentOptions
from reports.plain import counted

Together = Callable[[Sequence[FileComparison], CommentOptions], bytes]
"""Makes one document of all files."""

OfPage = Callable[[ReviewComparison, int], bytes]
"""Makes the picture of one page, by its position."""


@dataclass(frozen=True, slots=True)
class ComparisonOutput:
    """One format: one document of all files (`together`), or a picture of each page that changed (`of_page`).

    `download` says that a browser saves it rather than shows it.
    """

    name: str
    extension: str
    media_type: str
    together: Together | None = None
    download: bool = False
    of_page: OfPage | None = None


def _json(files: Sequence[FileComparison], options: CommentOptions) -> bytes:
    """One comparison as itself, several as a list."""
    from reports.comparison.json_comparison import comparison_json, comparisons_json

    if len(files) == 1 and files[0].comparison is not None and not files[0].problems:
        return json_bytes(comparison_json(files[0].comparison))
    return json_bytes(comparisons_json(files))


def _markdown(files: Sequence[FileComparison], options: CommentOptions) -> bytes:
    from reports.comparison.comment import report

    return report(files, options).encode("utf-8", "replace")


def _comment(files: Sequence[FileComparison], options: CommentOptions) -> bytes:
    from reports.comparison.comment import comment

    return comment(files, options).encode("utf-8", "replace")


def _text(files: Sequence[FileComparison], options: CommentOptions) -> bytes:
    from reports.comparison.terminal import terminal_comparison

    return terminal_comparison(files).encode("utf-8", "replace")


def _html(files: Sequence[FileComparison], options: CommentOptions) -> bytes:
    from reports.comparison.html_page import html_comparison

    return html_comparison(files)


def _svg(comparison: ReviewComparison, page: int) -> bytes:
    from reports.comparison.delta_picture import delta_svg

    return delta_svg(comparison, page)


def _png(comparison: ReviewComparison, page: int) -> bytes:
    from reports.comparison.delta_picture import delta_png

    return delta_png(comparison, page)


def _mermaid(comparison: ReviewComparison, page: int) -> bytes:
    from reports.comparison.mermaid import delta_mermaid

    return delta_mermaid(comparison.pages[page].comparison).encode("utf-8", "replace")


OUTPUTS: tuple[ComparisonOutput, ...] = (
    ComparisonOutput("json", ".json", "application/json", together=_json),
    ComparisonOutput("markdown", ".md", "text/markdown", together=_markdown),
    ComparisonOutput("comment", ".comment.md", "text/markdown", together=_comment),
    ComparisonOutput("text", ".txt", "text/plain", together=_text),
    ComparisonOutput("html", ".html", "text/html", together=_html, download=True),
    ComparisonOutput("svg", ".svg", "image/svg+xml", of_page=_svg),
    ComparisonOutput("png", ".png", "image/png", of_page=_png),
    ComparisonOutput("mermaid", ".mmd", "text/vnd.mermaid", of_page=_mermaid),
)


def output_named(name: str) -> ComparisonOutput:
    """The format of that name. Raises UnknownOutput."""
    return named(name, OUTPUTS)


def output_for(path: str) -> ComparisonOutput:
    """The format that a file's extension asks for. Raises UnknownOutput with the extensions there are."""
    return fitting(path, OUTPUTS)


def output_accepted(accept: str) -> ComparisonOutput:
    """The first format that an Accept header prefers, JSON where it takes anything. Raises NotAcceptable."""
    return most_accepted(accept, OUTPUTS)


def make_comparison(
    base: Version,
    head: Version,
    options: Options,
    base_options: Options,
    format_name: str,
    page: int | None,
    docs: str,
) -> bytes:
    """Two versions compared, in the format of that name; `page` (from 1) is that of a picture. For worker processes.

    Raises what `app.errors` names; what is wrong with a version says which one.
    """
    output = output_named(format_name)
    with _telling_side("base"):
        before = reviewed(base, base_options)
    with _telling_side("head"):
        after = reviewed(head, options)
    comparison = compare_reviews(before, after)
    if output.together is not None:
        return output.together([FileComparison(comparison.file, comparison)], CommentOptions(docs=docs))
    assert output.of_page is not None  # noqa: S101 - a format has the one or the other
    return output.of_page(comparison, _position(comparison, page))


@contextmanager
def _telling_side(side: str) -> Iterator[None]:
    """What is wrong with a version names which of the two it is."""
    try:
        yield
    except UnreadableDiagram as error:
        error.file = f"{side}: {error.file}"
        raise


def _position(comparison: ReviewComparison, page: int | None) -> int:
    if page is None:
        from reports.comparison.delta_picture import page_to_show

        return page_to_show(comparison)
    if page > len(comparison.pages):
        raise UnknownPage(
            f"There is no page {page}.", f"The comparison has {counted(len(comparison.pages), 'page')}."
        )
    return page - 1


def pages_to_draw(comparison: ReviewComparison) -> list[int]:
    """The positions of pages that changed, the first where none did."""
    changed = [place for place, page in enumerate(comparison.pages) if page.comparison.changes]
    return changed or [0]

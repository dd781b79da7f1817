"""What changed as one page of HTML: before and after side by side, changes and findings below. No script."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape

from reports.comparison.delta_picture import delta_svg
from reports.comparison.telling import telling
from reports.comparison.values import ComparedFinding, FileComparison, PageComparison, ReviewComparison
from reports.comparison.words import (
    SIGNS,
    STANDING_WORDS,
    counts,
    coverage_in_words,
    in_a_sentence,
    standings,
    standings_in_words,
)
from reports.picture.page import scene_of
from reports.picture.svg import svg
from reports.plain import in_words, one_line

STYLE = """
:root { color-scheme: light dark; --line: #c5ccd6; --soft: #5a6472; }
@media (prefers-color-scheme: dark) { :root { --line: #4a5568; --soft: #b4bdca; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem auto; max-width: 110rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } code { font-size: .95em; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(28rem, 1fr)); gap: 1rem; }
figure { margin: 0; } figcaption { color: var(--soft); }
img { width: 100%; background: #fff; border: 1px solid var(--line); border-radius: .4rem; }
li { margin: .2rem 0; overflow-wrap: anywhere; } .sign { font: bold 1rem monospace; } .soft { color: var(--soft); }
.warning { border-left: .3rem solid #a65300; padding-left: .6rem; }
"""


def html_comparison(files: Sequence[FileComparison]) -> bytes:
    """The page about these files, UTF-8, with everything it needs inside it."""
    title = f"What changed: {files[0].path}" if len(files) == 1 else f"What changed in {len(files)} diagrams"
    body = "\n".join(part for one in files for part in _file(one))
    page = (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" '
        f"content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n"
        f"<title>{_safe(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{_safe(title)}</h1>\n"
        f"{body}\n</body>\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def _file(one: FileComparison) -> Iterator[str]:
    was = f' <span class="soft">was {_safe(one.old_path)}</span>' if one.old_path else ""
    yield f"<h2>{_safe(one.path)}{was}</h2>"
    for problem in one.problems:
        side = "This version" if problem.side == "head" else "The version before"
        yield f'<p class="warning">{side} cannot be read: {_safe(f"{problem.problem} {problem.cure}")}</p>'
    if one.comparison is not None:
        yield from _compared(one.comparison)


def _compared(comparison: ReviewComparison) -> Iterator[str]:
    yield from (f'<p class="warning">{_safe(warning)}</p>' for warning in comparison.warnings)
    coverage = coverage_in_words(comparison.coverage)
    told = f"{counts(comparison.changes)}; {standings_in_words(standings(comparison))}".capitalize()
    yield f"<p>{_safe('. '.join(part for part in (told, coverage) if part))}.</p>"
    for place, page in enumerate(comparison.pages):
        if page.comparison.changes or len(comparison.pages) == 1:
            yield from _page(comparison, place, page)
    if comparison.findings:
        yield "<h3>Findings</h3>\n<ul>"
        yield from (_finding(one) for one in comparison.findings)
        yield "</ul>"


def _page(comparison: ReviewComparison, place: int, page: PageComparison) -> Iterator[str]:
    yield f"<h3>{_safe(page.name)}</h3>" if len(comparison.pages) > 1 else ""
    yield '<div class="pair">'
    if comparison.before is not None and page.before is not None:
        yield _picture(svg(scene_of(comparison.before.reading, page.before)), "Before")
    if page.after is not None or page.before is None or page.comparison.changes:
        yield _picture(delta_svg(comparison, place), "After, with what changed")
    yield "</div>"
    if page.comparison.changes:
        yield "<ul>"
        for change in telling(page.comparison):
            why = f' <span class="soft">({_safe(change.match.why.value)})</span>' if change.match else ""
            yield f'<li><span class="sign">{SIGNS[change.kind]}</span> {_safe(in_a_sentence(change))}{why}</li>'
        yield "</ul>"


def _picture(drawn: bytes, caption: str) -> str:
    """An image, so that nothing in one picture can name what is in another."""
    data = b64encode(drawn).decode("ascii")
    return (
        f'<figure><figcaption>{caption}</figcaption><img alt="{caption}" src="data:image/svg+xml;base64,{data}">'
        "</figure>"
    )


def _finding(one: ComparedFinding) -> str:
    finding = one.finding
    head = f"<b>{STANDING_WORDS[one.standing]}</b> {finding.severity.value} <code>{finding.rule.code}</code>"
    verdict = f'<span class="soft">{in_words(finding.verdict.value)}</span>'
    why = f' <span class="soft">{_safe(one.why)}</span>' if one.why else ""
    return f"<li>{head} {verdict}: {_safe(finding.message)}{why}</li>"


def _safe(text: str) -> str:
    return escape(one_line(text))

"""`diagram-lens diff`: what changed between two versions, in the drawing and in its findings."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.choosing import Asked, asked_for, options_for, threshold_for
from app.cli.console import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    EXIT_UNUSABLE,
    STANDARD,
    use_color,
    width,
    write_output,
)
from app.cli.options import (
    ConfigFile,
    DeclarationsFile,
    DocsAddress,
    FailOn,
    FailOnNew,
    Ignore,
    ProfileOption,
    RuleFiles,
    Select,
    SoftFail,
    format_option,
    output_option,
)

if TYPE_CHECKING:
    from app.comparing import Pair
    from app.limits import Limits
    from app.pipeline import Options
    from app.revisions import Span
    from reports.comparison import FileComparison
    from reports.comparison.comment import CommentOptions

EXAMPLES = """\b
Examples:
  diagram-lens diff old.drawio new.drawio
  diagram-lens diff shop.drawio shop.py                  a drawing against a script
  diagram-lens diff shop.drawio new.drawio -o delta.svg -o delta.json
  diagram-lens diff old/ new/ --format markdown          folders, renamed files found by content
  diagram-lens diff origin/main...HEAD                   what this branch changed (git)
  diagram-lens diff main HEAD docs/ -o 'out/{name}.png'

\b
Exit status:
  0  nothing new or worse at or above --fail-on
  1  violations that are new or worse at or above --fail-on
  2  the later version, or the command line, was unusable
"""

OUTPUTS = (
    "Write a file instead: .json, .md, .comment.md, .html, .txt; .svg, .png, .mmd of each file, {name} is its name. "
    "Repeatable."
)
PROGRESS_FROM = 10
"""Files from which on progress is told on standard error."""


class DiffFormat(StrEnum):
    """What is printed on standard output."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"
    COMMENT = "comment"
    HTML = "html"
    SVG = "svg"
    PNG = "png"
    MERMAID = "mermaid"


@dataclass(frozen=True, slots=True)
class _Plan:
    """The pairs to compare, and how options and old names are told for them.

    `shown_old` gives what a file was called before, None where that is no news.
    """

    pairs: "list[Pair]"
    options_for: "Callable[[str], Options]"
    shown_old: "Callable[[Pair], str | None]"


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(name="diff", epilog=EXAMPLES, no_args_is_help=True)(diff)


def diff(
    versions: Annotated[
        list[str],
        typer.Argument(
            metavar="VERSION",
            help="Before and after: two files, two folders, or two git revisions (also BASE..HEAD, BASE...HEAD) and then "
            "paths to look at.",
        ),
    ],
    printed_as: Annotated[DiffFormat, format_option()] = DiffFormat.TERMINAL,
    output: Annotated[list[str] | None, output_option(OUTPUTS)] = None,
    fail_on: FailOnNew = None,
    soft_fail: SoftFail = False,
    docs_address: DocsAddress = "",
    select: Select = None,
    ignore: Ignore = None,
    profile: ProfileOption = None,
    rules: RuleFiles = None,
    declarations: DeclarationsFile = None,
    config: ConfigFile = None,
) -> None:
    """Tell what changed in drawings and in their findings: moved boxes are no change, renamed services stay the same.

    Any two formats compare. New, fixed and still open findings are told apart; what is gone only because it is no
    longer drawn is not fixed.
    """
    asked = asked_for(select, ignore, profile, None, rules, declarations, config)
    plan = _plan(versions, asked)
    _check_outputs(output or [], plan.pairs)
    compared = list(_compared(plan))
    threshold = threshold_for(plan.pairs[0].path if plan.pairs else "diagram", asked, fail_on)
    comment_options = _comment_options(docs_address, threshold)
    for out in output or []:
        _save(out, compared, comment_options)
    if not output:
        _print(compared, printed_as, comment_options)
    raise typer.Exit(_status(compared, threshold, soft_fail=soft_fail))


# What is compared


def _plan(versions: list[str], asked: Asked) -> _Plan:
    """Raises app.errors.Refusal where the arguments name nothing that can be compared."""

    if _are_paths(versions):
        return _plan_of_paths(versions[0], versions[1], asked)
    return _plan_of_revisions(*_span(versions), asked)


def _are_paths(versions: list[str]) -> bool:
    """Two paths that are there; or at least one, and the other looks like a file and like no revision."""
    if len(versions) != 2:
        return False
    there = [version == STANDARD or os.path.exists(version) for version in versions]
    return all(there) or (any(there) and not _are_revisions(versions))


def _are_revisions(versions: list[str]) -> bool:
    from app.bot.checkout import Checkout
    from app.errors import Refusal

    try:
        return bool([Checkout().commit(version) for version in versions])
    except Refusal:
        return False


def _span(versions: list[str]) -> "tuple[Span, list[str]]":
    """Raises app.errors.Refusal for what is neither a path nor a revision."""
    from app.errors import Refusal
    from app.revisions import Span, span_in
    from reports.plain import one_line

    if (span := span_in(versions[0])) is not None:
        return span, versions[1:]
    if len(versions) == 1:
        cure = "Give two files, two folders, or main...HEAD; see diff --help."
        raise Refusal("One version is not enough to compare.", cure)
    for version in versions[:2]:
        if not _are_revisions([version]):
            raise Refusal(
                f"{one_line(version, 200)}: there is no such file and no such commit.", "Check the path."
            )
    return Span(versions[0], versions[1]), versions[2:]


def _plan_of_paths(base: str, head: str, asked: Asked) -> _Plan:
    from app.comparing import Pair
    from app.errors import Refusal
    from app.pairing import folder_pairs, version_of

    def usual(name: str) -> "Options":
        return options_for(name, asked)

    if os.path.isdir(base) and os.path.isdir(head):
        return _Plan(folder_pairs(base, head), usual, lambda pair: _old_path(pair, base, head))
    if os.path.isdir(base) or os.path.isdir(head):
        raise Refusal(f"{base} and {head} are a file and a folder.", "Give two files or two folders.")
    if base == head == STANDARD:
        raise Refusal("Both versions cannot come from standard input.", "Give one of them as a file.")
    before, after = version_of(base), version_of(head)
    if before.problem and not os.path.exists(base):
        raise Refusal(f"{base}: {before.problem}", before.cure)
    return _Plan([Pair(before, after)], usual, lambda pair: None)


def _old_path(pair: "Pair", base: str, head: str) -> str | None:
    if pair.base is None or pair.head is None:
        return None
    old, new = os.path.relpath(pair.base.name, base), os.path.relpath(pair.head.name, head)
    return None if old == new or pair.base.name == pair.head.name else pair.base.name


def _plan_of_revisions(span: "Span", paths: list[str], asked: Asked) -> _Plan:
    from app.revisions import revision_pairs

    pairs, root = revision_pairs(span, paths)

    def of_repository(name: str) -> "Options":
        found = options_for(os.path.relpath(os.path.join(root, name)), asked)
        return replace(found, files={}, declarations=found.declarations if asked.declarations else None)

    return _Plan(pairs, of_repository, lambda pair: pair.old_path)


# The work


def _compared(plan: _Plan) -> "Iterator[FileComparison]":
    """Each pair within its own limits; what fails is told at once, and is part of the answer."""
    from app.limits import limits_wanted

    limits = limits_wanted()
    for number, pair in enumerate(plan.pairs, 1):
        found = _within_limits(pair, plan.options_for, limits)
        for problem in found.problems:
            kind = "error" if problem.side == "head" else "note"
            side = pair.base if problem.side == "base" else pair.head
            _tell(f"{kind}: {side.name if side else found.path}: {problem.problem} {problem.cure}")
        _progress(number, len(plan.pairs))
        yield replace(found, old_path=plan.shown_old(pair))


def _within_limits(pair: "Pair", options: "Callable[[str], Options]", limits: "Limits") -> "FileComparison":
    from app.comparing import compare_pair
    from app.errors import OutOfMemory, OutOfTime
    from app.limits import limited
    from reports.comparison import FileComparison, Unreadable

    try:
        with limited(pair.path, limits):
            return compare_pair(pair, options)
    except (OutOfTime, OutOfMemory) as error:
        return FileComparison(
            pair.path, None, pair.old_path, (Unreadable("head", error.problem, error.cure),)
        )


def _tell(words: str) -> None:
    from reports.plain import one_line

    typer.echo(one_line(words, 1_000), err=True)


def _progress(number: int, together: int) -> None:
    """Now and then, so that a long run is seen to go on."""
    if together >= PROGRESS_FROM and (number % PROGRESS_FROM == 0 or number == together):
        end = "\r" if sys.stderr.isatty() and number < together else "\n"
        sys.stderr.write(f"compared {number} of {together}{end}")
        sys.stderr.flush()


# The answer


def _comment_options(docs: str, threshold: FailOn) -> "CommentOptions":
    from reports.comparison.comment import CommentOptions

    return CommentOptions(docs=docs, fail_on=threshold.value)


def _status(compared: "list[FileComparison]", threshold: FailOn, *, soft_fail: bool) -> int:
    from graph_rules.rule import Severity

    if any(one.unreadable_head for one in compared):
        return EXIT_UNUSABLE
    if soft_fail or threshold is FailOn.NEVER:
        return EXIT_CLEAN
    worst = Severity(threshold.value)
    return (
        EXIT_FINDINGS
        if any(one.comparison and one.comparison.fails(worst) for one in compared)
        else EXIT_CLEAN
    )


def _print(compared: "list[FileComparison]", printed_as: DiffFormat, chosen: "CommentOptions") -> None:
    if printed_as is DiffFormat.TERMINAL:
        from reports.comparison.terminal import terminal_comparison

        told = (
            terminal_comparison(compared, width=width(), color=use_color())
            if compared
            else "No diagram differs.\n"
        )
        typer.echo(told, nl=False, color=True)
        return
    from app.comparison_outputs import output_named, pages_to_draw
    from app.errors import Refusal

    output = output_named(printed_as.value)
    if output.together is not None:
        write_output(STANDARD, output.together(compared, chosen))
    elif len(compared) == 1 and (comparison := compared[0].comparison) and output.of_page:
        write_output(STANDARD, output.of_page(comparison, pages_to_draw(comparison)[0]))
    elif len(compared) != 1:
        raise Refusal(
            f"{len(compared)} diagrams make as many pictures.",
            f"Write them with -o '{{name}}{output.extension}'.",
        )


def _check_outputs(outputs: list[str], pairs: "list[Pair]") -> None:
    """Refuse outputs that cannot be written before any work is done. Raises app.errors.Refusal."""
    from app.comparison_outputs import output_for
    from app.errors import Refusal

    for out in outputs:
        if output_for(out).together is None and len(pairs) > 1 and "{name}" not in out:
            raise Refusal(
                f"{out}: {len(pairs)} diagrams would be written to the same output.",
                f"Put {{name}} in it, as in -o '{{name}}{PurePath(out).suffix}'.",
            )


def _save(out: str, compared: "list[FileComparison]", chosen: "CommentOptions") -> None:
    """Write one document of all files, or a picture of each page that changed: `shop.svg`, `shop-2.svg`."""
    from app.comparison_outputs import output_for, pages_to_draw

    output = output_for(out)
    if output.together is not None:
        write_output(out, output.together(compared, chosen))
        return
    names = _names([one.path for one in compared])
    for one, name in zip(compared, names, strict=True):
        if one.comparison is None or output.of_page is None:
            continue
        for number, page in enumerate(pages_to_draw(one.comparison), 1):
            path = PurePath(out.replace("{name}", name))
            numbered = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
            write_output(str(numbered), output.of_page(one.comparison, page))


def _names(paths: list[str]) -> list[str]:
    """The name of each file without folder and extension; with its folders where two would be the same."""
    stems = [PurePath(path).stem or "diagram" for path in paths]
    folded = [stem.casefold() for stem in stems]
    return [
        stem
        if folded.count(stem.casefold()) == 1
        else path.replace("/", "_").replace(os.sep, "_").strip("_.")
        for stem, path in zip(stems, paths, strict=True)
    ]

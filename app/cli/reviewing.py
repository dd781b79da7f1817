"""`diagram-lens review`: the main job."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.baselining import UpdateBaseline, baselines, keep_baselines
from app.cli.choosing import asked_for, options_for, threshold_for
from app.cli.console import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    EXIT_UNUSABLE,
    Input,
    read_input,
    use_color,
    width,
    write_output,
)
from app.cli.given import Given, are_several, check_not_empty, for_each, given_files
from app.cli.options import (
    BaselineFile,
    ConfigFile,
    DeclarationsFile,
    FailOn,
    FailOnOption,
    Files,
    Ignore,
    Page,
    ProfileOption,
    RuleFiles,
    Scale,
    Select,
    SoftFail,
    StdinName,
    format_option,
    output_option,
)
from app.cli.outputs import check_outputs, finish, save_all
from app.cli.several import in_folder

if TYPE_CHECKING:
    from app.pipeline import Options
    from reports.review import Review

EXAMPLES = """\b
Examples:
  diagram-lens review shop.drawio
  diagram-lens review shop.drawio -o shop.svg -o shop.json
  diagram-lens review docs/*.drawio --fail-on medium
  diagram-lens review docs/ -o out/                      a page for each diagram, and an index
  diagram-lens review *.py -o 'out/{name}.svg' -o out/index.html -o out/all.sarif
  diagram-lens review shop.drawio --select SLS-SEC --ignore SLS-SEC-009
  diagram-lens review docs --baseline known.json --update-baseline
  diagram-lens review docs --baseline known.json         only what is not in it fails
  diagram-lens review shop.drawio --rules house_rules.yaml --declarations shop.lens.yaml
  cat arch.py | diagram-lens review - --stdin-name arch.py --format json
"""

OUTPUTS = (
    "Write a file instead: .html, .svg, .png, .pdf, .drawio, .md, .json, .sarif, .xml (JUnit), .csv ... "
    "Repeatable; {name} is the input's name, {path} its path."
)


class Format(StrEnum):
    """What is printed on standard output."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"
    SARIF = "sarif"
    JUNIT = "junit"
    GITLAB = "gitlab"
    GITHUB = "github"
    RDJSON = "rdjson"
    CSV = "csv"
    QUESTIONS = "questions"
    WA_TOOL = "wa-tool"
    WA_LENS = "wa-lens"


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=EXAMPLES, no_args_is_help=True)(review)


def review(
    files: Files,
    printed_as: Annotated[Format, format_option()] = Format.TERMINAL,
    output: Annotated[list[str] | None, output_option(OUTPUTS)] = None,
    fail_on: FailOnOption = None,
    soft_fail: SoftFail = False,
    select: Select = None,
    ignore: Ignore = None,
    profile: ProfileOption = None,
    page: Page = None,
    stdin_name: StdinName = "stdin",
    scale: Scale = 1,
    rules: RuleFiles = None,
    declarations: DeclarationsFile = None,
    config: ConfigFile = None,
    baseline: BaselineFile = None,
    update_baseline: UpdateBaseline = False,
) -> None:
    """Review diagrams: findings with their path, what is not shown, and what to draw next."""
    given, several = given_files(files), are_several(files)
    outputs = [in_folder(out) for out in output or []]
    check_not_empty(files, given)
    check_outputs(outputs, given, several=several)
    asked = asked_for(select, ignore, profile, page, rules, declarations, config)
    known = baselines(baseline, asked, updating=update_baseline)
    failures: list[str] = []
    failing: list[str] = []
    reviews: list[Review] = []

    def work(file: Given) -> None:
        data = read_input(file.path, stdin_name)
        reviewed = _reviewed(data, options_for(file.path, asked, as_name=stdin_name))
        reviewed = known.applied(reviewed, data.name)
        if _fails(reviewed, threshold_for(data.name, asked, fail_on)):
            failing.append(file.path)
        save_all(reviewed, file, outputs, page, scale, several=several)
        reviews.append(reviewed)

    for_each(given, failures, work)
    keep_baselines(known)
    finish(reviews, outputs, several=several)
    if not outputs:
        _print(reviews, printed_as, several=several)
    raise typer.Exit(
        EXIT_UNUSABLE if failures else EXIT_FINDINGS if failing and not soft_fail else EXIT_CLEAN
    )


def _reviewed(given: Input, chosen: "Options") -> "Review":
    from app.pipeline import review

    return review(given.data, given.name, chosen)


def _print(reviews: list["Review"], printed_as: Format, *, several: bool) -> None:
    if printed_as is Format.JSON:
        _print_json(reviews, several=several)
    elif printed_as is Format.MARKDOWN:
        from reports.markdown_report import markdown_report

        typer.echo("\n".join(markdown_report(reviewed) for reviewed in reviews), nl=False)
    elif printed_as is not Format.TERMINAL:
        _print_together(reviews, printed_as)
    else:
        from reports.terminal import terminal_report

        reports = [terminal_report(reviewed, width=width(), color=use_color()) for reviewed in reviews]
        typer.echo("\n".join(reports), nl=False, color=True)


def _print_together(reviews: list["Review"], printed_as: Format) -> None:
    """One document for all files, in a format that other tools read."""
    from app.artefacts import artefact_named

    together = artefact_named(printed_as.value).together
    if together is not None:
        write_output("-", together(reviews))


def _print_json(reviews: list["Review"], *, several: bool) -> None:
    """One review as itself; the reviews of several files as a list under `reviews`."""
    from app.artefacts import json_bytes
    from reports.json_report import review_json

    made = [review_json(reviewed) for reviewed in reviews]
    if several:
        write_output("-", json_bytes({"schema": "diagram-lens/reviews/1", "reviews": made}))
    elif made:
        write_output("-", json_bytes(made[0]))


def _fails(reviewed: "Review", fail_on: FailOn) -> bool:
    from graph_rules.rule import Severity
    from graph_rules.verdict import Verdict

    if fail_on is FailOn.NEVER:
        return False
    threshold = Severity(fail_on.value).rank
    return any(
        finding.verdict is Verdict.VIOLATED
        and finding.suppressed is None
        and finding.severity.rank <= threshold
        for finding in reviewed.findings
    )

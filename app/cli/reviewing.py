"""`diagram-lens review`: the main job."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.baselining import BaselineFile, UpdateBaseline, baselines, keep_baselines
from app.cli.choosing import (
    Asked,
    ConfigFile,
    DeclarationsFile,
    RuleFiles,
    checked,
    configuration,
    names,
    options_for,
    rule_texts,
)
from app.cli.console import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    EXIT_UNUSABLE,
    Input,
    read_input,
    say_note,
    use_color,
    width,
    write_output,
)
from app.cli.given import Given, are_several, check_not_empty, for_each, given_files
from app.cli.several import in_folder, is_joint, write_joint

if TYPE_CHECKING:
    from app.pipeline import Options
    from parsers import Reading
    from reports.review import Review

EXAMPLES = """\b
Examples:
  diagram-lens review shop.drawio
  diagram-lens review shop.drawio -o shop.svg -o shop.json
  diagram-lens review docs/*.drawio --fail-on medium
  diagram-lens review docs/ -o out/                       a page for each diagram, and an index
  diagram-lens review *.py -o 'out/{name}.svg' -o out/index.html -o out/all.sarif
  diagram-lens review shop.drawio --select SLS-SEC --ignore SLS-SEC-009
  diagram-lens review docs --baseline known.json --update-baseline    from now on only new findings fail
  diagram-lens review shop.drawio --rules house_rules.yaml --declarations shop.lens.yaml
  cat arch.py | diagram-lens review - --stdin-name arch.py --format json
"""


class FailOn(StrEnum):
    """From which severity on a violation fails the review."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"
    NEVER = "never"


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


class Profile(StrEnum):
    """Which verdicts become findings."""

    RECOMMENDED = "recommended"
    STRICT = "strict"
    CHECKLIST = "checklist"


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...", help="draw.io files, scripts, flowcharts, or folders of them; - is standard input."
    ),
]
StdinName = Annotated[
    str, typer.Option("--stdin-name", metavar="NAME", help="What standard input is called in the report.")
]
Page = Annotated[
    str | None,
    typer.Option("--page", metavar="PAGE", help="Only this diagram: its name, or its number from 1."),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULES",
        help="Only these rules: codes, beginnings of codes, names; commas between.",
    ),
]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="RULES", help="Not these rules.")]
Scale = Annotated[
    float,
    typer.Option("--scale", min=0.1, max=8, help="How many times as large a .png is: 2 for sharp screens."),
]
ProfileOption = Annotated[
    Profile | None,
    typer.Option("--profile", help="How much of what is not shown is reported. [default: recommended]"),
]


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=EXAMPLES, no_args_is_help=True)(review)


def review(
    files: Files,
    printed_as: Annotated[Format, typer.Option("--format", "-f", help="What is printed.")] = Format.TERMINAL,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="Write a file instead: .html, .svg, .png, .pdf, .drawio, .md, .json, .sarif, .xml (JUnit), .csv ... "
            "Repeatable; {name} is the input's name, {path} its path.",
        ),
    ] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on", help="Exit with 1 for violations of this severity or worse. [default: high]"
        ),
    ] = None,
    soft_fail: Annotated[
        bool,
        typer.Option("--soft-fail", help="Exit with 0 whatever is found; what cannot be read still fails."),
    ] = False,
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
    asked = options(select, ignore, profile, page, rules, declarations, config)
    known = baselines(baseline, asked, updating=update_baseline)
    failures: list[str] = []
    failing: list[str] = []
    reviews: list[Review] = []

    def work(file: Given) -> None:
        data = read_input(file.path, stdin_name)
        reviewed = _reviewed(data, options_for(file.path, asked, as_name=stdin_name))
        reviewed = known.applied(reviewed, data.name)
        if _fails(reviewed, fail_on or _threshold(data.name, asked)):
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


def _threshold(path: str, asked: Asked) -> FailOn:
    found = configuration(path, asked)
    return FailOn(found.says.fail_on) if found and found.says.fail_on else FailOn.HIGH


def options(
    select: list[str] | None,
    ignore: list[str] | None,
    profile: Profile | None,
    page: str | None,
    rules: list[str] | None = None,
    declarations: str | None = None,
    config: str | None = None,
) -> Asked:
    """What the command line asks for; raises UnknownRule and BadText before any diagram is read."""
    from app.pipeline import Options

    asked = Asked(
        names(select),
        names(ignore),
        profile.value if profile else None,
        page,
        tuple(rules or ()),
        declarations,
        config,
    )
    if asked.select or asked.ignore or asked.rules:
        checked(Options(asked.select, asked.ignore, rules=rule_texts(asked, None)))
    return asked


def _reviewed(given: Input, chosen: "Options") -> "Review":
    from app.pipeline import review

    return review(given.data, given.name, chosen)


def check_outputs(
    outputs: list[str], given: Sequence[Given], *, several: bool, annotated: bool = False
) -> None:
    """Refuse outputs that cannot be written before any work is done. Raises app.errors.Refusal."""
    from app.artefacts import artefact_for

    for out in outputs:
        artefact_for(out, annotated=annotated)
    check_named_apart([out for out in outputs if not is_joint(out, several=several)], given)


def check_named_apart(outputs: list[str], files: "Sequence[str | Given]") -> None:
    """Refuse outputs that several files would share. Raises app.errors.Refusal."""
    from app.errors import Refusal

    for out in outputs:
        if len(files) > 1 and "{name}" not in out and "{path}" not in out:
            raise Refusal(
                f"{out}: {len(files)} files would be written to the same output.",
                f"Put {{name}} in it, as in -o '{{name}}{PurePath(out).suffix}'.",
            )
        if shared := _twice([_output_of(out, file) for file in files]) if len(files) > 1 else "":
            raise Refusal(
                f"{shared}: two files of the same name would be written to it.",
                "Give them in two commands, with an output each, or put {path} in it in place of {name}.",
            )


def _output_of(pattern: str, file: "str | Given") -> str:
    return (
        output_name(pattern, file.path, file.place) if isinstance(file, Given) else output_name(pattern, file)
    )


def _twice(paths: list[str]) -> str:
    """The first of these paths that is there before, whatever its case; else nothing."""
    folded = [path.casefold() for path in paths]
    return next((path for n, path in enumerate(paths) if path.casefold() in folded[:n]), "")


def output_name(pattern: str, filename: str, place: str = "") -> str:
    """The path of an output; `{name}` stands for the input's name without folder and extension.

    `{path}` stands for its name with its extension, and with its path below the folder that was given,
    parts joined by hyphens.
    """
    name = PurePath(filename).stem or "diagram"
    return pattern.replace("{name}", name).replace("{path}", place or name)


def save_all(
    reviewed: "Review", file: Given, outputs: Sequence[str], page: str | None, scale: float, *, several: bool
) -> None:
    """Write the outputs that are there for each file."""
    for out in outputs:
        if not is_joint(out, several=several):
            save(reviewed, output_name(out, reviewed.reading.file, file.place), page, scale)


def finish(reviews: Sequence["Review"], outputs: Sequence[str], *, several: bool) -> None:
    """Write the outputs that are there for all files together."""
    for out in outputs:
        if is_joint(out, several=several):
            write_joint(out, reviews)


def save(reviewed: "Review", path: str, page: str | None = None, scale: float = 1) -> None:
    """Write the artefact that the path's extension asks for, a file for each diagram where it holds only one."""
    from app.artefacts import artefact_for

    artefact = artefact_for(path)
    for out, diagram in diagram_files(reviewed.reading, path, page, one_diagram=artefact.one_diagram):
        write_output(out, artefact.made(reviewed, diagram, scale))
        if artefact.note is not None and (note := artefact.note(reviewed, diagram)):
            say_note(note)


def diagram_files(
    reading: "Reading", path: str, page: str | None, *, one_diagram: bool
) -> list[tuple[str, int]]:
    """Which files to write, each with the index of its diagram.

    A format that holds one diagram gets the one that `page` names, else a file for each: `out.svg`,
    `out-2.svg`, `out-3.svg`; the one without a number is the diagram that the input shows. Raises app.errors.UnknownPage.
    """
    from app.pipeline import diagram_index

    if page is not None or not one_diagram:
        return [(path, diagram_index(reading, page))]
    return [(_numbered(path, diagram, reading.shown), diagram) for diagram in range(len(reading.diagrams))]


def _numbered(path: str, diagram: int, shown: int) -> str:
    whole = PurePath(path)
    return path if diagram == shown else str(whole.with_name(f"{whole.stem}-{diagram + 1}{whole.suffix}"))


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

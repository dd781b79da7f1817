"""Options that several commands share: one definition each, so that they are spelt and explained alike everywhere."""

from enum import StrEnum
from typing import Annotated, Any

import typer


class FailOn(StrEnum):
    """From which severity on a violation fails the command."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"
    NEVER = "never"


class Profile(StrEnum):
    """Which verdicts become findings."""

    RECOMMENDED = "recommended"
    STRICT = "strict"
    CHECKLIST = "checklist"


# What is read

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE", help="draw.io files, scripts, flowcharts, or folders of them; - is standard input."
    ),
]
OnlyFiles = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="draw.io files, scripts, flowcharts; - is standard input."),
]
File = Annotated[str, typer.Argument(metavar="FILE", help="A diagram; - is standard input.")]
StdinName = Annotated[
    str, typer.Option("--stdin-name", metavar="NAME", help="What standard input is called in the report.")
]
Page = Annotated[
    str | None,
    typer.Option("--page", metavar="PAGE", help="Only this diagram: its name, or its number from 1."),
]

# What is asked of it

Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULES",
        help="Only these rules: codes, beginnings of codes, names; commas between.",
    ),
]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="RULES", help="Not these rules.")]
ProfileOption = Annotated[
    Profile | None,
    typer.Option("--profile", help="How much of what is not shown is reported. [default: recommended]"),
]
RuleFiles = Annotated[
    list[str] | None,
    typer.Option("--rules", metavar="FILE", help="Rules in YAML, beside the built-in ones. Repeatable."),
]
DeclarationsFile = Annotated[
    str | None,
    typer.Option(
        "--declarations",
        metavar="FILE",
        help="What you say beside the drawing: attributes, waivers. Else FILE.lens.yaml is looked for.",
    ),
]
ConfigFile = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings, instead of the nearest .diagram-lens.toml or pyproject.toml; - for none.",
    ),
]
BaselineFile = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Findings that are known: they are shown as such, and only others fail.",
    ),
]

# What fails

_FAIL_ON = "Exit with 1 for {what} of this severity or worse. [default: the configuration's, else high]"
FailOnOption = Annotated[FailOn | None, typer.Option("--fail-on", help=_FAIL_ON.format(what="violations"))]
FailOnNew = Annotated[
    FailOn | None, typer.Option("--fail-on", help=_FAIL_ON.format(what="new or worse violations"))
]
SoftFail = Annotated[
    bool,
    typer.Option("--soft-fail", help="Exit with 0 whatever is found; what cannot be read still fails."),
]

# What is written

Scale = Annotated[
    float,
    typer.Option("--scale", min=0.1, max=8, help="How many times as large a .png is: 2 for sharp screens."),
]
PixelScale = Annotated[
    float | None,
    typer.Option(
        "--scale",
        min=0.1,
        max=8,
        help="How many times as large a .png is as the .svg. [default: 2, less for large pictures]",
    ),
]
DocsAddress = Annotated[
    str,
    typer.Option(
        "--docs-address", "--docs", metavar="URL", help="Where the rules' pages are, for links in Markdown."
    ),
]


def output_option(help_text: str) -> Any:
    """`-o`, with what a command can write."""
    return typer.Option("--output", "-o", metavar="OUT", help=help_text)


def format_option(help_text: str = "What is printed.") -> Any:
    """`-f`, with what a command prints."""
    return typer.Option("--format", "-f", help=help_text)

"""Options that only the bot has."""

from enum import StrEnum
from typing import Annotated

import typer

from app.cli.options import output_option


class HostName(StrEnum):
    """Where the change lies."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NONE = "none"


class CommentWay(StrEnum):
    """What happens to an earlier comment of the bot."""

    UPDATE = "update"
    NEW = "new"
    DELETE = "delete"
    OFF = "off"


class PostWhen(StrEnum):
    """When a comment is posted that was not there before."""

    CHANGED = "changed"
    FINDINGS = "findings"
    ALWAYS = "always"


# The change

Base = Annotated[
    str | None,
    typer.Option("--base", metavar="REV", help="What the change is compared with. [default: the CI's]"),
]
Head = Annotated[str | None, typer.Option("--head", metavar="REV", help="The change. [default: HEAD]")]
Patterns = Annotated[
    list[str] | None,
    typer.Option(
        "--files",
        metavar="PATTERN",
        help="Files that may hold diagrams, instead of the usual ones. Repeatable.",
    ),
]
Excluded = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="PATTERN", help="Files to leave alone. Repeatable."),
]

# Its host

OnHost = Annotated[
    HostName | None, typer.Option("--host", help="Where the change lies. [default: as the CI says]")
]
RepositoryName = Annotated[
    str | None,
    typer.Option("--repository", metavar="NAME", help="owner/name, or GitLab's project. [default: the CI's]"),
]
Number = Annotated[
    int | None,
    typer.Option("--number", min=1, help="Number of the pull or merge request. [default: the CI's]"),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the comment; ask and tell the host nothing.")]

# What is said, and where

Comment = Annotated[
    CommentWay,
    typer.Option("--comment", help="Keep one comment up to date, add new ones, replace, or none."),
]
PostWhenOption = Annotated[
    PostWhen,
    typer.Option("--post-when", help="What is worth a comment: any change, new findings, everything."),
]
Key = Annotated[
    str,
    typer.Option("--key", metavar="WORD", help="Tells the comments of several runs on one change apart."),
]
UploadSarif = Annotated[
    bool,
    typer.Option("--upload-sarif", help="Hand the findings of all diagrams to GitHub's code scanning."),
]
Annotate = Annotated[
    bool,
    typer.Option("--annotate/--no-annotate", help="Print annotations for the files of the change (GitHub)."),
]
BotOutputs = Annotated[
    list[str] | None,
    output_option(
        "Write the comment (.md), a page with everything (.html), the findings of the changed diagrams (.rdjson, .xml, "
        ".csv ...) or of all diagrams (.sarif, .gitlab.json: there, what is missing counts as fixed). Repeatable."
    ),
]
Pictures = Annotated[
    str | None,
    typer.Option("--pictures", metavar="DIR", help="Write a picture of each change there: DIR/path.svg."),
]
PictureAddress = Annotated[
    str,
    typer.Option(
        "--picture-address",
        metavar="URL",
        help="Where those pictures will be, with {path}: the comment shows them instead of Mermaid.",
    ),
]

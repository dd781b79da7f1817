"""`diagram-lens mcp`: tools for agents, by the Model Context Protocol over standard input and output."""

from typing import Annotated

import typer

EXAMPLES = """\b
Examples:
  diagram-lens mcp                          tools over the diagrams below this folder
  diagram-lens mcp --root docs --root arch --write

\b
Needs the extra: pip install 'diagram-lens[mcp]'. See docs/agents.md.
"""


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(name="mcp", epilog=EXAMPLES)(serve_agents)


def serve_agents(
    root: Annotated[
        list[str] | None,
        typer.Option(
            "--root", metavar="DIR", help="Agents may name files in this folder. Repeatable. [default: .]"
        ),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Agents may write new files there; never over one that is there.")
    ] = False,
) -> None:
    """Serve tools for agents: review, explain, render, propose a fix, list rules."""
    from app.errors import Refusal

    try:
        import mcp.server.mcpserver  # noqa: F401 - whether the extra is there
    except ImportError:
        raise Refusal(
            "`diagram-lens mcp` needs the extra `mcp`.", "Install it: pip install 'diagram-lens[mcp]'"
        ) from None
    from app.agents.roots import Roots
    from app.agents.server import agent_server
    from app.settings import Settings

    settings = Settings()
    patient = settings.model_copy(update={"seconds": max(settings.seconds, settings.job_seconds)})
    agent_server(Roots.of(root or ["."]), patient, may_write=write).run("stdio")

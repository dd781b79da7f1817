"""Who asks: a name for the audit log, what they may do, and in which project."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a caller may do: look at what is stored, have diagrams reviewed, administer the server."""

    READ = "read"
    REVIEW = "review"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who asks. `project` is the only one they may see; None sees every project.

    `key` tells callers apart where requests are counted; it is never shown.
    """

    name: str
    scopes: frozenset[Scope]
    project: str | None = None
    key: str = ""

    def may(self, scope: Scope) -> bool:
        """Whether they may do this. Administrators may do everything."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def sees(self, project: str | None) -> bool:
        """Whether what belongs to this project exists for them; where it does not, the answer is a 404."""
        return self.project is None or self.project == project


LOCAL = Caller("local", frozenset(Scope))
"""Whoever asks a server that has access control off."""

"""What the bot asks of a host of code, whichever it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a change: its id, what its author is known by (`id:7`, `login:ana`), its text, its page's address."""

    id: str
    author: frozenset[str]
    text: str
    address: str = ""


class Host(Protocol):
    """A change on a host of code: a pull request, a merge request. All methods raise HostFailure."""

    name: str
    longest_comment: int

    def author(self) -> str:
        """What whoever this token belongs to is known by as an author: `id:7`, or `login:ana`."""

    def comments(self) -> Iterator[Comment]:
        """The comments on the change, oldest first."""

    def post(self, text: str) -> Comment:
        """A new comment."""

    def edit(self, comment: Comment, text: str) -> Comment:
        """The comment with another text."""

    def delete(self, comment: Comment) -> None:
        """Take a comment away."""

    def close(self) -> None:
        """End the connection."""

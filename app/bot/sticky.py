"""One comment, kept up to date: what is posted, changed, taken away or left alone.

A comment is ours when it holds our marker AND we wrote it: anybody may quote the marker.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.bot.hosts.errors import Unreachable
from app.bot.hosts.host import Comment, Host


class Behaviour(StrEnum):
    """What happens to an earlier comment of ours: it is updated, followed by a new one, or replaced by one."""

    UPDATE = "update"
    NEW = "new"
    DELETE = "delete"
    OFF = "off"


class Done(StrEnum):
    """What became of the comment."""

    POSTED = "posted"
    UPDATED = "updated"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, and where the comment is."""

    done: Done
    address: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What there is to say. `text` is None where there is nothing; `all_clear` then replaces an earlier comment."""

    marker: str
    text: str | None
    all_clear: str


def keep(host: Host, words: Words, behaviour: Behaviour) -> Told:
    """Bring the comment on the change up to date, with as few writes as can be. Raises HostFailure."""
    if behaviour is Behaviour.OFF:
        return Told(Done.NOTHING)
    ours = own_comments(host, words.marker)
    wanted = words.text or (words.all_clear if ours and behaviour is not Behaviour.DELETE else None)
    if ours and wanted is not None and _same(ours[-1].text, wanted):
        return Told(Done.UNCHANGED, ours[-1].address)
    return KEEPERS[behaviour](host, words, ours, wanted)


def own_comments(host: Host, marker: str) -> list[Comment]:
    """The comments with this marker as their first line that this token's owner wrote, oldest first."""
    marked = [comment for comment in host.comments() if _first_line(comment.text) == marker]
    if not marked:
        return []
    author = host.author()
    return [comment for comment in marked if author in comment.author]


def _update(host: Host, words: Words, ours: list[Comment], wanted: str | None) -> Told:
    if wanted is None:
        return Told(Done.NOTHING)
    if not ours:
        return _post(host, words.marker, wanted)
    return Told(Done.UPDATED, host.edit(ours[-1], wanted).address)


def _follow(host: Host, words: Words, ours: list[Comment], wanted: str | None) -> Told:
    return _post(host, words.marker, words.text) if words.text else _update(host, words, ours, wanted)


def _replace(host: Host, words: Words, ours: list[Comment], wanted: str | None) -> Told:
    """The new one first: should it fail, the old one still stands."""
    posted = _post(host, words.marker, wanted) if wanted is not None else Told(Done.NOTHING)
    for comment in ours:
        host.delete(comment)
    if not ours:
        return posted
    return Told(Done.DELETED) if wanted is None else Told(Done.REPLACED, posted.address)


KEEPERS: dict[Behaviour, Callable[[Host, Words, list[Comment], str | None], Told]] = {
    Behaviour.UPDATE: _update,
    Behaviour.NEW: _follow,
    Behaviour.DELETE: _replace,
}


def _post(host: Host, marker: str, text: str) -> Told:
    """A new comment. Where the host failed it may be there all the same: look before trying once more."""
    try:
        return Told(Done.POSTED, host.post(text).address)
    except Unreachable:
        for comment in own_comments(host, marker):
            if _same(comment.text, text):
                return Told(Done.POSTED, comment.address)
        return Told(Done.POSTED, host.post(text).address)


def _first_line(text: str) -> str:
    return text.lstrip().split("\n", 1)[0].strip()


def _same(there: str, wanted: str) -> bool:
    """Whether two texts are the same to a host, which may change line ends and cut what surrounds a text."""
    return there.replace("\r\n", "\n").strip() == wanted.replace("\r\n", "\n").strip()

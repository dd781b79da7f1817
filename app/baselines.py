"""The baselines that a run of `review` uses: found, read once, applied, written anew where that is asked for."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from graph_rules.errors import BadText

if TYPE_CHECKING:
    from graph_rules.baseline import Entry
    from reports.review import Review

LARGEST = 32 * 2**20
CURE = "Make it with --update-baseline, or check the path."


class Baselines:
    """Baselines by their paths. `path_for` gives the path of the one that counts for a diagram, None for none.

    With `updating` nothing is judged: what is found now is what the baseline lists from then on.
    """

    def __init__(self, path_for: Callable[[str], str | None], *, updating: bool) -> None:
        self.path_for, self.updating = path_for, updating
        self._read: dict[str, dict[str, tuple[Entry, ...]]] = {}
        self.stale: list[str] = []
        """Sentences about entries whose finding is gone."""

    def check(self, baseline: str) -> None:
        """Read a baseline before any diagram is. Raises BadText."""
        self._known(baseline)

    def applied(self, review: "Review", path: str) -> "Review":
        """The review under the baseline that counts for its file. Raises BadText."""
        baseline = self.path_for(path)
        if baseline is None:
            return review
        from reports.baselined import baselined, entries_for

        known = self._known(baseline)
        name = _name(path, baseline)
        if self.updating:
            known[name] = entries_for(review)
        found, stale = baselined(review, known.get(name, ()), f"baseline {os.path.basename(baseline)}")
        self.stale += [f"{path}: {baseline} lists {entry}, which is gone." for entry in stale]
        return found

    def _known(self, baseline: str) -> "dict[str, tuple[Entry, ...]]":
        if baseline not in self._read:
            fresh = self.updating and not os.path.exists(baseline)
            self._read[baseline] = {} if fresh else _read(baseline)
        return self._read[baseline]

    def written(self) -> list[tuple[str, bytes]]:
        """The files to write: the baselines that were updated, without files that are no longer there."""
        if not self.updating:
            return []
        from graph_rules.baseline import baseline_text

        return [
            (
                path,
                baseline_text(
                    {name: entries for name, entries in known.items() if _is_there(name, path)}
                ).encode(),
            )
            for path, known in self._read.items()
        ]


def _name(path: str, baseline: str) -> str:
    """What a diagram is called in a baseline: its path from the baseline's folder."""
    return os.path.relpath(path, os.path.dirname(baseline) or ".").replace(os.sep, "/")


def _is_there(name: str, baseline: str) -> bool:
    return os.path.exists(os.path.join(os.path.dirname(baseline), name)) or "/" not in name


def _read(path: str) -> "dict[str, tuple[Entry, ...]]":
    from graph_rules.baseline import baseline_in

    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise BadText(path, "", f"{(error.strerror or 'unreadable').lower()}.", CURE) from None
    if len(data) > LARGEST:
        raise BadText(path, "", f"more than {LARGEST // 2**20} MB.", "Split it by folders.")
    try:
        return baseline_in(data.decode("utf-8-sig"), path)
    except UnicodeDecodeError:
        raise BadText(path, "", "this is no text in UTF-8.", CURE) from None

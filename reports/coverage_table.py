"""How much of draw.io files was understood, for people: cell by cell for one file, a table of shares for many."""

from collections.abc import Iterable, Iterator, Sequence

from parsers.drawio.coverage import CONNECTIONS, ICONS, FileCoverage
from parsers.drawio.graph import Account, Outcome
from reports.plain import one_line

COLUMNS = ("cells", "recognised", "guessed", "ignored", "icons", "arrows")
LONGEST_NAME = 60


def cell_by_cell(covered: FileCoverage) -> str:
    """Every cell on a line of its own: what it was read as, what became of it, and why."""
    return "\n".join([*map(_line, covered.accounts), one_line(covered.summary)])


def shares(files: Sequence[FileCoverage]) -> str:
    """A row a file and one for all: counts of cells, the share of icons recognised, of arrows with both ends."""
    rows = [(_short(covered.file), *_figures([covered])) for covered in files]
    rows.append((f"{len(files)} files", *_figures(files)))
    name = max(len(row[0]) for row in rows)
    header = " ".join([" " * name, *(f"{column:>10}" for column in COLUMNS)])
    return "\n".join(
        [header, *(" ".join([f"{row[0]:<{name}}", *(f"{cell:>10}" for cell in row[1:])]) for row in rows)]
    )


def _line(account: Account) -> str:
    words = (f"page {account.page + 1}", account.cell, account.part, account.label)
    told = one_line(", ".join(filter(None, words)), 110)
    meant = f" as {one_line(account.name)} ({account.confidence:.0%})" if account.name else ""
    why = f": {one_line(account.why)}" if account.why else ""
    return f"{account.outcome.value:<10} {told}{meant}{why}"


def _figures(files: Iterable[FileCoverage]) -> Iterator[str]:
    accounts = [account for covered in files for account in covered.accounts]
    yield str(len(accounts))
    for outcome in Outcome:
        yield str(sum(account.outcome is outcome for account in accounts))
    together = FileCoverage("", tuple(accounts))
    yield _share(together.icons_recognised, any(account.part in ICONS for account in accounts))
    yield _share(together.arrows_joined, any(account.part in CONNECTIONS for account in accounts))


def _share(share: float, any_at_all: bool) -> str:
    return f"{share:.1%}" if any_at_all else "-"


def _short(name: str) -> str:
    name = one_line(name, 400)
    return name if len(name) <= LONGEST_NAME else "…" + name[1 - LONGEST_NAME :]

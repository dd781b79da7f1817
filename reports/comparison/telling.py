"""Which changes are worth a line of their own."""

from architecture.comparison import Change, ChangeKind, Comparison, What


def telling(comparison: Comparison) -> list[Change]:
    """The changes without those that follow from others: arrows that came or went with a service at their end.

    Services first, then boundaries, then connections.
    """
    came = {one.after for one in comparison.of(None, ChangeKind.ADDED) if one.what is not What.CONNECTION}
    went = {one.before for one in comparison.of(None, ChangeKind.REMOVED) if one.what is not What.CONNECTION}

    def follows(change: Change) -> bool:
        if change.what is not What.CONNECTION or change.kind not in (ChangeKind.ADDED, ChangeKind.REMOVED):
            return False
        if change.after is not None:
            arrow, ends = comparison.after.connection(change.after), came
        else:
            arrow, ends = comparison.before.connection(change.before or ""), went
        return arrow.source in ends or arrow.target in ends

    order = list(What)
    return sorted(
        (one for one in comparison.changes if not follows(one)), key=lambda one: order.index(one.what)
    )

"""Two graphs in, what differs out."""

from architecture.comparison.change import Comparison
from architecture.comparison.connections import match_connections
from architecture.comparison.differences import Differences
from architecture.comparison.exact import match_exactly
from architecture.comparison.loose import match_loosely
from architecture.comparison.side import Numbers, Side
from architecture.comparison.state import State
from architecture.graph import ArchitectureGraph


def compare_graphs(before: ArchitectureGraph, after: ArchitectureGraph) -> Comparison:
    """What differs between two drawings, with the reason for every match."""
    state = matched(before, after)
    nodes = state.matches()
    connections = match_connections(before, after, nodes, state.ids_believed)
    changes = tuple(Differences(before, after, nodes, connections).changes())
    return Comparison(before, after, nodes, connections, changes)


def matched(before: ArchitectureGraph, after: ArchitectureGraph) -> State:
    """The nodes of two graphs, matched; `steps` of the state says how many things were looked at."""
    numbers = Numbers()
    state = State(Side.of(before, numbers), Side.of(after, numbers))
    match_exactly(state)
    match_loosely(state)
    return state

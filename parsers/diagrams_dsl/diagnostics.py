"""The codes of everything that reading a script may have to tell its author."""

SYNTAX = "DSL-001"
STOPPED = "DSL-002"
NEEDS_DATA = "DSL-003"
UNKNOWN_CLASS = "DSL-004"
UNKNOWN_MODULE = "DSL-005"
STRICTER = "DSL-006"
CLUSTER_EDGE = "DSL-007"
SAME_NAME = "DSL-008"
IMPLICIT_IMPORT = "DSL-009"
NOT_SUPPORTED = "DSL-010"
SWALLOWED = "DSL-011"
CROSSING = "DSL-012"
SAME_NODE_ID = "DSL-013"
APPROXIMATE = "DSL-014"
LOST_END = "DSL-015"
OTHER_BLOCKS = "DSL-016"
OTHER_SCRIPTS = "DSL-017"

CODES: dict[str, str] = {
    SYNTAX: "the script does not parse",
    STOPPED: "the script ends in an exception; what it had drawn until then is kept",
    NEEDS_DATA: "the script needs data that was not given",
    UNKNOWN_CLASS: "the library has no such class; it is read as a node of unknown kind",
    UNKNOWN_MODULE: "a module that is not part of the library and was not given",
    STRICTER: "the library would refuse this; it is read as it was meant",
    CLUSTER_EDGE: "a cluster is an end of an edge; it is read as an edge to the boundary",
    SAME_NAME: "several clusters have one label in one diagram; Graphviz draws them as one",
    IMPLICIT_IMPORT: "a name that was never imported is taken from the library",
    NOT_SUPPORTED: "a construct of Python that is not read",
    SWALLOWED: "the script caught an exception of the library; it goes on as the script says",
    CROSSING: "an edge ends at a node of another diagram",
    SAME_NODE_ID: "several nodes have one nodeid; Graphviz draws them as one",
    APPROXIMATE: "a value that is only known when the script runs is part of the drawing",
    LOST_END: "an edge ends at nothing that is drawn",
    OTHER_BLOCKS: "a page holds several blocks of code; only the first is read",
    OTHER_SCRIPTS: "a zip holds several scripts that draw; only one is read",
}

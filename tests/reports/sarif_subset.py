"""The part of SARIF 2.1.0 that our output uses, as a closed JSON Schema: anything else in it is a mistake."""

from typing import Any


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


TEXT = {"type": "string", "minLength": 1}
MESSAGE = _object("text", text=TEXT)
URI = {"type": "string", "format": "uri-reference", "pattern": r"^[^\s\\]+$"}
BAG = {"type": "object", "properties": {"tags": {"type": "array", "uniqueItems": True, "items": TEXT}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
NUMBER = {"type": "integer", "minimum": 1}
PHYSICAL = _object(
    "artifactLocation region",
    artifactLocation=_object("uri", uri=URI),
    region=_object("startLine", startLine=NUMBER, startColumn=NUMBER),
)
LOGICAL = _object("name", name=TEXT, fullyQualifiedName=TEXT, kind=TEXT)
LOCATION = _object(
    "physicalLocation",
    id={"type": "integer", "minimum": 0},
    physicalLocation=PHYSICAL,
    logicalLocations={"type": "array", "minItems": 1, "items": LOGICAL},
    message=MESSAGE,
)
STEP = _object("location", location=LOCATION, importance={"enum": ["important", "essential", "unimportant"]})
FLOW = _object(
    "threadFlows",
    threadFlows={"type": "array", "items": _object("locations", locations={"type": "array", "items": STEP})},
)
SUPPRESSION = _object(
    "kind",
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
)
RESULT = _object(
    "ruleId ruleIndex level message locations partialFingerprints suppressions",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "minItems": 1, "maxItems": 1, "items": LOCATION},
    relatedLocations={"type": "array", "uniqueItems": True, "items": LOCATION},
    codeFlows={"type": "array", "items": FLOW},
    partialFingerprints={"type": "object", "minProperties": 1, "additionalProperties": TEXT},
    suppressions={"type": "array", "items": SUPPRESSION},
    properties=BAG,
)
RULE = _object(
    "id name shortDescription fullDescription help defaultConfiguration",
    id=TEXT,
    name={"type": "string", "pattern": "^[A-Z][A-Za-z0-9]+$"},
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=_object("text markdown", text=TEXT, markdown=TEXT),
    helpUri={"type": "string", "pattern": "^https://"},
    defaultConfiguration=_object("level", level=LEVEL),
    properties=BAG,
)
DRIVER = _object("name", name=TEXT, version=TEXT, rules={"type": "array", "uniqueItems": True, "items": RULE})
RUN = _object(
    "tool results",
    tool=_object("driver", driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    artifacts={
        "type": "array",
        "uniqueItems": True,
        "items": _object("location", location=_object("uri", uri=URI)),
    },
    results={"type": "array", "items": RESULT},
)
SARIF = _object(
    "version runs",
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs={"type": "array", "items": RUN},
)

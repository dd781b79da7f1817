"""The one diagram of a request: a file in the multipart field `diagram`, or JSON with the source text."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from app.api.examples import SOURCES, UPLOADS
from app.errors import BadRequest, WrongContentType
from app.pipeline import NamedText
from reports.plain import one_line

FIELD = "diagram"
LONGEST_NAME = 200
HOW = f"Send multipart/form-data with one file in the field `{FIELD}`: curl -F {FIELD}=@shop.drawio URL"
HOW_JSON = 'Send JSON with the text of the diagram: {"filename": "shop.mmd", "source": "flowchart LR ..."}'

TEXTS: Mapping[str, str] = {
    "rules": "Rules of your own in YAML, beside the built-in ones",
    "declarations": "What the drawing does not say, and waivers, in YAML",
    "mapping": "What stencils and labels of a draw.io file stand for, in YAML",
}
"""Fields that a review takes beside the diagram, as a file or as a text."""

DIAGRAM_FIELD = {
    "type": "string",
    "format": "binary",
    "description": "A draw.io file (.drawio, .xml, .svg, .png), a Python script that uses the "
    "diagrams library, or a Mermaid flowchart. The content decides, not the name.",
}
SOURCE_FIELDS = {
    "source": {
        "type": "string",
        "minLength": 1,
        "description": "The text of the diagram: draw.io XML, a script, or a flowchart",
    },
    "filename": {"type": "string", "maxLength": LONGEST_NAME, "description": "What reports call it"},
}


def request_body(*texts: str) -> dict[str, Any]:
    """OpenAPI of a body with one diagram and these fields of `TEXTS`."""
    beside = {name: {"type": "string", "description": TEXTS[name]} for name in texts}
    return {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": _object({FIELD: DIAGRAM_FIELD, **beside}, [FIELD]),
                "examples": UPLOADS,
            },
            "application/json": {
                "schema": _object({**SOURCE_FIELDS, **beside}, ["source"]),
                "examples": SOURCES,
            },
        },
    }


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    shape = {"type": "object", "required": required, "properties": properties}
    return {**shape, "additionalProperties": False}


REQUEST_BODY = request_body()
"""OpenAPI of a body with a diagram alone."""

REVIEW_BODY = request_body(*TEXTS)
"""OpenAPI of a body with a diagram, and rules, declarations and a mapping for it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded diagram: its name without folders, its bytes, and the texts sent beside it, by field."""

    filename: str
    data: bytes
    texts: Mapping[str, NamedText] = field(default_factory=dict)


def upload_with(*texts: str) -> Callable[[Request], Awaitable[Upload]]:
    """A dependency that gives the diagram of a request, and these fields beside it.

    It raises WrongContentType, BadRequest, BodyTooLarge.
    """

    async def upload(request: Request) -> Upload:
        content_type = request.headers.get("content-type", "")
        kind = content_type.partition(";")[0].strip().lower()
        if kind == "multipart/form-data":
            async with request.form(max_files=4, max_fields=4) as form:
                return await _from_form(form, texts)
        if kind == "application/json":
            return _from_json(await request.body(), texts)
        raise WrongContentType(
            f"The body is {one_line(content_type, 100) or 'of no type'}.", f"{HOW} {HOW_JSON}"
        )

    return upload


OneUpload = Annotated[Upload, Depends(upload_with())]
ReviewUpload = Annotated[Upload, Depends(upload_with(*TEXTS))]


async def _from_form(form: FormData, texts: tuple[str, ...]) -> Upload:
    file = _only_file(form, texts)
    beside = {name: await _text_of(name, form[name]) for name in texts if name in form}
    return Upload(_safe_name(file.filename), await file.read(), beside)


def _only_file(form: FormData, texts: tuple[str, ...]) -> UploadFile:
    values = form.multi_items()
    extra = sorted({one_line(name, 40) for name, _ in values if name not in (FIELD, *texts)})
    files = [value for name, value in values if name == FIELD and isinstance(value, UploadFile)]
    named = [name for name, _ in values]
    if extra:
        raise BadRequest(f"There is no field {', '.join(extra)}.", HOW)
    if FIELD not in named:
        raise BadRequest(f"The field {FIELD} is missing.", HOW)
    if not files:
        raise BadRequest(f"The field {FIELD} is a text, not a file.", HOW)
    for name in (FIELD, *texts):
        if named.count(name) > 1:
            raise BadRequest(
                f"The field {name} is there {named.count(name)} times.", "Send one file a request."
            )
    return files[0]


async def _text_of(name: str, value: UploadFile | str) -> NamedText:
    if isinstance(value, str):
        return f"{name}.yaml", value
    try:
        return _safe_name(value.filename, name), (await value.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRequest(f"The field {name} is no text in UTF-8.", "Save it as UTF-8.") from None


def _from_json(body: bytes, texts: tuple[str, ...]) -> Upload:
    given = _object_in(body)
    extra = sorted(one_line(name, 40) for name in given if name not in ("source", "filename", *texts))
    if extra:
        raise BadRequest(f"There is no key {', '.join(extra)}.", HOW_JSON)
    for name, value in given.items():
        if not isinstance(value, str):
            raise BadRequest(f"The value of {name} is not a text.", HOW_JSON)
    if not given.get("source"):
        raise BadRequest("The key source is missing or empty.", HOW_JSON)
    beside = {name: (f"{name}.yaml", given[name]) for name in texts if name in given}
    data = given["source"].encode("utf-8", "replace")
    return Upload(_safe_name(given.get("filename")), data, beside)


def _object_in(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("The body is no JSON.", HOW_JSON) from None
    if not isinstance(given, dict):
        raise BadRequest("The body is JSON, but no object.", HOW_JSON)
    return given


def _safe_name(name: str | None, otherwise: str = FIELD) -> str:
    base = one_line(name or "", 1_000).replace("\\", "/").rsplit("/", 1)[-1]
    return base[-LONGEST_NAME:].strip() or otherwise

"""The one file of a request: multipart field `diagram`, nothing else."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from app.api.examples import UPLOADS
from app.errors import BadRequest, WrongContentType
from reports.plain import one_line

FIELD = "diagram"
LONGEST_NAME = 200
HOW = f"Send multipart/form-data with one file in the field `{FIELD}`: curl -F {FIELD}=@shop.drawio URL"

REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": [FIELD],
                "additionalProperties": False,
                "properties": {
                    FIELD: {
                        "type": "string",
                        "format": "binary",
                        "description": "A draw.io file (.drawio, .xml, .svg, .png), a Python script that uses the "
                        "diagrams library, or a Mermaid flowchart. The content decides, not the name.",
                    }
                },
            },
            "examples": UPLOADS,
        }
    },
}
"""OpenAPI of the body that `upload` reads."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file: its name without folders, and its bytes."""

    filename: str
    data: bytes


async def upload(request: Request) -> Upload:
    """The file in the field `diagram`. Raises WrongContentType, BadRequest, BodyTooLarge."""
    content_type = request.headers.get("content-type", "")
    if not content_type.lower().startswith("multipart/form-data"):
        raise WrongContentType(f"The body is {one_line(content_type, 100) or 'of no type'}.", HOW)
    async with request.form(max_files=4, max_fields=4) as form:
        file = _only_file(form)
        return Upload(_safe_name(file.filename), await file.read())


OneUpload = Annotated[Upload, Depends(upload)]


def _only_file(form: FormData) -> UploadFile:
    values = form.multi_items()
    extra = sorted({one_line(name, 40) for name, _ in values if name != FIELD})
    files = [value for name, value in values if name == FIELD and isinstance(value, UploadFile)]
    if extra:
        raise BadRequest(f"There is no field {', '.join(extra)}.", HOW)
    if not values:
        raise BadRequest(f"The field {FIELD} is missing.", HOW)
    if not files:
        raise BadRequest(f"The field {FIELD} is a text, not a file.", HOW)
    if len(values) > 1:
        raise BadRequest(f"The field {FIELD} is there {len(values)} times.", "Send one file a request.")
    return files[0]


def _safe_name(name: str | None) -> str:
    base = one_line(name or "", 1_000).replace("\\", "/").rsplit("/", 1)[-1]
    return base[-LONGEST_NAME:].strip() or FIELD

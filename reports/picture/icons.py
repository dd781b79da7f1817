"""The icons that stand for services: PNG files which the `diagrams` package installs beside itself.

A key is the path of such a file, `resources/aws/compute/lambda.png`. Nothing is imported from `diagrams`.
"""

import base64
import importlib.util
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from architecture import catalogue
from architecture.catalogue import Entry, library

_KEY = re.compile(r"resources/(?:[a-z0-9][a-z0-9._-]*/){1,3}[A-Za-z0-9][A-Za-z0-9._-]*\.png")

_GENERAL = ("onprem", "saas", "programming", "generic", "elastic", "firebase")
"""Folders where logos of products that belong to no cloud are looked for by name."""


@lru_cache(maxsize=512)
def icon_bytes(key: str) -> bytes | None:
    """The PNG of that key; None where there is no such icon."""
    folder = _folder()
    if folder is None or ".." in key or not _KEY.fullmatch(key):
        return None
    try:
        return (folder / key).read_bytes()
    except OSError:
        return None


@lru_cache(maxsize=512)
def icon_uri(key: str) -> str | None:
    """The icon as a data URI."""
    data = icon_bytes(key)
    return None if data is None else "data:image/png;base64," + base64.b64encode(data).decode("ascii")


def icon_of_class(name: str) -> str | None:
    """The key for a class of the `diagrams` library, `aws.compute.Lambda`."""
    key = library.icon("diagrams." + name.removeprefix("diagrams."))
    return key if key is not None and icon_bytes(key) is not None else None


def icon_of_service(service: str | None) -> str | None:
    """The key for a service of the catalogue, `aws.lambda`: the icon of its first class."""
    entry = catalogue.by_id(service) if service else None
    return _first_icon(entry) if entry is not None else None


@lru_cache(maxsize=4096)
def icon_of_stencil(stencil: str) -> str | None:
    """The key for a stencil of draw.io, `mxgraph.aws4.lambda_function`: its own icon, else its service's."""
    provider, name = _split(stencil)
    entry = catalogue.by_stencil(stencil)
    own = _icon_of_that_name(entry, name) or _named(provider).get(name)
    if own is not None:
        return own
    if entry is not None and (likest := _likest_icon(entry, provider, name)) is not None:
        return likest
    return _ending_in(provider, name) or next(
        filter(None, (_named(other).get(name) for other in _GENERAL)), None
    )


def _ending_in(provider: str, name: str) -> str | None:
    """The icon whose file name ends in these words: `permissions` finds those of IAM."""
    ending = "-" + {"addon": "add-on"}.get(name, name)
    return next((key for stem, key in _named(provider).items() if stem.endswith(ending)), None)


def icon_of_image(reference: str) -> str | None:
    """The key for the icon file which a drawing refers to by path or address. Nothing is fetched."""
    entry = catalogue.by_image(reference)
    return _first_icon(entry) if entry is not None else None


def icon_id(key: str) -> str:
    """The id of an icon's symbol: `icon-aws-compute-lambda`."""
    return "icon-" + re.sub(r"[^a-zA-Z0-9]+", "-", key.removeprefix("resources/").removesuffix(".png"))


def _first_icon(entry: Entry) -> str | None:
    return next((key for name in entry.classes if (key := icon_of_class(name)) is not None), None)


def _icon_of_that_name(entry: Entry | None, name: str) -> str | None:
    """The icon of a service whose file is called like the stencil; one service has it in several folders."""
    keys = (icon_of_class(class_name) for class_name in (entry.classes if entry else ()))
    return next((key for key in keys if key is not None and key.endswith(f"/{name}.png")), None)


def _likest_icon(entry: Entry, provider: str, name: str) -> str | None:
    """Of the icons of a service the one that is named like the stencil, else one of the same provider."""
    keys = [key for class_name in entry.classes if (key := icon_of_class(class_name)) is not None]
    named = [key for key in keys if key.removesuffix(".png").endswith("-" + name)]
    own = [key for key in keys if key.startswith(f"resources/{provider}/")]
    return next(iter(named + own + keys), None)


def _split(stencil: str) -> tuple[str, str]:
    family, _, name = stencil.lower().removeprefix("mxgraph.").rpartition(".")
    provider = re.sub(r"\d.*", "", family.partition(".")[0])
    return {"mscae": "azure", "kubernetes": "k8s"}.get(provider, provider), name.replace("_", "-")


@cache
def _named(provider: str) -> Mapping[str, str]:
    """The icons of a provider by their file names without extension."""
    folder = _folder()
    if folder is None or not re.fullmatch(r"[a-z0-9]+", provider):
        return {}
    found: dict[str, str] = {}
    for file in sorted((folder / "resources" / provider).glob("*/*.png")):
        key = file.relative_to(folder).as_posix()
        if _KEY.fullmatch(key):
            found.setdefault(file.stem, key)
    return found


@cache
def _folder() -> Path | None:
    package = importlib.util.find_spec("diagrams")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent.parent

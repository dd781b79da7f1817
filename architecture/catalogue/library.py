"""The vocabulary of the `diagrams` library: its modules, classes, aliases and icons, as data.

The data lies in library.json, generated from the installed package; nothing of `diagrams` is imported.
Class names are canonical and fully qualified: `diagrams.aws.compute.Lambda`.
"""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

PREFERRED = ("aws", "gcp", "azure", "k8s", "onprem", "saas", "generic", "programming")
"""Which provider a bare class name is looked up in first, where several have it."""


@cache
def _data() -> dict[str, Any]:
    file = resources.files(__package__).joinpath("library.json")
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data


def version() -> str:
    """The release of the library that the data describes."""
    found: str = _data()["version"]
    return found


def modules() -> Mapping[str, Mapping[str, str]]:
    """Each module (`diagrams.aws.compute`) with the names that it exports and their canonical classes."""
    found: dict[str, dict[str, str]] = _data()["modules"]
    return found


def canonical(module: str, name: str) -> str | None:
    """The canonical class of a name of a module: `ECS` of `diagrams.aws.compute`. None if it has no such name."""
    return modules().get(module, {}).get(name)


def icon(class_name: str) -> str | None:
    """Where the class's picture lies inside the package: `resources/aws/compute/lambda.png`."""
    icons: dict[str, str] = _data()["icons"]
    return icons.get(class_name)


def classes_named(name: str) -> tuple[str, ...]:
    """Every canonical class that some module exports under this name, the likeliest first."""
    return _by_name().get(name, ())


def nearest(name: str, module: str | None = None) -> tuple[str, ...]:
    """Canonical classes that somebody who wrote this name may have meant, at most three.

    Those of the same name elsewhere come first, then names spelled alike in the module, then anywhere.
    """
    found = list(classes_named(name))
    in_module = modules().get(module or "", {})
    found += [in_module[match] for match in _alike(name, tuple(in_module))]
    if len(found) < 3:
        found += [_by_name()[match][0] for match in _alike(name, tuple(_by_name()))]
    return tuple(dict.fromkeys(found))[:3]


def _alike(name: str, names: tuple[str, ...]) -> list[str]:
    if len(name) > 100:
        return []
    by_folded = {known.lower(): known for known in names if not known.startswith("_")}
    return [by_folded[match] for match in get_close_matches(name.lower(), by_folded, 3, 0.75)]


@cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for exports in modules().values():
        for name, class_name in exports.items():
            if not name.startswith("_"):
                found.setdefault(name, {})[class_name] = None
    return {name: tuple(sorted(classes, key=_likelihood)) for name, classes in found.items()}


def _likelihood(class_name: str) -> tuple[int, str]:
    provider = class_name.split(".")[1]
    return (PREFERRED.index(provider) if provider in PREFERRED else len(PREFERRED), class_name)

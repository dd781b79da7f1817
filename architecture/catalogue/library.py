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

from architecture.catalogue.entry import Entry, entries, index
from architecture.catalogue.unlisted import PACKAGES, unlisted_class
from architecture.catalogue.words import by_words

PREFERRED = ("aws", "gcp", "azure", "k8s", "onprem", "saas", "generic", "programming")
"""Which provider a bare class name is looked up in first, where several have it."""
LONGEST_NAME = 100
"""A longer name is no misspelling of any class."""


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


def meant(name: str, module: str = "") -> Entry | None:
    """The service that the name of a class speaks of, though the library has no such class: `DynamoDB`.

    A class of the module that is only spelled in other capitals is surely meant; else a service of the
    provider whose module was asked comes before any other.
    """
    if len(name) > LONGEST_NAME:
        return None
    for class_name in _respelled(name, module):
        listed = class_name.removeprefix("diagrams.")
        return index("classes").get(listed) or unlisted_class(listed)
    return by_words(name, of=PACKAGES.get(_package(module))) or by_words(name)


def nearest(name: str, module: str = "") -> tuple[str, ...]:
    """Canonical classes that somebody who wrote this name may have meant, at most three.

    Of the provider whose module was asked come first: the class of that spelling in the module, the one of
    the service that the name means, those of the same name, those spelled alike. Then come those of others.
    """
    if len(name) > LONGEST_NAME:
        return ()
    in_module = modules().get(module, {})
    found = [*_respelled(name, module), *_of_service(meant(name, module), module), *classes_named(name)]
    found += [in_module[match] for match in _alike(name, tuple(in_module))]
    package = f"diagrams.{_package(module)}."
    at_home = [known for known, classes in _by_name().items() if classes[0].startswith(package)]
    found += [_by_name()[match][0] for match in _alike(name, tuple(at_home))]
    if len(set(found)) < 3:
        found += [_by_name()[match][0] for match in _alike(name, tuple(_by_name()))]
    found.sort(key=lambda class_name: not class_name.startswith(package))
    return tuple(dict.fromkeys(found))[:3]


def _respelled(name: str, module: str) -> list[str]:
    """Classes of a module whose name differs in capitals alone."""
    known = modules().get(module, {}).items()
    return [class_name for spelling, class_name in known if spelling.lower() == name.lower()]


def _package(module: str) -> str:
    """The provider in the name of a module, as the library spells it: `aws`."""
    return module.removeprefix("diagrams.").split(".")[0]


def _of_service(entry: Entry | None, module: str) -> list[str]:
    """The class that stands for a service, or for what it is part of; of the module where it can be."""
    while entry is not None and not entry.classes:
        entry = entries().get(entry.id.rpartition(".")[0])
    classes = [f"diagrams.{name}" for name in entry.classes] if entry is not None else []
    return sorted(classes, key=lambda name: not name.startswith(f"{module}."))[:1]


def _alike(name: str, names: tuple[str, ...]) -> list[str]:
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

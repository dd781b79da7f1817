"""Writes library.json: what the installed `diagrams` package exports, and the icon of each class.

Run `python -m architecture.catalogue.generate_library` after another release of the package is installed.
This is the only place that imports `diagrams`, and nothing imports this at run time.
"""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

TARGET = Path(__file__).with_name("library.json")


def collect() -> dict[str, Any]:
    """The content of library.json: `version`, `modules` (name to canonical class) and `icons`."""
    import diagrams

    modules = [importlib.import_module(name) for name in _module_names(diagrams)]
    return {
        "version": metadata.version("diagrams"),
        "modules": {module.__name__: _exports(module, diagrams.Node) for module in modules},
        "icons": dict(sorted(_icons(modules, diagrams.Node))),
    }


def _module_names(package: ModuleType) -> list[str]:
    found = pkgutil.walk_packages(package.__path__, "diagrams.")
    return sorted(module.name for module in found if module.name not in {"diagrams.cli", "diagrams.c4"})


def _exports(module: ModuleType, node: type) -> dict[str, str]:
    return {
        name: f"{value.__module__}.{value.__name__}"
        for name, value in sorted(vars(module).items())
        if inspect.isclass(value) and issubclass(value, node)
    }


def _icons(modules: list[ModuleType], node: type) -> Iterator[tuple[str, str]]:
    for module in modules:
        for value in vars(module).values():
            if inspect.isclass(value) and issubclass(value, node):
                cls: Any = value
                if cls._icon:
                    yield f"{cls.__module__}.{cls.__name__}", f"{cls._icon_dir}/{cls._icon}"


def text() -> str:
    """library.json as it should be."""
    return json.dumps(collect(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")

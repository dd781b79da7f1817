"""What a team has decided: `.diagram-lens.toml`, or `[tool.diagram-lens]` in pyproject.toml.

The nearest one from the diagram's folder upwards counts. Only the command line looks for it; nothing that was
uploaded reads a file of the host.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.configuration_files import PROJECT_FILE, TABLE, configuration_files, look_again
from graph_rules.errors import BadText
from graph_rules.rule import Severity
from graph_rules.validation import first_fault

LARGEST = 2**20
CURE = "See docs/configuration.md."


def _dashed(name: str) -> str:
    return name.replace("_", "-")


class Configuration(BaseModel):
    """The keys of the table, with dashes. Rules are codes, beginnings of codes, or names."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_dashed)

    select: list[str] = Field(default=[], description="Only these rules")
    ignore: list[str] = Field(default=[], description="Not these rules")
    severity: dict[str, Severity] = Field(default={}, description="Severities instead of the rules' own")
    profile: Literal["recommended", "strict", "checklist"] | None = None
    fail_on: Literal["high", "medium", "low", "info", "never"] | None = Field(
        default=None, description="From which severity on a violation fails the review"
    )
    per_file_ignores: dict[str, list[str]] = Field(
        default={},
        description="Patterns of paths from the configuration's folder on, with rules to leave out there",
    )
    mapping: str | None = Field(default=None, description="A file of what stencils and labels stand for")
    rules: list[str] = Field(default=[], description="Files of rules in YAML")
    baseline: str | None = Field(
        default=None, description="A file of findings that are known: only new ones fail"
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A configuration, where it was found, and the folder that its paths start from."""

    says: Configuration
    file: str
    folder: Path

    def ignored_in(self, path: str) -> tuple[str, ...]:
        """The rules to leave out for a file, by its path and by its name."""
        name = os.path.relpath(path, self.folder).replace(os.sep, "/")
        fits = (name, name.rpartition("/")[2])
        return tuple(
            rule
            for pattern, rules in self.says.per_file_ignores.items()
            if any(fnmatchcase(one, pattern) for one in fits)
            for rule in rules
        )

    def rules_named(self) -> dict[str, tuple[str, ...]]:
        """The rules that each key speaks of."""
        return {
            "select": tuple(self.says.select),
            "ignore": tuple(self.says.ignore),
            "severity": tuple(self.says.severity),
            **{f"per-file-ignores.{key}": tuple(names) for key, names in self.says.per_file_ignores.items()},
        }

    def path(self, name: str) -> str:
        """A path of the configuration, as seen from here."""
        return os.path.relpath(self.folder / name)


NOTHING = Found(Configuration.model_validate({}), "", Path())


def configuration_near(path: str) -> Found:
    """The configuration that counts for a file: the nearest from its folder upwards. Raises BadText."""
    files = configuration_files(path)
    return next((found for file in files if (found := _read(file, _table(file)))), NOTHING)


def configuration_in(file: str) -> Found:
    """The configuration in that file. Raises BadText, also where there is none."""
    found = _read(Path(file), _table(Path(file)))
    if found is None:
        raise BadText(file, "", "there is no configuration in it.", f"Write a table [tool.{TABLE}].")
    return found


def forget() -> None:
    """Read configurations anew from now on: for whoever lives longer than they stay the same."""
    look_again()
    _read.cache_clear()


def _table(file: Path) -> str | None:
    return TABLE if file.name == PROJECT_FILE else None


@cache
def _read(path: Path, table: str | None) -> Found | None:
    name = os.path.relpath(path)
    values = _toml(path, name)
    if table is not None:
        values = values.get("tool", {}).get(table)
        if values is None:
            return None
    try:
        return Found(Configuration.model_validate(values), name, path.resolve().parent)
    except ValidationError as error:
        fault = error.errors()[0]
        known = ", ".join(_dashed(key) for key in Configuration.model_fields)
        place = ".".join(str(key) for key in fault["loc"])
        if fault["type"] == "extra_forbidden":
            raise BadText(name, place, "there is no such key.", f"There are {known}.") from None
        raise first_fault(error, name, CURE) from None


def _toml(path: Path, name: str) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise BadText(name, "", f"more than {LARGEST // 2**20} MB.", "Make it smaller.")
        return tomllib.loads(text.decode("utf-8"))
    except OSError as error:
        raise BadText(name, "", f"{(error.strerror or 'unreadable').lower()}.", "Check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadText(name, "", f"no TOML: {error}.", "Correct it.") from None

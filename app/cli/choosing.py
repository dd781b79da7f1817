"""What a review of one file is asked to do: the command line, then the configuration, then the file beside it."""

import os
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.cli.console import STANDARD, files_beside, read_input
from app.cli.options import FailOn, Profile
from app.configuration_files import configuration_files

if TYPE_CHECKING:
    from app.configuration import Found
    from app.pipeline import NamedText, Options


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says; None and () where it says nothing."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str | None = None
    page: str | None = None
    rules: tuple[str, ...] = ()
    declarations: str | None = None
    config: str | None = None


def asked_for(
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    profile: Profile | None = None,
    page: str | None = None,
    rules: list[str] | None = None,
    declarations: str | None = None,
    config: str | None = None,
) -> Asked:
    """What the command line asks for; raises UnknownRule and BadText before any diagram is read."""
    from app.pipeline import Options

    chosen = profile.value if profile else None
    asked = Asked(names(select), names(ignore), chosen, page, tuple(rules or ()), declarations, config)
    if asked.select or asked.ignore or asked.rules:
        checked(Options(asked.select, asked.ignore, rules=rule_texts(asked, None)))
    return asked


def threshold_for(path: str, asked: Asked, wanted: FailOn | None = None) -> FailOn:
    """From which severity on a finding of this file fails: as wanted, else as its configuration says, else high."""
    found = None if wanted else configuration(path, asked)
    return wanted or (FailOn(found.says.fail_on) if found and found.says.fail_on else FailOn.HIGH)


def names(values: list[str] | None) -> tuple[str, ...]:
    """Names of rules: several options, or commas between."""
    return tuple(name.strip() for value in values or [] for name in value.split(",") if name.strip())


def options_for(path: str, asked: Asked, *, as_name: str | None = None) -> "Options":
    """The options for one file; `as_name` is what standard input is called.

    Raises graph_rules.errors.BadText for a configuration, rules or declarations that cannot be used.
    """
    from app.pipeline import Options

    path = (as_name or path) if path == STANDARD else path
    found = configuration(path, asked)
    beside = asked.declarations or _beside(path)
    texts = rule_texts(asked, found)
    if found is not None:
        _check_names(found, texts)
    return Options(
        select=asked.select or (tuple(found.says.select) if found else ()),
        ignore=(*asked.ignore, *((*found.says.ignore, *found.ignored_in(path)) if found else ())),
        profile=asked.profile or (found and found.says.profile) or "recommended",
        page=asked.page,
        today=date.today(),
        rules=texts,
        declarations=text_of(beside) if beside else None,
        mapping=text_of(found.path(found.says.mapping)) if found and found.says.mapping else None,
        severities=tuple(found.says.severity.items()) if found else (),
        files=files_beside(path),
    )


def _check_names(found: "Found", texts: "tuple[NamedText, ...]") -> None:
    """Raises BadText, which names the configuration and its key, where it speaks of a rule that there is not."""
    named = [(key, name) for key, names in found.rules_named().items() for name in names]
    if not named:
        return
    from app.pipeline import known_rules
    from graph_rules.errors import BadText, UnknownRule
    from graph_rules.registry import select

    known = known_rules(texts)
    for key, name in named:
        try:
            select(known, (name,))
        except UnknownRule as error:
            raise BadText(found.file, key, str(error)) from None


def configuration(path: str, asked: Asked) -> "Found | None":
    """The configuration that counts for a file; None where there is none, or the command line wants none."""
    if asked.config == STANDARD or (asked.config is None and not configuration_files(path)):
        return None
    from app.configuration import configuration_in, configuration_near

    return configuration_in(asked.config) if asked.config else configuration_near(path)


def rule_texts(asked: Asked, found: "Found | None") -> "tuple[NamedText, ...]":
    """The files of rules that the command line and the configuration name, each once."""
    configured = [found.path(name) for name in found.says.rules] if found else []
    return tuple(text_of(name) for name in dict.fromkeys((*asked.rules, *configured)))


def text_of(path: str) -> "NamedText":
    """A file of the user's, by its name as given. Raises parsers.UnreadableDiagram, BadText."""
    from graph_rules.errors import BadText

    given = read_input(path, "stdin")
    try:
        return path, given.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadText(path, "", "this is no text in UTF-8.", "Save it as UTF-8.") from None


def _beside(path: str) -> str | None:
    """The file of declarations beside a diagram: `shop.drawio.lens.yaml`, or `shop.lens.yaml`."""
    names = (f"{path}.lens.yaml", f"{os.path.splitext(path)[0]}.lens.yaml")
    return next((name for name in names if os.path.isfile(name)), None)


def checked(options: "Options") -> "Options":
    """The same, once their names are known to be those of rules. Raises UnknownRule, BadText."""
    from app.pipeline import chosen_rules

    chosen_rules(replace(options, declarations=None))
    return options

"""Settings from a file and from the environment together: what the environment says wins.

A file is TOML with the names of `app.settings` as keys. Secrets may lie in files of their own, one a setting, in
the folder that DIAGRAM_LENS_SECRETS names, as containers mount them.
"""

import os
import tomllib
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from app.errors import Refusal
from app.settings import Settings
from reports.plain import one_line

FILE_VARIABLE = "DIAGRAM_LENS_CONFIG"
SECRETS_VARIABLE = "DIAGRAM_LENS_SECRETS"
CURE = "See docs/server-settings.md."


def settings_from(file: str | None = None) -> Settings:
    """The settings of a server or a worker; the file is that named here or by DIAGRAM_LENS_CONFIG, if any.

    Raises Refusal, whose sentence names the setting and never its value.
    """
    path = file or os.environ.get(FILE_VARIABLE)
    secrets = os.environ.get(SECRETS_VARIABLE)
    for needed, is_there in ((path, os.path.isfile), (secrets, os.path.isdir)):
        if needed and not is_there(needed):
            raise Refusal(f"{needed} is not there.", "Check the path.")
    try:
        found = _with_files(path, secrets)()
    except ValidationError as error:
        raise _explained(error) from None
    except (OSError, SettingsError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"The settings cannot be read: {one_line(str(error))}.", CURE) from None
    return Settings.model_construct(_fields_set=found.model_fields_set, **dict(found))


def _with_files(path: str | None, secrets: str | None) -> type[Settings]:
    """The settings with more sources behind the environment."""

    class FoundSettings(Settings):
        model_config = SettingsConfigDict(secrets_dir=secrets)

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            from_file = (TomlConfigSettingsSource(settings_cls, Path(path)),) if path else ()
            return env_settings, file_secret_settings, *from_file

    return FoundSettings


def _explained(error: ValidationError) -> Refusal:
    fault = error.errors(include_input=False, include_url=False)[0]
    name = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return Refusal(f'There is no setting "{one_line(name, 60)}".', CURE)
    return Refusal(f"The setting {name} cannot be used: {one_line(fault['msg'])}.", CURE)

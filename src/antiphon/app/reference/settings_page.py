"""The page of the settings: names, defaults, and what each is for."""

from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from antiphon.app.reference.markdown import code, page, sentence, table
from antiphon.app.settings import Settings


def settings_page() -> str:
    """The whole page."""
    prefix = Settings.model_config["env_prefix"]
    rows = [
        [code(name), code(f"{prefix}{name}".upper()), _default(field), sentence(field.description)]
        for name, field in Settings.model_fields.items()
    ]
    return page(
        "Settings",
        "The command line goes before the environment, that before `config.toml` in the data "
        "folder, that before the default. An unknown name in `config.toml` stops the start. "
        "The command line has the common ones ([command line](command-line.md)). "
        "File: `app/settings.py`.",
        table(["in config.toml", "in the environment", "default", "what it is for"], rows),
        "In `config.toml` a port range is written as a text, for example "
        '`rtp_ports = "10000-10999"`.',
    )


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    match value:
        case None:
            return ""
        case bool():
            return code(str(value).lower())
        case (low, high):
            return code(f"{low}-{high}")
        case Path() | str() | int():
            return code(value)
        case _:
            raise TypeError(f"no way to show {value!r}")

"""The page of the command line, read from the commands themselves."""

from collections.abc import Iterator
from typing import Any

import typer

from antiphon.app.command import app
from antiphon.app.reference.markdown import code, page, sentence, table


def commands_page() -> str:
    """The whole page."""
    root = typer.main.get_command(app)
    return page(
        "Command line",
        "Every command is `./antiphon COMMAND`, run from anywhere. File: `app/command/`.",
        *(_section(name, command) for name, command in _walk("antiphon", root)),
    )


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield name, command
        return
    for child_name, child in children.items():
        yield from _walk(f"{name} {child_name}", child)


def _section(name: str, command: Any) -> str:
    rows = [[code(_spelled(p)), _help(p), _default(p)] for p in command.params if _is_shown(p)]
    parts = (
        f"## {name}",
        sentence(command.help),
        table(["", "", "default"], rows),
    )
    return "\n\n".join(part for part in parts if part)


def _is_shown(parameter: Any) -> bool:
    return not getattr(parameter, "hidden", False) and parameter.name != "help"


def _spelled(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        name = parameter.name.upper()
        return name if parameter.required else f"[{name}]"
    return ", ".join(parameter.opts)


def _help(parameter: Any) -> str:
    return sentence(getattr(parameter, "help", None)).partition(" [")[0]


def _default(parameter: Any) -> str:
    """What the help text shows in brackets at its end, or the plain default."""
    _, bracket, shown = sentence(getattr(parameter, "help", None)).partition(" [")
    if bracket:
        return code(shown.rstrip("]"))
    value = parameter.default
    return code(value) if value not in {None, False} and not callable(value) else ""

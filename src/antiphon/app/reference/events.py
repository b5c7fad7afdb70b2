"""The page of the events: what each says, who reacts to it, and what is done outside for it."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from typing import Any

import antiphon
from antiphon.app.centre.engine.effects import CallEffects
from antiphon.app.centre.reactions import REACTIONS
from antiphon.app.reference.markdown import code, page, sentence, table
from antiphon.app.reference.shapes import fields_table, shape_section, shapes_in
from antiphon.kernel.events import Event, event_types

_WITHOUT_EVENTS = ("antiphon.app.command", "antiphon.app.reference", "antiphon.simulation")


def all_events() -> dict[str, type[Event]]:
    """Every event of the product by its type; what tests define is not among them."""
    for module in pkgutil.walk_packages(antiphon.__path__, "antiphon."):
        if not module.name.startswith(_WITHOUT_EVENTS):
            importlib.import_module(module.name)
    found = sorted(event_types().items())
    return {name: cls for name, cls in found if cls.__module__.startswith("antiphon.")}


def events_page() -> str:
    """The whole page."""
    events = all_events()
    contexts = sorted({name.partition(".")[0] for name in events})
    sections = []
    for context in contexts:
        mine = [cls for name, cls in events.items() if name.partition(".")[0] == context]
        sections.append(f"## {context}\n\n" + "\n\n".join(_section(cls) for cls in mine))
    return page(
        "Events",
        "An event is a fact that is on disk before anybody acts on it. Every event carries `at`, "
        "the instant it happened in UTC, and its type and version travel beside its fields. "
        "*Decides* names the reactions in `app/centre/reactions.py` that may cause further "
        "events; *acts* names what `app/centre/engine/effects.py` then does outside. Both stand "
        "below `app/centre/`.",
        _overview(events.values()),
        *sections,
        "## Shapes\n\n" + "\n\n".join(shape_section(kind) for kind in shapes_in(events.values())),
    )


def _overview(events: Iterable[type[Event]]) -> str:
    rows = [
        [f"[{code(cls.type)}](#{_anchor(cls)})", sentence(inspect.getdoc(cls))] for cls in events
    ]
    return table(["event", "what happened"], rows)


def _section(cls: type[Event]) -> str:
    parts = [
        f"### {cls.type}",
        sentence(inspect.getdoc(cls)),
        f"Class {code(cls.__name__)} in {code(_place(cls))}, version {cls.version}.",
        _reactions(cls),
        fields_table(cls, without=("at",)),
    ]
    return "\n\n".join(part for part in parts if part)


def _reactions(cls: type[Event]) -> str:
    lines = []
    if cls in REACTIONS:
        lines.append("Decides: " + ", ".join(_name(reaction) for reaction in REACTIONS[cls]) + ".")
    if cls in CallEffects.ACTS:
        lines.append(f"Acts: {_name(CallEffects.ACTS[cls])}.")
    return " ".join(lines)


def _name(function: Callable[..., Any]) -> str:
    module = function.__module__.removeprefix("antiphon.app.centre.")
    return code(f"{module}.{function.__qualname__}")


def _place(cls: type) -> str:
    return cls.__module__.removeprefix("antiphon.").replace(".", "/") + ".py"


def _anchor(cls: type[Event]) -> str:
    return cls.type.replace(".", "")

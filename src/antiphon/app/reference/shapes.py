"""Structs as documentation shows them: fields in words, and the shapes that fields refer to."""

import inspect
import types
import typing
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from enum import Enum
from typing import Any

import msgspec

from antiphon.app.reference.markdown import code, sentence, table

_WORDS = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    datetime: "instant",
    date: "day",
    time: "time of day",
    types.NoneType: "null",
    Any: "anything",
}


def spelled(kind: Any) -> str:
    """A type in words."""
    arguments = typing.get_args(kind)
    match typing.get_origin(kind) or kind:
        case word if word in _WORDS:
            text = _WORDS[word]
        case typing.Union | types.UnionType:
            text = " or ".join(spelled(argument) for argument in arguments)
        case typing.Literal:
            text = " or ".join(code(argument) for argument in arguments)
        case mapping if mapping is dict:
            text = f"{spelled(arguments[0])} → {spelled(arguments[1])}"
        case series if series in {tuple, list, frozenset}:
            text = f"list of {spelled(arguments[0])}"
        case typing.NewType() as named:
            text = named.__name__
        case type() as shape:
            text = f"[{shape.__name__}](#{shape.__name__.lower()})"
        case _:
            raise TypeError(f"no words for {kind!r}")
    return text


def fields_table(cls: type[msgspec.Struct], *, without: Iterable[str] = ()) -> str:
    """The fields of a struct."""
    left_out = set(without)
    rows = []
    for field in msgspec.structs.fields(cls):
        if field.name not in left_out:
            optional = "" if field.required else "may be left out"
            rows.append([code(field.encode_name), spelled(field.type), optional])
    return table(["field", "", ""], rows)


def shapes_in(classes: Iterable[type[msgspec.Struct]]) -> list[type]:
    """The structs and enumerations that the fields of `classes` lead to, by name."""
    found: dict[str, type] = {}
    pending = [field.type for cls in classes for field in msgspec.structs.fields(cls)]
    while pending:
        for kind in _classes(pending.pop()):
            if kind.__name__ not in found:
                found[kind.__name__] = kind
                if issubclass(kind, msgspec.Struct):
                    pending += [field.type for field in msgspec.structs.fields(kind)]
    return [found[name] for name in sorted(found)]


def shape_section(kind: type) -> str:
    """What a struct or an enumeration is and holds."""
    head = f"### {kind.__name__}\n\n{sentence(inspect.getdoc(kind))}"
    if issubclass(kind, Enum):
        return f"{head}\n\n" + ", ".join(code(member.value) for member in kind)
    if issubclass(kind, msgspec.Struct):
        tag = kind.__struct_config__.tag
        told = f"\n\n{code(kind.__struct_config__.tag_field)}: {code(tag)}" if tag else ""
        return f"{head}{told}\n\n{fields_table(kind)}".rstrip()
    raise TypeError(f"{kind!r} is neither struct nor enumeration")


def _classes(kind: Any) -> Iterator[type]:
    if isinstance(kind, type) and not typing.get_args(kind):
        if issubclass(kind, msgspec.Struct | Enum):
            yield kind
        return
    for argument in typing.get_args(kind):
        yield from _classes(argument)

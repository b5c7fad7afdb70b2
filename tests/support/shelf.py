"""Copies of worlds by the ten thousand: what never changes is shared, the rest is kept as bytes."""

import gc
import io
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from functools import cache
from types import FunctionType
from typing import Any

import msgspec


class Shelf:
    """Whatever was stored, as often as it is wanted."""

    def __init__(self) -> None:
        self._shared: list[object] = []
        self._place: dict[int, int] = {}

    def store(self, thing: object) -> bytes:
        """The thing as bytes."""
        out = io.BytesIO()
        pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
        pickler.persistent_id = self._place_of  # type: ignore[method-assign]
        pickler.dump(thing)
        return out.getvalue()

    def fetch(self, image: bytes) -> Any:
        """Another copy of what was stored."""
        unpickler = pickle.Unpickler(io.BytesIO(image))
        unpickler.persistent_load = self._shared.__getitem__  # type: ignore[method-assign]
        return unpickler.load()

    def _place_of(self, thing: object) -> int | None:
        if not _is_fixed(type(thing)):  # type: ignore[arg-type]
            return None
        place = self._place.get(id(thing))
        if place is None:
            place = self._place[id(thing)] = len(self._shared)
            self._shared.append(thing)
        return place


@cache
def _is_fixed(kind: type) -> bool:
    """Whether such things never change. Classes are such things: finding them by name is slow."""
    if issubclass(kind, msgspec.Struct):
        return kind.__struct_config__.frozen
    return issubclass(kind, datetime | type | Enum | FunctionType)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Each copy is thousands of objects that hold each other: look for them by the hundred."""
    before = gc.get_threshold()
    gc.set_threshold(200_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)

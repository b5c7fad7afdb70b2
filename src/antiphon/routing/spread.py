"""A dictionary in parts, for what a hundred thousand wait in.

A dictionary that is full copies all of itself at once: with that many entries, and as many come and
gone, everybody else waits for milliseconds. Of this one a part at a time is copied.
"""

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_PARTS = 64
_LAST = _PARTS - 1


class Spread(Generic[K, V]):
    """What the matcher needs of a dictionary; it keeps no order."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        self._parts: tuple[dict[K, V], ...] = tuple({} for _ in range(_PARTS))

    def __contains__(self, key: K) -> bool:
        return key in self._parts[hash(key) & _LAST]

    def __bool__(self) -> bool:
        return any(self._parts)

    def __getitem__(self, key: K) -> V:
        return self._parts[hash(key) & _LAST][key]

    def __setitem__(self, key: K, value: V) -> None:
        self._parts[hash(key) & _LAST][key] = value

    def find(self, key: K) -> V | None:
        """The value, or None."""
        return self._parts[hash(key) & _LAST].get(key)

    def take(self, key: K) -> V | None:
        """The value, which is held no longer, or None."""
        return self._parts[hash(key) & _LAST].pop(key, None)

    # Another process has other hashes, so a copy of the parts as they are would find nothing.
    def __getstate__(self) -> tuple[list[tuple[K, V]]]:
        return ([item for part in self._parts for item in part.items()],)

    def __setstate__(self, state: tuple[list[tuple[K, V]]]) -> None:
        self._parts = tuple({} for _ in range(_PARTS))
        for key, value in state[0]:
            self[key] = value

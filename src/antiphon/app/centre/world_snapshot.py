"""The world as bytes, so that a start need not replay the whole journal.

A snapshot is a cache of what this very program folded: one that is damaged, of another program or
of other settings is ignored with a line in the log. The bytes are Python's own pickle, and a file
or a database is not trusted to name anything but the classes that a world consists of.
"""

import hashlib
import io
import pickle
import platform
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import date, datetime, timedelta, timezone
from datetime import time as clock_time
from enum import EnumType
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import structlog

from antiphon.app.centre.world import World
from antiphon.journal.contract import JournalReading, Snapshot
from antiphon.kernel.ids import TenantId

log = structlog.get_logger()

_PACKAGE = Path(__file__).parents[2]
_MARK_BYTES = 16
_DATES = (date, datetime, clock_time, timedelta, timezone, ZoneInfo)
_CONTAINERS = (OrderedDict, Counter, deque, defaultdict, dict, list, set)


class _Foreign(Exception):  # noqa: N818 (it says what is the case)
    pass


def _member(choices: object, name: str) -> object:
    if not isinstance(choices, EnumType):
        raise _Foreign(f"{name} of {choices!r} is no part of a world")
    return choices[name]


_ALLOWED: dict[tuple[str, str], Any] = {
    **{(part.__module__, part.__qualname__): part for part in _DATES + _CONTAINERS},
    # How a struct with keywords only comes back.
    ("msgspec._utils", "rebuild"): lambda struct, fields: struct(**fields),
    # How a member of an enumeration comes back with the first releases of Python 3.11.
    ("builtins", "getattr"): _member,
}


class SnapshotUnusable(Exception):  # noqa: N818 (it says what is the case)
    """These bytes are not a world of this program."""


class WorldSnapshots:
    """One tenant's worlds in a journal: the newest that can be used, and new ones."""

    def __init__(
        self,
        journal: JournalReading,
        tenant: TenantId,
        *,
        region: str = "CN",
        timezone: str = "UTC",
    ) -> None:
        self._journal = journal
        self._name = f"world/{tenant}"
        self._region, self._zone = region, ZoneInfo(timezone)
        self._mark = mark_of(region, timezone)

    async def load(self) -> tuple[World, int]:
        """The newest world and its position; without one, an empty world and 0."""
        try:
            snapshot = await self._journal.load_snapshot(self._name)
            if snapshot is not None:
                if not self._is_of_others(snapshot.data):
                    return unpack(snapshot.data[_MARK_BYTES:]), snapshot.position
                # After an update this is as it should be: no warning.
                log.info("snapshot ignored", why="another program or other settings made it")
        except Exception as error:
            # Whatever is wrong with it, the journal has everything.
            log.warning("snapshot ignored", why=f"{type(error).__name__}: {error}")
        return World(self._region, self._zone), 0

    async def save(self, world: World, position: int) -> None:
        """Keep the world as it is after `position`."""
        snapshot = Snapshot(position=position, data=self._mark + pack(world))
        await self._journal.save_snapshot(self._name, snapshot)

    def _is_of_others(self, data: bytes) -> bool:
        return len(data) > _MARK_BYTES and not data.startswith(self._mark)


def pack(world: World) -> bytes:
    """The world, with all its deadlines to be set anew by whoever takes it up."""
    changed, world.deadlines.changed = world.deadlines.changed, set(world.deadlines.at)
    target = io.BytesIO()
    pickler = pickle.Pickler(target, protocol=5)
    # By itself a zone would come back through `getattr`, which could name anything.
    pickler.dispatch_table = {ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}
    try:
        pickler.dump(world)
    finally:
        world.deadlines.changed = changed
    return target.getvalue()


def unpack(data: bytes) -> World:
    """The world that `pack` was given.

    Raises:
        SnapshotUnusable: it is none, or damaged.
    """
    try:
        world = _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # bytes that are no pickle raise nearly anything
        what = error if isinstance(error, _Foreign) else type(error).__name__
        raise SnapshotUnusable(f"it is damaged: {what}") from error
    if not isinstance(world, World):
        raise SnapshotUnusable("it is no world")
    return world


class _Unpickler(pickle.Unpickler):
    def find_class(self, module_name: str, name: str) -> Any:
        if (allowed := _ALLOWED.get((module_name, name))) is not None:
            return allowed
        module = sys.modules.get(module_name)
        part = getattr(module, name, None) if "." not in name else None
        if (
            module_name.startswith("antiphon.")
            and isinstance(part, type)
            and part.__module__ == module_name
        ):
            return part
        raise _Foreign(f"{module_name}.{name} is no part of a world")


@cache
def mark_of(*settings: str) -> bytes:
    """A mark of all that a world follows from, beside the journal."""
    digest = hashlib.blake2b(digest_size=_MARK_BYTES)
    around = (platform.python_version(), msgspec.__version__, *settings)
    digest.update(repr(around).encode())
    for path in sorted(_PACKAGE.rglob("*.py")):
        digest.update(str(path.relative_to(_PACKAGE)).encode() + b"\0" + path.read_bytes())
    return digest.digest()

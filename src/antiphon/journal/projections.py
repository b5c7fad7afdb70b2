"""Projections: SQL tables that follow the journal, each record counted exactly once.

Projections that have come equally far share one transaction for each batch, in which every one's
position is kept too: a crash repeats or skips nothing. One that cannot digest a record stops,
loudly, and the others go on; when the database cannot be reached all wait and try again.
"""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, String, Table, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from antiphon.database.engine import writing
from antiphon.database.migrations import migrate
from antiphon.journal.contract import Entry, Record
from antiphon.journal.progress import Progress

_FIRST_RETRY_S = 0.2
_LAST_RETRY_S = 10.0

log = structlog.get_logger(__name__)

_positions = Table(
    "projection_positions",
    MetaData(),
    Column("name", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
)


def _first_table(connection: Connection) -> None:
    _positions.create(connection)


STEPS = (_first_table,)


class Projection(Protocol):
    """Tables built from the journal. A higher `version` has them built anew from the start."""

    @property
    def name(self) -> str:
        """Its name, which never changes."""

    @property
    def version(self) -> int:
        """Goes up whenever rows would come out differently."""

    async def reset(self, connection: AsyncConnection) -> None:
        """Empty the tables."""

    async def apply(self, connection: AsyncConnection, entries: Sequence[Entry]) -> None:
        """Bring the tables up to date with the next entries, of every type and tenant."""


class _FollowedElsewhere(Exception):  # noqa: N818
    pass


class _Place:
    """One projection and how far it is."""

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self.position = 0
        self.stopped_by: str | None = None

    async def find(self, connection: AsyncConnection) -> None:
        """Find the position, and start anew when the version changed."""
        name, version = self.projection.name, self.projection.version
        query = select(_positions).where(_positions.c.name == name)
        found = (await connection.execute(query)).one_or_none()
        if found is None or found.version != version:
            await self.projection.reset(connection)
            await connection.execute(_positions.delete().where(_positions.c.name == name))
            row = {"name": name, "version": version, "position": 0}
            await connection.execute(_positions.insert().values(row))
        self.position = found.position if found and found.version == version else 0

    async def move(self, connection: AsyncConnection, entries: Sequence[Entry]) -> None:
        """Apply entries and keep the position, in the caller's transaction."""
        mine = (_positions.c.name == self.projection.name, _positions.c.position == self.position)
        last = entries[-1].record.position
        moved = await connection.execute(_positions.update().where(*mine).values(position=last))
        if moved.rowcount != 1:
            raise _FollowedElsewhere("somebody else follows the journal for it")
        await self.projection.apply(connection, entries)


class Projections:
    """Fulfils `journal.tail.Follower` for all projections of one database."""

    def __init__(
        self,
        engine: AsyncEngine,
        projections: Sequence[Projection],
        post: Callable[[list[Progress]], None],
    ) -> None:
        """`post` is told how far all of them are, whenever that has changed."""
        self._engine = writing(engine)
        self._places = [_Place(projection) for projection in projections]
        self._tell = post

    @property
    def positions(self) -> Collection[int]:
        """See `Follower.positions`."""
        return {place.position for place in self._places if place.stopped_by is None}

    async def open(self) -> None:
        """Find each projection's position."""
        await self._patiently(self._find)

    async def take(self, entries: Sequence[Entry]) -> None:
        """Move everybody who has come to these entries."""
        before = entries[0].record.position - 1
        ready = [p for p in self._places if p.stopped_by is None and p.position == before]
        if ready:
            await self._patiently(lambda: self._move(ready, entries))

    async def _patiently(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do it; when the database is away, wait until the positions can be read again."""
        retry_s = _FIRST_RETRY_S
        while True:
            try:
                await act()
            except (OperationalError, InterfaceError) as error:
                log.warning("projections.wait_for_database", why=str(error.orig))
                await asyncio.sleep(retry_s)
                retry_s = min(2 * retry_s, _LAST_RETRY_S)
                # What was asked for may have been done all the same: go by what is written.
                act = self._find
            else:
                self._post()
                return

    async def _find(self) -> None:
        await migrate(self._engine, "journal", STEPS)
        for place in self._places:
            if place.stopped_by is not None:
                continue
            try:
                async with self._engine.begin() as connection:
                    await place.find(connection)
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:
                self._stop(place, f"it could not be prepared: {type(error).__name__}")

    async def _move(self, places: Sequence[_Place], entries: Sequence[Entry]) -> None:
        try:
            await self._move_together(places, entries)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # One of them could not: the others go on without it.
            for place in places:
                await self._move_alone(place, entries)

    async def _move_together(self, places: Sequence[_Place], entries: Sequence[Entry]) -> None:
        async with self._engine.begin() as connection:
            for place in places:
                await place.move(connection, entries)
        for place in places:
            place.position = entries[-1].record.position

    async def _move_alone(self, place: _Place, entries: Sequence[Entry]) -> None:
        try:
            await self._move_together([place], entries)
        except (OperationalError, InterfaceError):
            raise
        except _FollowedElsewhere as error:
            self._stop(place, str(error))
        except Exception:
            await self._move_singly(place, entries)

    async def _move_singly(self, place: _Place, entries: Sequence[Entry]) -> None:
        """Up to the one that cannot be digested."""
        for entry in entries:
            try:
                await self._move_together([place], [entry])
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:
                self._stop(place, _told(entry.record, error))
                return

    def _stop(self, place: _Place, why: str) -> None:
        log.error("projection.stopped", projection=place.projection.name, why=why)
        place.stopped_by = why

    def _post(self) -> None:
        self._tell(
            [
                Progress(name=p.projection.name, position=p.position, stopped_by=p.stopped_by)
                for p in self._places
            ]
        )


def _told(record: Record, error: Exception) -> str:
    """Where it went wrong; the error's text may quote what the record says of a person."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
    return f"position {record.position} ({record.type}): {where}"

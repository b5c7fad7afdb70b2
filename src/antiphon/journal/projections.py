"""Projections: SQL tables that follow the journal, each record counted exactly once.

A projection's position is kept in the same transaction as its rows, so a crash repeats or skips
nothing. One that cannot digest a record stops, loudly, and the others go on; when the database
cannot be reached it waits and tries again.
"""

import asyncio
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec
import structlog
from prometheus_client import Gauge
from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, String, Table, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from antiphon.database.engine import writing
from antiphon.database.migrations import migrate
from antiphon.journal.contract import Journal, JournalBroken, Record

BATCH = 500
_PAUSE_S = 0.25
_FIRST_RETRY_S = 0.2
_LAST_RETRY_S = 10.0

log = structlog.get_logger(__name__)
_behind = Gauge("antiphon_projection_behind", "Records not applied yet", ["projection"])
_stopped = Gauge("antiphon_projection_stopped", "1 when a record stopped it", ["projection"])

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

    async def apply(self, connection: AsyncConnection, records: Sequence[Record]) -> None:
        """Bring the tables up to date with the next records, of every type and tenant."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a projection is; `stopped_by` tells what record it could not digest, and why."""

    name: str
    position: int
    stopped_by: str | None


class ProjectionsBehind(Exception):  # noqa: N818
    """A projection stopped, so it will not reach the position that somebody waits for."""


class _Poison(Exception):  # noqa: N818
    def __init__(self, record: Record, error: Exception) -> None:
        # The error's text may quote what the record says of a person.
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
        super().__init__(f"position {record.position} ({record.type}): {where}")


class _FollowedElsewhere(Exception):  # noqa: N818
    pass


class _Follower:
    """One projection and how far it is."""

    def __init__(self, projection: Projection, engine: AsyncEngine) -> None:
        self.projection = projection
        self.position = 0
        self.stopped_by: str | None = None
        self._engine = writing(engine)

    async def prepare(self) -> None:
        """Find the position, and start anew when the version changed."""
        name, version = self.projection.name, self.projection.version
        async with self._engine.begin() as connection:
            query = select(_positions).where(_positions.c.name == name)
            found = (await connection.execute(query)).one_or_none()
            if found is None or found.version != version:
                await self.projection.reset(connection)
                await connection.execute(_positions.delete().where(_positions.c.name == name))
                row = {"name": name, "version": version, "position": 0}
                await connection.execute(_positions.insert().values(row))
            self.position = found.position if found and found.version == version else 0

    async def digest(self, records: Sequence[Record]) -> None:
        """Apply records; when they fail together, one by one to find the one that does."""
        try:
            await self._apply(records)
        except (OperationalError, InterfaceError, _FollowedElsewhere):
            raise
        except Exception:
            for record in records:
                await self._apply_alone(record)

    async def _apply_alone(self, record: Record) -> None:
        try:
            await self._apply([record])
        except (OperationalError, InterfaceError, _FollowedElsewhere):
            raise
        except Exception as error:
            raise _Poison(record, error) from error

    async def _apply(self, records: Sequence[Record]) -> None:
        last = records[-1].position
        mine = (_positions.c.name == self.projection.name, _positions.c.position == self.position)
        async with self._engine.begin() as connection:
            moved = await connection.execute(_positions.update().where(*mine).values(position=last))
            if moved.rowcount != 1:
                raise _FollowedElsewhere("somebody else follows the journal for it")
            await self.projection.apply(connection, records)
        self.position = last


class ProjectionRunner:
    """Keeps projections up with the journal while `run` runs."""

    def __init__(
        self, journal: Journal, engine: AsyncEngine, projections: Sequence[Projection]
    ) -> None:
        self._journal = journal
        self._engine = engine
        self._followers = [_Follower(projection, engine) for projection in projections]
        self._last_position = 0
        self._changed = asyncio.Condition()
        self._grown = [asyncio.Event() for _ in projections]

    def notify(self, position: int) -> None:
        """Tell that the journal has grown up to `position`."""
        self._last_position = max(self._last_position, position)
        for grown in self._grown:
            grown.set()

    def progress(self) -> list[Progress]:
        """How far each projection is."""
        return [
            Progress(
                name=follower.projection.name,
                position=follower.position,
                stopped_by=follower.stopped_by,
            )
            for follower in self._followers
        ]

    async def wait_for(self, position: int, *, name: str | None = None) -> None:
        """Return once the projection of that name, or every one, has applied `position`.

        Raises:
            ProjectionsBehind: one of them stopped before.
        """
        wanted = [f for f in self._followers if name in (None, f.projection.name)]
        async with self._changed:
            while any(follower.position < position for follower in wanted):
                for follower in wanted:
                    if follower.stopped_by is not None:
                        raise ProjectionsBehind(
                            f"{follower.projection.name}: {follower.stopped_by}"
                        )
                await self._changed.wait()

    async def run(self) -> None:
        """Follow the journal until cancelled.

        Raises:
            JournalBroken: the journal cannot be read.
        """
        self.notify(await self._journal.last_position())
        async with asyncio.TaskGroup() as group:
            for follower, grown in zip(self._followers, self._grown, strict=True):
                group.create_task(self._follow(follower, grown), name=follower.projection.name)

    async def _follow(self, follower: _Follower, grown: asyncio.Event) -> None:
        name = follower.projection.name
        _stopped.labels(name).set(0)
        retry_s = _FIRST_RETRY_S
        while True:
            try:
                await migrate(self._engine, "journal", STEPS)
                await follower.prepare()
                await self._tell(follower)
                while True:
                    await grown.wait()
                    grown.clear()
                    await self._catch_up(follower)
                    retry_s = _FIRST_RETRY_S
                    await asyncio.sleep(_PAUSE_S)  # events come in bursts: take them together
            except (OperationalError, InterfaceError) as error:
                log.warning("projection.waits_for_database", projection=name, why=str(error.orig))
                await asyncio.sleep(retry_s)
                retry_s = min(2 * retry_s, _LAST_RETRY_S)
                grown.set()
            except JournalBroken:
                raise
            except (_Poison, _FollowedElsewhere) as error:
                await self._stop(follower, str(error))
                return
            except Exception as error:
                await self._stop(follower, f"it could not be prepared: {type(error).__name__}")
                return

    async def _stop(self, follower: _Follower, why: str) -> None:
        log.error("projection.stopped", projection=follower.projection.name, why=why)
        _stopped.labels(follower.projection.name).set(1)
        follower.stopped_by = why
        await self._tell(follower)

    async def _catch_up(self, follower: _Follower) -> None:
        batch: list[Record] = []
        async for record in self._journal.read(after=follower.position):
            batch.append(record)
            if len(batch) == BATCH:
                await follower.digest(batch)
                await self._tell(follower)
                batch = []
        if batch:
            await follower.digest(batch)
            await self._tell(follower)

    async def _tell(self, follower: _Follower) -> None:
        behind = max(0, self._last_position - follower.position)
        _behind.labels(follower.projection.name).set(behind)
        async with self._changed:
            self._changed.notify_all()

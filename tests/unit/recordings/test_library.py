"""The table of recordings: what was stored is found, what was deleted no longer."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.recordings.tones import STARTED_AT

from antiphon.database.engine import open_database
from antiphon.database.migrations import migrate
from antiphon.journal.contract import Entry, Record
from antiphon.kernel.events import encode
from antiphon.kernel.ids import InteractionId, TenantId
from antiphon.recordings.contract import RecordingDeleted, RecordingEvent, RecordingStored
from antiphon.recordings.library import STEPS, RecordingLibrary, recordings_projection
from antiphon.telephony.engine import RecordingId

pytestmark = pytest.mark.unit

TENANT, CALL = TenantId("default"), InteractionId("c1")
FIRST, SECOND = RecordingId("c1.m2"), RecordingId("c1.m5")


def entry(event: RecordingEvent) -> Entry:
    record = Record(
        position=1,
        tenant=TENANT,
        stream=event.stream(),
        type=event.type,
        version=event.version,
        at=event.at,
        data=encode(event),
    )
    return Entry(record)


def stored(recording_id: RecordingId, started_at: datetime | None = None) -> Entry:
    return entry(
        RecordingStored(
            at=STARTED_AT,
            interaction_id=CALL,
            recording_id=recording_id,
            path=f"2026/01/05/{recording_id}.wav",
            seconds=3.0,
            size_bytes=48_044,
            channels=1,
            is_repaired=False,
            started_at=started_at,
        )
    )


def deleted(recording_id: RecordingId) -> Entry:
    return entry(RecordingDeleted(at=STARTED_AT, interaction_id=CALL, recording_id=recording_id))


@asynccontextmanager
async def library_of(tmp_path: Path, *parts: Sequence[Entry]) -> AsyncIterator[RecordingLibrary]:
    """What is found once these entries were read, part by part."""
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'antiphon.db'}")
    await migrate(database, "recordings", STEPS)
    projection = recordings_projection()
    for part in parts:
        async with database.begin() as connection:
            await projection.apply(connection, part)
    yield RecordingLibrary(database, TENANT)
    await database.dispose()


@pytest.mark.parametrize("batches", [1, 2])
async def test_a_recording_that_was_deleted_is_found_no_longer(
    tmp_path: Path, batches: int
) -> None:
    entries = [stored(FIRST), stored(SECOND), deleted(FIRST)]
    parts = [entries] if batches == 1 else [entries[:2], entries[2:]]
    async with library_of(tmp_path, *parts) as library:
        assert [one.id for one in await library.list_of(CALL)] == [SECOND]
        assert await library.find(FIRST) is None


async def test_recordings_are_listed_as_they_began_however_they_were_finished(
    tmp_path: Path,
) -> None:
    later = STARTED_AT + timedelta(minutes=2)
    entries = [stored(FIRST, later), stored(SECOND, STARTED_AT)]
    async with library_of(tmp_path, entries) as library:
        listed = await library.list_of(CALL)
    assert [(one.id, one.started_at) for one in listed] == [(SECOND, STARTED_AT), (FIRST, later)]

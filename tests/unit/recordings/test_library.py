"""The table of recordings: what was stored is found, what was deleted no longer."""

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


def stored(recording_id: RecordingId) -> Entry:
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
        )
    )


def deleted(recording_id: RecordingId) -> Entry:
    return entry(RecordingDeleted(at=STARTED_AT, interaction_id=CALL, recording_id=recording_id))


@pytest.mark.parametrize("batches", [1, 2])
async def test_a_recording_that_was_deleted_is_found_no_longer(
    tmp_path: Path, batches: int
) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'antiphon.db'}")
    await migrate(database, "recordings", STEPS)
    projection, library = recordings_projection(), RecordingLibrary(database, TENANT)
    entries = [stored(FIRST), stored(SECOND), deleted(FIRST)]
    for part in [entries] if batches == 1 else [entries[:2], entries[2:]]:
        async with database.begin() as connection:
            await projection.apply(connection, part)
    assert [one.id for one in await library.list_of(CALL)] == [SECOND]
    assert await library.find(FIRST) is None
    await database.dispose()

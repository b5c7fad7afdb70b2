"""Which recordings are awaited, and that each is finished once, after a crash too."""

import asyncio
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs
from tests.support.fake_clock import FakeClock
from tests.unit.recordings.tones import (
    AGENT_HZ,
    CUSTOMER_HZ,
    STARTED_AT,
    a_wave,
    interleaved,
    tone,
)

from antiphon.interactions.contract import MessageLeft
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, LegId, OfferId
from antiphon.recordings.contract import (
    MissingReason,
    NoteRecording,
    RecordingDeleted,
    RecordingMissing,
    RecordingStored,
)
from antiphon.recordings.domain import RecordingBook
from antiphon.recordings.service import RecordingKeeper
from antiphon.recordings.storage import RecordingStore
from antiphon.recordings.voicemail import VoicemailDeleted
from antiphon.routing.contract import OfferAccepted
from antiphon.telephony.contract import AgentLegAnswered, AgentLegEnded, AgentRung
from antiphon.telephony.engine import EndCause, RecordingId

pytestmark = pytest.mark.unit

CALL = InteractionId("01call")
LEG = LegId("01call.a1.agent")
CONVERSATION = RecordingId("01call.a1")
MESSAGE = RecordingId("01call.m3")
THREE_SECONDS = interleaved(tone(AGENT_HZ, 3.0), tone(CUSTOMER_HZ, 3.0))


def at(second: float) -> datetime:
    return STARTED_AT + timedelta(seconds=second)


def rung() -> AgentRung:
    return AgentRung(
        at=at(-5),
        interaction_id=CALL,
        leg_id=LEG,
        agent_id=AgentId("01agent"),
        offer_id=OfferId("01offer"),
        recording_id=CONVERSATION,
    )


def answered() -> AgentLegAnswered:
    return AgentLegAnswered(at=at(0), interaction_id=CALL, leg_id=LEG)


def accepted() -> OfferAccepted:
    return OfferAccepted(
        at=at(0), interaction_id=CALL, offer_id=OfferId("01offer"), agent_id=AgentId("01agent")
    )


def ended(second: float = 3.0) -> AgentLegEnded:
    return AgentLegEnded(
        at=at(second), interaction_id=CALL, leg_id=LEG, cause=EndCause.NORMAL, by_far_end=True
    )


def message_left() -> MessageLeft:
    return MessageLeft(at=at(10), interaction_id=CALL, recording_id=MESSAGE, seconds=3.0)


def message_deleted() -> VoicemailDeleted:
    return VoicemailDeleted(
        at=at(86_400), interaction_id=CALL, recording_id=MESSAGE, started_at=at(7)
    )


class Site:
    """A book, a keeper and the centre between them."""

    def __init__(self, folder: Path, events: Sequence[Event] = ()) -> None:
        self.folder = folder
        self.journal: list[Event] = []
        self.book = RecordingBook()
        self.store = RecordingStore(folder / "recordings", FakeClock(), settle_s=0.001)
        self.keeper = RecordingKeeper(
            self.book,
            self.store,
            folder=folder,
            locate=lambda recording: (folder / recording,),
            tell=self.decide,
        )
        for event in events:
            self.record(event)

    def record(self, *events: Event) -> None:
        for event in events:
            self.journal.append(event)
            self.book.apply(event)

    def decide(self, command: Command) -> None:
        assert isinstance(command, NoteRecording)
        self.record(*self.book.note(command))

    async def happen(self, *events: Event) -> None:
        self.record(*events)
        self.keeper.hear(events)
        await self.keeper.settle()

    def results(self) -> list[RecordingStored | RecordingMissing]:
        return [e for e in self.journal if isinstance(e, RecordingStored | RecordingMissing)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def write(site: Site, recording: RecordingId, content: bytes) -> None:
    (site.folder / recording).write_bytes(content)


async def test_a_conversation_is_stored_when_its_leg_has_ended(site: Site) -> None:
    write(site, CONVERSATION, THREE_SECONDS)
    await site.happen(rung(), answered())
    assert site.results() == []
    await site.happen(ended())
    [stored] = site.results()
    assert isinstance(stored, RecordingStored)
    assert (stored.seconds, stored.channels, stored.is_repaired) == (3.0, 2, False)
    assert site.book.awaited == {}


async def test_a_recording_shorter_than_the_conversation_is_marked(site: Site) -> None:
    write(site, CONVERSATION, THREE_SECONDS)
    await site.happen(rung(), answered(), ended(9.0))
    [stored] = site.results()
    assert isinstance(stored, RecordingStored)
    assert stored.is_repaired


async def test_a_phone_that_was_not_answered_leaves_no_recording(site: Site) -> None:
    await site.happen(rung(), ended())
    assert site.results() == []
    assert site.book.due() == []


async def test_a_leg_that_another_takes_the_place_of_keeps_its_recording(site: Site) -> None:
    leg, recording = LegId("01call.r1.leg"), RecordingId("01call.r1")
    replace = msgspec.structs.replace
    write(site, CONVERSATION, THREE_SECONDS)
    write(site, recording, THREE_SECONDS)
    rung_again = replace(rung(), at=at(3), leg_id=leg, offer_id=None, recording_id=recording)
    answered_again = replace(answered(), at=at(4), leg_id=leg)
    await site.happen(rung(), answered(), accepted(), rung_again, answered_again)
    await site.happen(replace(ended(7.0), leg_id=leg))
    stored = [result for result in site.results() if isinstance(result, RecordingStored)]
    assert sorted(result.recording_id for result in stored) == [CONVERSATION, recording]
    assert site.book.awaited == {}


async def test_a_message_is_stored_when_it_was_left(site: Site) -> None:
    write(site, MESSAGE, a_wave(tone(CUSTOMER_HZ, 3.0).tobytes()))
    await site.happen(message_left())
    [stored] = site.results()
    assert isinstance(stored, RecordingStored)
    assert (stored.seconds, stored.channels) == (3.0, 1)


async def test_a_recording_that_was_never_written_is_told_once(site: Site) -> None:
    await site.happen(rung(), answered(), ended())
    [missing] = site.results()
    assert isinstance(missing, RecordingMissing)
    assert missing.reason is MissingReason.NOT_WRITTEN
    await Site(site.folder, site.journal).keeper.sweep()
    assert site.book.due() == []


async def test_a_start_finishes_what_a_crash_left(site: Site) -> None:
    write(site, CONVERSATION, THREE_SECONDS)
    site.record(rung(), answered(), ended())
    again = Site(site.folder, site.journal)
    await again.keeper.sweep()
    [stored] = again.results()
    assert isinstance(stored, RecordingStored)
    assert again.book.awaited == {}


async def test_a_start_and_a_leg_that_ends_meanwhile_finish_each_recording_once(
    site: Site,
) -> None:
    write(site, CONVERSATION, THREE_SECONDS)
    write(site, MESSAGE, a_wave(tone(CUSTOMER_HZ, 3.0).tobytes()))
    again = Site(site.folder, [rung(), answered(), ended()])
    sweeping = asyncio.create_task(again.keeper.sweep())
    await asyncio.sleep(0)
    await again.happen(message_left())
    await sweeping
    stored = [result for result in again.results() if isinstance(result, RecordingStored)]
    assert sorted(result.recording_id for result in stored) == [CONVERSATION, MESSAGE]
    assert len(again.results()) == 2


async def test_a_start_leaves_a_conversation_that_goes_on_alone(site: Site) -> None:
    write(site, CONVERSATION, THREE_SECONDS)
    again = Site(site.folder, [rung(), answered()])
    await again.keeper.sweep()
    assert again.results() == []
    await again.happen(ended())
    assert len(again.results()) == 1


async def test_what_failed_is_tried_at_each_start_and_told_when_it_changes(site: Site) -> None:
    garbage = bytearray(a_wave(THREE_SECONDS, channels=2))
    garbage[20] = 0x55
    write(site, CONVERSATION, bytes(garbage))
    await site.happen(rung(), answered(), ended())
    again = Site(site.folder, site.journal)
    await again.keeper.sweep()
    assert [type(result) for result in again.results()] == [RecordingMissing]
    write(site, CONVERSATION, THREE_SECONDS)
    later = Site(site.folder, again.journal)
    await later.keeper.sweep()
    assert [type(result) for result in later.results()] == [RecordingMissing, RecordingStored]


async def test_being_ended_in_mid_work_leaves_it_to_the_next_start(site: Site) -> None:
    write(site, CONVERSATION, THREE_SECONDS)
    events = [rung(), answered(), ended()]
    site.record(*events)
    site.keeper.hear(events)
    await asyncio.sleep(0)
    await site.keeper.close()
    again = Site(site.folder, site.journal)
    await again.keeper.sweep()
    assert [type(result) for result in again.results()] == [RecordingStored]


async def test_the_sound_of_a_message_that_was_deleted_goes_and_that_is_told_once(
    site: Site,
) -> None:
    write(site, MESSAGE, a_wave(tone(CUSTOMER_HZ, 3.0).tobytes()))
    await site.happen(message_left())
    [stored] = site.results()
    assert isinstance(stored, RecordingStored)
    file = site.store.find(stored.path)
    await site.happen(message_deleted())
    assert not file.exists()
    await site.keeper.sweep()
    assert [type(event) for event in site.journal].count(RecordingDeleted) == 1


async def test_a_start_deletes_what_a_crash_left_the_engine_s_file_too(site: Site) -> None:
    write(site, MESSAGE, b"nothing that can be played")
    await site.happen(message_left())
    site.record(message_deleted())
    again = Site(site.folder, site.journal)
    await again.keeper.sweep()
    assert not (site.folder / MESSAGE).exists()
    assert isinstance(again.journal[-1], RecordingDeleted)
    assert (again.book.awaited, again.book.doomed) == ({}, {})


async def test_files_that_nobody_owns_are_named(site: Site) -> None:
    running, stray, young = CONVERSATION, RecordingId("01gone.a1"), RecordingId("01new.a1")
    for recording in (running, stray, young):
        write(site, recording, THREE_SECONDS)
    days_ago = FakeClock().now().timestamp() - 2 * 86_400
    for recording in (running, stray):
        os.utime(site.folder / recording, (days_ago, days_ago))
    site.record(rung(), answered())
    with capture_logs() as logged:
        await site.keeper.sweep()
    assert [line["file"] for line in logged if line["event"] == "recording.unowned"] == [stray]
    assert (site.folder / stray).exists()

"""A world from a snapshot and what came after it is the world of the whole journal."""

import os
import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from tests.support.centre import SmallCentre
from tests.support.fake_clock import FakeClock
from tests.support.whole import whole

from antiphon.app.centre.replica import SAVE_AFTER_EVENTS, SAVE_AFTER_S, Replica
from antiphon.app.centre.world import World
from antiphon.app.centre.world_snapshot import (
    SnapshotUnusable,
    WorldSnapshots,
    pack,
    unpack,
)
from antiphon.interactions.call_control import FinishWrapUp
from antiphon.interactions.states import State
from antiphon.journal.contract import Entry, Record, Snapshot, decoded
from antiphon.kernel.ids import DEFAULT_TENANT, InteractionId
from antiphon.simulation.memory_journal import MemoryJournal

pytestmark = pytest.mark.unit
NAME = f"world/{DEFAULT_TENANT}"


async def a_morning() -> MemoryJournal:
    """Calls that ring, are talked, are given up, are over, and some that are not."""
    centre = SmallCentre("ann", "bob")
    for number in range(9):
        name = f"c{number}"
        centre.call(name)
        centre.pass_time(4)
        offer = centre.offer_of(name)
        if offer is not None and number % 3:
            centre.agent_answers(offer.offer_id)
            centre.pass_time(20)
            centre.leg_ends(name)
            if number % 2:
                done = FinishWrapUp(
                    interaction_id=InteractionId(name),
                    agent_id=offer.agent_id,
                    disposition_id=None,
                    note="",
                )
                centre.do(done)
        elif number % 4 == 0:
            centre.leg_ends(name)
    journal = MemoryJournal()
    await journal.append(DEFAULT_TENANT, centre.events)
    return journal


def after(world: World, records: Iterable[Record]) -> Any:
    """All of a world after more records, but for the timers that somebody has to set."""
    for record in records:
        world.apply(decoded(record))
    world.deadlines.changed.clear()
    return whole(world)


async def test_after_every_record_a_snapshot_and_the_rest_make_the_same_world() -> None:
    journal = await a_morning()
    snapshots = WorldSnapshots(journal, DEFAULT_TENANT)
    wanted = after(
        (await WorldSnapshots(MemoryJournal(), DEFAULT_TENANT).load())[0], journal.records
    )
    assert len(journal.records) > 60
    assert "Interaction" in repr(wanted)
    growing, _ = await snapshots.load()
    for number, record in enumerate(journal.records, start=1):
        growing.apply(decoded(record))
        await snapshots.save(growing, number)
        world, position = await snapshots.load()
        assert position == number
        assert world.deadlines.changed == world.deadlines.at.keys()
        assert after(world, journal.records[number:]) == wanted


async def test_saving_leaves_the_world_as_it_is() -> None:
    journal = await a_morning()
    world = World()
    for record in journal.records:
        world.apply(decoded(record))
    before = whole(world)
    pack(world)
    assert whole(world) == before


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "no pickle"])
async def test_a_damaged_snapshot_is_ignored_with_a_line_in_the_log(harm: str) -> None:
    journal = await a_morning()
    snapshots = WorldSnapshots(journal, DEFAULT_TENANT)
    await snapshots.save(World(), 3)
    data = journal.snapshots[NAME].data
    harmed = {
        "cut": data[:-20],
        "flipped": data[:40] + bytes([data[40] ^ 255]) + data[41:],
        "empty": b"",
        "no pickle": data[:16] + b"hello",
    }[harm]
    journal.snapshots[NAME] = Snapshot(position=3, data=harmed)
    with capture_logs() as logs:
        world, position = await snapshots.load()
    assert position == 0
    assert whole(world.interactions) == whole(World().interactions)
    said = [(line["event"], line["log_level"]) for line in logs]
    assert said == [("snapshot ignored", "warning")]


async def test_a_snapshot_of_other_settings_is_ignored_and_alarms_nobody() -> None:
    journal = await a_morning()
    await WorldSnapshots(journal, DEFAULT_TENANT, region="CN").save(World(), 3)
    for settings in ({"region": "DE"}, {"timezone": "Asia/Shanghai"}):
        with capture_logs() as logs:
            assert (await WorldSnapshots(journal, DEFAULT_TENANT, **settings).load())[1] == 0
        said = [(line["event"], line["log_level"]) for line in logs]
        assert said == [("snapshot ignored", "info")]
    assert (await WorldSnapshots(journal, DEFAULT_TENANT).load())[1] == 3


class Hostile:
    """Runs a command when it is unpickled by Python itself."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.trace),)


async def test_a_snapshot_cannot_run_what_it_names(tmp_path: Path) -> None:
    journal = await a_morning()
    snapshots = WorldSnapshots(journal, DEFAULT_TENANT)
    await snapshots.save(World(), 1)
    hostile = pickle.dumps(Hostile(tmp_path / "trace"))
    mark = journal.snapshots[NAME].data[:16]
    journal.snapshots[NAME] = Snapshot(position=1, data=mark + hostile)
    assert (await snapshots.load())[1] == 0
    assert not (tmp_path / "trace").exists()
    pickle.loads(hostile)
    assert (tmp_path / "trace").exists()


class ByName:
    """Comes back through `getattr`, as enumerations do with the first releases of Python 3.11."""

    def __init__(self, owner: type, name: str) -> None:
        self.owner, self.name = owner, name

    def __reduce__(self) -> tuple[Any, ...]:
        return getattr, (self.owner, self.name)


def test_a_member_of_an_enumeration_comes_back_by_its_name() -> None:
    world = World()
    vars(world)["state"] = ByName(State, "WAITING")
    assert vars(unpack(pack(world)))["state"] is State.WAITING


@pytest.mark.parametrize(("owner", "name"), [(World, "__init__"), (State, "__class__")])
def test_nothing_else_is_fetched_by_name(owner: type, name: str) -> None:
    world = World()
    vars(world)["foreign"] = ByName(owner, name)
    with pytest.raises(SnapshotUnusable):
        unpack(pack(world))


async def test_a_replica_saves_when_there_was_much_and_at_the_end() -> None:
    clock, journal = FakeClock(), await a_morning()
    morning = [decoded(record) for record in journal.records]
    while len(journal.records) < 2 * SAVE_AFTER_EVENTS:
        await journal.append(DEFAULT_TENANT, morning)
    replica = Replica(WorldSnapshots(journal, DEFAULT_TENANT), clock)
    await replica.open()
    heard: list[int] = []
    replica.subscribe(lambda events: heard.append(len(events)))
    entries = [Entry(record) for record in journal.records]
    await replica.take(entries[: SAVE_AFTER_EVENTS + 1])
    assert journal.snapshots == {}  # much, but in no time
    clock.advance(SAVE_AFTER_S)
    await replica.take(entries[SAVE_AFTER_EVENTS + 1 :][:5])
    saved = journal.snapshots[NAME]
    assert saved.position == SAVE_AFTER_EVENTS + 6
    await replica.take(entries[saved.position :][:7])
    await replica.save()
    assert journal.snapshots[NAME].position == saved.position + 7
    assert heard == [SAVE_AFTER_EVENTS + 1, 5, 7]
    again = Replica(WorldSnapshots(journal, DEFAULT_TENANT), clock)
    await again.open()
    assert set(again.positions) == {saved.position + 7}


async def test_a_replica_that_meets_an_unknown_event_leaves_the_others_alone() -> None:
    journal = await a_morning()
    strange = journal.records[0]
    replica = Replica(WorldSnapshots(journal, DEFAULT_TENANT), FakeClock())
    await replica.open()
    record = Record(
        position=1,
        tenant=strange.tenant,
        stream="x",
        type="nobody.knows",
        version=1,
        at=strange.at,
        data=b"{}",
    )
    await replica.take([Entry(record)])
    assert list(replica.positions) == []
    await replica.save()
    assert journal.snapshots == {}

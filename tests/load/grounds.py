"""Proving grounds: a data folder of a centre whose desk phones are all ready."""

import secrets
from pathlib import Path

import msgspec

from antiphon.agents.contract import Agent, ChangePresence, Presence, SaveAgent
from antiphon.app.centre.loop import Centre
from antiphon.app.centre.step import step
from antiphon.database.engine import open_database
from antiphon.database.migrations import migrate
from antiphon.database.sealing import provide_seal
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, HangUpStep, QueueStep, SayStep
from antiphon.journal.sqlite import SqliteJournal
from antiphon.kernel.clock import SystemClock
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import (
    DEFAULT_TENANT,
    AgentId,
    EntryPointId,
    FlowId,
    QueueId,
    TrunkId,
)
from antiphon.routing.contract import Queue, SaveQueue
from antiphon.telephony import store
from antiphon.telephony.contract import EntryPoint, SaveEntryPoint, SaveTrunk, TrunkLine, phone_of
from antiphon.telephony.engine import PhoneKind

GREETING, ROUTED = "1000", "2000"
QUEUE = QueueId("everybody")


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """The folder and the phones: SIP user and password."""

    data: Path
    phones: list[tuple[str, str]]


async def lay_out(data: Path, agents: int) -> Ground:
    """Write the journal of a centre whose agents are all ready, into an existing folder."""
    clock = SystemClock()
    journal = await SqliteJournal.open(data / "journal.db")
    world = Centre(journal, clock, DEFAULT_TENANT).world
    events: list[Event] = []
    for command in _centre(agents):
        events += step(world, command, clock.now())
    for first in range(0, len(events), 500):
        await journal.append(DEFAULT_TENANT, events[first : first + 500])
    await journal.close()
    database = open_database(f"sqlite+aiosqlite:///{data / 'data.db'}")
    await migrate(database, "telephony", store.STEPS)
    seal = provide_seal(data / "secrets.key")
    keeper = store.LineSecrets(database, DEFAULT_TENANT, seal)
    phones = []
    for number in range(agents):
        word = secrets.token_hex(12)
        await keeper.put(f"phone/{_id(number)}", word)
        phones.append((str(phone_of(_id(number))), word))
    await database.dispose()
    return Ground(data=data, phones=phones)


def _id(number: int) -> AgentId:
    return AgentId(f"a{number:04}")


def _centre(agents: int) -> list[Command]:
    flows = (
        Flow(
            id=FlowId("greeting"),
            name="Greeting",
            start="hello",
            steps={
                "hello": SayStep(text={"en": "Welcome. Please hold the line."}, next="end"),
                "end": HangUpStep(),
            },
        ),
        Flow(
            id=FlowId("routed"),
            name="Routed",
            start="wait",
            steps={"wait": QueueStep(queue_id=QUEUE)},
        ),
    )
    points = (
        EntryPoint(id=EntryPointId("g"), name="G", number=GREETING, flow_id=FlowId("greeting")),
        EntryPoint(id=EntryPointId("r"), name="R", number=ROUTED, flow_id=FlowId("routed")),
    )
    profiles = (
        Agent(id=_id(n), name=f"Agent {n}", queues=(QUEUE,), phone_kind=PhoneKind.SIP)
        for n in range(agents)
    )
    return [
        SaveQueue(queue=Queue(id=QUEUE, name="Everybody", wrap_up_s=0)),
        *(SaveFlow(flow=flow) for flow in flows),
        *(SaveEntryPoint(entry_point=point) for point in points),
        SaveTrunk(
            trunk=TrunkLine(
                id=TrunkId("outside"), name="Outside", host="127.0.0.1", addresses=("127.0.0.1",)
            )
        ),
        *(SaveAgent(agent=profile) for profile in profiles),
        *(ChangePresence(agent_id=_id(n), presence=Presence.READY) for n in range(agents)),
    ]

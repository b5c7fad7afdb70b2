"""A day on a site: an agent, a queue, and calls told as the telephone engine tells them."""

from typing import Any

import httpx2
import numpy as np
import soundfile
from tests.support.site import Site

from antiphon.agents.contract import Agent, ChangePresence, Presence, ReportPhone, SaveAgent
from antiphon.edge.parts import Commands
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, HangUpStep, QueueStep, SetStep, Step
from antiphon.identity.permissions import Role
from antiphon.interactions.call_control import FinishWrapUp, HoldInteraction, ResumeInteraction
from antiphon.interactions.contract import Disposition, SaveDisposition
from antiphon.kernel.ids import (
    AgentId,
    DispositionId,
    EntryPointId,
    FlowId,
    InteractionId,
    LegId,
    QueueId,
    UserId,
)
from antiphon.recordings.contract import NoteRecording, RecordingStored
from antiphon.recordings.storage import RecordingStore
from antiphon.routing.contract import Queue, SaveQueue
from antiphon.telephony.contract import EntryPoint, HearEngine, SaveEntryPoint
from antiphon.telephony.engine import (
    EndCause,
    EngineEvent,
    LegAnswered,
    LegArrived,
    LegEnded,
    RecordingId,
)
from antiphon.telephony.leg_ids import recording_of

ANN, SALES = AgentId("ann"), QueueId("sales")


class Day:
    """Calls on a site, told as the engine tells them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.submit = site.parts.get(Commands).submit

    async def open(self) -> None:
        """Ann serves Sales, which 1000 leads to."""
        user_id = UserId(await self.site.add_user("ann", Role.AGENT))
        steps: dict[str, Step] = {
            "set": SetStep(key="order", value="4711", next="wait"),
            "wait": QueueStep(queue_id=SALES),
            "bye": HangUpStep(),
        }
        flow = Flow(id=FlowId("main"), name="Main", start="set", steps=steps)
        sold = Disposition(id=DispositionId("sold"), name="Sold")
        point = EntryPoint(
            id=EntryPointId("door"), name="Front door", number="1000", flow_id=flow.id
        )
        for command in (
            SaveQueue(queue=Queue(id=SALES, name="Sales")),
            SaveDisposition(disposition=sold),
            SaveFlow(flow=flow),
            SaveEntryPoint(entry_point=point),
            SaveAgent(agent=Agent(id=ANN, name="Ann Lee", user_id=user_id, queues=(SALES,))),
            ReportPhone(agent_id=ANN, is_reachable=True),
        ):
            await self.submit(command)

    async def hear(self, event: EngineEvent) -> None:
        """The engine reports something."""
        await self.submit(HearEngine(event=event))

    async def arrive(self, name: str, number: str = "+8613800138000") -> None:
        """A call comes in."""
        await self.hear(
            LegArrived(
                at=self.site.clock.now(),
                leg=LegId(name),
                dialled="1000",
                caller_number=number,
                caller_name="<script>Wang</script>",
            )
        )

    async def handle(
        self,
        name: str,
        note: str = "Wants a blue one",
        answers: dict[str, str] | None = None,
    ) -> RecordingId:
        """10 s waiting, 30 s talk, 20 s hold, 5 s talk, 7 s wrap-up; the recording's id."""
        clock, call = self.site.clock, InteractionId(name)
        await self.arrive(name)
        clock.advance(10)
        await self.submit(ChangePresence(agent_id=ANN, presence=Presence.READY))
        (leg,) = self.site.centre.world.calls.calls[call].ringing
        await self.hear(LegAnswered(at=clock.now(), leg=leg))
        clock.advance(30)
        await self.submit(HoldInteraction(interaction_id=call, agent_id=ANN))
        clock.advance(20)
        await self.submit(ResumeInteraction(interaction_id=call, agent_id=ANN))
        clock.advance(5)
        await self.leave(name)
        clock.advance(7)
        sold = DispositionId("sold")
        await self.submit(
            FinishWrapUp(
                interaction_id=call,
                agent_id=ANN,
                disposition_id=sold,
                note=note,
                answers=answers,
            )
        )
        return recording_of(leg)

    async def store(self, name: str, recording_id: RecordingId) -> None:
        """One second of a call's sound is on the shelf: the customer's side at half strength."""
        now, leg = self.site.clock.now(), LegId(recording_id)
        await self.hear(LegEnded(at=now, leg=leg, cause=EndCause.NORMAL, by_far_end=False))
        path = f"2026/01/05/{recording_id}.wav"
        file = self.site.parts.get(RecordingStore).folder / path
        file.parent.mkdir(parents=True)
        soundfile.write(file, np.full((8000, 2), (0.5, 0.0)), 8000, subtype="PCM_16")
        stored = RecordingStored(
            at=now,
            interaction_id=InteractionId(name),
            recording_id=recording_id,
            path=path,
            seconds=1.0,
            size_bytes=file.stat().st_size,
            channels=2,
            is_repaired=False,
        )
        await self.submit(NoteRecording(result=stored))

    async def leave(self, name: str) -> None:
        """The customer hangs up."""
        await self.hear(
            LegEnded(
                at=self.site.clock.now(), leg=LegId(name), cause=EndCause.NORMAL, by_far_end=True
            )
        )

    async def get(self, page: httpx2.AsyncClient, path: str, **params: Any) -> Any:
        """The answer, when the history has caught up."""
        await self.site.history.wait_for(self.site.centre.position)
        answer = await page.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

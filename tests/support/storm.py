"""A day of everything at random on a small centre: what a browser's picture must survive."""

import random
from collections.abc import Callable, Sequence

from tests.support.admission_acts import an_admission_command
from tests.support.centre import QUEUE, SmallCentre
from tests.support.storm_boards import a_supervisors_command
from tests.support.storm_call_backs import a_call_back_command
from tests.support.storm_calls import EXPERT, a_call_wish, all_parties
from tests.support.storm_desk import a_desk_command
from tests.support.storm_flows import PAYMENT, STEPS
from tests.support.storm_lines import a_line_command
from tests.support.storm_office import an_administrators_command
from tests.support.storm_outbound import a_placed_call, a_voicemail_command
from tests.support.storm_outside_phones import a_key, a_phone_command
from tests.support.storm_plans import a_plan_command
from tests.support.storm_privacy import a_privacy_command
from tests.support.storm_shifts import a_shift_command
from tests.support.storm_tasks import a_task_command
from tests.support.storm_visits import a_button_command, a_visitors_call

from antiphon.agents import contract as agents
from antiphon.flows import contract as flows
from antiphon.flows.graph import (
    Flow,
)
from antiphon.interactions import call_control as wishes
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import (
    AgentId,
    FlowId,
    InteractionId,
    LegId,
    OfferId,
    ReasonId,
    TrunkId,
)
from antiphon.recordings import contract as recordings
from antiphon.recordings.voicemail import VoicemailDeleted
from antiphon.routing import contract as routing
from antiphon.telephony import contract as telephony
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import HearEngine, phone_of
from antiphon.telephony.dial_guard import DialRules, SaveDialRules
from antiphon.telephony.engine import (
    DigitPressed,
    EndCause,
    EngineEvent,
    LegAnswered,
    LegArrived,
    LegEnded,
    PhoneChanged,
    PlaybackEnded,
    PlaybackId,
    RecordingEnded,
    RecordingId,
)

AGENTS = ("ann", "bob", "eve")
A_DAY_S = 24 * 3600


class Storm:
    """Commands at random; `events_of_one` gives what each led to, refusals give nothing."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.centre = SmallCentre(*AGENTS, wrap_up_s=20, hold_limit_s=3)
        self.centre.do(
            flows.SaveFlow(flow=Flow(id=FlowId("main"), name="Main", start="hello", steps=STEPS))
        )
        self.centre.do(flows.SaveFlow(flow=PAYMENT))
        rules = DialRules(allowed_prefixes=(EXPERT,), hourly_limit=10_000)
        self.centre.do(SaveDialRules(rules=rules))
        trunk = telephony.TrunkLine(id=TrunkId("line"), name="Line", host="line.example")
        self.centre.do(telephony.SaveTrunk(trunk=trunk))
        self._calls = self._supervised = self._placed = 0
        self._acts: Sequence[tuple[float, Callable[[], list[Event]]]] = (
            (16, self._call),
            (40, self._flow_goes_on),
            (60, self._answer_phone),
            (7, self._answer_offer),
            (4, self._end_leg),
            (10, self._work),
            (16, self._choose_presence),
            (3, self._phone_changes),
            (6, self._time_passes),
            (0.3, lambda: self.centre.pass_time(A_DAY_S)),
            (12, lambda: self._do(an_administrators_command(self.dice, AGENTS))),
            (6, self._recording_done),
            (3, self._admit_otherwise),
            (6, self._call_back),
            (8, lambda: self._do(a_privacy_command(self.centre.world, self.dice, AGENTS))),
            (30, self._supervise),
            (14, lambda: self._do(a_desk_command(self.centre.world, self.dice, AGENTS))),
            (12, self._note_or_plan),
            (40, lambda: self._do(a_call_wish(self.centre.world, self.dice, AGENTS))),
            (30, self._party_phone),
            (
                4,
                lambda: self._do(
                    a_shift_command(self.centre.world, self.dice, AGENTS, self.centre.now)
                ),
            ),
            (2, self._place_call),
            (2, self._visit),
            (1, lambda: self._do(a_phone_command(self.centre.world, self.dice, AGENTS))),
            (5, self._line),
            (3, lambda: self._do(a_voicemail_command(self.centre.world, self.dice, AGENTS, QUEUE))),
        )

    def act(self) -> list[Event]:
        """Let one thing happen."""
        weights = [weight for weight, _ in self._acts]
        ((_, act),) = self.dice.choices(self._acts, weights)
        try:
            return act()
        except RuleBroken:
            return []

    def _do(self, command: Command) -> list[Event]:
        return self.centre.do(command)

    def _hear(self, event: EngineEvent) -> list[Event]:
        return self._do(HearEngine(event=event))

    def _call(self) -> list[Event]:
        self._calls += 1
        leg, dialled = f"c{self._calls}", self.dice.choice(["1000"] * 9 + ["9"])
        if self.dice.random() < 0.8:
            return self.centre.call(leg, dialled=dialled)
        nameless = LegArrived(
            at=self.centre.now, leg=LegId(leg), dialled=dialled, caller_number="", caller_name=""
        )
        return self._hear(nameless)

    def _visit(self) -> list[Event]:
        self._calls += 1
        world, now = self.centre.world, self.centre.now
        if world.call_buttons.visits and self.dice.random() < 0.5:
            return self._hear(a_visitors_call(world, self.dice, f"c{self._calls}", now))
        return self._do(a_button_command(world, self.dice, self._calls))

    def _admit_otherwise(self) -> list[Event]:
        return self._do(an_admission_command(self.centre.world, self.dice))

    def _call_back(self) -> list[Event]:
        world, now = self.centre.world, self.centre.now
        return self._do(a_call_back_command(world, self.dice, AGENTS, now))

    def _note_or_plan(self) -> list[Event]:
        world, dice, now = self.centre.world, self.dice, self.centre.now
        is_task = dice.random() < 0.5
        return self._do(
            a_task_command(world, dice, AGENTS, now)
            if is_task
            else a_plan_command(world, dice, now)
        )

    def _line(self) -> list[Event]:
        centre = self.centre
        return self._do(a_line_command(centre.world, self.dice, AGENTS, centre.now))

    def _place_call(self) -> list[Event]:
        self._placed += 1
        return self._do(a_placed_call(self.dice, AGENTS, EXPERT, self._placed))

    def _supervise(self) -> list[Event]:
        self._supervised += 1
        return self._do(a_supervisors_command(self.centre, self.dice, AGENTS, self._supervised))

    def _pick(self, ids: Sequence[str]) -> str:
        return self.dice.choice(ids) if ids else "nothing"

    def _interaction(self) -> InteractionId:
        return InteractionId(self._pick(list(self.centre.world.interactions.open)))

    def _flow_goes_on(self) -> list[Event]:
        progress = self.centre.world.flows.progress
        interaction_id = InteractionId(self._pick(list(progress)))
        if interaction_id not in progress:
            return []
        leg, turn, at = LegId(interaction_id), progress[interaction_id].run.turn, self.centre.now
        event: EngineEvent = PlaybackEnded(
            at=at, leg=leg, playback=PlaybackId(f"{leg}.p{turn}"), is_failed=False
        )
        roll = self.dice.random()
        if roll < 0.4:
            event = DigitPressed(at=at, leg=leg, digit=self.dice.choice("1111112367"))
        elif roll < 0.6:
            event = RecordingEnded(
                at=at, leg=leg, recording=RecordingId(f"{leg}.m{turn}"), seconds=3, is_failed=False
            )
        return self._hear(event)

    def _answer_phone(self) -> list[Event]:
        key = a_key(self.centre.world, self.dice, self.centre.now)
        if key is not None and self.dice.random() < 0.5:
            return self._hear(key)
        call = self.centre.world.calls.calls.get(self._interaction())
        phones = _phones(call) if call is not None else []
        if not phones:
            return []
        return self._hear(LegAnswered(at=self.centre.now, leg=self.dice.choice(phones)))

    def _answer_offer(self) -> list[Event]:
        offers = self.centre.world.routing.offers.open
        offer = offers.get(OfferId(self._pick(list(offers))))
        if offer is None:
            return []
        kind = self.dice.choice([routing.AcceptOffer, routing.DeclineOffer])
        return self._do(kind(offer_id=offer.id, agent_id=offer.agent_id))

    def _end_leg(self) -> list[Event]:
        call = self.centre.world.calls.calls.get(self._interaction())
        if call is None:
            return []
        phones = _phones(call)
        leg = self.dice.choice(phones) if phones and self.dice.random() < 0.6 else call.caller_leg
        cause = self.dice.choice([EndCause.NORMAL, EndCause.FAILED, EndCause.DECLINED])
        return self._hear(LegEnded(at=self.centre.now, leg=leg, cause=cause, by_far_end=True))

    def _work(self) -> list[Event]:
        world = self.centre.world
        interaction = world.interactions.open.get(
            InteractionId(self._pick(list(world.agents.holder)))
        )
        if interaction is None or interaction.agent_id is None:
            return []
        it, agent_id = interaction.id, interaction.agent_id
        kind = self.dice.choice(
            [
                wishes.HoldInteraction,
                wishes.ResumeInteraction,
                wishes.HangUpInteraction,
                telephony.RecoverAudio,
            ]
        )
        if self.dice.random() < 0.7:
            return self._do(kind(interaction_id=it, agent_id=agent_id))
        wrap_up = self.dice.choice([wishes.SaveWrapUp, wishes.FinishWrapUp])
        note = self.dice.choice(["", "called about an order"])
        return self._do(
            wrap_up(interaction_id=it, agent_id=agent_id, disposition_id=None, note=note)
        )

    def _party_phone(self) -> list[Event]:
        parties = all_parties(self.centre.world)
        if not parties:
            return []
        party, at = self.dice.choice(parties), self.centre.now
        if not party.is_up and self.dice.random() < 0.8:
            return self._hear(LegAnswered(at=at, leg=party.leg))
        cause = self.dice.choice([EndCause.NORMAL, EndCause.FAILED, EndCause.BUSY])
        return self._hear(LegEnded(at=at, leg=party.leg, cause=cause, by_far_end=True))

    def _choose_presence(self) -> list[Event]:
        agent_id = AgentId(self.dice.choice(AGENTS))
        presence = self.dice.choice([agents.Presence.READY] * 3 + list(agents.Presence))
        reason = ReasonId("break") if presence is agents.Presence.NOT_READY else None
        if self.dice.random() < 0.1:
            return self._do(agents.LoseAgent(agent_id=agent_id))
        return self._do(
            agents.ChangePresence(agent_id=agent_id, presence=presence, reason_id=reason)
        )

    def _phone_changes(self) -> list[Event]:
        agent_id = AgentId(self.dice.choice(AGENTS))
        is_reachable = self.dice.random() < 0.85
        return self._hear(
            PhoneChanged(at=self.centre.now, phone=phone_of(agent_id), is_reachable=is_reachable)
        )

    def _time_passes(self) -> list[Event]:
        return self.centre.pass_time(self.dice.choice([1, 5, 15, 45]))

    def _deleted(self, gone: VoicemailDeleted) -> recordings.RecordingDeleted:
        return recordings.RecordingDeleted(
            at=self.centre.now,
            interaction_id=gone.interaction_id,
            recording_id=gone.recording_id,
        )

    def _recording_done(self) -> list[Event]:
        due = self.centre.world.recordings.due()
        doomed = self.centre.world.recordings.doomed
        if doomed:
            gone = next(iter(doomed.values()))
            return self._do(recordings.NoteRecording(result=self._deleted(gone)))
        if not due:
            return []
        awaited = self.dice.choice(due)
        stored = recordings.RecordingStored(
            at=self.centre.now,
            interaction_id=awaited.interaction_id,
            recording_id=awaited.recording_id,
            path=f"{awaited.recording_id}.wav",
            seconds=3,
            size_bytes=48_044,
            channels=2,
            is_repaired=False,
        )
        missing = recordings.RecordingMissing(
            at=self.centre.now,
            interaction_id=awaited.interaction_id,
            recording_id=awaited.recording_id,
            reason=recordings.MissingReason.DISK_FULL,
        )
        is_stored = self.dice.random() < 0.5
        return self._do(recordings.NoteRecording(result=stored if is_stored else missing))


def _phones(call: Call) -> list[LegId]:
    """The phones of a call that can be answered: its agent's, those that ring, and whom we call."""
    dialled = [call.customer_leg] if call.customer_leg is not None else []
    return [*([call.agent_leg] if call.agent_leg is not None else []), *call.ringing, *dialled]

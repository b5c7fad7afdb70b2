"""What a storm does about call-backs: asks for them, moves them on, and picks up when called."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.support.centre import QUEUE
from tests.support.storm_calls import EXPERT

from antiphon.app.centre.world import World
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, CallBackId, InteractionId, TrunkId
from antiphon.routing import callbacks
from antiphon.routing.lost_calls import AssignLostCall, DismissLostCall
from antiphon.routing.waiting import CallBackRules, CalledFirst, Exit, ExitKind, WaitingRoom
from antiphon.telephony.contract import HearEngine, SaveTrunk, TrunkLine
from antiphon.telephony.dial_guard import DialRules, SaveDialRules
from antiphon.telephony.engine import EndCause, LegAnswered, LegEnded, TrunkState
from antiphon.telephony.trunk_states import ReportTrunk

KEY = "7"


def a_room(dice: random.Random) -> WaitingRoom:
    """A waiting room out of which a key leads."""
    return WaitingRoom(
        exits={KEY: Exit(kind=ExitKind.CALL_BACK)},
        call_back=CallBackRules(
            first=dice.choice(list(CalledFirst)), attempts=2, retry_after_s=30, ring_s=20
        ),
    )


def a_call_back_command(
    world: World, dice: random.Random, agents: Sequence[str], now: datetime
) -> Command:
    """Something that people or telephones do about a call-back."""
    dialled = [
        call for call in world.calls.calls.values() if call.dialled_at and not call.is_caller_gone
    ]
    if dialled and dice.random() < 0.6:
        leg = dice.choice(dialled).caller_leg
        if dice.random() < 0.6:
            return HearEngine(event=LegAnswered(at=now, leg=leg))
        return HearEngine(event=LegEnded(at=now, leg=leg, cause=EndCause.BUSY, by_far_end=True))
    known = [*world.call_backs.open, CallBackId("none")]
    chosen = dice.choice(known)
    agent_id = dice.choice([None, *map(AgentId, agents)])
    wish = callbacks.CallBack(
        id=CallBackId(f"w{now.timestamp()}"),
        number="+861012345678",
        queue_id=QUEUE,
        order_at=now,
        due_at=now + timedelta(seconds=dice.choice([0, 10])),
        origin=callbacks.Origin.REQUEST,
        agent_id=agent_id,
    )
    return dice.choice(
        [
            callbacks.RequestCallBack(call_back=wish),
            callbacks.AssignCallBack(call_back_id=chosen, agent_id=agent_id),
            callbacks.StartCallBack(call_back_id=chosen, agent_id=agent_id),
            callbacks.CancelCallBack(call_back_id=chosen, reason="storm"),
            DismissLostCall(interaction_id=InteractionId("c1"), reason="storm"),
            AssignLostCall(interaction_id=InteractionId("c1"), agent_id=None),
            SaveDialRules(
                rules=DialRules(allowed_prefixes=(EXPERT,), hourly_limit=dice.choice([1, 500, 500]))
            ),
            SaveTrunk(trunk=TrunkLine(id=TrunkId("carrier"), name="One", host="carrier.example")),
            ReportTrunk(trunk_id=TrunkId("line"), state=dice.choice(list(TrunkState))),
        ]
    )

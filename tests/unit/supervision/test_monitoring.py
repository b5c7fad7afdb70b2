"""Supervisors at calls: who is where, who hears whom, what is refused, and how it ends."""

from collections.abc import Awaitable, Callable
from typing import cast

import pytest
from tests.support.centre import BREAK, SmallCentre

from antiphon.agents.contract import AgentState, ChangePresence, Presence, ReportPhone
from antiphon.app.centre.engine.call_media import CallMedia
from antiphon.app.views.desk import DeskView
from antiphon.app.views.own_state import MeView
from antiphon.interactions.call_control import (
    HangUpInteraction,
    HoldInteraction,
    Target,
    TargetKind,
    TransferInteraction,
)
from antiphon.interactions.states import State
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, LegId, UserId
from antiphon.supervision.contract import (
    JoinConversation,
    SetMonitorMode,
    StartMonitoring,
    StopMonitoring,
    TakeOver,
)
from antiphon.telephony.contract import MonitorMode, RecoverAudio
from antiphon.telephony.engine import EndCause, EngineSnapshot, LegAnswered, TelephoneEngine
from antiphon.telephony.media import Join, Media, Mute, Overhear, changes, media_of
from antiphon.telephony.monitoring import MonitorEnd, MonitorEnded, MonitorRung

pytestmark = pytest.mark.unit

ANN, SUE = AgentId("ann"), AgentId("sue")
BOSS = UserId("boss")
CALL = InteractionId("c1")
WATCH = LegId("c1.w1.leg")


def a_talk() -> SmallCentre:
    """Ann talks with a customer; Sue is at work, not ready."""
    centre = SmallCentre("ann", "sue", wrap_up_s=0)
    centre.do(ChangePresence(agent_id=SUE, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.talk()
    return centre


def listen(centre: SmallCentre, mode: MonitorMode = MonitorMode.LISTEN) -> None:
    """Sue's phone rings for it and is picked up."""
    centre.do(StartMonitoring(interaction_id=CALL, agent_id=SUE, mode=mode, by=BOSS))
    centre.hear(LegAnswered(at=centre.now, leg=WATCH))


def media(centre: SmallCentre) -> Media:
    return media_of(centre.world.calls.calls[CALL])


def ends(centre: SmallCentre) -> list[MonitorEnd]:
    return [event.reason for event in centre.events if isinstance(event, MonitorEnded)]


def test_who_listens_is_called_and_on_record_with_names() -> None:
    centre = a_talk()
    wish = StartMonitoring(interaction_id=CALL, agent_id=SUE, mode=MonitorMode.LISTEN, by=BOSS)
    (rung,) = centre.do(wish)
    assert isinstance(rung, MonitorRung)
    assert (rung.leg_id, rung.supervisor_name, rung.name, rung.by) == (WATCH, "sue", "ann", BOSS)
    assert WATCH in centre.world.calls.calls[CALL].legs()
    # Until the phone is up nobody is anywhere else.
    assert len(media(centre).rooms) == 1
    assert centre.do(wish) == []


def test_who_listens_is_muted_beside_an_ear_and_who_coaches_is_not() -> None:
    centre = a_talk()
    listen(centre)
    call = centre.world.calls.calls[CALL]
    (ear,) = media(centre).ears
    watching = call.monitors[next(iter(call.monitors))].bridge
    assert ear.on == call.agent_leg
    assert media(centre).rooms[watching] == {WATCH, ear.leg}
    assert media(centre).rooms[call.bridge] == {call.caller_leg, call.agent_leg}
    assert media(centre).muted == {WATCH}
    centre.do(SetMonitorMode(agent_id=SUE, mode=MonitorMode.COACH))
    assert media(centre).muted == frozenset()
    assert media(centre).rooms[watching] == {WATCH, ear.leg}


def test_nobody_is_heard_before_being_muted_and_no_ear_is_joined_before_it_is_there() -> None:
    centre = a_talk()
    before = media(centre)
    listen(centre)
    kinds = [type(change) for change in changes(before, media(centre))]
    assert kinds == [Mute, Overhear, Join]


def test_during_hold_the_agent_can_be_coached_still() -> None:
    centre = a_talk()
    listen(centre, MonitorMode.COACH)
    centre.do(HoldInteraction(interaction_id=CALL, agent_id=ANN))
    assert len(media(centre).ears) == 1
    assert centre.world.calls.calls[CALL].caller_leg in media(centre).music


def test_who_joins_is_a_party_on_the_same_leg_and_hears_and_is_heard() -> None:
    centre = a_talk()
    listen(centre)
    centre.do(JoinConversation(agent_id=SUE, by=BOSS))
    call = centre.world.calls.calls[CALL]
    assert ends(centre) == [MonitorEnd.JOINED]
    assert media(centre).rooms == {call.bridge: {call.caller_leg, call.agent_leg, WATCH}}
    assert (media(centre).ears, media(centre).muted) == (frozenset(), frozenset())
    assert centre.world.agents.live[SUE].state is AgentState.HANDLING


def test_who_joins_a_held_call_brings_the_customer_back() -> None:
    centre = a_talk()
    listen(centre)
    centre.do(HoldInteraction(interaction_id=CALL, agent_id=ANN))
    centre.do(JoinConversation(agent_id=SUE))
    call = centre.world.calls.calls[CALL]
    assert media(centre).rooms == {call.bridge: {call.caller_leg, call.agent_leg, WATCH}}


def test_who_takes_over_has_the_customer_and_the_agent_is_out() -> None:
    centre = a_talk()
    listen(centre)
    agent_leg = centre.world.calls.calls[CALL].agent_leg
    centre.do(TakeOver(agent_id=SUE, by=BOSS))
    interaction, call = centre.world.interactions.open[CALL], centre.world.calls.calls[CALL]
    assert (interaction.agent_id, interaction.state) == (SUE, State.TALKING)
    assert call.agent_leg == WATCH != agent_leg
    assert media(centre).rooms == {call.bridge: {call.caller_leg, WATCH}}
    assert centre.world.agents.live[ANN].state is AgentState.READY
    # And goes on as any conversation does.
    centre.do(HangUpInteraction(interaction_id=CALL, agent_id=SUE))
    assert centre.world.interactions.open == {}


def test_leaving_ends_the_leg_and_a_second_time_changes_nothing() -> None:
    centre = a_talk()
    listen(centre)
    centre.do(StopMonitoring(agent_id=SUE))
    assert ends(centre) == [MonitorEnd.LEFT]
    assert centre.world.calls.calls[CALL].monitors == {}
    assert centre.do(StopMonitoring(agent_id=SUE)) == []
    listen_again = StartMonitoring(interaction_id=CALL, agent_id=SUE, mode=MonitorMode.LISTEN)
    (rung,) = centre.do(listen_again)
    assert isinstance(rung, MonitorRung)
    assert rung.leg_id == "c1.w2.leg"


@pytest.mark.parametrize(
    ("cause", "is_answered", "reason"),
    [
        (EndCause.NORMAL, True, MonitorEnd.LEFT),
        (EndCause.FAILED, True, MonitorEnd.PHONE_FAILED),
        (EndCause.NO_ANSWER, False, MonitorEnd.NO_ANSWER),
        (EndCause.UNREACHABLE, False, MonitorEnd.PHONE_FAILED),
    ],
)
def test_a_leg_that_ends_ends_the_listening_and_not_the_call(
    cause: EndCause, is_answered: bool, reason: MonitorEnd
) -> None:
    centre = a_talk()
    centre.do(StartMonitoring(interaction_id=CALL, agent_id=SUE, mode=MonitorMode.LISTEN))
    if is_answered:
        centre.hear(LegAnswered(at=centre.now, leg=WATCH))
    centre.leg_ends(WATCH, cause)
    assert ends(centre) == [reason]
    assert centre.world.interactions.open[CALL].state is State.TALKING


def test_the_end_of_the_conversation_ends_the_listening() -> None:
    centre = a_talk()
    listen(centre)
    centre.do(HangUpInteraction(interaction_id=CALL, agent_id=ANN))
    assert ends(centre) == [MonitorEnd.CALL_ENDED]
    assert centre.world.calls.listening == {}


def test_who_listens_and_is_asked_in_besides_is_free_of_both_when_the_customer_goes() -> None:
    centre = a_talk()
    listen(centre)
    centre.do(ChangePresence(agent_id=SUE, presence=Presence.READY))
    target = Target(kind=TargetKind.AGENT, id=SUE)
    centre.do(TransferInteraction(interaction_id=CALL, agent_id=ANN, target=target))
    centre.leg_ends(CALL)
    assert ends(centre) == [MonitorEnd.CALL_ENDED]
    assert (centre.world.calls.listening, centre.world.calls.calls) == ({}, {})


def test_a_lost_phone_of_the_agent_is_heard_again_when_it_is_back() -> None:
    centre = a_talk()
    listen(centre)
    call = centre.world.calls.calls[CALL]
    first, leg = media(centre).ears, call.agent_leg
    assert leg is not None
    centre.leg_ends(leg, EndCause.FAILED)
    assert media(centre).ears == frozenset()
    assert call.agent_leg is not None
    centre.hear(LegAnswered(at=centre.now, leg=call.agent_leg))
    (ear,) = media(centre).ears
    assert ear.on == call.agent_leg
    assert {ear} != first


def test_who_hears_nothing_after_loading_the_page_anew_is_called_again() -> None:
    centre = a_talk()
    listen(centre, MonitorMode.COACH)
    ended, rung = centre.do(RecoverAudio(interaction_id=CALL, agent_id=SUE))
    assert isinstance(ended, MonitorEnded)
    assert isinstance(rung, MonitorRung)
    assert (ended.leg_id, ended.reason) == (WATCH, MonitorEnd.PHONE_FAILED)
    assert (rung.leg_id, rung.mode, rung.by) == (LegId("c1.w2.leg"), MonitorMode.COACH, None)
    # That one is on its way; what is rung for in vain is rung for again.
    assert centre.do(RecoverAudio(interaction_id=CALL, agent_id=SUE)) == []
    centre.pass_time(3)
    again = centre.do(RecoverAudio(interaction_id=CALL, agent_id=SUE))[-1]
    assert isinstance(again, MonitorRung)
    centre.hear(LegAnswered(at=centre.now, leg=again.leg_id))
    assert len(media(centre).ears) == 1


def test_what_makes_no_sense_is_refused_with_words() -> None:
    centre = a_talk()
    start = StartMonitoring(interaction_id=CALL, agent_id=SUE, mode=MonitorMode.LISTEN)
    for command, words in (
        (SetMonitorMode(agent_id=SUE, mode=MonitorMode.COACH), "not listening"),
        (JoinConversation(agent_id=SUE), "not listening"),
        (TakeOver(agent_id=SUE), "not listening"),
        (StartMonitoring(interaction_id=CALL, agent_id=ANN, mode=start.mode), "your own"),
        (
            StartMonitoring(interaction_id=InteractionId("x"), agent_id=SUE, mode=start.mode),
            "no conversation",
        ),
    ):
        with pytest.raises(RuleBroken, match=words):
            centre.do(command)
    centre.do(start)
    with pytest.raises(RuleBroken, match="not answered yet"):
        centre.do(JoinConversation(agent_id=SUE))


def test_who_could_be_offered_a_customer_goes_not_ready_first() -> None:
    centre = SmallCentre("ann", "sue")
    centre.talk()
    other = next(
        agent_id
        for agent_id in (ANN, SUE)
        if centre.world.agents.live[agent_id].state is AgentState.READY
    )
    with pytest.raises(RuleBroken, match="not ready first"):
        centre.do(StartMonitoring(interaction_id=CALL, agent_id=other, mode=MonitorMode.LISTEN))


class MuteSwitches:
    """An engine of which only the muting is looked at."""

    def __init__(self) -> None:
        self.is_muted: dict[LegId, bool] = {}

    async def mute(self, leg: LegId, is_muted: bool) -> None:
        self.is_muted[leg] = is_muted

    def __getattr__(self, _name: str) -> Callable[..., Awaitable[None]]:
        async def ignore(*_positional: object, **_named: object) -> None:
            pass

        return ignore


async def adopted(centre: SmallCentre) -> dict[LegId, bool]:
    """Who is muted and who is not, as an engine is told that still has what we asked of it last."""
    engine = MuteSwitches()
    call = centre.world.calls.calls[CALL]
    snapshot = EngineSnapshot(
        at=centre.now, legs={}, bridges=dict(media_of(call).rooms), reachable_phones=frozenset()
    )
    await CallMedia(centre.world, cast("TelephoneEngine", engine)).adopt(call, snapshot)
    return engine.is_muted


async def test_who_took_over_as_we_died_is_heard_when_we_are_back() -> None:
    centre = a_talk()
    listen(centre)
    assert (await adopted(centre))[WATCH] is True
    centre.do(SetMonitorMode(agent_id=SUE, mode=MonitorMode.COACH))
    assert (await adopted(centre))[WATCH] is False
    centre.do(TakeOver(agent_id=SUE, by=BOSS))
    assert centre.world.calls.calls[CALL].agent_leg == WATCH
    assert (await adopted(centre))[WATCH] is False


def test_who_cannot_listen_is_told_before_trying() -> None:
    centre = a_talk()

    def why_not() -> str | None:
        me = dict(DeskView(centre.world).draw(SUE))["me", "me"]
        assert isinstance(me, MeView)
        return me.why_not_listen

    assert why_not() is None
    centre.do(ChangePresence(agent_id=SUE, presence=Presence.READY))
    assert why_not() == "monitor.ready"
    centre.do(ReportPhone(agent_id=SUE, is_reachable=False))
    assert why_not() == "monitor.no_phone"

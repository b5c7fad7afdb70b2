"""An ear on a leg: who hears whom, that nobody is told of it, and how it ends."""

from tests.contract.telephony.asterisk_bench import CALLER_TONE, PHONE_TONE, AsteriskBench, SipPhone
from tests.contract.telephony.bench import Bench
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S
from tests.support.rtp import level_of, ulaw_samples
from tests.support.sip import Call

from antiphon.kernel.ids import LegId
from antiphon.telephony.engine import BridgeId, LegAnswered, LegArrived, LegEnded

# The supervisor's own tone, unlike that of the caller (440) and the agents' phones (700).
WATCHER_TONE = 1_100.0
MAIN, WATCH = BridgeId("call-1.main"), BridgeId("call-1.watch")
EAR = LegId("call-1.w1.ear")
# A tone is there above the first level and not there below the second, of 0.4 of full scale.
PRESENT, ABSENT = 0.05, 0.01


async def a_watched_call(bench: Bench) -> tuple[LegId, LegId, LegId]:
    """A caller with anna, and sam with an ear on anna's leg: the three legs."""
    caller_leg, _ = await bench.answered()
    await bench.add_phone("anna")
    agent_leg = await bench.ring("call-1.a1", to="anna")
    await bench.expect(LegAnswered, leg=agent_leg)
    await bench.engine.join(MAIN, [caller_leg, agent_leg])
    await bench.add_phone("sam")
    watcher_leg = await bench.ring("call-1.w1", to="sam")
    await bench.expect(LegAnswered, leg=watcher_leg)
    await bench.engine.overhear(EAR, on=agent_leg)
    await bench.engine.join(WATCH, [EAR, watcher_leg])
    return caller_leg, agent_leg, watcher_leg


async def end(bench: Bench, *legs: LegId) -> None:
    for bridge in (MAIN, WATCH):
        await bench.engine.dissolve(bridge)
    for leg in legs:
        await bench.engine.hang_up(leg)
        await bench.expect(LegEnded, leg=leg)


async def test_an_ear_is_in_its_bridge_and_no_leg_that_anybody_is_told_of(bench: Bench) -> None:
    legs = await a_watched_call(bench)
    await bench.nothing_more(LegArrived, LegAnswered, LegEnded)
    snapshot = await bench.engine.snapshot()
    assert set(snapshot.legs) == set(legs)
    assert snapshot.bridges[WATCH] == {EAR, legs[2]}
    await end(bench, *legs)


async def test_making_an_ear_twice_makes_one(bench: Bench) -> None:
    legs = await a_watched_call(bench)
    await bench.engine.overhear(EAR, on=legs[1])
    await bench.engine.join(WATCH, [EAR, legs[2]])
    await bench.nothing_more(LegArrived, LegAnswered, LegEnded)
    assert (await bench.engine.snapshot()).bridges[WATCH] == {EAR, legs[2]}
    await end(bench, *legs)


async def test_an_ear_ends_with_its_leg_and_nobody_is_told(bench: Bench) -> None:
    caller_leg, agent_leg, watcher_leg = await a_watched_call(bench)
    await bench.engine.hang_up(agent_leg)
    await bench.expect(LegEnded, leg=agent_leg)

    async def is_alone() -> bool | None:
        return (await bench.engine.snapshot()).bridges[WATCH] == {watcher_leg} or None

    await eventually(is_alone, PATIENCE_S)
    await bench.nothing_more(LegArrived, LegAnswered, LegEnded)
    await end(bench, caller_leg, watcher_leg)


async def test_an_ear_is_taken_away_alone(bench: Bench) -> None:
    legs = await a_watched_call(bench)
    await bench.engine.hang_up(EAR)
    await bench.engine.hang_up(EAR)

    async def is_gone() -> bool | None:
        return EAR not in (await bench.engine.snapshot()).bridges[WATCH] or None

    await eventually(is_gone, PATIENCE_S)
    await bench.nothing_more(LegArrived, LegAnswered, LegEnded)
    assert set((await bench.engine.snapshot()).legs) == set(legs)
    await end(bench, *legs)


async def test_an_ear_on_a_leg_that_is_gone_is_none(bench: Bench) -> None:
    await bench.engine.overhear(EAR, on=LegId("call-1.gone"))
    await bench.nothing_more(LegArrived, LegAnswered, LegEnded)
    assert (await bench.engine.snapshot()).legs == {}


class Talk:
    """The three of them on real telephones, each with a tone."""

    def __init__(self, bench: AsteriskBench) -> None:
        self.bench = bench
        self.legs: tuple[LegId, LegId, LegId]

    async def begin(self) -> None:
        bench = self.bench
        caller = await bench.call_in()
        caller_leg = (await bench.expect(LegArrived)).leg
        await bench.engine.answer(caller_leg)
        await bench.expect(LegAnswered, leg=caller_leg)
        agent, agent_leg = await self._phone("anna", f"{caller_leg}.a1", PHONE_TONE)
        await bench.engine.join(MAIN, [caller_leg, agent_leg])
        watcher, watcher_leg = await self._phone("sam", f"{caller_leg}.w1", WATCHER_TONE)
        await bench.engine.overhear(EAR, on=agent_leg)
        await bench.engine.join(WATCH, [EAR, watcher_leg])
        self.caller, self.agent, self.watcher = caller.call, agent.call, watcher.call
        self.legs = caller_leg, agent_leg, watcher_leg

    async def _phone(self, name: str, leg: str, tone: float) -> tuple[SipPhone, LegId]:
        phone = await self.bench.add_phone(name)
        phone.agent.tone = tone
        rung = await self.bench.ring(leg, to=name)
        await self.bench.expect(LegAnswered, leg=rung)
        return phone, rung

    async def hears(self, listener: Call, *tones: float) -> None:
        """Wait until exactly these of the three tones reach somebody."""
        wanted = {tone: tone in tones for tone in (CALLER_TONE, PHONE_TONE, WATCHER_TONE)}

        async def is_so() -> bool | None:
            start = len(listener.media.heard)
            await listener.media.has_heard(start + 4_000, within_s=PATIENCE_S)
            sound = ulaw_samples(bytes(listener.media.heard[start:]))
            return (
                all(
                    level_of(tone, sound) > PRESENT if is_wanted else level_of(tone, sound) < ABSENT
                    for tone, is_wanted in wanted.items()
                )
                or None
            )

        await eventually(is_so, PATIENCE_S)


async def test_who_hears_whom_while_one_listens_coaches_and_joins(real: AsteriskBench) -> None:
    talk = Talk(real)
    await talk.begin()
    watcher_leg = talk.legs[2]
    # Coaching: the agent alone hears the supervisor, who hears both.
    await talk.hears(talk.watcher, CALLER_TONE, PHONE_TONE)
    await talk.hears(talk.agent, CALLER_TONE, WATCHER_TONE)
    await talk.hears(talk.caller, PHONE_TONE)
    # Listening: the supervisor hears both, and nobody hears the supervisor.
    await real.engine.mute(watcher_leg, True)
    await talk.hears(talk.agent, CALLER_TONE)
    await talk.hears(talk.watcher, CALLER_TONE, PHONE_TONE)
    await talk.hears(talk.caller, PHONE_TONE)
    # In the conversation: all hear all.
    await real.engine.leave(WATCH, [watcher_leg])
    await real.engine.hang_up(EAR)
    await real.engine.mute(watcher_leg, False)
    await real.engine.join(MAIN, [watcher_leg])
    await talk.hears(talk.caller, PHONE_TONE, WATCHER_TONE)
    await talk.hears(talk.agent, CALLER_TONE, WATCHER_TONE)
    await talk.hears(talk.watcher, CALLER_TONE, PHONE_TONE)
    await end(real, *talk.legs)

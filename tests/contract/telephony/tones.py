"""Who hears whom on real telephones: each speaks a tone of its own."""

from collections.abc import Sequence

from tests.contract.telephony.asterisk_bench import CALLER_TONE, PHONE_TONE, AsteriskBench
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S
from tests.support.rtp import level_of, ulaw_samples
from tests.support.sip import Call

from antiphon.kernel.ids import LegId
from antiphon.simulation.sound import Codec
from antiphon.telephony.engine import LegAnswered, LegArrived

# The third one's own tone, unlike that of the caller (440) and the agents' phones (700).
THIRD_TONE = 1_100.0
TONES = (CALLER_TONE, PHONE_TONE, THIRD_TONE)
# A tone is there above the first level and not there below the second, of 0.4 of full scale.
PRESENT, ABSENT = 0.05, 0.01


async def a_speaking_caller(bench: AsteriskBench) -> tuple[LegId, Call]:
    """A caller who was answered."""
    caller = await bench.call_in()
    leg = (await bench.expect(LegArrived)).leg
    await bench.engine.answer(leg)
    await bench.expect(LegAnswered, leg=leg)
    return leg, caller.call


async def a_speaking_phone(
    bench: AsteriskBench, name: str, leg: str, tone: float, codec: Codec = Codec.PCMU
) -> tuple[LegId, Call]:
    """A phone of ours that picked up."""
    phone = await bench.add_phone(name)
    phone.agent.tone, phone.agent.codec = tone, codec.value
    rung = await bench.ring(leg, to=name)
    await bench.expect(LegAnswered, leg=rung)
    return rung, phone.call


async def hears(listener: Call, *tones: float, among: Sequence[float] = TONES) -> None:
    """Wait until exactly these of the tones reach somebody."""

    async def is_so() -> bool | None:
        start = len(listener.media.heard)
        await listener.media.has_heard(start + 4_000, within_s=PATIENCE_S)
        sound = ulaw_samples(bytes(listener.media.heard[start:]))
        levels = {tone: level_of(tone, sound) for tone in among}
        is_right = all(
            level > PRESENT if tone in tones else level < ABSENT for tone, level in levels.items()
        )
        return is_right or None

    await eventually(is_so, PATIENCE_S)

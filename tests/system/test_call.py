"""A real call: the sound both ways, the recording's two channels, and the record to the second."""

import asyncio
import io
import time
import urllib.request
from datetime import datetime
from typing import Any

import numpy as np
import pytest
import soundfile
from tests.support.engine_look import engines_waits, most_starved
from tests.support.eventually import eventually
from tests.support.gaps import allowed_gap, gap_heard
from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import Agent, LiveCentre
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sound import RATE, Codec, Samples, dominant, level_at, tone

pytestmark = pytest.mark.system

CUSTOMERS_TONE, AGENTS_TONE = 620, 1_150
LOUD, FAINT = -30, -50
LONGEST_GAP_MS = 100
# What Asterisk plays before a message is recorded.
BEEP, BEEP_DB = 1_000, -20


def heard_in(call: PhoneCall, since: float, until: float) -> tuple[float, float, float]:
    """What a phone heard: the customer's tone, the agent's tone, the music."""
    samples = call.stream.heard.between(since, until)
    return (
        level_at(samples, CUSTOMERS_TONE),
        level_at(samples, AGENTS_TONE),
        level_at(samples, MUSIC_TONE),
    )


def last_half_second(call: PhoneCall) -> Samples:
    """The newest sound that has arrived: what is late, is heard late."""
    until = (call.stream.heard.last_at or 0.0) + 0.001
    return call.stream.heard.between(until - 0.5, until)


async def hears(call: PhoneCall, hertz: int) -> None:
    """Wait until the last half second holds this tone."""
    await call.stream.until(lambda: level_at(last_half_second(call), hertz) > LOUD, PATIENCE_S)


async def listen(call: PhoneCall, seconds: float) -> tuple[float, float]:
    """Wait until so much more sound has arrived; when it began and ended."""
    begun = time.time()
    await call.stream.until(
        lambda: (call.stream.heard.last_at or 0.0) > begun + seconds, seconds + PATIENCE_S
    )
    return begun, begun + seconds


async def hears_beep(call: PhoneCall, since: float) -> None:
    """Wait until the beep was heard at some time since then."""

    def was_heard() -> bool:
        heard = call.stream.heard.between(since, time.time())
        parts = np.array_split(heard, max(1, len(heard) // (RATE // 8)))
        return any(level_at(part, BEEP) > BEEP_DB for part in parts)

    await call.stream.until(was_heard, PATIENCE_S)


async def hears_no_more(call: PhoneCall, hertz: int) -> None:
    """Wait until half a second holds nothing of this tone, or nothing at all."""
    looks = 0

    async def is_gone() -> bool | None:
        nonlocal looks
        now = time.time()
        is_silent = level_at(call.stream.heard.between(now - 0.5, now), hertz) < FAINT
        # Looked at twice: at the first look something may have come that was not read yet.
        looks = looks + 1 if is_silent else 0
        return looks > 1 or None

    await eventually(is_gone, PATIENCE_S)


def seconds(segment: dict[str, Any]) -> float:
    begun = datetime.fromisoformat(segment["started_at"])
    return (datetime.fromisoformat(segment["ended_at"]) - begun).total_seconds()


async def test_customer_and_agent_hear_each_other_and_it_is_recorded(centre: LiveCentre) -> None:
    number = "+8613800138001"
    agent = await centre.agent(0)
    await agent.ready()
    dialled_at = time.time()
    caller = centre.call("100", caller_number=number, caller_name="Li Na")
    phone = await agent.rings()
    rung_at = time.time()
    await agent.desk.until(lambda desk: bool(desk.of("offer")), PATIENCE_S)
    offer = next(iter(agent.desk.of("offer").values()))
    assert offer["customer"]["number"] == number
    phone.answer()
    await caller.answered(PATIENCE_S)
    interaction_id = await agent.in_hand("talking")

    caller.say(tone(CUSTOMERS_TONE, 1), is_looped=True)
    phone.say(tone(AGENTS_TONE, 1), is_looped=True)
    await hears(phone, CUSTOMERS_TONE)
    await hears(caller, AGENTS_TONE)
    for listener, voice in ((caller, AGENTS_TONE), (phone, CUSTOMERS_TONE)):
        said = listener.stream.heard.between(*await listen(listener, 3))
        assert dominant(said) == pytest.approx(voice, abs=10)

    await hold_and_resume(agent, interaction_id, caller, phone)
    resumed, waits = time.time(), engines_waits(centre.site)
    await listen(caller, 1)
    gap = gap_heard(caller, resumed, time.time(), stalled=phone)
    starved = most_starved(waits, engines_waits(centre.site))
    assert gap < allowed_gap(LONGEST_GAP_MS, starved)
    asked_at = time.time()
    await agent.desk.act(interaction_id, "hang-up")
    assert (await caller.ended(PATIENCE_S)).by_far_end
    await agent.in_hand("wrap_up")
    known_at = time.time()
    await agent.desk.finish(interaction_id, centre.made.disposition, "All well.")

    record = await centre.ended(number)
    assert (record["outcome"], record["ended_by"]) == ("handled", "agent")
    assert record["customer"]["number"] == number
    assert record["note"] == "All well."
    assert record["disposition"]["id"] == centre.made.disposition
    kinds = [segment["kind"] for segment in record["segments"]]
    assert kinds.count("hold") == 1
    assert kinds[-1] == "wrap_up"
    # The agent's phone rings while the customer waits: the same time, seen from the other side.
    on_the_phone = sum(
        seconds(one) for one in record["segments"] if one["kind"] not in {"ringing", "wrap_up"}
    )
    assert asked_at - rung_at <= on_the_phone <= known_at - dialled_at
    await check_recording(centre, interaction_id)


async def hold_and_resume(
    agent: Agent, interaction_id: str, caller: PhoneCall, phone: PhoneCall
) -> None:
    """Three seconds with music for the customer and nothing for the agent; then talk again."""
    await agent.desk.act(interaction_id, "hold")
    await agent.in_hand("held")
    await hears(caller, MUSIC_TONE)
    await hears_no_more(caller, AGENTS_TONE)
    await hears_no_more(phone, CUSTOMERS_TONE)
    held, until = await listen(caller, 3)
    _, agents, music = heard_in(caller, held, until)
    assert agents < FAINT, "the customer hears the agent on hold"
    assert music > LOUD, "the customer hears no music on hold"
    customers, _, music = heard_in(phone, held, until)
    assert customers < FAINT, "the agent hears the customer on hold"
    assert music < FAINT, "the agent hears the customer's music"
    await agent.desk.act(interaction_id, "resume")
    await hears(phone, CUSTOMERS_TONE)
    await hears(caller, AGENTS_TONE)


async def check_recording(centre: LiveCentre, interaction_id: str) -> None:
    """Customer left, agent right, each alone on its side; neither during the hold."""

    async def recordings() -> list[dict[str, Any]] | None:
        record = await centre.administrator.get(f"/v1/interactions/{interaction_id}")
        return record["recordings"] or None

    found = await eventually(recordings, PATIENCE_S)
    data = await asyncio.to_thread(download, centre, found[0]["url"])
    samples, rate = soundfile.read(io.BytesIO(data), dtype="int16", always_2d=True)
    assert rate == RATE
    assert samples.shape[1] == 2
    left, right = samples[:, 0], samples[:, 1]
    assert level_at(left, CUSTOMERS_TONE) > LOUD
    assert level_at(right, AGENTS_TONE) > LOUD
    assert level_at(left, AGENTS_TONE) < FAINT
    assert level_at(right, CUSTOMERS_TONE) < FAINT
    loud = [level_at(part, CUSTOMERS_TONE) > LOUD for part in np.array_split(left, 16)]
    assert loud.count(False) >= 3, "the hold is missing from the customer's channel"


def download(centre: LiveCentre, path: str) -> bytes:
    request = urllib.request.Request(
        f"{centre.site.origin}{path}", headers={"Cookie": centre.administrator.cookie}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        data: bytes = answer.read()
    return data


async def test_a_key_chooses_and_the_agent_sees_it_before_answering(centre: LiveCentre) -> None:
    agent = await centre.agent(0)
    await agent.ready()
    caller = centre.call("200", caller_number="+8613800138002")
    await caller.answered(PATIENCE_S)
    await caller.stream.until(lambda: caller.stream.heard.packets > 20, PATIENCE_S)
    caller.press("1")
    phone = await agent.rings()
    await agent.desk.until(lambda desk: bool(desk.of("offer")), PATIENCE_S)
    offer = next(iter(agent.desk.of("offer").values()))
    assert ("wish", "1") in [(item["key"], item["value"]) for item in offer["data"]]
    phone.answer()
    interaction_id = await agent.in_hand("talking")
    caller.hang_up()
    assert (await phone.ended(PATIENCE_S)).by_far_end
    await agent.in_hand("wrap_up")
    await agent.desk.finish(interaction_id, None, "")
    record = await centre.ended("+8613800138002")
    assert (record["outcome"], record["ended_by"]) == ("handled", "customer")


async def test_silence_in_the_menu_is_asked_again_and_then_ended(centre: LiveCentre) -> None:
    caller = centre.call("200", caller_number="+8613800138003")
    await caller.answered(PATIENCE_S)
    assert (await caller.ended(PATIENCE_S)).by_far_end
    record = await centre.ended("+8613800138003")
    assert (record["outcome"], record["ended_by"]) == ("flow_ended", "system")


async def test_who_leaves_the_queue_has_abandoned(centre: LiveCentre) -> None:
    dialled_at = time.time()
    caller = centre.call("100", caller_number="+8613800138004")
    await caller.answered(PATIENCE_S)
    await hears(caller, MUSIC_TONE)
    heard_at = time.time()
    waited = caller.stream.heard.between(*await listen(caller, 3))
    assert level_at(waited, MUSIC_TONE) > LOUD, "no music while waiting"
    left_at = time.time()
    caller.hang_up()
    record = await centre.ended("+8613800138004")
    known_at = time.time()
    assert (record["outcome"], record["ended_by"]) == ("abandoned", "customer")
    waited_s = record["wait_ms"] / 1_000
    assert left_at - heard_at <= waited_s <= known_at - dialled_at


async def test_a_declined_call_rings_the_next_agent_only(centre: LiveCentre) -> None:
    first, second = await centre.agent(0), await centre.agent(1)
    await first.ready()
    await second.ready()
    caller = centre.call("100", caller_number="+8613800138005")
    ringing = asyncio.wait_for(
        asyncio.wait(
            [
                asyncio.ensure_future(first.phone.incoming.get()),
                asyncio.ensure_future(second.phone.incoming.get()),
            ],
            return_when=asyncio.FIRST_COMPLETED,
        ),
        PATIENCE_S,
    )
    done, pending = await ringing
    assert len(done) == 1, "two phones ring for one caller"
    done.pop().result().decline()
    other = await asyncio.wait_for(pending.pop(), PATIENCE_S)
    other.answer()
    await caller.answered(PATIENCE_S)
    holder = first if other in first.phone.calls.values() else second
    await holder.in_hand("talking")
    caller.hang_up()
    interaction_id = await holder.in_hand("wrap_up")
    await holder.desk.finish(interaction_id, None, "")
    record = await centre.ended("+8613800138005")
    assert record["outcome"] == "handled"


async def test_a_message_is_recorded(centre: LiveCentre) -> None:
    dialled_at = time.time()
    caller = centre.call("300", caller_number="+8613800138006")
    await caller.answered(PATIENCE_S)
    await hears_beep(caller, dialled_at)
    caller.say(tone(CUSTOMERS_TONE, 1), is_looped=True)
    await asyncio.sleep(3)  # the message
    caller.press("#")
    await caller.ended(PATIENCE_S)
    record = await centre.ended("+8613800138006")
    assert record["outcome"] == "voicemail"


async def test_keys_reach_the_other_end_in_a_conversation(centre: LiveCentre) -> None:
    agent = await centre.agent(0)
    await agent.ready()
    caller = centre.call("100", caller_number="+8613800138007", codecs=(Codec.PCMA,))
    phone = await agent.rings()
    phone.answer()
    interaction_id = await agent.in_hand("talking")
    await caller.answered(PATIENCE_S)
    assert caller.stream.codec is Codec.PCMA
    await agent.desk.act(interaction_id, "digits", digits="42#")
    await caller.stream.until(lambda: caller.stream.digits_heard == "42#", PATIENCE_S)
    caller.press("7*")
    await phone.stream.until(lambda: phone.stream.digits_heard == "7*", PATIENCE_S)
    caller.hang_up()
    await agent.in_hand("wrap_up")
    await agent.desk.finish(interaction_id, None, "")
    assert (await centre.ended("+8613800138007"))["outcome"] == "handled"


async def test_a_missed_offer_goes_on_and_rests_the_agent(centre: LiveCentre) -> None:
    agent = await centre.agent(0)
    await agent.ready()
    caller = centre.call("100", caller_number="+8613800138008")
    phone = await agent.rings()
    await caller.answered(PATIENCE_S)
    end = await phone.ended(2 * PATIENCE_S)  # the offer lasts 15 s
    assert end.by_far_end
    await agent.desk.until(lambda desk: desk.me["state"] == "blocked", PATIENCE_S)
    assert agent.desk.me["reason_id"] == "system.missed_offer"
    assert caller.end is None, "a missed offer ended the call"
    await agent.ready()
    again = await agent.rings()
    again.answer()
    interaction_id = await agent.in_hand("talking")
    again.hang_up()
    assert (await caller.ended(PATIENCE_S)).by_far_end
    await agent.in_hand("wrap_up")
    await agent.desk.finish(interaction_id, None, "")
    record = await centre.ended("+8613800138008")
    assert (record["outcome"], record["ended_by"]) == ("handled", "agent")


async def test_a_desk_phone_that_loses_its_call_is_rung_again(centre: LiveCentre) -> None:
    agent = await centre.agent(0)
    await agent.ready()
    caller = centre.call("100", caller_number="+8613800138009")
    phone = await agent.rings()
    phone.answer()
    interaction_id = await agent.in_hand("talking")
    await agent.desk.act(interaction_id, "recover-audio")
    again = await agent.rings()
    again.answer()
    await agent.in_hand("talking")
    again.say(tone(AGENTS_TONE, 1), is_looped=True)
    await hears(caller, AGENTS_TONE)
    assert phone.end is not None
    caller.hang_up()
    await agent.in_hand("wrap_up")
    await agent.desk.finish(interaction_id, None, "")
    assert (await centre.ended("+8613800138009"))["outcome"] == "handled"

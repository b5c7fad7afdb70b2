"""Prompts, music, digits and messages, on both engines."""

from tests.contract.telephony.asterisk_bench import AsteriskBench, SipCaller
from tests.contract.telephony.bench import Bench

from antiphon.telephony.engine import (
    DigitPressed,
    LegEnded,
    PlaybackEnded,
    PlaybackId,
    RecordingEnded,
    RecordingId,
)


async def test_a_playback_ends_once_and_never_plays_again(bench: Bench) -> None:
    leg, caller = await bench.answered()
    playback = PlaybackId("call-1.p1")
    await bench.engine.play(leg, playback, [bench.prompt])
    await bench.engine.play(leg, playback, [bench.prompt])
    ended = await bench.expect(PlaybackEnded, playback=playback)
    assert (ended.leg, ended.is_failed) == (leg, False)
    await bench.engine.play(leg, playback, [bench.prompt])
    await bench.nothing_more()
    await caller.hang_up()
    await bench.expect(LegEnded, leg=leg)


async def test_a_playback_can_be_stopped(bench: Bench) -> None:
    leg, caller = await bench.answered()
    playback = PlaybackId("call-1.p2")
    await bench.engine.play(leg, playback, [bench.prompt] * 20)
    await bench.engine.stop_playback(playback)
    await bench.engine.stop_playback(playback)
    await bench.expect(PlaybackEnded, playback=playback)
    await bench.nothing_more()
    await caller.hang_up()
    await bench.expect(LegEnded, leg=leg)


async def test_nothing_to_play_has_failed(bench: Bench) -> None:
    leg, caller = await bench.answered()
    playback = PlaybackId("call-1.p3")
    await bench.engine.play(leg, playback, [])
    assert (await bench.expect(PlaybackEnded, playback=playback)).is_failed
    await caller.hang_up()
    await bench.expect(LegEnded, leg=leg)


async def test_each_pressed_digit_is_told_once(bench: Bench) -> None:
    leg, caller = await bench.answered()
    await caller.press("115#")
    digits = [(await bench.expect(DigitPressed, leg=leg)).digit for _ in range(4)]
    assert digits == ["1", "1", "5", "#"]
    await bench.nothing_more()
    await caller.hang_up()
    await bench.expect(LegEnded, leg=leg)


async def test_digits_that_a_network_held_up_are_told_once(real: AsteriskBench) -> None:
    leg, caller = await real.answered()
    assert isinstance(caller, SipCaller)
    for digits in ("1590", "7", "36"):
        await caller.press(digits)
        caller.call.media.hurry()
        told = [(await real.expect(DigitPressed, leg=leg)).digit for _ in digits]
        assert told == list(digits)
    await real.nothing_more()
    await caller.hang_up()
    await real.expect(LegEnded, leg=leg)


async def test_music_can_be_started_and_stopped_again_and_again(bench: Bench) -> None:
    leg, caller = await bench.answered()
    for _ in range(2):
        await bench.engine.start_music(leg)
        await bench.engine.start_music(leg)
        await bench.engine.stop_music(leg)
        await bench.engine.stop_music(leg)
    await bench.nothing_more()
    await caller.hang_up()
    await bench.expect(LegEnded, leg=leg)


async def test_a_message_is_recorded_once(bench: Bench) -> None:
    leg, caller = await bench.answered()
    recording = RecordingId("call-1.m1")
    await bench.engine.record_message(leg, recording, max_s=1, silence_s=5)
    await bench.engine.record_message(leg, recording, max_s=1, silence_s=5)
    ended = await bench.expect(RecordingEnded, recording=recording)
    assert (ended.leg, ended.is_failed) == (leg, False)
    # Asterisk counts the limit in whole seconds of its clock: up to one more is recorded.
    assert 0.5 <= ended.seconds <= 2.0
    await bench.engine.record_message(leg, recording, max_s=1, silence_s=5)
    await bench.nothing_more()
    await caller.hang_up()
    await bench.expect(LegEnded, leg=leg)


async def test_a_caller_who_hangs_up_ends_the_message(bench: Bench) -> None:
    leg, caller = await bench.answered()
    recording = RecordingId("call-1.m2")
    await bench.engine.record_message(leg, recording, max_s=30, silence_s=30)
    await bench.pass_time(1.0)
    await caller.hang_up()
    assert not (await bench.expect(RecordingEnded, recording=recording)).is_failed
    await bench.expect(LegEnded, leg=leg)
    await bench.nothing_more()

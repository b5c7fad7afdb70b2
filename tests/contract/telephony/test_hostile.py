"""What strangers and broken senders do to the real engine, each with its result."""

import asyncio
import unicodedata

import msgspec
import pytest
from tests.contract.telephony.asterisk_bench import AsteriskBench, SipCaller
from tests.support.patience import PATIENCE_S

from antiphon.kernel.ids import TrunkId
from antiphon.telephony.engine import EndCause, LegArrived, LegEnded, PhoneChanged
from antiphon.telephony.trunk import Trunk

NAMES = {
    "script": "<script>alert(1)</script>",
    "sql": "'; DROP TABLE calls; --",
    "expansion": "${SHELL(id)}$[1+1]${GLOBAL(X)}",
    "quotes": 'a\\"b\\" c',
    "commas": "a,b|c&d^e",
    "shell": "`id`; $(id) | cat /etc/passwd",
    "bidi": "abc\u202edef\u200b\u2066",
    "chinese": "\u738b\u5c0f\u660e",
    "emoji": "\U0001f600" * 20,
    "long": "x" * 4_000,
    "controls": "a\x01\x02\x7fb\x1b[31m",
}
DIALLED = [
    *("sip", "h", "i", "t", "s", "+49", "1000;rm", "a,b", "-1", "9" * 70, "9" * 200),
    *(
        "%24%7BEPOCH%7D",
        "%24%7BSHELL(id)%7D",
        "%E7%8E%8B",
        "10%FF%FE00",
        "10%C3%28",
        "%00",
        "%ED%A0%80",
    ),
    "10%00%0d%0a%1b00",
]
# Not even SIP: the parser drops it without a word.
UNSPEAKABLE = ["${EPOCH}", "\u738b", b"10\xff\xfe00".decode(errors="surrogateescape")]


@pytest.mark.parametrize("kind", NAMES)
async def test_a_hostile_name_arrives_as_plain_text(real: AsteriskBench, kind: str) -> None:
    caller = await real.call_in(name=NAMES[kind])
    told = await real.expect(LegArrived)
    assert len(told.caller_name) <= 120
    assert all(unicodedata.category(letter)[0] != "C" for letter in told.caller_name)
    assert told.caller_number == "+4930123456"
    if kind in {"script", "sql", "expansion", "commas", "shell", "chinese"}:
        assert told.caller_name == NAMES[kind]
    snapshot = await real.engine.snapshot()
    assert snapshot.legs[told.leg].caller_name == told.caller_name
    await caller.hang_up()
    await real.expect(LegEnded, leg=told.leg)


async def test_bytes_that_are_no_text_do_not_hide_a_call(real: AsteriskBench) -> None:
    agent = await real.agent("+4930123456")
    junk = b'"\xff\xfe\x80\xc3(" <sip:+4930123456@127.0.0.1>;tag=t'.decode(errors="surrogateescape")
    call = await agent.call("1000", headers={"From": junk})
    told = await real.expect(LegArrived)
    assert told.dialled == "1000"
    assert told.leg in (await real.engine.snapshot()).legs
    await call.hang_up()
    await real.expect(LegEnded, leg=told.leg)


@pytest.mark.parametrize("dialled", DIALLED)
async def test_any_dialled_number_is_told_or_refused(real: AsteriskBench, dialled: str) -> None:
    await one_outcome(real, await real.call_in(dialled))


@pytest.mark.parametrize("dialled", UNSPEAKABLE)
async def test_what_is_not_sip_is_nothing(real: AsteriskBench, dialled: str) -> None:
    await real.call_in(dialled)
    await real.nothing_more()
    assert (await real.engine.snapshot()).legs == {}


async def test_a_stranger_s_call_is_challenged(real: AsteriskBench) -> None:
    agent = await real.agent("mallory", host="127.0.0.2")
    call = await agent.call("1000")
    await asyncio.wait_for(call.is_over.wait(), PATIENCE_S)
    assert call.status == 401
    await real.nothing_more()


async def test_an_address_taken_from_a_trunk_is_a_stranger_s_again(real: AsteriskBench) -> None:
    trunk = Trunk(id=TrunkId("t1"), host="127.0.0.1", port=9, addresses=("127.0.0.1", "127.0.0.2"))
    await real.engine.set_trunk(trunk)
    agent = await real.agent("+4930123456", host="127.0.0.2")
    call = await agent.call("1000")
    told = await real.expect(LegArrived)
    await call.hang_up()
    await real.expect(LegEnded, leg=told.leg)
    await real.engine.set_trunk(msgspec.structs.replace(trunk, addresses=("127.0.0.1",)))
    call = await agent.call("1000")
    await asyncio.wait_for(call.is_over.wait(), PATIENCE_S)
    assert call.status == 401
    await real.nothing_more()


async def test_a_stranger_who_names_a_phone_is_challenged(real: AsteriskBench) -> None:
    phone = await real.add_phone("anna")
    stranger = await real.agent("anna", "guess", host="127.0.0.2")
    call = await stranger.call("1000")
    await asyncio.wait_for(call.is_over.wait(), PATIENCE_S)
    assert call.status in {401, 403}
    assert await stranger.register() in {401, 403}
    await real.nothing_more()
    del phone


@pytest.mark.parametrize("user", ["anna", "nobody", "trunk-t1"])
async def test_nobody_registers_without_the_secret(real: AsteriskBench, user: str) -> None:
    await real.add_phone("anna")
    for password in ("", "wrong"):
        agent = await real.agent(user, password, host="127.0.0.2")
        assert await agent.register() in {401, 403}
    await real.nothing_more(PhoneChanged)


async def test_a_call_without_a_codec_of_ours_is_refused(real: AsteriskBench) -> None:
    agent = await real.agent("+4930123456")
    agent.codec = 18  # G.729, which the trunk does not allow
    call = await agent.call("1000")
    await asyncio.wait_for(call.is_over.wait(), PATIENCE_S)
    assert call.status == 488
    await real.nothing_more()


async def test_a_phone_without_a_codec_of_ours_ends_the_ringing(real: AsteriskBench) -> None:
    phone = await real.add_phone("anna")
    phone.agent.on_call = lambda call: phone.agent.refuse(call, 488)
    leg = await real.ring("call-1.codec", to="anna")
    ended = await real.expect(LegEnded, leg=leg)
    assert ended.cause is EndCause.CODEC_MISMATCH


async def test_junk_on_the_sip_port_disturbs_no_call(real: AsteriskBench) -> None:
    leg, caller = await real.answered()
    agent = await real.agent("x")
    for junk in (b"", b"\x00" * 1_000, b"INVITE\r\n\r\n", b"\xff" * 60_000, INVITE_WITHOUT_HEADERS):
        agent.send_raw(junk)
    assert (await real.engine.snapshot()).legs[leg].is_up
    await caller.hang_up()
    await real.expect(LegEnded, leg=leg)


async def test_a_phone_of_ours_that_calls_is_named(real: AsteriskBench) -> None:
    phone = await real.add_phone("anna")
    call = await phone.agent.call("1000")
    told = await real.expect(LegArrived)
    assert (told.phone, told.trunk, told.dialled) == ("anna", None, "1000")
    await call.hang_up()
    await real.expect(LegEnded, leg=told.leg)


INVITE_WITHOUT_HEADERS = b"INVITE sip:1000@127.0.0.1 SIP/2.0\r\nContent-Length: 0\r\n\r\n"


async def one_outcome(bench: AsteriskBench, caller: SipCaller) -> None:
    """The call is told, and can be ended, or it was refused; never both, never neither."""
    for _ in range(int(PATIENCE_S * 10)):
        if caller.call.is_over.is_set():
            assert caller.call.status >= 400
            await bench.nothing_more()
            return
        if told := bench.find(LegArrived, {}):
            assert all(unicodedata.category(letter)[0] != "C" for letter in told.dialled)
            assert told.leg in (await bench.engine.snapshot()).legs
            await bench.engine.hang_up(told.leg, EndCause.NUMBER_UNKNOWN)
            await bench.expect(LegEnded, leg=told.leg, cause=EndCause.NUMBER_UNKNOWN)
            await asyncio.wait_for(caller.call.is_over.wait(), PATIENCE_S)
            assert caller.call.status == 404
            return
        await bench.pass_time(0.1)
    raise AssertionError("neither told nor refused")

"""Two synthetic phones call each other on this machine, with sound both ways."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.support.patience import PATIENCE_S

from antiphon.simulation import sip_digest
from antiphon.simulation.rtp import Heard, Pacer
from antiphon.simulation.sip_call import CallNotAnswered, CallState, PhoneCall
from antiphon.simulation.sip_message import SipMessage, respond, user_in
from antiphon.simulation.sip_phone import RegistrationRefused, SipPhone
from antiphon.simulation.sip_transport import Address, SipTransport
from antiphon.simulation.sound import Codec, dominant, level, tone
from antiphon.simulation.virtual_time import VirtualClock, run_virtually

pytestmark = pytest.mark.unit


@asynccontextmanager
async def two_phones(*codecs: Codec) -> AsyncIterator[tuple[SipPhone, SipPhone]]:
    pacer = Pacer()
    called = SipPhone(("127.0.0.1", 9), pacer, codecs=codecs or tuple(Codec))
    await called.open()
    caller = SipPhone(called.address, pacer)
    await caller.open()
    try:
        yield caller, called
    finally:
        await caller.close()
        await called.close()


async def connect(caller: SipPhone, called: SipPhone) -> tuple[PhoneCall, PhoneCall]:
    out = caller.call("100", caller_number="+8610")
    into = await asyncio.wait_for(called.incoming.get(), PATIENCE_S)
    into.answer()
    await out.answered(PATIENCE_S)
    return out, into


async def until_heard(call: PhoneCall, packets: int) -> None:
    await call.stream.until(lambda: call.stream.heard.packets >= packets, PATIENCE_S)


@pytest.mark.parametrize("codec", Codec)
async def test_both_hear_each_others_tone(codec: Codec) -> None:
    async with two_phones(codec) as (caller, called):
        out, into = await connect(caller, called)
        assert into.caller_number == "+8610"
        out.say(tone(440, 1), is_looped=True)
        into.say(tone(1_000, 1), is_looped=True)
        begun = time.time()
        await until_heard(out, 50)
        await until_heard(into, 50)
        assert dominant(into.stream.heard.between(begun, time.time())) == pytest.approx(440, abs=5)
        assert dominant(out.stream.heard.between(begun, time.time())) == pytest.approx(1_000, abs=5)
        out.hang_up()
        end = await into.ended(PATIENCE_S)
        assert end.by_far_end


async def test_silence_follows_when_everything_is_said() -> None:
    async with two_phones() as (caller, called):
        out, into = await connect(caller, called)
        out.say(tone(440, 0.1))
        await until_heard(into, 30)

        def is_quiet() -> bool:
            now = time.time()
            last = into.stream.heard.between(now - 0.2, now)
            return len(last) > 0 and level(last) < -60

        await into.stream.until(is_quiet, PATIENCE_S)
        assert not out.stream.is_talking


async def test_keys_are_heard_once_each() -> None:
    async with two_phones() as (caller, called):
        out, into = await connect(caller, called)
        out.press("12#")
        await into.stream.until(lambda: len(into.stream.digits_heard) >= 3, PATIENCE_S)
        await until_heard(into, into.stream.heard.packets + 5)
        assert into.stream.digits_heard == "12#"


async def test_a_declined_call_tells_why() -> None:
    async with two_phones() as (caller, called):
        out = caller.call("100")
        (await asyncio.wait_for(called.incoming.get(), PATIENCE_S)).decline(603, "Decline")
        with pytest.raises(CallNotAnswered, match="603"):
            await out.answered(PATIENCE_S)
        assert (await out.ended(PATIENCE_S)).by_far_end
        assert not called.calls
        assert not caller.calls


async def test_a_cancelled_call_stops_ringing() -> None:
    async with two_phones() as (caller, called):
        out = caller.call("100")
        into = await asyncio.wait_for(called.incoming.get(), PATIENCE_S)
        out.hang_up()
        assert (await into.ended(PATIENCE_S)).status == 487
        assert (await out.ended(PATIENCE_S)).status == 487


def test_the_longest_gap_is_found_where_sound_was_missing() -> None:
    heard = Heard(limit=1_000)
    for number in range(100):
        pause = 0.28 if number >= 40 else 0.0
        heard.add(1_000 + number * 0.02 + pause, b"\xff" * 160, Codec.PCMU)
    gap = heard.longest_gap(1_000, 1_002.26)
    assert gap.ms == pytest.approx(300)
    assert gap.at == pytest.approx(1_000.78)


async def test_a_call_to_nobody_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SipTransport, "give_up_s", 1.0)
    phone = SipPhone(("127.0.0.1", 9), Pacer())
    await phone.open()
    out = phone.call("100")
    with pytest.raises(CallNotAnswered, match="408"):
        await out.answered(PATIENCE_S)
    assert out.state is CallState.ENDED
    await phone.close()


def test_who_hears_it_ring_waits_for_as_long_as_it_rings() -> None:
    async def rings_for_an_hour(_: VirtualClock) -> list[int]:
        heard: list[int] = []
        transport = SipTransport(lambda _request, _peer: None)
        via = ("Via", "SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1")
        invite = SipMessage(
            method="INVITE", uri="sip:100@127.0.0.1", headers=(via, ("CSeq", "1 INVITE"))
        )
        peer = ("127.0.0.1", 9)
        transport.request(invite, peer, lambda it: heard.append(it.status if it else 408))
        for status in (180, 200):
            transport.datagram_received(respond(invite, status, "").encode(), peer)
            await asyncio.sleep(3_600)
        return heard

    assert run_virtually(rings_for_an_hour) == [180, 200]


def test_a_phone_speaks_to_this_machine_only_unless_told() -> None:
    with pytest.raises(ValueError, match="neither this machine"):
        SipPhone(("192.0.2.1", 5060), Pacer())
    SipPhone(("192.0.2.1", 5060), Pacer(), allowed=frozenset({"192.0.2.1"}))


class Registrar:
    """Asks for a digest and remembers who registered."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.registered: dict[str, str] = {}
        self.transport = SipTransport(self._take)

    def _take(self, request: SipMessage, peer: Address) -> None:
        given = sip_digest.fields_of(request.header("Authorization"))
        challenge = 'Digest realm="antiphon", nonce="n", algorithm=MD5'
        expected = sip_digest.fields_of(
            sip_digest.answer(
                challenge,
                method="REGISTER",
                uri=given.get("uri", ""),
                username=given.get("username", ""),
                secret=self.secret,
            )
        )
        if not given:
            headers = [("WWW-Authenticate", challenge)]
            answer = respond(request, 401, "Unauthorized", tag="t", headers=headers)
        elif given["response"] != expected["response"]:
            answer = respond(request, 403, "Forbidden", tag="t")
        else:
            self.registered[user_in(request.header("To"))] = request.header("Expires")
            answer = respond(request, 200, "OK", tag="t")
        self.transport.answer(request, answer, peer)


@pytest.mark.parametrize(("secret", "is_welcome"), [("right", True), ("wrong", False)])
async def test_registration_answers_the_challenge(secret: str, is_welcome: bool) -> None:
    registrar = Registrar("right")
    await registrar.transport.open("127.0.0.1")
    phone = SipPhone(registrar.transport.address, Pacer(), username="li", secret=secret)
    await phone.open()
    if is_welcome:
        await phone.register()
        assert registrar.registered == {"li": "120"}
        await phone.unregister()
        assert registrar.registered == {"li": "0"}
    else:
        with pytest.raises(RegistrationRefused, match="403"):
            await phone.register()
    await phone.close()
    registrar.transport.close()

"""What should not come, comes: each ends in a clear result, and the next call is served."""

import time
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from tests.support.eventually import eventually
from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import LiveCentre
from tests.support.patience import PATIENCE_S

from antiphon.simulation import sdp
from antiphon.simulation.sip_call import CallNotAnswered, PhoneCall
from antiphon.simulation.sip_phone import RegistrationRefused, SipPhone
from antiphon.simulation.sound import RATE, level, level_at

pytestmark = pytest.mark.system

NAMES = {
    "script": "<script>alert(1)</script>",
    "sql": "'; DROP TABLE interactions; --",
    "expansion": "${SHELL(touch /tmp/owned)}",
    "controls": "\x01\x02\x1b[31m\x7f",
    "bidi": "\u202eevil\u2066 \U0001f4a3",
    "long": "A" * 4_096,
    "surrogates": "\udcff\udcfe",
}


async def serves_the_next(centre: LiveCentre) -> None:
    """A good call is answered and hears music."""
    call = centre.call("100", caller_number="+8613800139999")
    await call.answered(PATIENCE_S)
    await call.stream.until(lambda: call.stream.heard.packets > 50, PATIENCE_S)
    call.hang_up()


async def refusal_of(call: PhoneCall) -> int:
    """The status of a refusal, which is the caller's fault, or 0 when the call was answered."""
    try:
        await call.answered(PATIENCE_S)
    except CallNotAnswered as refusal:
        status = refusal.end.status
    else:
        status = 0
        call.hang_up()
    assert status == 0 or 400 <= status < 500
    return status


async def refused(centre: LiveCentre, status: int, number: str, **given: Any) -> None:
    call = centre.call(number, **given)
    with pytest.raises(CallNotAnswered) as raised:
        await call.answered(PATIENCE_S)
    assert raised.value.end.status == status


async def test_an_unknown_number_is_refused_and_on_record(centre: LiveCentre) -> None:
    await refused(centre, 404, "999", caller_number="+8613800139001")
    record = await centre.ended("+8613800139001")
    assert (record["outcome"], record["end_reason"]) == ("refused", "number_unknown")
    await serves_the_next(centre)


@pytest.mark.parametrize("kind", NAMES)
async def test_a_hostile_name_is_only_a_name(centre: LiveCentre, kind: str) -> None:
    number = f"+86138001370{list(NAMES).index(kind):02}"
    # Too long for a SIP packet, or no header at all: refused with a reason. Else it is served.
    call = centre.call("100", caller_number=number, caller_name=NAMES[kind])
    if await refusal_of(call) == 0:
        record = await centre.ended(number)
        shown = record["customer"]["name"] or ""
        assert shown.isprintable()
        assert len(shown) <= 200
    await serves_the_next(centre)


async def test_a_hostile_number_is_only_a_text(centre: LiveCentre) -> None:
    await refusal_of(centre.call("100", caller_number="%3Cscript%3E'--;1=1"))
    listed = await centre.administrator.get("/v1/interactions?limit=50")
    assert all(one["customer"]["number"].isprintable() for one in listed["items"])
    await serves_the_next(centre)


async def test_a_caller_without_a_codec_we_speak_is_refused(centre: LiveCentre) -> None:
    offer = sdp.describe("127.0.0.1", 4_000, codecs=(), version=1).replace(
        b"RTP/AVP  101", b"RTP/AVP 18 101"
    )
    await refused(centre, 488, "100", caller_number="+8613800139003", description=offer)
    await serves_the_next(centre)


async def test_a_stranger_without_credentials_is_refused(centre: LiveCentre) -> None:
    stranger = SipPhone(centre.site.sip, centre.pacer)
    await stranger.open("127.0.0.2")
    call = stranger.call("100", caller_number="+8613800139004")
    with pytest.raises(CallNotAnswered) as raised:
        await call.answered(PATIENCE_S)
    assert raised.value.end.status in (401, 403)
    await stranger.close()
    await serves_the_next(centre)


async def test_a_phone_with_a_wrong_secret_is_refused(centre: LiveCentre) -> None:
    agent_id = centre.made.agents[0]
    known = await centre.administrator.get(f"/v1/agents/{agent_id}/phone-secret")
    phone = SipPhone(centre.site.sip, centre.pacer, username=known["username"], secret="wrong")
    await phone.open()
    with pytest.raises(RegistrationRefused):
        await phone.register()
    await phone.close()
    await serves_the_next(centre)


async def test_a_text_missing_in_the_callers_language_is_said_in_another(
    centre: LiveCentre,
) -> None:
    call = centre.call("200", caller_number="+8613800139005")
    await call.answered(PATIENCE_S)
    await call.stream.until(lambda: call.stream.heard.packets > 20, PATIENCE_S)
    call.press("2")

    async def missed_at() -> float | None:
        lines = centre.site.log_lines()
        told = [one["timestamp"] for one in lines if one.get("event") == "text missing"]
        return datetime.fromisoformat(str(told[-1])).timestamp() if told else None

    missed = await eventually(missed_at, PATIENCE_S)

    def is_said() -> bool:
        # The end of the menu may still be on its way; the music begins when all is said.
        heard = call.stream.heard.between(missed + 0.5, time.time())
        parts = np.array_split(heard, max(1, len(heard) // (RATE // 2)))
        return any(level(part) > -50 and level_at(part, MUSIC_TONE) < -50 for part in parts)

    await call.stream.until(is_said, PATIENCE_S)
    call.hang_up()
    await centre.ended("+8613800139005")


async def test_an_unreachable_trunk_is_told(centre: LiveCentre) -> None:
    probe = await centre.administrator.post(f"/v1/trunks/{centre.made.trunk}/test", {})
    assert probe["is_reachable"] is False
    assert probe["trouble"]["reason"]
    await serves_the_next(centre)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 2_000,
        b"INVITE sip:100@127.0.0.1 SIP/2.0\r\n\r\n",
        b"INVITE " + b"x" * 8_000,
        b"REGISTER sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a\r\nContent-Length: -1\r\n\r\n",
        b"SIP/2.0 200 OK\r\n\r\n",
    ],
)
async def test_packets_that_are_no_sip_disturb_nobody(centre: LiveCentre, data: bytes) -> None:
    centre.outside.transport.send(data, centre.site.sip)
    await serves_the_next(centre)

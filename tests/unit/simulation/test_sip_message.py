"""SIP messages and digests: what is built is read, and what is no message is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.simulation import sdp, sip_digest
from antiphon.simulation.sip_message import (
    SipMessage,
    parse,
    respond,
    tag_in,
    uri_in,
    user_in,
)
from antiphon.simulation.sound import Codec

pytestmark = pytest.mark.unit


def test_a_message_is_read_as_it_was_written() -> None:
    message = SipMessage(
        method="INVITE",
        uri="sip:100@127.0.0.1",
        headers=(
            ("Via", "SIP/2.0/UDP 127.0.0.1:5;rport;branch=z9hG4bKx"),
            ("CSeq", "7 INVITE"),
        ),
        body=b"v=0\r\n",
    )
    back = parse(message.encode())
    assert (back.method, back.uri, back.body) == ("INVITE", "sip:100@127.0.0.1", b"v=0\r\n")
    assert back.sequence == (7, "INVITE")
    assert back.branch == "z9hG4bKx"
    answer = parse(respond(back, 180, "Ringing", tag="t").encode())
    assert (answer.status, answer.reason, answer.sequence) == (180, "Ringing", (7, "INVITE"))


def test_compact_and_folded_headers_are_understood() -> None:
    message = parse(b"BYE sip:a SIP/2.0\r\ni: call\r\nSubject: one\r\n two\r\n\r\n")
    assert message.header("Call-ID") == "call"
    assert message.header("subject") == "one two"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"A B C\r\n\r\n",
        b"SIP/2.0 x y\r\n\r\n",
        b"BYE sip:a SIP/2.0\r\nno colon\r\n\r\n",
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(data)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_noise_is_refused_or_read_but_nothing_else(data: bytes) -> None:
    try:
        message = parse(b"SIP/2.0 200 OK\r\n" + data)
    except ValueError:
        return
    assert message.status == 200


def test_addresses_are_taken_apart() -> None:
    value = '"Li, Na" <sip:+8610@127.0.0.1:5060;user=phone>;tag=abc'
    assert user_in(value) == "+8610"
    assert uri_in(value) == "sip:+8610@127.0.0.1:5060;user=phone"
    assert tag_in(value) == "abc"
    assert tag_in("<sip:a@b>") == ""


def test_a_digest_is_answered_as_the_standard_shows() -> None:
    challenge = (
        'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
        'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )
    value = sip_digest.answer(
        challenge,
        method="GET",
        uri="/dir/index.html",
        username="Mufasa",
        secret="Circle Of Life",
    )
    # RFC 2617's example without qop, worked out by hand.
    assert sip_digest.fields_of(value)["response"] == "670fd8c2df070c60b045671b8b24ff02"
    assert sip_digest.fields_of(value)["opaque"] == "5ccc069c403ebaf9f0171e9517f40e41"


def test_a_description_is_read_as_it_was_written() -> None:
    body = sdp.describe("127.0.0.1", 4000, codecs=(Codec.PCMA,), version=1, direction="sendonly")
    assert sdp.read(body) == sdp.Media(
        address="127.0.0.1", port=4000, codec=Codec.PCMA, digit_payload=101, direction="sendonly"
    )


def test_a_description_without_audio_or_without_a_known_codec_is_told() -> None:
    assert sdp.read(b"v=0\r\n") is None
    media = sdp.read(b"c=IN IP4 1.2.3.4\r\nm=audio 9 RTP/AVP 18\r\n")
    assert media is not None
    assert media.codec is None

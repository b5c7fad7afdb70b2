"""Trunks against a carrier that is another Asterisk: signing in, being refused, TLS, encryption."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import msgspec
import numpy as np
import pytest
import soundfile
from tests.contract.telephony.asterisk_bench import AsteriskBench
from tests.support.asterisk import a_tls, an_asterisk
from tests.support.rtp import tone_in

from antiphon.kernel.ids import InteractionId, LegId, TrunkId
from antiphon.telephony.asterisk.process import AsteriskProcess
from antiphon.telephony.engine import (
    EndCause,
    LegAnswered,
    LegArrived,
    LegEnded,
    Phone,
    PhoneId,
    PhoneKind,
    PlaybackEnded,
    PlaybackId,
    RecordingEnded,
    RecordingId,
    TrunkChanged,
    TrunkState,
)
from antiphon.telephony.trunk import Trunk
from antiphon.telephony.trunk_trouble import TrunkReason, TrunkTrouble

OURS, CARRIERS = "127.0.0.3", "127.0.0.2"
LONG_S = 60.0
BEEP = 1000.0


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AsteriskProcess, ...]]:
    """Two engines, each with a certificate that the other believes."""
    folder = tmp_path_factory.mktemp("carriers")
    trusted = folder / "trusted"
    tls = [a_tls(folder / f"tls-{a}", a, trusted) for a in (OURS, CARRIERS)]
    processes = tuple(an_asterisk(folder / one.address, tls=one) for one in tls)
    for process in processes:
        asyncio.run(process.start())
    yield processes
    for process in processes:
        asyncio.run(process.stop())


@pytest.fixture
async def ours(pair: tuple[AsteriskProcess, ...]) -> AsyncIterator[AsteriskBench]:
    """Our side."""
    async for bench in opened(pair[0]):
        yield bench


@pytest.fixture
async def carrier(pair: tuple[AsteriskProcess, ...]) -> AsyncIterator[AsteriskBench]:
    """The carrier's."""
    async for bench in opened(pair[1]):
        yield bench


async def opened(process: AsteriskProcess) -> AsyncIterator[AsteriskBench]:
    bench = AsteriskBench(process)
    await bench.open()
    try:
        yield bench
    finally:
        await bench.close()


async def subscribe(carrier: AsteriskBench, secret: str = "agreed") -> None:
    """We are a customer of the carrier's."""
    customer = PhoneId("customer")
    phone = Phone(id=customer, kind=PhoneKind.SIP, secret=secret, display_name="We")
    await carrier.engine.set_phone(phone)


def line(far: AsteriskBench, transport: str = "udp", **more: object) -> Trunk:
    """A trunk to the other side."""
    settings = far.asterisk.settings
    port = settings.tls_port if transport == "tls" else settings.sip_port
    assert port is not None
    fields = {"host": settings.address, "port": port, "transport": transport, **more}
    return Trunk(id=TrunkId("line"), **fields)  # type: ignore[arg-type]  # given by name


def signing_in(far: AsteriskBench, transport: str = "udp", secret: str = "agreed") -> Trunk:
    return line(far, transport, username="customer", secret=secret, registers=True)


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
async def test_a_trunk_signs_in(
    ours: AsteriskBench, carrier: AsteriskBench, transport: str
) -> None:
    await subscribe(carrier)
    await ours.engine.set_trunk(signing_in(carrier, transport))
    told = await ours.expect(TrunkChanged, within_s=LONG_S, state=TrunkState.REGISTERED)
    assert told.trunk == "line"
    await ours.engine.remove_trunk(TrunkId("line"))


async def test_a_wrong_secret_is_refused_with_the_cause_and_can_be_put_right(
    ours: AsteriskBench, carrier: AsteriskBench
) -> None:
    await subscribe(carrier)
    await ours.engine.set_trunk(signing_in(carrier, secret="guessed"))
    told = await ours.expect(TrunkChanged, within_s=LONG_S, state=TrunkState.REFUSED)
    assert told.trouble == TrunkTrouble(reason=TrunkReason.STATUS, status=401)
    await ours.engine.set_trunk(signing_in(carrier))
    await ours.expect(TrunkChanged, within_s=LONG_S, state=TrunkState.REGISTERED)
    await ours.engine.remove_trunk(TrunkId("line"))


async def test_a_line_that_the_engine_does_not_take_is_refused(ours: AsteriskBench) -> None:
    await ours.engine.set_trunk(
        Trunk(id=TrunkId("odd"), host="192.0.2.1", addresses=("no address",))
    )
    told = await ours.expect(TrunkChanged, within_s=LONG_S, trunk=TrunkId("odd"))
    assert told.state is TrunkState.REFUSED
    assert told.trouble is not None
    assert told.trouble.reason is TrunkReason.NOT_TAKEN
    await ours.engine.remove_trunk(TrunkId("odd"))


async def test_a_trunk_that_does_not_sign_in_is_reachable_or_not(
    ours: AsteriskBench, carrier: AsteriskBench
) -> None:
    await ours.engine.set_trunk(line(carrier, "tls"))
    await ours.expect(
        TrunkChanged, within_s=LONG_S, trunk=TrunkId("line"), state=TrunkState.REACHABLE
    )
    await ours.engine.set_trunk(Trunk(id=TrunkId("line"), host=CARRIERS, port=9))
    told = await ours.expect(
        TrunkChanged, within_s=LONG_S, trunk=TrunkId("line"), state=TrunkState.UNREACHABLE
    )
    assert told.trouble is not None
    await ours.engine.remove_trunk(TrunkId("line"))


async def dialled(ours: AsteriskBench, carrier: AsteriskBench, srtp: str, theirs: str) -> LegId:
    """The carrier calls us over TLS."""
    await ours.engine.set_trunk(line(carrier, "tls", srtp=srtp))
    await carrier.engine.set_trunk(line(ours, "tls", srtp=theirs))
    leg = LegId("outside.leg")
    await carrier.engine.dial(
        leg,
        call=InteractionId("outside"),
        trunk=TrunkId("line"),
        number="1000",
        caller_number="+4930123456",
        caller_name="",
        timeout_s=30,
    )
    return leg


@pytest.mark.parametrize(
    ("srtp", "theirs"), [("required", "required"), ("optional", "required"), ("optional", "off")]
)
async def test_a_call_over_tls_is_heard(
    ours: AsteriskBench, carrier: AsteriskBench, srtp: str, theirs: str
) -> None:
    far = await dialled(ours, carrier, srtp, theirs)
    told = await ours.expect(LegArrived)
    assert (told.trunk, told.dialled) == ("line", "1000")
    await ours.engine.answer(told.leg)
    await carrier.expect(LegAnswered, leg=far)
    recording = RecordingId(f"heard-{srtp}-{theirs}")
    await carrier.engine.record_message(far, recording, max_s=20, silence_s=0)
    await ours.engine.play(told.leg, PlaybackId("beeps"), [ours.prompt] * 12)
    await ours.expect(PlaybackEnded)
    await ours.engine.hang_up(told.leg)
    await carrier.expect(LegEnded, leg=far)
    await carrier.expect(RecordingEnded)
    (file,) = carrier.engine.recording_files(recording)
    samples, rate = soundfile.read(file)
    # The last second: before it, the carrier's own beep may sound.
    pitch, level = tone_in(np.asarray(samples[-rate:]))
    assert pitch == pytest.approx(BEEP, abs=10)
    assert level > 0.01


async def test_a_call_without_encryption_is_refused_where_it_is_required(
    ours: AsteriskBench, carrier: AsteriskBench
) -> None:
    # What a trunk was before is not what it is now.
    await ours.engine.set_trunk(line(carrier, "tls", srtp="optional"))
    await carrier.engine.set_trunk(line(ours, "tls", srtp="required"))
    far = await dialled(ours, carrier, "required", "off")
    ended = await carrier.expect(LegEnded, leg=far)
    assert ended.cause is EndCause.CODEC_MISMATCH
    await ours.nothing_more(LegArrived)


async def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    ours: AsteriskBench, carrier: AsteriskBench
) -> None:
    known = line(carrier, "tls")
    assert (await ours.engine.probe_trunk(known)).trouble is None
    ours.asterisk.settings.trust_file.rename(ours.asterisk.settings.trust_file.with_suffix(".off"))
    ours.asterisk.settings.trust_file.write_bytes(
        (ours.asterisk.settings.trusted or ours.asterisk.settings.folder)
        .joinpath(f"{OURS}.pem")
        .read_bytes()
    )
    try:
        found = await ours.engine.probe_trunk(known)
    finally:
        ours.asterisk.settings.trust_file.with_suffix(".off").rename(
            ours.asterisk.settings.trust_file
        )
    assert found.trouble is not None
    assert found.trouble.reason is TrunkReason.CERTIFICATE_UNKNOWN


@pytest.mark.parametrize("old_port", [9, 19, 29, 39])
async def test_a_trunk_that_moved_is_called_at_its_new_address_only(
    ours: AsteriskBench, carrier: AsteriskBench, old_port: int
) -> None:
    """Whichever of the two addresses the engine would try first, if it kept both."""
    await ours.engine.set_trunk(line(carrier, addresses=(CARRIERS,)))
    moved = line(ours)
    await carrier.engine.set_trunk(msgspec.structs.replace(moved, port=old_port))
    await carrier.engine.set_trunk(moved)
    leg = LegId(f"to-the-moved-{old_port}.leg")
    await carrier.engine.dial(
        leg,
        call=InteractionId(f"to-the-moved-{old_port}"),
        trunk=TrunkId("line"),
        number="1000",
        caller_number="+4930123456",
        caller_name="",
        timeout_s=30,
    )
    told = await ours.expect(LegArrived)
    await ours.engine.answer(told.leg)
    await carrier.expect(LegAnswered, leg=leg)
    await carrier.engine.hang_up(leg)
    await ours.expect(LegEnded, leg=told.leg)


async def test_a_centre_on_loopback_says_why_it_reaches_no_other_machine(
    ours: AsteriskBench,
) -> None:
    for transport in ("udp", "tcp"):
        far = Trunk(
            id=TrunkId("far"), host="192.0.2.77", port=5060, transport=transport, addresses=()
        )
        found = await ours.engine.probe_trunk(far)
        assert found.trouble == TrunkTrouble(reason=TrunkReason.ONLY_LOCAL)

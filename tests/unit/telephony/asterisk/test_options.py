"""A trial of a trunk: whoever answers, and each way in which nobody does, as a code."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from tests.support.free_ports import free_ports

from antiphon.kernel.ids import TrunkId
from antiphon.telephony.asterisk.options import probe
from antiphon.telephony.trunk import Trunk, TrunkProbe
from antiphon.telephony.trunk_trouble import TrunkReason, TrunkTrouble

pytestmark = pytest.mark.unit

HERE = "127.0.0.1"


async def tried(port: int, *, host: str = HERE, transport: str = "tcp") -> TrunkProbe:
    trunk = Trunk(id=TrunkId("line"), host=host, port=port, transport=transport)
    return await probe(trunk, from_address=HERE)


@asynccontextmanager
async def a_carrier(answer: bytes) -> AsyncIterator[int]:
    """Somebody who says this to whoever says something; gives the port."""
    answering: set[asyncio.Task[None]] = set()

    async def says(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(answer)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering.add(asyncio.create_task(says(reader, writer)))

    server = await asyncio.start_server(answers, HERE, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        await asyncio.gather(*answering)


@pytest.mark.parametrize("status", [200, 403])
async def test_any_answer_in_sip_means_that_somebody_is_there(status: int) -> None:
    async with a_carrier(f"SIP/2.0 {status} Well\r\n\r\n".encode()) as port:
        found = await tried(port)
    assert (found.trouble, found.status) == (None, status)
    assert found.round_trip_ms is not None


async def test_what_is_no_sip_is_told() -> None:
    async with a_carrier(b"220 mail.example ESMTP\r\n") as port:
        assert (await tried(port)).trouble == TrunkTrouble(reason=TrunkReason.NOT_SIP)


@pytest.mark.parametrize("transport", ["tcp", "udp"])
async def test_a_port_where_nobody_listens_is_told(transport: str) -> None:
    found = await tried(free_ports(), transport=transport)
    assert found.trouble == TrunkTrouble(reason=TrunkReason.PORT_CLOSED)


async def test_a_name_that_cannot_be_one_is_told() -> None:
    found = await tried(5060, host=f"{'x' * 70}.invalid")
    assert found.trouble == TrunkTrouble(reason=TrunkReason.NAME_UNKNOWN)


async def test_who_speaks_no_tls_is_told() -> None:
    async with a_carrier(b"SIP/2.0 200 Well\r\n\r\n") as port:
        found = await tried(port, transport="tls")
    assert found.trouble is not None
    assert found.trouble.reason is TrunkReason.TLS

"""Requests beside the WebSocket, against a server that says what it likes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from antiphon.telephony.asterisk.ari.beside import Address, Beside, RequestRefused
from antiphon.telephony.engine import EngineUnavailable

TIME_LIMIT_S = 2.0


@asynccontextmanager
async def answered_by(answer: bytes, asked: list[bytes]) -> AsyncIterator[Beside]:
    """A server that reads one request, says `answer` and closes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        asked.append(head + await reader.readexactly(length))
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        address = Address(port=port, user="u", password="p", application="antiphon")
        yield Beside(address, TIME_LIMIT_S)


async def test_what_is_said_arrives_as_json() -> None:
    asked: list[bytes] = []
    async with answered_by(b"HTTP/1.1 204 No Content\r\n\r\n", asked) as beside:
        await beside.asterisk_set_global_var(variable="BEAT", value="7")
    head, _, body = asked[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /ari/asterisk/variable HTTP/1.1\r\n")
    assert b"Content-Type: application/json" in head
    assert body == b'{"variable":"BEAT","value":"7"}'


async def test_an_answer_has_its_body() -> None:
    answer = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"value":"7"}'
    async with answered_by(answer, []) as beside:
        assert (await beside.asterisk_get_global_var(variable="BEAT")).value == "7"


async def test_a_refusal_is_one() -> None:
    answer = b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nNone"
    async with answered_by(answer, []) as beside:
        with pytest.raises(RequestRefused, match="None") as refused:
            await beside.asterisk_get_global_var(variable="BEAT")
    assert refused.value.status == 404


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"]
)
async def test_half_an_answer_is_none(answer: bytes) -> None:
    async with answered_by(answer, []) as beside:
        with pytest.raises(EngineUnavailable, match="part of the answer"):
            await beside.asterisk_get_global_var(variable="BEAT")


async def test_nobody_there_is_an_unavailable_engine() -> None:
    async with answered_by(b"", []) as beside:
        pass
    with pytest.raises(EngineUnavailable, match="no answer"):
        await beside.asterisk_ping()

"""The connection to Asterisk against a server that misbehaves."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec
import pytest
from tests.support.patience import PATIENCE_S
from websockets.asyncio.server import ServerConnection, serve

from antiphon.telephony.asterisk.ari.beside import Address, RequestRefused
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.asterisk.ari.messages import Event, StasisStart
from antiphon.telephony.engine import EngineUnavailable

Handler = Callable[[ServerConnection], Awaitable[None]]
CHANNEL = {
    "id": "c1",
    "protocol_id": "",
    "name": "PJSIP/trunk-t1-00000001",
    "state": "Ring",
    "caller": {"name": "Ada", "number": "1"},
    "connected": {"name": "", "number": ""},
    "accountcode": "",
    "dialplan": {"context": "", "exten": "1", "priority": 1, "app_name": "", "app_data": ""},
    "creationtime": "2026-01-05T12:00:00.000+0000",
    "language": "en",
}
STARTED = {
    "type": "StasisStart",
    "application": "antiphon",
    "timestamp": "2026-01-05T12:00:00.000+0000",
    "args": [],
    "channel": CHANNEL,
}


@asynccontextmanager
async def connected(
    handler: Handler, heard: list[Event], *, time_limit_s: float = PATIENCE_S
) -> AsyncIterator[Connection]:
    async with serve(handler, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        address = Address(port=port, user="u", password="p", application="antiphon")
        connection = await Connection.open(address, heard.append, time_limit_s=time_limit_s)
        reading = asyncio.create_task(connection.ended())
        try:
            yield connection
        finally:
            await connection.close()
            await reading


def answer_to(message: str | bytes, status: int = 200, body: str = "") -> bytes:
    number = msgspec.json.decode(message)["request_id"]
    response = {
        "type": "RESTResponse",
        "transaction_id": number,
        "request_id": number,
        "status_code": status,
        "reason_phrase": "",
        "uri": "",
        "message_body": body,
    }
    return msgspec.json.encode(response)


async def answer_all(socket: ServerConnection, status: int = 200, body: str = "") -> None:
    async for message in socket:
        await socket.send(answer_to(message, status, body), text=True)


async def test_unknown_events_are_counted_and_malformed_ones_kept_apart() -> None:
    async def handler(socket: ServerConnection) -> None:
        await socket.send('{"type": "SomethingNew", "x": 1}')
        await socket.send("not json")
        await socket.send('{"type": "StasisStart", "channel": 7}')
        await socket.send(b"\xff\xfe")
        await socket.send(msgspec.json.encode(STARTED), text=True)
        await answer_all(socket)

    heard: list[Event] = []
    async with connected(handler, heard) as connection:
        await connection.request("GET", "x", {})
        assert [type(event) for event in heard] == [StasisStart]
        assert connection.ignored == {"SomethingNew": 1}
        assert connection.malformed_count == 3
        assert len(connection.quarantine) == 3


async def test_no_answer_in_time_ends_the_connection_so_that_all_is_compared_again() -> None:
    """What was asked for may be done later, or never: nobody but a comparison finds out."""

    async def handler(socket: ServerConnection) -> None:
        await socket.wait_closed()

    async with connected(handler, [], time_limit_s=2.0) as connection:
        with pytest.raises(EngineUnavailable, match="no answer"):
            await connection.request("GET", "x", {})
        await asyncio.wait_for(connection.ended(), PATIENCE_S)


async def test_a_process_that_stood_still_itself_waits_for_the_answers_once_more() -> None:
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def handler(socket: ServerConnection) -> None:
        first = await socket.recv()
        asked.set()
        await may_answer.wait()
        await socket.send(answer_to(first), text=True)

    async with connected(handler, [], time_limit_s=2.0) as connection:
        waiting = asyncio.create_task(connection.request("GET", "x", {}))
        await asked.wait()
        time.sleep(4.0)  # noqa: ASYNC251 (the whole process stands still)
        asyncio.get_running_loop().call_soon(may_answer.set)
        assert await waiting == b""


async def test_the_oldest_request_without_an_answer_says_how_late_the_engine_is() -> None:
    is_there, may_answer = asyncio.Event(), asyncio.Event()

    async def handler(socket: ServerConnection) -> None:
        first = await socket.recv()
        is_there.set()
        await may_answer.wait()
        await socket.send(answer_to(first), text=True)

    async with connected(handler, []) as connection:
        assert connection.answer_delay_s == 0.0
        waiting = asyncio.create_task(connection.request("GET", "x", {}))
        await is_there.wait()
        assert connection.answer_delay_s > 0.0
        may_answer.set()
        await waiting
        assert connection.answer_delay_s == 0.0


async def test_a_connection_that_ends_fails_what_waits() -> None:
    async def handler(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.close()

    async with connected(handler, []) as connection:
        with pytest.raises(EngineUnavailable):
            await connection.request("GET", "x", {})


async def test_a_refusal_carries_its_status() -> None:
    async def handler(socket: ServerConnection) -> None:
        await answer_all(socket, 404, '{"message":"Channel not found"}')

    async with connected(handler, []) as connection:
        with pytest.raises(RequestRefused, match="Channel not found") as refused:
            await connection.channels_answer("c1")
        assert refused.value.status == 404


async def test_answers_find_their_requests_in_any_order() -> None:
    async def handler(socket: ServerConnection) -> None:
        numbers = [msgspec.json.decode(await socket.recv())["request_id"] for _ in range(3)]
        for number in reversed(numbers):
            response = {
                "type": "RESTResponse",
                "transaction_id": number,
                "request_id": number,
                "status_code": 200,
                "reason_phrase": "OK",
                "uri": "",
                "message_body": f"answer {number}",
            }
            await socket.send(msgspec.json.encode(response), text=True)
        await socket.wait_closed()

    async with connected(handler, []) as connection:
        answers = await asyncio.gather(*(connection.request("GET", "x", {}) for _ in range(3)))
        assert answers == [b"answer 1", b"answer 2", b"answer 3"]


async def test_nobody_there_is_an_unavailable_engine() -> None:
    address = Address(port=9, user="u", password="p", application="antiphon")
    with pytest.raises(EngineUnavailable):
        await Connection.open(address, print, time_limit_s=0.5)

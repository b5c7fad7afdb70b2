"""Strangers who hold connections, or send without end, over a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.support.eventually import eventually
from tests.support.patience import PATIENCE_S
from tests.support.site import Site
from tests.support.web_server import WebServer, serve

from antiphon.app.web.connections import LimitedHttp

pytestmark = pytest.mark.api

GET = b"GET /livez HTTP/1.1\r\nHost: antiphon\r\n"


class Impatient(LimitedHttp):
    """Waits for nobody."""

    head_within_s = 0.2
    body_within_s = 0.2


class Unread(LimitedHttp):
    """Waits for nobody who does not read."""

    head_within_s = 10 * PATIENCE_S
    read_within_s = 0.2


class Narrow(LimitedHttp):
    """Has room for two."""

    @staticmethod
    def most_connections() -> int:
        return 2


@asynccontextmanager
async def a_stranger(
    server: WebServer,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def end_of(reader: asyncio.StreamReader) -> bytes:
    """What comes until the server closes the connection, in whatever way."""
    heard = b""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while part := await reader.read(65_536):
                heard += part
    except ConnectionError:
        pass
    return heard


@pytest.mark.parametrize("sent", [b"", GET, GET + b"X-Slow: ", b"\r\n"])
async def test_who_does_not_end_the_head_of_a_request_is_cut_off(site: Site, sent: bytes) -> None:
    async with serve(site, Impatient) as server, a_stranger(server) as (reader, writer):
        writer.write(sent)
        assert (await end_of(reader)).startswith(b"HTTP/1.1 408 ")


async def test_who_does_not_end_a_body_is_cut_off(site: Site) -> None:
    async with serve(site, Impatient) as server, a_stranger(server) as (reader, writer):
        head = b"POST /v1/session HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nContent-Length: 9"
        writer.write(head + b"\r\n\r\n{")
        assert await end_of(reader) == b""


async def test_a_head_without_end_is_refused(site: Site) -> None:
    async with serve(site) as server, a_stranger(server) as (reader, writer):
        writer.write(GET)
        # One field more than fits: what is still on its way would only hide the answer.
        for _ in range(LimitedHttp.largest_head // 8_000 + 1):
            writer.write(b"X-More: " + b"x" * 8_000 + b"\r\n")
        assert (await end_of(reader)).startswith(b"HTTP/1.1 431 ")


async def test_who_reads_nothing_of_an_answer_is_cut_off(site: Site, tmp_path: Path) -> None:
    # More than the buffers of both sides hold.
    (tmp_path / "web" / "assets" / "large.bin").write_bytes(bytes(32_000_000))
    async with serve(site, Unread) as server:
        _, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1)
        writer.write(b"GET /assets/large.bin HTTP/1.1\r\nHost: antiphon\r\n\r\n")

        async def is_cut_off() -> bool | None:
            try:
                writer.write(b"\r\n")
                await writer.drain()
            except ConnectionError:
                return True
            return None

        assert await eventually(is_cut_off, PATIENCE_S)
        writer.close()


async def test_a_connection_is_kept_for_one_request_after_the_other(site: Site) -> None:
    async with serve(site) as server, a_stranger(server) as (reader, writer):
        for _ in range(3):
            writer.write(GET + b"\r\n")
            async with asyncio.timeout(PATIENCE_S):
                head = await reader.readuntil(b"\r\n\r\n")
                assert head.startswith(b"HTTP/1.1 200 ")
                length = next(
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length")
                )
                await reader.readexactly(length)


async def test_when_all_connections_are_taken_the_next_one_is_not(site: Site) -> None:
    async with (
        serve(site, Narrow) as server,
        a_stranger(server) as (_, first),
        a_stranger(server) as (reader, second),
    ):
        for writer in (first, second):
            writer.write(GET)
        async with a_stranger(server) as (refused, _):
            assert await end_of(refused) == b""
        second.write(b"\r\n")
        async with asyncio.timeout(PATIENCE_S):
            assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")

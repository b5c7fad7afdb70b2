"""A system outside, such as a CRM: says in its page which address it was asked for."""

import asyncio
import html
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def outside_site(snippet: str = "") -> AsyncIterator[str]:
    """Serve on a free port of loopback, with `snippet` in each page; gives the origin."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _answer(reader, writer, snippet)

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield f"http://127.0.0.1:{port}"


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, snippet: str) -> None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        # Browsers open connections ahead that they then do not need.
        writer.close()
        return
    asked = head.split(b" ", 2)[1].decode("ascii")
    body = (
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>CRM</title><main><h1>CRM</h1>"
        f"<p>{html.escape(asked)}</p></main>{snippet}</html>"
    ).encode()
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
    writer.write(answer.encode() + b"Connection: close\r\n\r\n" + body)
    await writer.drain()
    writer.close()

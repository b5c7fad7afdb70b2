"""Is Asterisk well? Asks for its channels over HTTP, since only a channel request notices the
lock-ups that leave its WebSocket and its bridges answering."""

import asyncio
import base64
from contextlib import suppress


class NotAnswering(Exception):  # noqa: N818 (it names what is the case)
    """Asterisk did not answer as it should."""


async def probe_channels(port: int, user: str, password: str) -> None:
    """One `GET /ari/channels` on loopback.

    Raises:
        NotAnswering: no connection, no answer, or not the right one.
    """
    token = base64.b64encode(f"{user}:{password}".encode()).decode()
    request = (
        "GET /ari/channels HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Authorization: Basic {token}\r\n\r\n"
    )
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError as error:
        raise NotAnswering(str(error)) from error
    try:
        writer.write(request.encode())
        status = await reader.readline()
        # Read to the end: a truncated answer leaves a thread of Asterisk waiting for us.
        await reader.read()
    except OSError as error:
        raise NotAnswering(str(error)) from error
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
    if b" 200 " not in status:
        raise NotAnswering(f"answered {status.decode(errors='replace').strip()!r}")

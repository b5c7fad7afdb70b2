"""Asterisk's console over its socket, for the little that its interface does not tell."""

import asyncio
from pathlib import Path

from antiphon.telephony.engine import EngineUnavailable

# A machine that is short of processors takes seconds for what else takes a moment.
TIME_LIMIT_S = 10.0
_MOST_BYTES = 1 << 20


async def ask_console(socket: Path, command: str) -> str:
    """What the console prints for one command.

    Raises:
        EngineUnavailable: there is no console, or it did not answer in time.
    """
    try:
        async with asyncio.timeout(TIME_LIMIT_S):
            reader, writer = await asyncio.open_unix_connection(str(socket), limit=_MOST_BYTES)
            try:
                await reader.readline()  # its name, process and version
                writer.write(f"cli quit after {command}".encode() + b"\0")
                await writer.drain()
                answer = await reader.read(_MOST_BYTES)
                while more := await reader.read(_MOST_BYTES - len(answer)):
                    answer += more
                return answer.decode(errors="replace")
            finally:
                writer.close()
    except (OSError, TimeoutError, ValueError) as error:
        raise EngineUnavailable(f"Asterisk's console: {error}") from error

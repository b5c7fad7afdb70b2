"""A TCP relay on loopback that can be cut, or frozen, or spoil a word, between two parties."""

import asyncio
from contextlib import suppress


class CuttableRelay:
    """Relays a free port to `port`."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._is_cut = False
        self._spoilt: bytes | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> int:
        """Listen; gives the port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop for good; nothing stays open."""
        self.cut()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
        await asyncio.gather(*self._serving)

    def cut(self) -> None:
        """Break what is open, and refuse what comes, until `mend`."""
        self._is_cut = True
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        """Let connections through again."""
        self._is_cut = False
        self._flowing.set()

    def freeze(self) -> None:
        """Keep connections open and let nothing through, until `mend`."""
        self._flowing.clear()

    def spoil(self, word: str) -> None:
        """Change this word in all that the target sends, from the next connection on."""
        self._spoilt = word.encode()

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._relay(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        if self._is_cut:  # in the meantime
            writer.transport.abort()
            far_writer.transport.abort()
            return
        self._writers |= {writer, far_writer}
        try:
            back = self._pipe(far_reader, writer, spoilt=self._spoilt)
            await asyncio.gather(self._pipe(reader, far_writer), back)
        finally:
            self._writers -= {writer, far_writer}

    async def _pipe(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        spoilt: bytes | None = None,
    ) -> None:
        kept = b""
        with suppress(OSError):
            while data := await reader.read(65_536):
                await self._flowing.wait()
                if spoilt is not None:
                    data, kept = _spoil(kept + data, spoilt)
                writer.write(data)
                await writer.drain()
        writer.close()


def _spoil(data: bytes, word: bytes) -> tuple[bytes, bytes]:
    """The data with the word changed, and an end that may be the word's beginning."""
    data = data.replace(word, bytes(reversed(word)))
    split = next((n for n in range(len(word) - 1, 0, -1) if data.endswith(word[:n])), 0)
    return data[: len(data) - split], data[len(data) - split :]

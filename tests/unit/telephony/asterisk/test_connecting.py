"""A connection that comes about in the moment in which we stop waiting for it is not left open."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.support.patience import PATIENCE_S
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from antiphon.telephony.asterisk.ari.beside import Address
from antiphon.telephony.asterisk.ari.connection import Connection
from antiphon.telephony.engine import EngineUnavailable

pytestmark = pytest.mark.unit

# The engine takes its time; we are kept from running in it, and for longer than we wait.
HANDSHAKE_S, BUSY_FROM_S, TIME_LIMIT_S, BUSY_S = 0.1, 0.05, 0.3, 0.6


class SlowEngine:
    """Takes one connection and notes when it is closed."""

    def __init__(self) -> None:
        self.is_closed = threading.Event()
        self.was_opened = False

    def delay(self, _connection: ServerConnection, _request: Request) -> Response | None:
        time.sleep(HANDSHAKE_S)
        return None

    def talk(self, connection: ServerConnection) -> None:
        self.was_opened = True
        try:
            connection.recv()
        except ConnectionClosed:
            self.is_closed.set()


@contextmanager
def a_slow_engine() -> Iterator[tuple[SlowEngine, Address]]:
    engine = SlowEngine()
    with serve(engine.talk, "127.0.0.1", 0, process_request=engine.delay) as server:
        port = server.socket.getsockname()[1]
        thread = threading.Thread(target=server.serve_forever, name="slow engine")
        thread.start()
        yield engine, Address(host="127.0.0.1", port=port, user="a", password="b", application="c")
        server.shutdown()
        thread.join(PATIENCE_S)


async def test_what_opens_as_time_is_up_is_closed_and_heard_no_more() -> None:
    with a_slow_engine() as (engine, address):
        asyncio.get_running_loop().call_later(BUSY_FROM_S, time.sleep, BUSY_S)
        with pytest.raises(EngineUnavailable):
            await Connection.open(address, lambda _event: None, time_limit_s=TIME_LIMIT_S)
        assert await asyncio.to_thread(engine.is_closed.wait, PATIENCE_S) or not engine.was_opened

"""How soon a change is on every screen, and a call on one: many sockets, one server (B7).

    python -m tests.load.push --sockets 1000 --changes 50 --pops 100 --seconds 20

The server under test is the product's own hub and sockets on the product's own HTTP server, with
views of its own; beside it a server that awaits each client in turn. Each runs alone, in a process
of its own, in the same run. A push is timed from the drawing of the picture, since changes are
gathered for a tenth of a second before; "ungathered" draws and sends each change by itself, as does
the server that sends in turn. That one's pushes, and all pops, are timed from when they were due: a
server that does not keep up is late with what it has not begun, too.
"""

import argparse
import asyncio
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import psutil
import uvloop
from picows import WSFrame, WSListener, WSTransport, ws_connect
from tests.load.bench import percentile
from tests.load.push_server import BEGIN

_REPOSITORY = Path(__file__).parents[2]
_START_S = 60.0
# Before this the sockets' snapshots are still on their way.
_WARM_UP_S = 2.0
# Handshakes at once: as many as a server has room for in its line.
_AT_ONCE = 50
# So much of a frame says what changed, and when.
_HEAD = 200
_CHANGE = re.compile(rb'"entity":"(\w+)","id":"\w+","value":{"at_ns":(\d+)')
SIDES = ("in turn", "antiphon", "ungathered")


class Seen(msgspec.Struct):
    """What the screens saw, in ms, and the server's time of the processor for it."""

    push_ms: list[float] = []
    pop_ms: list[float] = []
    cpu_s: float = 0.0

    def row(self, side: str) -> str:
        """A line of the table."""
        cells = []
        for name, found in (("push", self.push_ms), ("pop", self.pop_ms)):
            middle, worst = percentile(found, 50), percentile(found, 99)
            cells.append(f"{name} {len(found):>8} p50 {middle:7.1f} p99 {worst:7.1f} ms")
        each_us = 1e6 * self.cpu_s / max(1, len(self.push_ms) + len(self.pop_ms))
        return f"{side:>10}: " + "   ".join(cells) + f"   server {each_us:.0f} us a frame"


class Screen(WSListener):
    """One page: it notes when it is sent what, to be read when all is over.

    A page is a machine of its own; a thousand of them in one process must not be what is measured.
    """

    def __init__(self, taken: list[tuple[int, bytes]]) -> None:
        super().__init__()
        self._taken = taken

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """A frame has come."""
        self._taken.append((time.monotonic_ns(), frame.get_payload_as_bytes()[:_HEAD]))


def read(taken: Iterable[tuple[int, bytes]]) -> Seen:
    """How old was what the screens were sent."""
    seen = Seen()
    for now, head in taken:
        for entity, at_ns in _CHANGE.findall(head):
            found = seen.pop_ms if entity == b"offer" else seen.push_ms
            found.append((now - int(at_ns)) / 1e6)
    seen.push_ms.sort()
    seen.pop_ms.sort()
    return seen


def _cpu_s(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _ask_to_begin(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START_S)
    connection.request("POST", BEGIN)
    connection.getresponse().read()
    connection.close()


async def _open(url: str, screen: Callable[[], Screen]) -> WSTransport:
    transport, _ = await ws_connect(screen, url, websocket_handshake_timeout=_START_S)
    return transport


async def watch(
    port: int, sockets: int, seconds: float, server: int, tell: Callable[[str], None]
) -> Seen:
    """Open the screens, have the changes begin, and look for so long."""
    taken: list[tuple[int, bytes]] = []
    transports: list[WSTransport] = []
    for first in range(0, sockets, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, sockets))
        urls = [f"ws://127.0.0.1:{port}/live/{number}" for number in numbers]
        opening = (_open(url, lambda: Screen(taken)) for url in urls)
        transports += await asyncio.gather(*opening)
    tell(f"{len(transports)} screens")
    # Nothing changes before all look: a server that is slow would never let the last ones in.
    await asyncio.to_thread(_ask_to_begin, port)
    await asyncio.sleep(_WARM_UP_S)
    cpu_s = _cpu_s(server)
    taken.clear()
    await asyncio.sleep(seconds)
    cpu_s = _cpu_s(server) - cpu_s
    seen = read(taken)
    seen.cpu_s = cpu_s
    tell(f"{len(seen.push_ms)} pushes and {len(seen.pop_ms)} pops seen")
    for transport in transports:
        transport.disconnect()
    return seen


def measure(side: str, options: argparse.Namespace, seconds: float, round_: int) -> Seen:
    """One side alone."""

    def tell(what: str) -> None:
        print(f"round {round_}, {side}: {what}", file=sys.stderr, flush=True)

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "tests.load.push_server", side, str(port)]
    command += [str(options.sockets), str(options.changes), str(options.pops)]
    server = subprocess.Popen(command, cwd=_REPOSITORY)
    try:
        _wait_for(port)
        limit_s = 2 * _START_S + seconds
        looking = watch(port, options.sockets, seconds, server.pid, tell)
        return uvloop.run(asyncio.wait_for(looking, limit_s))
    finally:
        # It may be in the middle of a thousand frames; nothing in it is worth waiting for.
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + _START_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def main(arguments: Sequence[str] | None = None) -> dict[str, Seen]:
    """Print a line for each side and round, and the ratios over all rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=1_000)
    parser.add_argument("--changes", type=int, default=50, help="a second, to all")
    parser.add_argument("--pops", type=int, default=100, help="a second, to one each")
    parser.add_argument("--seconds", type=float, default=20.0, help="for each side, in all rounds")
    parser.add_argument("--rounds", type=int, default=3, help="each side in turn")
    options = parser.parse_args(arguments)
    rounds: list[dict[str, Seen]] = []
    for number in range(1, options.rounds + 1):
        seconds = options.seconds / options.rounds
        rounds.append({side: measure(side, options, seconds, number) for side in SIDES})
        for side, seen in rounds[-1].items():
            print(seen.row(side), flush=True)
    print(f"medians of {len(rounds)} rounds, machine load {os.getloadavg()[0]:.1f}")
    print(*_ratios(rounds), sep="\n")
    return rounds[-1]


def _ratios(rounds: list[dict[str, Seen]]) -> Iterator[str]:
    naive, *ours = SIDES
    for name in ("push_ms", "pop_ms"):
        middle = {
            side: statistics.median(percentile(getattr(one[side], name), 99) for one in rounds)
            for side in SIDES
        }
        for side in ours:
            yield (
                f"{name.removesuffix('_ms')} p99, {side}: {middle[side]:.1f} ms,"
                f" {naive} {middle[naive]:.1f} ms: {middle[naive] / middle[side]:.1f} times lower"
            )


if __name__ == "__main__":
    main()

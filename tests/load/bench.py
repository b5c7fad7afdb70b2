"""The benchmarks: ratios measured side by side in one run. `make bench` runs all of them.

Callers, phones and both engines share this machine's cores, so "calls a second" means engine,
control plane and generator together. A run whose generator fell behind says so and counts nothing.
"""

import argparse
import asyncio
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import msgspec
import psutil
from tests.load.grounds import GREETING, ROUTED, Ground, lay_out
from tests.load.peer import Peer
from tests.load.sipp import Agents, CallerResult, call, register
from tests.support.free_ports import free_ports
from tests.support.live_site import LiveSite

from antiphon.app.settings import repository_folder
from antiphon.telephony.asterisk.configuration import EngineSettings
from antiphon.telephony.asterisk.installation import Installation, private_installation

# Below the ports that `free_ports` gives, and above them: one that is taken is passed over.
AGENT_PORT = int(os.environ.get("ANTIPHON_LOAD_PORT", "9000"))
CALLER_PORT = AGENT_PORT + 100
RTP = (40_000, 47_999)
# Half a second on average: what is measured is the making and ending of calls.
TALK_MS = (200, 800)
# New calls a second until as many are talked as memory is measured with.
RAMP = 20


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One step: what was offered, what came of it, what it cost."""

    side: str
    rate: int
    result: CallerResult
    joined_ms: list[float]
    engine_cpu: float
    control_cpu: float
    worker_cpu: float
    seconds: float

    @property
    def is_clean(self) -> bool:
        """Every call joined, and 99 of 100 within a second."""
        return (
            self.result.failed == 0
            and len(self.joined_ms) >= self.result.started
            and percentile(self.joined_ms, 99) <= 1000
        )

    def row(self) -> str:
        """A line of the table."""
        engine = self.engine_cpu / max(1, self.result.succeeded) * 1000
        control = self.control_cpu / max(1, self.result.succeeded) * 1000
        worker = self.worker_cpu / max(1, self.result.succeeded) * 1000
        return (
            f"{self.side:<10} {self.rate:>5}/s  started {self.result.started:>6}"
            f"  failed {self.result.failed:>5}  retrans {self.result.retransmissions:>5}"
            f"  200 OK p50 {percentile(self.result.answer_ms, 50):>6.0f}"
            f" p99 {percentile(self.result.answer_ms, 99):>7.0f} ms"
            f"  agent p50 {percentile(self.joined_ms, 50):>6.0f}"
            f" p99 {percentile(self.joined_ms, 99):>7.0f} ms"
            f"  CPU/call engine {engine:>5.1f} + ours {control:>5.1f} + worker {worker:.1f} ms"
            f"  {'clean' if self.is_clean else ''}"
        )


class _Meter:
    """CPU seconds of engine, control plane and worker, from now on."""

    def __init__(self, engine: int, control: int | None, worker: int | None) -> None:
        numbers = (engine, control, worker)
        self._all = [psutil.Process(pid) if pid is not None else None for pid in numbers]
        self._begun = [self._cpu(process) for process in self._all]

    def read(self) -> tuple[float, float, float]:
        now = [self._cpu(process) for process in self._all]
        engine, control, worker = (b - a for a, b in zip(self._begun, now, strict=True))
        return engine, control, worker

    def _cpu(self, process: psutil.Process | None) -> float:
        if process is None:
            return 0.0
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            # The watchdog replaced an engine that had stopped answering.
            return float("nan")
        return float(times.user + times.system)


class Ours:
    """The product on its proving ground."""

    side = "antiphon"

    def __init__(self, folder: Path, ground: Ground) -> None:
        self._folder, self._ground = folder, ground
        self._site = LiveSite(ground.data, refuses_overload=True)
        self._site.more_options = ("--rtp-ports", f"{RTP[0]}-{RTP[1]}")

    def start(self) -> None:
        self._site.start()
        register(self._folder, self._site.sip_port, self._ground.phones, AGENT_PORT)

    def stop(self) -> None:
        self._site.stop()

    @property
    def sip_port(self) -> int:
        return self._site.sip_port

    def meter(self) -> _Meter:
        running = json.loads((self._ground.data / "engine" / "process.json").read_text())
        return _Meter(int(running["pid"]), self._site.pid, self._worker().pid)

    def memory_mb(self) -> tuple[float, float]:
        """Of the control plane and of its worker."""
        both = (psutil.Process(self._site.pid), self._worker())
        control, worker = (process.memory_info().rss / 1e6 for process in both)
        return control, worker

    def _worker(self) -> psutil.Process:
        children = psutil.Process(self._site.pid).children()
        while not (found := [c for c in children if "antiphon.app.worker" in c.cmdline()]):
            time.sleep(0.1)
            children = psutil.Process(self._site.pid).children()
        return found[0]


class Theirs:
    """`app_queue` with as many phones."""

    side = "app_queue"

    def __init__(self, folder: Path, installation: Installation, agents: list[str]) -> None:
        self.sip_port = free_ports()
        settings = EngineSettings(
            folder=folder / "peer",
            modules=installation.modules,
            data=installation.data,
            music=installation.music,
            http_port=free_ports(),
            sip_port=self.sip_port,
            rtp_ports=RTP,
            password="unused",
        )
        self._peer = Peer(installation, settings, agents, AGENT_PORT)

    def start(self) -> None:
        self._peer.start()

    def stop(self) -> None:
        self._peer.stop()

    def meter(self) -> _Meter:
        return _Meter(self._peer.pid, None, None)


def step(side: Ours | Theirs, folder: Path, rate: int, seconds: float) -> Measured:
    """Routed calls at one rate."""
    agents = Agents(folder, side.sip_port, AGENT_PORT)
    try:
        meter = side.meter()
        result = call(
            folder,
            side.sip_port,
            number=ROUTED,
            rate=rate,
            seconds=seconds,
            talk_ms=TALK_MS,
            port=CALLER_PORT,
        )
        engine, control, worker = meter.read()
    finally:
        agents.stop()
    joined = agents.joined()
    waits = [
        (joined[number] - began).total_seconds() * 1000
        for number, began in result.began.items()
        if number in joined
    ]
    return Measured(
        side=side.side,
        rate=rate,
        result=result,
        joined_ms=sorted(waits),
        engine_cpu=engine,
        control_cpu=control,
        worker_cpu=worker,
        seconds=seconds,
    )


def surge(ours: Ours, folder: Path, rate: int, seconds: float) -> None:
    """New calls into the greeting, as many a second as asked for."""
    meter = ours.meter()
    result = call(
        folder,
        ours.sip_port,
        number=GREETING,
        rate=rate,
        seconds=seconds,
        talk_ms=(900, 1100),
        port=CALLER_PORT,
    )
    engine, control, worker = meter.read()
    done = max(1, result.succeeded)
    print(
        f"surge      {rate:>5}/s  started {result.started}  failed {result.failed}"
        f"  retrans {result.retransmissions} ({result.retransmissions / done:.2%})"
        f"  200 OK p50 {percentile(result.answer_ms, 50):.0f}"
        f" p99 {percentile(result.answer_ms, 99):.0f} ms"
        f"  CPU/call engine {engine / done * 1000:.2f} + ours {control / done * 1000:.2f}"
        f" + worker {worker / done * 1000:.2f} ms"
    )


def memory(ours: Ours, folder: Path, calls: int) -> None:
    """The most that control plane and worker hold while so many calls are talked."""
    most = ours.memory_mb()
    if calls:
        agents = Agents(folder, ours.sip_port, AGENT_PORT)
        seconds = calls / RAMP
        talk = int(seconds * 1000) + 3000
        with ThreadPoolExecutor(1) as beside:
            calling = beside.submit(
                call,
                folder,
                ours.sip_port,
                number=ROUTED,
                rate=RAMP,
                seconds=seconds,
                talk_ms=(talk, talk),
                port=CALLER_PORT,
            )
            while not calling.done():
                most = max(most[0], (now := ours.memory_mb())[0]), max(most[1], now[1])
                wait([calling], timeout=0.2)
        agents.stop()
        calls = calling.result().succeeded
    print(f"memory at {calls:>3} calls: control plane {most[0]:.0f} MB, worker {most[1]:.0f} MB")


def highest_clean(rows: Sequence[Measured], side: str) -> int:
    """The highest rate a second that was clean once, or 0."""
    return max((row.rate for row in rows if row.side == side and row.is_clean), default=0)


def compare(rows: list[Measured]) -> None:
    """The ratios that this run is for."""
    for side in ("antiphon", "app_queue"):
        print(f"highest clean rate {side}: {highest_clean(rows, side)}/s")
    rates = sorted({row.rate for row in rows})
    for rate in rates:
        cost = {
            side: [
                (row.engine_cpu + row.control_cpu + row.worker_cpu) / max(1, row.result.succeeded)
                for row in rows
                if row.rate == rate and row.side == side and row.is_clean
            ]
            for side in ("antiphon", "app_queue")
        }
        if cost["antiphon"] and cost["app_queue"]:
            ratio = statistics.median(cost["antiphon"]) / statistics.median(cost["app_queue"])
            print(f"CPU per call at {rate}/s, ours / app_queue: {ratio:.2f}")


def percentile(values: list[float], share: int) -> float:
    """Of sorted values, the one that `share` of 100 are not above; of none, no number."""
    return values[min(len(values) - 1, len(values) * share // 100)] if values else float("nan")


def main(arguments: Sequence[str] | None = None) -> list[Measured]:
    """Run what was asked for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=1000)
    parser.add_argument("--rates", default="60,120,180,240,280")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--surge", type=int, default=240)
    parser.add_argument("--memory", default="0,100,500", help="Calls talked at once.")
    given = parser.parse_args(arguments)
    tools = Path(os.environ.get("ANTIPHON_TOOLS", repository_folder() / "var" / "tools"))
    installation = private_installation(tools / "asterisk" / "root")
    print(f"{platform.platform()}, {os.cpu_count()} cores, Asterisk {installation.version}")
    folder = Path(tempfile.mkdtemp(prefix="antiphon-bench-"))
    try:
        return _run(given, folder, installation)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(given: argparse.Namespace, folder: Path, installation: Installation) -> list[Measured]:
    rows: list[Measured] = []
    rates = [int(rate) for rate in given.rates.split(",") if rate]
    for number in range(given.rounds):
        data = folder / f"data{number}"
        data.mkdir()
        ground = asyncio.run(lay_out(data, given.agents))
        names = [name for name, _ in ground.phones]
        sides: list[Ours | Theirs] = [
            Ours(folder, ground),
            Theirs(folder / str(number), installation, names),
        ]
        if number % 2:
            sides.reverse()
        for side in sides:
            begun = time.monotonic()
            side.start()
            print(f"{side.side} started in {time.monotonic() - begun:.1f} s")
            try:
                if isinstance(side, Ours) and number == 0:
                    for calls in [int(calls) for calls in given.memory.split(",") if calls]:
                        memory(side, folder, calls)
                    if given.surge:
                        surge(side, folder, given.surge, given.seconds)
                for rate in rates:
                    rows.append(step(side, folder, rate, given.seconds))
                    print(rows[-1].row(), flush=True)
            finally:
                side.stop()
    compare(rows)
    return rows


if __name__ == "__main__":
    main()

"""SIPp as generator: callers, and phones that are picked up. Only ever towards loopback."""

import csv
import subprocess
import time
from datetime import datetime
from pathlib import Path

import msgspec

SCENARIOS = Path(__file__).parent / "scenarios"
HOST = "127.0.0.1"


class CallerResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the callers' side saw. Times in ms."""

    started: int
    succeeded: int
    failed: int
    retransmissions: int
    answer_ms: list[float]
    began: dict[str, datetime]


def register(folder: Path, sip_port: int, phones: list[tuple[str, str]], port: int) -> None:
    """Register every phone with the address that `Agents` will answer on."""
    lines = ["SEQUENTIAL"]
    lines += [f"{user};[authentication username={user} password={word}]" for user, word in phones]
    (folder / "phones.csv").write_text("\n".join(lines) + "\n")
    command = [
        *("sipp", f"{HOST}:{sip_port}", "-sf", str(SCENARIOS / "register.xml")),
        *("-inf", str(folder / "phones.csv"), "-i", HOST, "-p", str(port)),
        *("-m", str(len(phones)), "-r", "150", "-nostdin", "-timeout", "60"),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=90)
    if done.returncode != 0:
        raise RuntimeError(f"phones were not registered: {done.stderr.decode()[-500:]}")


class Agents:
    """Phones on one port that answer whatever rings."""

    def __init__(
        self, folder: Path, sip_port: int, port: int, scenario: Path = SCENARIOS / "agent.xml"
    ) -> None:
        self._log = folder / "agents.log"
        self._log.unlink(missing_ok=True)
        command = [
            *("sipp", f"{HOST}:{sip_port}", "-sf", str(scenario)),
            *("-i", HOST, "-p", str(port), "-mp", str(port + 4), "-aa", "-nostdin"),
            *("-trace_logs", "-log_file", str(self._log)),
        ]
        self._process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def stop(self) -> None:
        """End."""
        self._process.terminate()
        self._process.wait(10)

    def joined(self) -> dict[str, datetime]:
        """Whom the agents heard, and when each was joined."""
        return _times(self._log)

    def lines(self) -> list[str]:
        """What the phones logged."""
        return [line.strip() for line in self._log.read_text().splitlines() if line.strip()]


def call(
    folder: Path,
    sip_port: int,
    *,
    number: str,
    rate: int,
    seconds: float,
    talk_ms: tuple[int, int],
    port: int,
    followed: str = "caller.xml",
) -> CallerResult:
    """Place `rate` calls a second for `seconds`, as a scenario says."""
    text = (SCENARIOS / followed).read_text()
    text = text.replace("TALK_LEAST", str(talk_ms[0])).replace("TALK_MOST", str(talk_ms[1]))
    scenario = folder / "caller.xml"
    scenario.write_text(text)
    stem = folder / f"caller-{time.monotonic_ns()}"
    count = int(rate * seconds)
    command = [
        *("sipp", f"{HOST}:{sip_port}", "-sf", str(scenario), "-s", number),
        *("-i", HOST, "-p", str(port), "-mp", str(port + 4), "-nostdin"),
        *("-m", str(count), "-r", str(rate), "-l", str(count), "-recv_timeout", "30000"),
        *("-timeout", str(int(seconds + 60)), "-timeout_error"),
        *("-trace_stat", "-stf", f"{stem}.csv", "-fd", "1"),
        *("-trace_rtt", "-rtt_freq", "1"),
        *("-trace_logs", "-log_file", f"{stem}.log", "-trace_err", "-error_file", f"{stem}.err"),
    ]
    subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=seconds + 90)
    with Path(f"{stem}.csv").open() as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    return CallerResult(
        started=int(last["TotalCallCreated"]),
        succeeded=int(last["SuccessfulCall(C)"]),
        failed=int(last["FailedCall(C)"]) + count - int(last["TotalCallCreated"]),
        retransmissions=int(last["Retransmissions(C)"]),
        answer_ms=_answers(folder),
        began=_times(Path(f"{stem}.log")),
    )


def _answers(folder: Path) -> list[float]:
    answers: list[float] = []
    for path in folder.glob("caller_*_rtt.csv"):
        with path.open() as file:
            answers += [
                float(row["response_time_ms"]) for row in csv.DictReader(file, delimiter=";")
            ]
        path.unlink()
    return sorted(answers)


def _times(log: Path) -> dict[str, datetime]:
    """The first time each caller's number was logged."""
    times: dict[str, datetime] = {}
    if log.is_file():
        for line in log.read_text().splitlines():
            number, _, stamp = line.strip().partition(" ")
            if number and stamp:
                times.setdefault(number.lstrip("+"), instant(stamp))
    return times


def instant(stamp: str) -> datetime:
    """What SIPp's `[timestamp]` says."""
    # `2026-01-05 12:00:00.123456` or with a tab and the seconds since 1970 behind it.
    day, clock = stamp.replace("\t", " ").split(" ")[:2]
    return datetime.fromisoformat(f"{day} {clock}")

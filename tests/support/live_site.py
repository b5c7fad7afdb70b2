"""The product as its own command starts it: a child process that can be killed and frozen."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.support.free_ports import free_ports
from tests.support.known_music import provide_known_music
from tests.support.patience import PATIENCE_S

_REPOSITORY = Path(__file__).parents[2]
_TOKEN = re.compile(r"/welcome#([\w-]+)")
_LOOK_S = 0.05
_RTP_PORTS = 240


class LiveSite:
    """One data folder with its ports, and the process that serves it."""

    def __init__(
        self, data: Path, *, home: Path | None = None, refuses_overload: bool = False
    ) -> None:
        """However slow the machine is, no call is refused for it unless `refuses_overload`."""
        self.data = data
        self._refuses_overload = refuses_overload
        # Options of `up` beside the folder and the ports.
        self.more_options: tuple[str, ...] = ()
        # Without the web app's sources nothing is built: most tests need no page.
        self._home = home or data.with_name("no-web-sources")
        self.port = free_ports()
        # SIP over TLS has the port after it.
        self.sip_port, self.rtp_low = free_ports(2), free_ports(_RTP_PORTS)
        self.output = data.with_suffix(".log")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        """Where the HTTP interface is."""
        return f"http://localhost:{self.port}"

    @property
    def sip(self) -> tuple[str, int]:
        """Where phones and trunks connect."""
        return ("127.0.0.1", self.sip_port)

    @property
    def pid(self) -> int:
        """The control plane's process."""
        assert self._process is not None
        return self._process.pid

    @property
    def setup_token(self) -> str:
        """The one-time token that the first start printed."""
        found = _TOKEN.search(self.output.read_text())
        assert found is not None, self.output.read_text()[-2_000:]
        return found.group(1)

    def start(self, *command: str, timeout_s: float = 300.0) -> float:
        """Run `up` or another command, wait until it takes calls; how long that took in seconds."""
        begun = time.monotonic()
        self._home.mkdir(exist_ok=True)
        provide_known_music(self.data / "music")
        environment = {
            **os.environ,
            "ANTIPHON_HOME": str(self._home),
            "ANTIPHON_TOOLS": os.environ.get("ANTIPHON_TOOLS", str(_REPOSITORY / "var" / "tools")),
            "PYTHONPATH": str(_REPOSITORY / "src"),
        }
        if not self._refuses_overload:
            environment["ANTIPHON_LET_IN_PER_S"] = "1000"
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "antiphon.app",
                    *(command or ("up",)),
                    *self._options(),
                ],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=_REPOSITORY,
            )
        while not self.is_ready():
            if self._process.poll() is not None or time.monotonic() - begun > timeout_s:
                self.stop()
                raise AssertionError(f"not started:\n{self.output.read_text()[-4_000:]}")
            time.sleep(_LOOK_S)
        return time.monotonic() - begun

    def _options(self) -> list[str]:
        return [
            *("--data", str(self.data)),
            *("--port", str(self.port)),
            *("--sip-port", str(self.sip_port)),
            *("--rtp-ports", f"{self.rtp_low}-{self.rtp_low + _RTP_PORTS - 1}"),
            *self.more_options,
        ]

    def is_ready(self) -> bool:
        """Whether calls are taken now."""
        try:
            with urllib.request.urlopen(f"{self.origin}/readyz", timeout=PATIENCE_S) as answer:
                return bool(json.load(answer)["status"] == "ready")
        except (OSError, ValueError, KeyError, urllib.error.HTTPError):
            return False

    def kill(self) -> None:
        """Kill the control plane at once; its Asterisk goes on."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)
        self._process = None

    def freeze(self) -> None:
        """Let the control plane do nothing, without noticing it."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End everything that was started, whatever state it is in."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
            self._process = None
        subprocess.run(
            [sys.executable, "-m", "antiphon.app", "down", "--data", str(self.data)],
            env={**os.environ, "PYTHONPATH": str(_REPOSITORY / "src")},
            check=False,
            timeout=60,
            capture_output=True,
        )

    def log_lines(self) -> list[dict[str, object]]:
        """What the control plane logged, in order but for a line that is just being written."""
        lines = []
        for path in sorted((self.data / "log").glob("antiphon.log*"), reverse=True):
            for line in path.read_text(errors="replace").splitlines():
                with suppress(ValueError):
                    lines.append(json.loads(line))
        return lines

"""The peer: `app_queue` on the same Asterisk, as its experts set it up for this work.

Autofill, longest idle agent first, no announcements, members preloaded, recording as we record;
its own start with its own modules. It takes the same calls and rings the same phones.
"""

import subprocess
import time

from antiphon.telephony.asterisk.configuration import EngineSettings, write_configuration
from antiphon.telephony.asterisk.installation import Installation
from antiphon.telephony.asterisk.modules import UNHEARD

QUEUE_MODULES = ("app_queue", "app_stack", "app_dial", "func_channel", "func_callerid")

# What it listens to itself: who is free, and that a call ends. The rest is left out as we do.
NEEDED = ("ast_device_state_message_type", "ast_channel_hangup_request_type")

# The end points stand in pjsip.conf here, not in memory.
FROM_FILES = """\
[res_pjsip]
endpoint=config,pjsip.conf,criteria=type=endpoint
aor=config,pjsip.conf,criteria=type=aor
auth=config,pjsip.conf,criteria=type=auth
[res_pjsip_endpoint_identifier_ip]
identify=config,pjsip.conf,criteria=type=identify
"""


class Peer:
    """An Asterisk that queues by itself."""

    def __init__(
        self, installation: Installation, settings: EngineSettings, agents: list[str], port: int
    ) -> None:
        self._installation = installation
        self._settings = settings
        write_configuration(settings)
        etc = settings.folder / "etc"
        modules = (etc / "modules.conf").read_text()
        loads = "".join(f"load = {name}.so\n" for name in QUEUE_MODULES)
        (etc / "modules.conf").write_text(modules + loads)
        (etc / "extensions.conf").write_text(
            "[antiphon-arriving]\n"
            "exten => 2000,1,Answer(,i)\n"
            f" same => n,MixMonitor({settings.recordings}/${{UNIQUEID}}.raw,D)\n"
            " same => n,Queue(everybody)\n"
            " same => n,Hangup()\n"
        )
        members = "".join(f"member => PJSIP/{name}\n" for name in agents)
        (etc / "queues.conf").write_text(
            "[general]\nautofill=yes\nmonitor-type=MixMonitor\npersistentmembers=no\n"
            "log_membername_as_agent=no\n"
            "[everybody]\nstrategy=leastrecent\nautofill=yes\nringinuse=no\ntimeout=20\nretry=1\n"
            "wrapuptime=0\nannounce-frequency=0\nannounce-holdtime=no\nmusicclass=default\n"
            f"{members}"
        )
        for name in ("queuerules.conf", "features.conf"):
            (etc / name).touch()
        with (etc / "pjsip.conf").open("a") as file:
            file.write(_endpoints(agents, port))
        (etc / "sorcery.conf").write_text(FROM_FILES)
        unheard = "".join(f"decline={name}\n" for name in UNHEARD if name not in NEEDED)
        (etc / "stasis.conf").write_text(f"[declined_message_types]\n{unheard}")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start, and wait until the queue is there."""
        settings = self._settings
        command = self._installation.asterisk_command("-f", "-C", str(settings.configuration_file))
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            shown = self._console("queue show everybody")
            if "Members" in shown and "No Members" not in shown:
                return
            time.sleep(0.2)
        raise RuntimeError(f"app_queue did not come up: {shown}")

    def stop(self) -> None:
        """End it."""
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)

    def _console(self, command: str) -> str:
        arguments = self._installation.asterisk_command(
            "-r", "-x", command, "-C", str(self._settings.configuration_file)
        )
        done = subprocess.run(arguments, capture_output=True, check=False, timeout=20)
        return done.stdout.decode(errors="replace")


def _endpoints(agents: list[str], port: int) -> str:
    shared = "context=antiphon-arriving\ndirect_media=no\nallow=!all,ulaw\nrtp_symmetric=yes\n"
    text = (
        "\n[outside]\ntype=endpoint\n" + shared + "\n[outside]\ntype=identify\n"
        "endpoint=outside\nmatch=127.0.0.1\n"
    )
    for name in agents:
        text += f"\n[{name}]\ntype=aor\ncontact=sip:{name}@127.0.0.1:{port}\n"
        text += f"\n[{name}]\ntype=endpoint\naors={name}\n{shared}"
    return text

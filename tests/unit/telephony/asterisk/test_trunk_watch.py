"""How often Asterisk's console is asked about registrations: seldom while all is well."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.manual_clock import ManualClock

from antiphon.kernel.ids import TrunkId
from antiphon.telephony.asterisk.configuration import EngineSettings
from antiphon.telephony.asterisk.pushed import trunk_endpoint, trunk_uri
from antiphon.telephony.asterisk.trunk_watch import LOOK_EVERY_S, TrunkWatch
from antiphon.telephony.engine import TrunkChanged, TrunkState
from antiphon.telephony.trunk import Trunk

pytestmark = pytest.mark.unit

LINE = Trunk(id=TrunkId("t1"), host="carrier.example", username="us", secret="s", registers=True)
FAILED = (
    "No response received from '{server}' on registration attempt to "
    "'sip:us@carrier.example:5060', retrying in '60'\n"
)


class Watched:
    """A watch over one trunk that signs in; `asked` is how often the console was."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock()
        self.settings = EngineSettings(
            folder=folder,
            modules=folder,
            data=folder,
            music=None,
            http_port=1,
            sip_port=2,
            rtp_ports=(3, 4),
            password="p",
        )
        self.settings.log_file.parent.mkdir(parents=True, exist_ok=True)
        self.settings.log_file.touch()
        self.states: list[TrunkState] = []
        self.asked = 0
        self.status = "Registered"
        self.watch = TrunkWatch(self.settings, self.clock, self._told, console=self._answer)
        self.watch.set(LINE)

    def _told(self, change: TrunkChanged) -> None:
        self.states.append(change.state)

    async def _answer(self, _command: str) -> str:
        self.asked += 1
        return (
            f" {trunk_endpoint(LINE.id)}/sip:carrier.example:5060  auth  {self.status}  (exp. 50s)"
        )

    def log(self, line: str) -> None:
        with self.settings.log_file.open("a") as file:
            file.write(line)

    async def looks(self, times: int) -> int:
        """Look so many times; how often the console was asked."""
        before = self.asked
        for _ in range(times):
            self.clock.move(LOOK_EVERY_S)
            await self.watch.look()
        return self.asked - before


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(tmp_path)
    yield watched
    watched.watch.close()


async def test_a_trunk_that_is_signed_in_is_asked_for_once_a_minute(watched: Watched) -> None:
    assert await watched.looks(1) == 1
    assert watched.states == [TrunkState.REGISTERED]
    assert await watched.looks(24) == 2


async def test_one_that_is_not_signed_in_is_asked_for_at_each_look(watched: Watched) -> None:
    watched.status = "Unregistered"
    assert await watched.looks(6) == 6
    assert watched.states == [TrunkState.RETRYING]


async def test_what_the_log_says_is_looked_at_at_once(watched: Watched) -> None:
    await watched.looks(2)
    watched.status = "Unregistered"
    watched.log(FAILED.format(server=trunk_uri(LINE)))
    assert await watched.looks(1) == 1
    assert watched.states == [TrunkState.REGISTERED, TrunkState.RETRYING]


async def test_a_changed_trunk_is_looked_at_at_once(watched: Watched) -> None:
    await watched.looks(2)
    watched.watch.set(LINE)
    assert await watched.looks(1) == 1

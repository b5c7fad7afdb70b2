"""A conversation of people on real telephones whose lines are kept open: nobody's phone rings."""

import time

from tests.support.eventually import eventually
from tests.support.live_centre import Agent, LiveCentre
from tests.support.patience import PATIENCE_S
from tests.system.talking import ABSENT_DB, TONES, Talk

from antiphon.simulation.desk import Desk
from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sound import level_at

# Half a second in which nobody speaks, and no packet is on its way any more.
_QUIET_S = 0.5


class KeptTalk(Talk):
    """A customer with one agent, and a colleague: both keep their lines open."""

    def __init__(self, centre: LiveCentre, number: str) -> None:
        super().__init__(centre, number)
        self._lines: dict[str, PhoneCall] = {}

    async def sit_down(self) -> None:
        for one in (self.agent, self.colleague):
            await self.centre.change(f"/v1/agents/{one.id}", keeps_line=True)
            # Also who is not ready has a line.
            await one.desk.change_presence("not_ready", self.centre.made.reason)
            line = self._lines[one.id] = await one.rings()
            line.answer()
            await one.desk.until(lambda desk: desk.me["phone"]["line"] == "open", PATIENCE_S)

    async def picked_up(self, who: Agent) -> PhoneCall:
        def is_in(desk: Desk) -> bool:
            states = {one["state"] for one in desk.of("work").values()}
            return bool(states - {"wrap_up"} or desk.of("listening"))

        await who.desk.until(lambda desk: bool(desk.of("offer")) or is_in(desk), PATIENCE_S)
        line = self._lines[who.id]
        if who.desk.of("offer"):
            line.press("1")
        return line

    async def is_let_go(self, phone: PhoneCall) -> None:
        async def is_quiet() -> bool | None:
            now = time.time()
            sound = phone.stream.heard.between(now - _QUIET_S, now)
            return all(level_at(sound, hertz) < ABSENT_DB for hertz in TONES) or None

        await eventually(is_quiet, PATIENCE_S)
        assert phone.end is None

    async def was_handled(self) -> None:
        """It is over; each phone was called once, for its line, and that is still up."""
        for one in (self.agent, self.colleague):
            assert one.phone.incoming.empty()
            assert self._lines[one.id].end is None
        assert (await self.centre.ended(self.number))["outcome"] == "handled"

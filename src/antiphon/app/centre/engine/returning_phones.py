"""Agents' phones in a comparison with the engine: which are gone, and which are on their way back.

A browser's phone registers through us, so it may not be reachable when we have just come back; its
sound does not go through us. While its leg is up it keeps its conversation for `RETURNS_WITHIN`,
and while it rings its offer: who accepts without being able to answer is rung again.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from antiphon.agents.contract import Agent, ReportPhone
from antiphon.agents.outside_number import is_outside
from antiphon.app.centre.world import World
from antiphon.kernel.ids import AgentId
from antiphon.telephony.agent_lines import agent_of_line
from antiphon.telephony.contract import phone_of
from antiphon.telephony.engine import (
    EndCause,
    EngineEvent,
    EngineSnapshot,
    LegEnded,
    PhoneChanged,
    PhoneId,
    PhoneKind,
)
from antiphon.telephony.leg_ids import interaction_of

# A page tries its connection again after 8 seconds at most, and then it has to register.
RETURNS_WITHIN = timedelta(seconds=12)


class ReturningPhones:
    """Follows phones from one comparison to the next."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._until: datetime | None = None
        self._awaited: set[PhoneId] = set()
        self._told: set[PhoneId] = set()

    def look(self) -> None:
        """A snapshot is asked for: what is told from now on may be newer than that."""
        self._told.clear()

    def changed(self, snapshot: EngineSnapshot, *, is_first: bool) -> Iterator[ReportPhone]:
        """The phones that became reachable, or stopped being so, while nobody listened."""
        if is_first:
            self._until = snapshot.at + RETURNS_WITHIN
        may_return = self._until is not None and snapshot.at < self._until
        self._awaited.clear()
        kept = self._talking(snapshot) | self._ringing_pages(snapshot)
        for agent_id, live in list(self._world.agents.live.items()):
            phone = phone_of(agent_id)
            if phone in self._told or is_outside(self._world.agents.find_agent(agent_id)):
                continue
            is_reachable = phone in snapshot.reachable_phones
            if live.is_phone_reachable == is_reachable:
                continue
            if may_return and not is_reachable and agent_id in kept:
                self._awaited.add(phone)
            else:
                yield ReportPhone(agent_id=agent_id, is_reachable=is_reachable)

    def hear(self, event: EngineEvent) -> Iterator[ReportPhone]:
        """What is told may be of a phone that was waited for; one that is rung in vain is gone.

        Otherwise its agent would be taken out for a phone that fails.
        """
        match event:
            case PhoneChanged():
                self._told.add(event.phone)
                self._awaited.discard(event.phone)
            case LegEnded(cause=EndCause.UNREACHABLE):
                call = self._world.calls.calls.get(interaction_of(event.leg))
                rung = call.ringing.get(event.leg) if call is not None else None
                if rung is not None and phone_of(rung.agent_id) in self._awaited:
                    self._awaited.discard(phone_of(rung.agent_id))
                    yield ReportPhone(agent_id=rung.agent_id, is_reachable=False)
            case _:
                pass

    def _talking(self, snapshot: EngineSnapshot) -> set[AgentId | None]:
        """Whose leg is up."""
        up = {leg.leg for leg in snapshot.legs.values() if leg.is_up}
        calls = self._world.calls.calls.values()
        talking = {call.agent_id for call in calls if call.agent_leg in up}
        talking |= {agent_of_line(leg) for leg in self._world.lines.legs() if leg in up}
        talking |= {p.agent_id for call in calls for p in call.parties.values() if p.leg in up}
        return talking

    def _ringing_pages(self, snapshot: EngineSnapshot) -> set[AgentId | None]:
        """Whose page rings for an offer."""
        calls = self._world.calls.calls.values()
        ringing = {
            one.agent_id
            for call in calls
            for leg, one in call.ringing.items()
            if call.rings(leg) and leg in snapshot.legs
        }
        find = self._world.agents.find_agent
        return {one for one in ringing if _is_in_page(find(one))}


def _is_in_page(agent: Agent | None) -> bool:
    return agent is not None and agent.phone_kind is PhoneKind.BROWSER

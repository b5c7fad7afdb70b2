"""What an agent may choose to be."""

from itertools import product

import pytest
from tests.support.centre import BREAK, SmallCentre

from antiphon.agents.contract import ChangePresence, Presence, PresenceChanged
from antiphon.agents.domain import NEXT
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, ReasonId

ANN = AgentId("ann")
OTHER = ReasonId("system.signed_in")


@pytest.mark.parametrize(("before", "after"), list(product(Presence, Presence)))
def test_only_the_listed_changes_are_allowed(before: Presence, after: Presence) -> None:
    centre = SmallCentre("ann")
    live = centre.world.agents.live[ANN]
    live.presence, live.reason_id = before, OTHER if before is Presence.NOT_READY else None
    reason = BREAK if after is Presence.NOT_READY else None
    command = ChangePresence(agent_id=ANN, presence=after, reason_id=reason)
    if after in NEXT[before] - {Presence.BLOCKED}:
        happened = centre.do(command)
        assert isinstance(happened[0], PresenceChanged)
        assert live.presence is after
    elif before is after:
        assert centre.do(command) == []
    else:
        with pytest.raises(RuleBroken, match="cannot become"):
            centre.do(command)


def test_not_ready_without_a_reason_code_is_refused() -> None:
    centre = SmallCentre("ann")
    with pytest.raises(RuleBroken, match="needs a reason code"):
        centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY))


def test_an_unknown_reason_code_is_refused() -> None:
    centre = SmallCentre("ann")
    command = ChangePresence(
        agent_id=ANN, presence=Presence.NOT_READY, reason_id=ReasonId("holiday")
    )
    with pytest.raises(RuleBroken, match="no reason code"):
        centre.do(command)


def test_going_offline_with_work_in_hand_is_refused() -> None:
    centre = SmallCentre("ann")
    centre.talk()
    with pytest.raises(RuleBroken, match="Finish what you have"):
        centre.do(ChangePresence(agent_id=ANN, presence=Presence.OFFLINE))


@pytest.mark.parametrize("reason", ["system.missed_offer", "system.anything"])
def test_only_reason_codes_of_the_centre_can_be_given(reason: str) -> None:
    centre = SmallCentre("ann")
    command = ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=ReasonId(reason))
    with pytest.raises(RuleBroken, match="There is no reason code"):
        centre.do(command)

"""An agent's day: what came to its end is counted once, with everybody who had a part."""

from datetime import timedelta

import pytest
from tests.support.centre import NOON, SmallCentre

from antiphon.agents.contract import RemoveTeam, SaveAgent, SaveTeam, Team
from antiphon.app.views.own_day import own_day
from antiphon.interactions.call_control import FinishWrapUp, HangUpInteraction
from antiphon.interactions.contract import Disposition, SaveDisposition
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, DispositionId, InteractionId, LegId, TeamId
from antiphon.supervision.goals import Goals, SetTeamGoals
from antiphon.telephony.engine import LegAnswered

pytestmark = pytest.mark.unit

ANN = AgentId("ann")
SOLD, EARLY, LATE = DispositionId("sold"), TeamId("early"), TeamId("late")


def handle(centre: SmallCentre, name: str, *, talk_s: int, wrap_up_s: int) -> None:
    """One whole call of the only agent."""
    interaction_id = InteractionId(name)
    centre.call(name)
    leg = next(iter(centre.world.calls.calls[interaction_id].ringing))
    centre.hear(LegAnswered(at=centre.now, leg=LegId(leg)))
    centre.pass_time(talk_s)
    centre.do(HangUpInteraction(interaction_id=interaction_id, agent_id=ANN))
    centre.pass_time(wrap_up_s)
    finish = FinishWrapUp(interaction_id=interaction_id, agent_id=ANN, disposition_id=SOLD, note="")
    centre.do(finish)


def test_a_day_holds_times_hours_and_results() -> None:
    centre = SmallCentre("ann", wrap_up_s=600)
    centre.do(SaveDisposition(disposition=Disposition(id=SOLD, name="Sold")))
    handle(centre, "c1", talk_s=60, wrap_up_s=10)
    handle(centre, "c2", talk_s=120, wrap_up_s=30)
    day = own_day(centre.world, ANN, centre.now)
    assert (day.handled_count, day.talk_s, day.wrap_up_s) == (2, 180, 40)
    assert day.handle_s == 110
    assert day.by_hour[NOON.hour] == 2
    assert sum(day.by_hour) == 2
    assert [(one.name, one.count) for one in day.results] == [("Sold", 2)]
    assert day.busy_s == 220
    assert day.occupancy_percent is not None


def test_the_next_day_begins_with_nothing() -> None:
    centre = SmallCentre("ann", wrap_up_s=600)
    centre.do(SaveDisposition(disposition=Disposition(id=SOLD, name="Sold")))
    handle(centre, "c1", talk_s=60, wrap_up_s=10)
    day = own_day(centre.world, ANN, centre.now + timedelta(days=1))
    assert (day.handled_count, day.handle_s, day.results) == (0, None, [])


def test_an_agent_of_several_teams_has_the_first_goal_that_there_is() -> None:
    centre = SmallCentre("ann")
    for team_id in (EARLY, LATE):
        centre.do(SaveTeam(team=Team(id=team_id, name=team_id)))
    agent = centre.world.agents.profiles.get(ANN)
    centre.do(SaveAgent(agent=type(agent)(id=ANN, name="Ann", teams=(EARLY, LATE))))
    first = SetTeamGoals(team_id=EARLY, goals=Goals(handled_count=40))
    centre.do(first)
    assert centre.do(first) == []
    centre.do(SetTeamGoals(team_id=LATE, goals=Goals(handled_count=50, handle_s=300)))
    assert own_day(centre.world, ANN, centre.now).goals == Goals(handled_count=40, handle_s=300)


def test_goals_go_with_their_team() -> None:
    centre = SmallCentre("ann")
    centre.do(SaveTeam(team=Team(id=EARLY, name="Early")))
    centre.do(SetTeamGoals(team_id=EARLY, goals=Goals(handle_s=300)))
    centre.do(RemoveTeam(id=EARLY))
    assert centre.world.goals.of_team(EARLY) == Goals()
    with pytest.raises(RuleBroken):
        centre.do(SetTeamGoals(team_id=EARLY, goals=Goals(handle_s=300)))

"""What an agent's page shows of the agent: it follows when somebody changes the skills."""

import msgspec
import pytest
from tests.support.centre import SmallCentre

from antiphon.agents.contract import SaveSkill, Skill
from antiphon.app.views.desk import DeskView
from antiphon.app.views.own_state import MeView, OwnSkill
from antiphon.kernel.ids import AgentId, SkillId
from antiphon.supervision.contract import AssignAgent

pytestmark = pytest.mark.unit

ANN, TEA, COFFEE = AgentId("ann"), SkillId("tea"), SkillId("coffee")


def test_an_agent_sees_the_own_skills_as_a_supervisor_sets_them() -> None:
    centre = SmallCentre("ann")
    for skill_id, name in ((TEA, "Tea"), (COFFEE, "Coffee")):
        centre.do(SaveSkill(skill=Skill(id=skill_id, name=name)))

    def seen() -> list[OwnSkill]:
        me = dict(DeskView(centre.world).draw(ANN))["me", "me"]
        assert isinstance(me, MeView)
        return me.skills

    assert seen() == []
    queues = centre.world.agents.profiles.get(ANN).queues
    wish = AssignAgent(agent_id=ANN, queues=queues, skills={TEA: 5})
    centre.do(wish)
    assert seen() == [OwnSkill(id=TEA, name="Tea", level=5)]
    centre.do(msgspec.structs.replace(wish, skills={COFFEE: 2}))
    assert seen() == [OwnSkill(id=COFFEE, name="Coffee", level=2)]

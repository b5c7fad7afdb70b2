"""What an agent has not read yet of the own skills: one answer for all browsers."""

import msgspec
import pytest
from tests.support.centre import SmallCentre

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    RemoveAgent,
    RemoveSkill,
    SaveAgent,
    SaveSkill,
    Skill,
)
from antiphon.agents.skill_news import ReadSkills, SkillChange, SkillsRead
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, SkillId
from antiphon.supervision.contract import AssignAgent

pytestmark = pytest.mark.unit

ANN, TEA, COFFEE, ENGLISH = AgentId("ann"), SkillId("tea"), SkillId("coffee"), SkillId("en")


class Desk:
    """The centre of Ann, who was never at work; somebody sets her skills."""

    def __init__(self) -> None:
        self.centre = SmallCentre()
        self.centre.do(SaveAgent(agent=Agent(id=ANN, name="Ann")))
        for skill_id, name in ((TEA, "Tea"), (COFFEE, "Coffee"), (ENGLISH, "English")):
            self.centre.do(SaveSkill(skill=Skill(id=skill_id, name=name)))

    def set(self, **levels: int) -> None:
        """Somebody sets the levels."""
        skills = {SkillId(name): level for name, level in levels.items()}
        self.centre.do(AssignAgent(agent_id=ANN, queues=(), skills=skills))

    def be(self, presence: Presence) -> None:
        """Ann comes or goes."""
        self.centre.do(ChangePresence(agent_id=ANN, presence=presence))

    def read(self, **levels: int) -> None:
        """Ann says which levels she has read."""
        skills = {SkillId(name): level for name, level in levels.items()}
        self.centre.do(ReadSkills(agent_id=ANN, skills=skills))

    def news(self) -> list[tuple[str, int | None, int | None]]:
        """What she has not read."""
        changes = self.centre.world.skill_news.changes_of(ANN)
        return [(change.name, change.before, change.after) for change in changes]


def test_what_is_changed_after_the_first_sign_in_is_news_until_it_is_read() -> None:
    desk = Desk()
    desk.set(tea=5, en=9)
    desk.be(Presence.READY)
    assert desk.news() == []
    desk.set(tea=7, coffee=2)
    told = [("Tea", 5, 7), ("Coffee", None, 2), ("English", 9, None)]
    assert desk.news() == told
    desk.be(Presence.OFFLINE)
    desk.be(Presence.READY)
    assert desk.news() == told
    desk.read(tea=7, coffee=2)
    assert desk.news() == []


def test_a_change_that_comes_while_an_agent_reads_is_still_news() -> None:
    desk = Desk()
    desk.be(Presence.READY)
    desk.set(tea=5)
    desk.set(tea=6)
    desk.read(tea=5)
    assert desk.news() == [("Tea", 5, 6)]


def test_a_change_that_was_taken_back_is_no_news() -> None:
    desk = Desk()
    desk.set(tea=5)
    desk.be(Presence.READY)
    desk.set(tea=6)
    desk.set(tea=5)
    assert desk.news() == []


def test_a_skill_that_is_gone_altogether_is_told_by_its_name() -> None:
    desk = Desk()
    desk.set(tea=5)
    desk.be(Presence.READY)
    desk.set()
    desk.centre.do(RemoveSkill(id=TEA))
    assert desk.news() == [("Tea", 5, None)]


def test_read_twice_is_one_fact_and_what_does_not_exist_is_refused() -> None:
    desk = Desk()
    desk.be(Presence.READY)
    desk.set(tea=5)
    desk.read(tea=5)
    desk.read(tea=5)
    assert sum(isinstance(event, SkillsRead) for event in desk.centre.events) == 1
    for levels in ({"sailing": 5}, {"tea": 11}):
        with pytest.raises(RuleBroken):
            desk.read(**levels)


def test_who_comes_back_under_the_same_id_begins_anew() -> None:
    desk = Desk()
    desk.be(Presence.READY)
    desk.set(tea=5)
    desk.be(Presence.OFFLINE)
    before = desk.centre.world.agents.profiles.get(ANN)
    desk.centre.do(RemoveAgent(id=ANN))
    desk.centre.do(SaveAgent(agent=msgspec.structs.replace(before, skills={COFFEE: 3})))
    desk.be(Presence.READY)
    assert desk.news() == []
    desk.set(coffee=4)
    assert list(desk.centre.world.skill_news.changes_of(ANN)) == [
        SkillChange(id=COFFEE, name="Coffee", before=3, after=4)
    ]

"""Messages between agents and those who oversee them; raised hands; who oversees whom."""

import pytest
from tests.support.centre import BREAK, SmallCentre

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    RemoveTeam,
    SaveAgent,
    SaveTeam,
    Team,
)
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, MessageId, TeamId, UserId
from antiphon.supervision.contract import (
    HandRaised,
    LowerHand,
    MessageSent,
    MessagesRead,
    RaiseHand,
    ReadMessages,
    SendMessage,
    SetAgentState,
)
from antiphon.supervision.domain import LONGEST_TEXT, REMEMBERED

pytestmark = pytest.mark.unit

ANN, BOB = AgentId("ann"), AgentId("bob")
SUE, TOM = UserId("sue"), UserId("tom")
EARLY = TeamId("early")


def message(number: int, *agents: AgentId, own: bool = False, text: str = "Hello") -> SendMessage:
    return SendMessage(
        message_id=MessageId(f"m{number:03}"),
        agents=agents,
        text=text,
        sender_name="Ann" if own else "Sue",
        is_from_agent=own,
        by=SUE,
    )


def test_a_message_is_unread_for_the_other_side_until_it_is_read() -> None:
    centre = SmallCentre("ann")
    centre.do(message(1, ANN))
    centre.do(message(2, ANN, own=True))
    thread = centre.world.messages.threads[ANN]
    assert (thread.unread[True], thread.unread[False]) == (1, 1)
    read = ReadMessages(agent_id=ANN, is_by_agent=True, until=MessageId("m001"))
    assert isinstance(centre.do(read)[0], MessagesRead)
    assert (thread.unread[True], thread.unread[False]) == (0, 1)
    # A page that is behind takes nothing back.
    centre.do(message(3, ANN))
    centre.do(ReadMessages(agent_id=ANN, is_by_agent=True, until=MessageId("m003")))
    assert centre.do(read) == []
    assert thread.unread[True] == 0


def test_a_broadcast_reaches_each_and_names_them() -> None:
    centre = SmallCentre("ann", "bob", "eve", "joe")
    sent = centre.do(message(1, ANN, BOB, AgentId("eve"), AgentId("joe")))[0]
    assert isinstance(sent, MessageSent)
    assert (sent.is_broadcast, sent.name) == (True, "ann, bob, eve +1")
    assert len(centre.world.messages.threads) == 4


@pytest.mark.parametrize(
    ("text", "agents", "code"),
    [
        ("  \n", (ANN,), "message.empty"),
        ("x" * (LONGEST_TEXT + 1), (ANN,), "message.too_long"),
        ("Hello", (), "message.nobody"),
        ("Hello", (AgentId("nobody"),), "catalogue.unknown"),
    ],
)
def test_nonsense_is_refused(text: str, agents: tuple[AgentId, ...], code: str) -> None:
    centre = SmallCentre("ann")
    with pytest.raises(RuleBroken) as refusal:
        centre.do(message(1, *agents, text=text))
    assert refusal.value.code == code


def test_only_the_newest_messages_are_remembered() -> None:
    centre = SmallCentre("ann")
    for number in range(REMEMBERED + 5):
        centre.do(message(number, ANN))
    messages = centre.world.messages.threads[ANN].messages
    assert (len(messages), messages[0].id) == (REMEMBERED, "m005")
    with pytest.raises(RuleBroken, match="no such message"):
        centre.do(ReadMessages(agent_id=ANN, is_by_agent=True, until=MessageId("m001")))


def test_a_state_that_was_set_stands_among_the_messages() -> None:
    centre = SmallCentre("ann")
    centre.do(
        SetAgentState(
            message_id=MessageId("m1"),
            agent_id=ANN,
            presence=Presence.NOT_READY,
            reason_id=BREAK,
            note="Take a break.",
            sender_name="Sue",
        )
    )
    (told,) = centre.world.messages.threads[ANN].messages
    assert (told.presence, told.reason_id, told.text) == ("not_ready", BREAK, "Take a break.")
    assert centre.world.messages.threads[ANN].unread[True] == 1


def test_a_hand_is_raised_once_and_lowered_by_whoever_comes() -> None:
    centre = SmallCentre("ann")
    raised = centre.do(RaiseHand(agent_id=ANN, note="An angry customer"))
    assert [type(event) for event in raised] == [HandRaised]
    assert centre.do(RaiseHand(agent_id=ANN)) == []
    assert centre.world.messages.hands[ANN].note == "An angry customer"
    centre.do(LowerHand(agent_id=ANN, by=SUE))
    assert centre.world.messages.hands == {}
    assert centre.do(LowerHand(agent_id=ANN, by=SUE)) == []


def test_who_goes_home_asks_for_nobody_any_more() -> None:
    centre = SmallCentre("ann")
    centre.do(RaiseHand(agent_id=ANN))
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.OFFLINE))
    assert centre.world.messages.hands == {}


def test_who_leads_a_team_oversees_its_agents_only_and_others_all() -> None:
    centre = SmallCentre("ann", "bob")
    teams = centre.world.teams
    assert teams.overseen_by(SUE) is None
    centre.do(SaveTeam(team=Team(id=EARLY, name="Early shift", supervisors=(SUE,))))
    assert teams.overseen_by(SUE) == frozenset()
    centre.do(SaveAgent(agent=Agent(id=ANN, name="ann", teams=(EARLY,))))
    assert teams.overseen_by(SUE) == frozenset({ANN})
    assert teams.overseen_by(TOM) is None
    assert teams.members_of(EARLY) == [ANN]
    with pytest.raises(RuleBroken, match="Still used by ann"):
        centre.do(RemoveTeam(id=EARLY))
    centre.do(SaveAgent(agent=Agent(id=ANN, name="ann")))
    centre.do(RemoveTeam(id=EARLY))
    assert teams.overseen_by(SUE) is None


def test_an_agent_belongs_to_teams_that_exist() -> None:
    centre = SmallCentre("ann")
    with pytest.raises(RuleBroken, match="no team"):
        centre.do(SaveAgent(agent=Agent(id=ANN, name="ann", teams=(EARLY,))))

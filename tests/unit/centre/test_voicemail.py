"""Messages that customers leave: in whose box, who may hear them, and when they are done."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from tests.support.call_backs import ANNA
from tests.support.centre import NOON, QUEUE
from tests.support.placed_calls import FRIEND, CallingCentre

from antiphon.agents.contract import Agent, SaveAgent
from antiphon.flows.contract import FlowMoved, SaveFlow
from antiphon.flows.graph import Flow, VoicemailStep
from antiphon.flows.run import Say, SpokenText, Waiting
from antiphon.interactions.contract import Outcome
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import (
    AgentId,
    EntryPointId,
    FlowId,
    InteractionId,
    LegId,
    QueueId,
    UserId,
    VoicemailBoxId,
)
from antiphon.recordings.voicemail import (
    FinishVoicemail,
    HearVoicemail,
    RemoveVoicemailBox,
    ReopenVoicemail,
    SaveVoicemailBox,
    Voicemail,
    VoicemailBox,
    VoicemailDeleted,
    VoicemailDone,
    VoicemailHeard,
)
from antiphon.routing.lost_calls import LostCallDismissed, LostCallReopened
from antiphon.telephony.contract import EntryPoint, SaveEntryPoint
from antiphon.telephony.engine import LegArrived, PlaybackEnded, PlaybackId, RecordingEnded
from antiphon.telephony.engine import RecordingId as Recording

pytestmark = pytest.mark.unit

M1, BOX = InteractionId("m1"), VoicemailBoxId("box")


class MessageCentre(CallingCentre):
    """At 2000 a message is taken, for the box `box` if it is named."""

    def __init__(self, *agents: str, box: VoicemailBoxId | None = None) -> None:
        super().__init__(*agents)
        step = VoicemailStep(text={"en": "Speak."}, box_id=box)
        flow = Flow(id=FlowId("night"), name="Night", start="take", steps={"take": step})
        self.do(SaveFlow(flow=flow))
        point = EntryPoint(id=EntryPointId("e2"), name="Night", number="2000", flow_id=flow.id)
        self.do(SaveEntryPoint(entry_point=point))

    def leaves_message(self, name: str = "m1", number: str = FRIEND, dialled: str = "2000") -> None:
        """A customer calls and speaks."""
        leg = LegId(name)
        self.hear(
            LegArrived(
                at=self.now, leg=leg, dialled=dialled, caller_number=number, caller_name="Li"
            )
        )
        if dialled == "1000":
            self.press(name, "2")
        progress = self.world.flows.progress[InteractionId(name)]
        if progress.run.waiting is Waiting.VOICEMAIL_TEXT:
            turn = progress.run.turn
            said = PlaybackId(f"{name}.p{turn}")
            self.hear(PlaybackEnded(at=self.now, leg=leg, playback=said, is_failed=False))
        turn = self.world.flows.progress[InteractionId(name)].run.turn
        spoken = Recording(f"{name}.m{turn}")
        self.hear(
            RecordingEnded(at=self.now, leg=leg, recording=spoken, seconds=7, is_failed=False)
        )

    def message(self, name: str = "m1") -> Voicemail:
        """The message of a call."""
        return self.world.voicemail.messages[InteractionId(name)]

    def hearers(self, name: str = "m1") -> set[str]:
        """The agents who may hear it."""
        return {
            agent.id
            for agent in self.world.agents.profiles
            if self.world.voicemail.may_hear(
                self.message(name), agent_id=agent.id, queues=agent.queues
            )
        }


def with_boxes(centre: MessageCentre, *boxes: VoicemailBox) -> MessageCentre:
    for box in boxes:
        centre.do(SaveVoicemailBox(box=box))
    return centre


def an_outsider(centre: MessageCentre) -> None:
    centre.do(SaveAgent(agent=Agent(id=AgentId("out"), name="Out", queues=())))


def reasons_of(centre: MessageCentre) -> Iterable[str]:
    return [event.reason for event in centre.events if isinstance(event, VoicemailDone)]


def test_a_message_keeps_who_left_it_and_when() -> None:
    centre = MessageCentre("anna")
    centre.leaves_message()
    left = centre.message().left
    assert (left.customer_number, left.customer_name, left.seconds) == (FRIEND, "Li", 7)
    assert (left.recording_id, left.at) == ("m1.m2", NOON)
    assert centre.outcomes() == [Outcome.VOICEMAIL]


def test_a_message_is_for_those_whose_box_it_is() -> None:
    for box, hearers in (
        (VoicemailBox(id=BOX, name="Anna", agent_id=ANNA), {"anna"}),
        (VoicemailBox(id=BOX, name="Sales", queue_id=QUEUE), {"anna", "bob"}),
        (VoicemailBox(id=BOX, name="All"), {"anna", "bob", "out"}),
    ):
        centre = with_boxes(MessageCentre("anna", "bob", box=BOX), box)
        an_outsider(centre)
        centre.leaves_message()
        assert centre.hearers() == hearers, box.name


def test_who_left_the_queue_for_the_box_is_heard_by_the_queue_s_agents() -> None:
    centre = MessageCentre("anna")
    centre.arrive("c0", "01055550000")
    centre.agent_takes("c0")
    an_outsider(centre)
    centre.leaves_message(dialled="1000")
    assert centre.message().left.queue_id == QUEUE
    assert centre.hearers() == {"anna"}
    with_boxes(centre, VoicemailBox(id=BOX, name="Sales", queue_id=QUEUE))
    assert centre.world.voicemail.box_of(centre.message()) is not None


def test_a_message_is_heard_once_and_done_in_both_lists() -> None:
    centre = MessageCentre("anna")
    centre.leaves_message()
    by = UserId("u1")
    for _ in range(2):
        centre.do(HearVoicemail(interaction_id=M1, by=by))
        centre.do(FinishVoicemail(interaction_id=M1, by=by))
    assert len([event for event in centre.events if isinstance(event, VoicemailHeard)]) == 1
    assert len([event for event in centre.events if isinstance(event, LostCallDismissed)]) == 1
    assert (centre.message().heard_by, centre.message().done_by) == (by, by)
    for _ in range(2):
        centre.do(ReopenVoicemail(interaction_id=M1, by=by))
    assert centre.message().done_at is None
    assert len([event for event in centre.events if isinstance(event, LostCallReopened)]) == 1


def test_who_is_called_back_by_hand_or_calls_again_has_been_seen_to() -> None:
    centre = MessageCentre("anna")
    centre.leaves_message()
    centre.talks_with_friend()
    assert reasons_of(centre) == ["called_back"]
    again = MessageCentre("anna")
    again.leaves_message()
    again.arrive("c2", FRIEND)
    again.agent_takes("c2")
    assert reasons_of(again) == ["called_again"]


def test_who_shows_no_number_is_not_taken_for_another_without_one() -> None:
    centre = MessageCentre("anna")
    centre.leaves_message(number="")
    centre.arrive("c2", "")
    centre.agent_takes("c2")
    assert reasons_of(centre) == []


def test_a_box_has_one_owner_who_exists_and_goes_when_no_flow_leads_to_it() -> None:
    centre = MessageCentre("anna", box=BOX)
    for wrong in (
        VoicemailBox(id=BOX, name="Both", queue_id=QUEUE, agent_id=ANNA),
        VoicemailBox(id=BOX, name="None", queue_id=QueueId("nothing")),
        VoicemailBox(id=BOX, name="Nobody", agent_id=AgentId("nobody")),
    ):
        with pytest.raises(RuleBroken):
            centre.do(SaveVoicemailBox(box=wrong))
    with_boxes(centre, VoicemailBox(id=BOX, name="Night"))
    with pytest.raises(RuleBroken, match="Night"):
        centre.do(RemoveVoicemailBox(id=BOX))
    other = VoicemailBoxId("other")
    with_boxes(centre, VoicemailBox(id=other, name="Other"))
    centre.do(RemoveVoicemailBox(id=other))
    assert other not in centre.world.voicemail.boxes


def test_what_was_done_long_ago_is_forgotten_and_what_is_open_never() -> None:
    centre = MessageCentre("anna")
    for index in range(203):
        name = f"m{index}"
        centre.leaves_message(name, number=f"0105556{index:04}")
        if index:
            centre.do(FinishVoicemail(interaction_id=InteractionId(name)))
    kept = centre.world.voicemail.messages
    assert len(kept) == 201
    assert "m0" in kept
    assert "m1" not in kept


def said_by(centre: MessageCentre, name: str = "m1") -> list[SpokenText]:
    """What the flow of a call has said to it."""
    moves = (e for e in centre.events if isinstance(e, FlowMoved) and e.interaction_id == name)
    says = (action for move in moves for action in move.actions if isinstance(action, Say))
    return [text for say in says for text in say.texts]


def deleted(centre: MessageCentre) -> list[VoicemailDeleted]:
    return [event for event in centre.events if isinstance(event, VoicemailDeleted)]


DAY_S = timedelta(days=1).total_seconds()
GREETING = {"en": "Anna is out.", "zh-Hans": "安娜不在。"}


def test_a_box_s_own_greeting_is_said_in_place_of_the_step_s_text() -> None:
    centre = with_boxes(
        MessageCentre("anna", box=BOX), VoicemailBox(id=BOX, name="Anna", greeting=GREETING)
    )
    centre.leaves_message()
    assert said_by(centre) == [SpokenText(language="en", text="Anna is out.")]
    assert centre.message().left.box_id == BOX
    with_boxes(centre, VoicemailBox(id=BOX, name="Anna", greeting={"en": " "}))
    centre.leaves_message("m2", number="01055560002")
    assert said_by(centre, "m2") == [SpokenText(language="en", text="Speak.")]


def test_who_presses_the_key_in_the_queue_hears_the_greeting_of_its_box() -> None:
    box = VoicemailBox(id=BOX, name="Sales", queue_id=QUEUE, greeting=GREETING)
    centre = with_boxes(MessageCentre("anna"), box)
    centre.arrive("c0", "01055550000")
    centre.agent_takes("c0")
    centre.leaves_message(dialled="1000")
    assert said_by(centre)[-1].text == "Anna is out."
    assert (centre.message().left.queue_id, centre.message().left.seconds) == (QUEUE, 7)
    assert centre.outcomes()[-1] is Outcome.VOICEMAIL


def test_a_message_is_kept_for_as_many_days_as_its_box_says_done_or_not() -> None:
    box = VoicemailBox(id=BOX, name="Anna", keep_days=7)
    centre = with_boxes(MessageCentre("anna", box=BOX), box)
    centre.leaves_message()
    centre.leaves_message("m2", number="01055560002")
    centre.do(FinishVoicemail(interaction_id=InteractionId("m2")))
    assert centre.message().goes_at == centre.message().left.at + timedelta(days=7)
    started_at = centre.message().left.at - timedelta(seconds=7)
    centre.pass_time(7 * DAY_S - 60)
    assert deleted(centre) == []
    centre.pass_time(60)
    assert [event.interaction_id for event in deleted(centre)] == ["m1", "m2"]
    assert deleted(centre)[0].started_at == started_at
    assert centre.world.voicemail.messages == {}


def test_what_is_to_go_sooner_than_was_told_goes_a_day_later_at_the_soonest() -> None:
    centre = with_boxes(MessageCentre("anna", box=BOX), VoicemailBox(id=BOX, name="Anna"))
    centre.leaves_message()
    centre.pass_time(30 * DAY_S)
    with_boxes(centre, VoicemailBox(id=BOX, name="Anna", keep_days=7))
    told = centre.message().goes_at
    assert told == centre.now + timedelta(days=1)
    centre.pass_time(60)
    with_boxes(centre, VoicemailBox(id=BOX, name="Anna's", keep_days=7))
    assert centre.message().goes_at == told
    with_boxes(centre, VoicemailBox(id=BOX, name="Anna"))
    assert centre.message().goes_at is None
    centre.pass_time(30 * DAY_S)
    assert deleted(centre) == []


def test_what_was_done_long_ago_is_deleted_although_nobody_lists_it() -> None:
    box = VoicemailBox(id=BOX, name="Anna", keep_days=7)
    centre = with_boxes(MessageCentre("anna", box=BOX), box)
    for index in range(202):
        centre.leaves_message(f"m{index}", number=f"0105556{index:04}")
        centre.do(FinishVoicemail(interaction_id=InteractionId(f"m{index}")))
    assert "m0" not in centre.world.voicemail.messages
    centre.pass_time(7 * DAY_S)
    assert len(deleted(centre)) == 202

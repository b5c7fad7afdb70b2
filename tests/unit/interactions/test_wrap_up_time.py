"""The time for wrap-up: it ends by itself, and an agent may ask for more."""

import pytest
from tests.support.centre import SmallCentre

from antiphon.app.views.desk import DeskView, WorkView
from antiphon.interactions.call_control import ExtendWrapUp, HangUpInteraction
from antiphon.interactions.contract import WrapUpEnded
from antiphon.interactions.states import State
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId

pytestmark = pytest.mark.unit

ANN, C1 = AgentId("ann"), InteractionId("c1")
MORE = ExtendWrapUp(interaction_id=C1, agent_id=ANN)


def in_wrap_up(extensions: int) -> SmallCentre:
    centre = SmallCentre("ann", wrap_up_s=30, wrap_up_extension_s=60, wrap_up_extensions=extensions)
    centre.talk()
    centre.do(HangUpInteraction(interaction_id=C1, agent_id=ANN))
    return centre


def actions(centre: SmallCentre) -> tuple[str, ...]:
    view = dict(DeskView(centre.world).draw(ANN))["work", "c1"]
    assert isinstance(view, WorkView)
    return view.actions


def test_wrap_up_ends_when_its_time_is_over() -> None:
    centre = in_wrap_up(extensions=0)
    ended = [e for e in centre.pass_time(30) if isinstance(e, WrapUpEnded)]
    assert [e.is_over_limit for e in ended] == [True]


def test_more_time_is_added_to_what_is_left() -> None:
    centre = in_wrap_up(extensions=1)
    centre.pass_time(20)
    centre.do(MORE)
    assert not [e for e in centre.pass_time(69) if isinstance(e, WrapUpEnded)]
    assert [e for e in centre.pass_time(1) if isinstance(e, WrapUpEnded)]


def test_more_time_is_offered_and_given_only_as_often_as_the_queue_allows() -> None:
    centre = in_wrap_up(extensions=2)
    for _ in range(2):
        assert "extend_wrap_up" in actions(centre)
        centre.do(MORE)
    assert "extend_wrap_up" not in actions(centre)
    with pytest.raises(RuleBroken, match="no more extension"):
        centre.do(MORE)


def test_a_conversation_cannot_be_extended() -> None:
    centre = SmallCentre("ann", wrap_up_extensions=1)
    centre.talk()
    assert centre.world.interactions.open[C1].state is State.TALKING
    with pytest.raises(RuleBroken, match="End the conversation first"):
        centre.do(MORE)

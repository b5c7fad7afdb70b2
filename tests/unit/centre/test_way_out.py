"""By which trunk somebody outside is asked into a call: by that of the customer's queue."""

import pytest
from msgspec.structs import replace
from tests.support.centre import QUEUE
from tests.support.talk import EXPERT, Talk

from antiphon.interactions.call_control import AddParty, CallWish, StartConsult, TransferInteraction
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import TrunkId
from antiphon.routing.contract import SaveQueue
from antiphon.routing.waiting import CallBackRules, WaitingRoom
from antiphon.telephony.contract import RemoveTrunk, SaveTrunk, TrunkLine

pytestmark = pytest.mark.unit

FIRST, OWN = TrunkId("line"), TrunkId("sales")


class TrunkTalk(Talk):
    """The queue of the conversation calls out by a trunk that is not the first."""

    def __init__(self) -> None:
        super().__init__()
        world = self.centre.world
        self.centre.do(SaveTrunk(trunk=TrunkLine(id=OWN, name="Sales", host="sales.example")))
        assert world.trunks.first() == FIRST
        waiting = WaitingRoom(call_back=CallBackRules(trunk_id=OWN))
        self.centre.do(SaveQueue(queue=replace(world.routing.queues.get(QUEUE), waiting=waiting)))


@pytest.mark.parametrize("kind", [TransferInteraction, StartConsult, AddParty])
def test_somebody_outside_is_called_by_the_trunk_of_the_customers_queue(
    kind: type[CallWish],
) -> None:
    invited = TrunkTalk().pass_to(kind, EXPERT, "number")
    assert invited is not None
    assert invited.trunk_id == OWN


def test_a_queue_without_a_trunk_of_its_own_takes_the_first() -> None:
    invited = Talk().pass_to(TransferInteraction, EXPERT, "number")
    assert invited is not None
    assert invited.trunk_id == FIRST


def test_when_the_trunk_of_the_queue_was_removed_nobody_outside_is_called() -> None:
    talk = TrunkTalk()
    talk.centre.do(RemoveTrunk(id=OWN))
    with pytest.raises(RuleBroken) as refused:
        talk.pass_to(TransferInteraction, EXPERT, "number")
    assert refused.value.code == "transfer.no_trunk"

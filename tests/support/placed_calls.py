"""A small centre whose agents call numbers of their own country."""

from datetime import datetime

from tests.support.call_backs import CallBackCentre

from antiphon.interactions.contract import ConversationEnded, InteractionClosed
from antiphon.interactions.outbound_calls import PlaceCall
from antiphon.kernel.ids import AgentId, InteractionId, LegId, QueueId
from antiphon.telephony.contract import AgentRung
from antiphon.telephony.dial_guard import DialRules, SaveDialRules
from antiphon.telephony.engine import LegAnswered

FRIEND = "01055551234"


class CallingCentre(CallBackCentre):
    """Agents who may call whomever they like in their country."""

    def __init__(self, *agents: str) -> None:
        super().__init__(*agents)
        rules = DialRules(allowed_prefixes=("+86",))
        self.do(SaveDialRules(rules=rules))

    def place(
        self,
        name: str = "p1",
        *,
        by: str = "anna",
        number: str = FRIEND,
        queue_id: QueueId | None = None,
    ) -> None:
        """An agent wants to call somebody."""
        self.do(
            PlaceCall(
                interaction_id=InteractionId(name),
                agent_id=AgentId(by),
                number=number,
                queue_id=queue_id,
            )
        )

    def own_phone_answers(self, name: str = "p1") -> None:
        """The agent's own phone is picked up."""
        self.hear(LegAnswered(at=self.now, leg=self.own_leg(name)))

    def own_leg(self, name: str = "p1") -> LegId:
        """The leg to the agent's own phone."""
        rung = (e for e in reversed(self.events) if isinstance(e, AgentRung))
        return next(event.leg_id for event in rung if event.interaction_id == name)

    def talks_with_friend(self, name: str = "p1", *, by: str = "anna") -> None:
        """A call is placed and answered at both ends."""
        self.place(name, by=by)
        self.own_phone_answers(name)
        self.customer_answers(name)

    def ends(self) -> list[tuple[str, str, datetime]]:
        """How conversations ended: by whom, why, and until when may be written."""
        return [
            (event.ended_by, event.reason, event.wrap_up_until)
            for event in self.events
            if isinstance(event, ConversationEnded)
        ]

    def outcomes(self) -> list[str]:
        """The outcomes, in order."""
        return [event.outcome for event in self.events if isinstance(event, InteractionClosed)]

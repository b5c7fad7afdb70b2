"""What follows from an event within the centre: one line for each, in the order they are asked.

What is done outside when an event is on disk: `engine/effects.py`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from antiphon.agents import contract as agents
from antiphon.agents.interruptions import InterruptionsChanged
from antiphon.app.centre import floor
from antiphon.app.centre.entering import arrival, visitor_calls
from antiphon.app.centre.talking import (
    agent_lines,
    conversation,
    flow_visits,
    hold_limit,
    legs,
    lost_parties,
    monitoring,
    outbound,
    outside_phones,
    parties,
    recorded_legs,
)
from antiphon.app.centre.waiting import callbacks as call_back
from antiphon.app.centre.waiting import distribution, diversion
from antiphon.app.centre.waiting import voicemail as messages
from antiphon.app.centre.world import World
from antiphon.flows import contract as flows
from antiphon.interactions import contract as interactions
from antiphon.kernel.events import Event
from antiphon.routing import callbacks
from antiphon.routing import contract as routing
from antiphon.routing.admission import contract as admission
from antiphon.supervision import contract as supervision
from antiphon.telephony import contract as telephony
from antiphon.telephony import monitoring as watching
from antiphon.telephony import outside_phones as outside

Reaction = Callable[[World, Any], Iterable[Event]]

# An agent's phone rings, unless its line is open or it is a number outside.
PHONE_RUNG: tuple[Reaction, ...] = (agent_lines.after_rung, outside_phones.after_rung)

REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {
    # a call comes in, goes through its flow, and waits
    admission.InteractionAdmitted: (arrival.after_decision,),
    admission.InteractionRefused: (arrival.after_decision,),
    interactions.InteractionQueued: (
        parties.all_leave,
        monitoring.after_end,
        distribution.offer_elsewhere,
        distribution.offer_to_released,
        call_back.offer_to_named,
        distribution.offer_to_waiting,
    ),
    interactions.InteractionClosed: (
        parties.all_leave,
        monitoring.after_end,
        distribution.offer_to_released,
        call_back.after_attempt,
        visitor_calls.after_closed,
    ),
    routing.QueueFoundClosed: (diversion.after_closed,),
    routing.PreferenceEnded: (distribution.offer_to_waiting,),
    supervision.WaitingPicked: (floor.offer_picked,),
    routing.RequirementRelaxed: (distribution.offer_to_waiting,),
    # an agent calls somebody
    interactions.CallPlaced: (outbound.after_placed,),
    interactions.ColleagueCalled: (outbound.after_placed,),
    # an offer is made, and ends
    # One is asked; then the group is filled with those who have nobody else to take.
    # Beside a mail there may be room for a call.
    routing.OfferMade: (
        call_back.called,
        conversation.after_offer,
        distribution.offer_to_waiting,
        distribution.offer_to_agent,
    ),
    routing.OfferAccepted: (
        conversation.after_acceptance,
        agent_lines.after_acceptance,
        outside_phones.after_acceptance,
    ),
    # Whoever was free before goes first; then the freed agent belongs to whoever is first in line.
    routing.OfferDeclined: (
        distribution.rest_after_refusal,
        distribution.offer_elsewhere,
        distribution.offer_to_agent,
        distribution.offer_to_waiting,
    ),
    routing.OfferExpired: (
        distribution.block_after_misses,
        distribution.offer_elsewhere,
        distribution.offer_to_agent,
        distribution.offer_to_waiting,
    ),
    routing.OfferWithdrawn: (
        distribution.offer_elsewhere,
        distribution.offer_to_agent,
        distribution.offer_to_waiting,
    ),
    # agents and their phones come and go
    agents.PresenceChanged: (
        distribution.withdraw_from_absent,
        distribution.let_go_of_absent,
        agent_lines.after_change,
        distribution.offer_to_agent,
    ),
    agents.AgentPhoneChanged: (
        agent_lines.after_change,
        lost_parties.after_phone_changed,
        parties.after_phone_lost,
        conversation.after_phone_changed,
        distribution.offer_to_agent,
    ),
    agents.AgentSaved: (agent_lines.after_saved, distribution.offer_to_changed_agent),
    InterruptionsChanged: (distribution.room_changes,),
    agents.AgentRoomChanged: (distribution.offer_to_agent,),
    # legs are begun, answer and end
    telephony.AgentRung: (recorded_legs.after_rung, *PHONE_RUNG),
    telephony.PartyInvited: (recorded_legs.after_rung, *PHONE_RUNG),
    telephony.PartyRung: PHONE_RUNG,
    watching.MonitorRung: PHONE_RUNG,
    outside.OutsidePhoneBarred: (legs.after_barred,),
    outside.OutsidePhoneTaken: (legs.after_taken,),
    outside.OutsidePhoneNotTaken: (legs.after_not_taken,),
    telephony.AgentLegAnswered: (conversation.after_agent_answered,),
    telephony.AgentLegEnded: (parties.after_agent_leg_ended, agent_lines.after_leg_ended),
    telephony.CallerLegEnded: (conversation.after_caller_left,),
    telephony.CustomerAnswered: (call_back.after_answer,),
    # a call-back is asked for, and its attempts end
    callbacks.CallBackRequested: (call_back.start_at_once,),
    callbacks.CallBackRefused: (diversion.after_refusal,),
    interactions.InteractionConnected: (
        messages.after_connection,
        call_back.after_connection,
    ),
    # a conversation breaks, ends, and is wrapped up
    interactions.InteractionSuspended: (conversation.after_suspension,),
    interactions.ConversationEnded: (
        parties.all_leave,
        monitoring.after_end,
        conversation.after_conversation,
    ),
    # others are asked into a call, come, and go
    telephony.PartyAnswered: (parties.after_answer,),
    telephony.PartyLost: (lost_parties.after_lost,),
    telephony.OutsideRefused: (diversion.after_refusal,),
    interactions.InteractionHeld: (hold_limit.after_held,),
    interactions.InteractionSentToFlow: (flow_visits.after_sent,),
    flows.FlowMoved: (flow_visits.after_moved,),
    telephony.PartyLeft: (
        diversion.after_party_left,
        distribution.offer_elsewhere,
        distribution.offer_to_departed,
    ),
    interactions.AgentLeft: (
        flow_visits.after_agent_left,
        distribution.offer_elsewhere,
        distribution.offer_to_departed,
    ),
    interactions.WrapUpEnded: (conversation.after_wrap_up, distribution.offer_to_agent),
}

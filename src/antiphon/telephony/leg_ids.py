"""How our legs are called: after what they are for, so that a command may be repeated, and a report
says whose leg it is about. One that arrived is called like its interaction.
"""

from antiphon.kernel.ids import InteractionId, LegId, OfferId
from antiphon.telephony.engine import RecordingId

LEG_SUFFIX = ".leg"


def leg_of_offer(offer_id: OfferId) -> LegId:
    """The leg that rings for an offer."""
    return LegId(f"{offer_id}{LEG_SUFFIX}")


def offer_of(leg: LegId) -> OfferId:
    """The offer that a leg rings for, if it rings for one."""
    return OfferId(leg.removesuffix(LEG_SUFFIX))


def leg_to_customer(interaction_id: InteractionId) -> LegId:
    """The one leg that calls the customer of an interaction: none is ever called twice."""
    return LegId(f"{interaction_id}.c{LEG_SUFFIX}")


def recording_of(leg: LegId) -> RecordingId:
    """The recording that runs on an agent's leg."""
    return RecordingId(leg.removesuffix(LEG_SUFFIX))


def interaction_of(leg: LegId) -> InteractionId:
    """The interaction a leg belongs to."""
    if not leg.endswith(LEG_SUFFIX):
        return InteractionId(leg)
    return InteractionId(leg.removesuffix(LEG_SUFFIX).rpartition(".")[0])

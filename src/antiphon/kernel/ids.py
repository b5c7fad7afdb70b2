"""Identifiers: a type for each kind of thing, and how a new one is made."""

import os
from datetime import datetime
from typing import NewType

TenantId = NewType("TenantId", str)
UserId = NewType("UserId", str)
AgentId = NewType("AgentId", str)
TeamId = NewType("TeamId", str)
SkillId = NewType("SkillId", str)
QueueId = NewType("QueueId", str)
ReasonId = NewType("ReasonId", str)
DispositionId = NewType("DispositionId", str)
EntryPointId = NewType("EntryPointId", str)
TrunkId = NewType("TrunkId", str)
FlowId = NewType("FlowId", str)
OfferId = NewType("OfferId", str)
PartyId = NewType("PartyId", str)
CallBackId = NewType("CallBackId", str)
MessageId = NewType("MessageId", str)
TaskId = NewType("TaskId", str)
MonitorId = NewType("MonitorId", str)
WrapUpFormId = NewType("WrapUpFormId", str)
ScriptId = NewType("ScriptId", str)
ScreenPopId = NewType("ScreenPopId", str)
SiteId = NewType("SiteId", str)
WallboardId = NewType("WallboardId", str)
DisplayId = NewType("DisplayId", str)
FloorMapId = NewType("FloorMapId", str)
NoticeId = NewType("NoticeId", str)
PlanId = NewType("PlanId", str)
VoicemailBoxId = NewType("VoicemailBoxId", str)
CallButtonId = NewType("CallButtonId", str)
VisitId = NewType("VisitId", str)
ShiftId = NewType("ShiftId", str)
ShiftChangeId = NewType("ShiftChangeId", str)

# The id of a call's interaction is the id of the leg it arrived on, so that hearing of the same
# leg twice can never make two interactions.
InteractionId = NewType("InteractionId", str)
LegId = NewType("LegId", str)

DEFAULT_TENANT = TenantId("default")

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(now: datetime) -> str:
    """A fresh id of 20 characters that sorts by the millisecond it was made in."""
    value = (int(now.timestamp() * 1000) << 52) | int.from_bytes(os.urandom(7)) >> 4
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(95, -1, -5))

"""One leg as the simulated engine holds it."""

from datetime import datetime

import msgspec

from antiphon.kernel.ids import InteractionId, LegId, TrunkId
from antiphon.telephony.engine import BridgeId, LegArrived, PhoneId, PlaybackId, RecordingId


class SimulatedLeg(msgspec.Struct):
    """One leg as the engine holds it."""

    id: LegId
    created_at: datetime
    dialled: str = ""
    caller_number: str = ""
    caller_name: str = ""
    call: InteractionId | None = None
    phone: PhoneId | None = None
    trunk: TrunkId | None = None
    is_up: bool = False
    bridge: BridgeId | None = None
    # Whose sound it brings, when it is an ear.
    ear_on: LegId | None = None
    # The leg that is kept open, when this one goes over it.
    line: LegId | None = None
    music: str | None = None
    hears_ringing: bool = False
    is_muted: bool = False
    playbacks: set[PlaybackId] = set()
    done_playbacks: set[PlaybackId] = set()
    recording: RecordingId | None = None
    # Which of its parts is written now; None while it is paused.
    recorded_part: int | None = 0

    def arrival(self, at: datetime) -> LegArrived:
        """The report of an arriving leg."""
        return LegArrived(
            at=at,
            leg=self.id,
            dialled=self.dialled,
            caller_number=self.caller_number,
            caller_name=self.caller_name,
            trunk=self.trunk,
            phone=self.phone,
        )

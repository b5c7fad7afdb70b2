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
    music: str | None = None
    playbacks: set[PlaybackId] = set()
    done_playbacks: set[PlaybackId] = set()
    recording: RecordingId | None = None

    def arrival(self, at: datetime) -> LegArrived:
        """The report of an arriving leg."""
        return LegArrived(
            at=at,
            leg=self.id,
            dialled=self.dialled,
            caller_number=self.caller_number,
            caller_name=self.caller_name,
            trunk=self.trunk,
        )

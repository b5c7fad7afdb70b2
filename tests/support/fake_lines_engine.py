"""The part of a telephone engine that phones and trunks need, in memory."""

from antiphon.kernel.ids import LegId, TrunkId
from antiphon.telephony.engine import EngineUnavailable, Phone, PhoneId
from antiphon.telephony.trunk import Trunk, TrunkProbe
from antiphon.telephony.trunk_trouble import TrunkReason, TrunkTrouble


class FakeLinesEngine:
    """Remembers what it was told; `is_away` lets every command fail."""

    def __init__(self) -> None:
        self.phones: dict[PhoneId, Phone] = {}
        self.trunks: dict[TrunkId, Trunk] = {}
        self.digits: list[tuple[LegId, str]] = []
        self.is_away = False

    async def set_phone(self, phone: Phone) -> None:
        """Make a phone known."""
        self._check()
        self.phones[phone.id] = phone

    async def remove_phone(self, phone: PhoneId) -> None:
        """Forget a phone."""
        self._check()
        self.phones.pop(phone, None)

    async def set_trunk(self, trunk: Trunk) -> None:
        """Make a trunk known."""
        self._check()
        self.trunks[trunk.id] = trunk

    async def remove_trunk(self, trunk: TrunkId) -> None:
        """Forget a trunk."""
        self._check()
        self.trunks.pop(trunk, None)

    async def probe_trunk(self, trunk: Trunk) -> TrunkProbe:
        """A trunk is reachable when it has the right secret."""
        self._check()
        if trunk.secret != "right":
            return TrunkProbe(trouble=TrunkTrouble(reason=TrunkReason.NO_ANSWER))
        return TrunkProbe(round_trip_ms=1.5, status=200)

    async def send_digits(self, leg: LegId, digits: str) -> None:
        """Remember the digits."""
        self._check()
        self.digits.append((leg, digits))

    def _check(self) -> None:
        if self.is_away:
            raise EngineUnavailable("away")

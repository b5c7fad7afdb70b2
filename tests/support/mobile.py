"""An agent's mobile telephone in tests with real sound."""

from tests.support.patience import PATIENCE_S

from antiphon.simulation.sip_call import PhoneCall

_SPOKEN = 0.05


async def is_asked(mobile: PhoneCall) -> None:
    """Wait until somebody speaks to who answered; for a time when no customer says anything."""

    def is_loud() -> bool:
        until = (mobile.stream.heard.last_at or 0.0) + 0.001
        return bool(abs(mobile.stream.heard.between(until - 0.5, until)).max(initial=0) > _SPOKEN)

    await mobile.stream.until(is_loud, PATIENCE_S)

"""Gaps in what a phone hears, without those that the machine made and not the product."""

import psutil
from tests.support.engine_look import waits_of

from antiphon.simulation.sip_call import PhoneCall

# Below this a wait for the processor makes no gap that anybody looks for.
STARVED_MS = 50.0


def gap_heard(listener: PhoneCall, since: float, until: float, *, stalled: PhoneCall) -> float:
    """The longest gap in ms in what `listener` heard.

    What the call `stalled` did not send in that time, because this test's process had to wait for
    the processor, was not lost by the product and is taken off.
    """
    gap = listener.stream.heard.longest_gap(since, until)
    begun, ended = gap.at - 0.1, gap.at + gap.ms / 1_000
    unsent = stalled.stream.sent.longest_gap(begun, ended).ms
    return gap.ms - max(0.0, unsent - 20.0)


def allowed_gap(longest_ms: float, starved_ms: float) -> float:
    """A machine whose processors are taken by others makes gaps that are not ours."""
    return longest_ms + (starved_ms if starved_ms > STARVED_MS else 0.0)


def childrens_waits() -> dict[int, float]:
    """How long each thread of what this test started, such as a browser, had no processor, in ms.

    Only as far as it was ready to run; since its start.
    """
    return waits_of(psutil.Process().children(recursive=True))

"""Real calls that ask to come in: refused with the right answer of SIP, told why, or put first."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.support.live_centre import LiveCentre
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sip_call import CallNotAnswered

pytestmark = pytest.mark.system


@asynccontextmanager
async def limits(centre: LiveCentre, **changes: Any) -> AsyncIterator[None]:
    """Other limits for a while; undone as an administrator would."""
    known = await centre.administrator.get("/v1/admission/limits")
    body = {"version": known["version"], "limits": {**known["limits"], **changes}}
    await centre.administrator.put("/v1/admission/limits", body)
    try:
        yield
    finally:
        await centre.administrator.post(
            "/v1/admission/limits/restore", {"number": known["version"]}
        )


async def status_of(centre: LiveCentre, number: str, *, dialled: str = "100") -> int:
    """SIP's answer to a call that is refused."""
    caller = centre.call(dialled, caller_number=number)
    with pytest.raises(CallNotAnswered) as refused:
        await caller.answered(PATIENCE_S)
    return refused.value.end.status


async def test_a_number_on_the_black_list_is_declined(centre: LiveCentre) -> None:
    number = "+8613800193001"
    body = {"list": "black", "lines": number, "reason": "Threats"}
    await centre.administrator.post("/v1/admission/lists/import", body)
    assert await status_of(centre, number) == 403
    record = await centre.ended(number)
    assert (record["outcome"], record["end_reason"]) == ("refused", "black_list")
    assert "routing.interaction_refused" in [one["kind"] for one in record["timeline"]]


async def test_who_was_taken_off_the_black_list_is_let_in_at_once(centre: LiveCentre) -> None:
    number = "+8613800193011"
    lists, administrator = "/v1/admission/lists", centre.administrator
    body = {"list": "black", "lines": number, "reason": "Mistaken"}
    await administrator.post(f"{lists}/import", body)
    assert await status_of(centre, number) == 403
    known = (await administrator.get(f"{lists}?kind=black"))["items"]
    mistaken = [one["id"] for one in known if one["reason"] == "Mistaken"]
    for entry in mistaken:
        await administrator.delete(f"{lists}/{entry}")
    caller = centre.call("100", caller_number=number)
    await caller.answered(PATIENCE_S)
    caller.hang_up()
    assert len(mistaken) == 1


async def test_more_calls_than_a_source_may_make_are_busy(centre: LiveCentre) -> None:
    number = "+8613800193002"
    async with limits(centre, source_calls=1, source_s=600):
        first = centre.call("100", caller_number=number)
        await first.answered(PATIENCE_S)
        assert await status_of(centre, number) == 486
        assert first.end is None, "the call that was in was ended"
        first.hang_up()
    assert (await centre.ended(number))["outcome"] in {"refused", "abandoned", "short_abandoned"}


async def test_a_surge_is_refused_as_unavailable(centre: LiveCentre) -> None:
    async with limits(centre, surge_burst=1, surge_calls_per_s=0.001):
        first = centre.call("100", caller_number="+8613800193003")
        await first.answered(PATIENCE_S)
        assert await status_of(centre, "+8613800193004") == 503
        first.hang_up()
    record = await centre.ended("+8613800193004")
    assert (record["outcome"], record["end_reason"]) == ("refused", "surge")
    after = centre.call("100", caller_number="+8613800193012")
    await after.answered(PATIENCE_S)
    after.hang_up()


async def test_a_direct_line_is_busy_while_nobody_is_free(centre: LiveCentre) -> None:
    administrator = centre.administrator
    body = {"kind": "direct", "name": "Direct", "number": "8201", "language": "en"}
    made = await administrator.post("/v1/admission/templates", body)
    try:
        number = "+8613800193009"
        assert await status_of(centre, number, dialled="8201") == 486
    finally:
        await administrator.delete(f"/v1/admission/templates/{made['id']}")
    record = await centre.ended(number)
    assert (record["outcome"], record["end_reason"]) == ("refused", "all_busy")


async def test_an_emergency_tells_callers_and_is_over_with_one_click(centre: LiveCentre) -> None:
    number = "+8613800193005"
    closure = {"text": {"en": "We are closed."}}
    await centre.administrator.put("/v1/admission/emergency", closure)
    try:
        caller = centre.call("100", caller_number=number)
        await caller.answered(PATIENCE_S)
        assert (await caller.ended(PATIENCE_S)).by_far_end
        assert caller.stream.heard.packets > 20, "nothing was said"
    finally:
        await centre.administrator.delete("/v1/admission/emergency")
    record = await centre.ended(number)
    assert (record["outcome"], record["end_reason"]) == ("refused", "emergency")
    after = centre.call("100", caller_number="+8613800193006")
    await after.answered(PATIENCE_S)
    assert after.end is None
    after.hang_up()


async def test_a_vip_customer_overtakes_who_came_before(centre: LiveCentre) -> None:
    vip, other = "+8613800193007", "+8613800193008"
    administrator = centre.administrator
    await administrator.post(
        "/v1/customers", {"name": "Very Important", "numbers": [vip], "vip_level": 8}
    )
    rule = {
        "id": "vip",
        "name": "VIP first",
        "when": "customer.vip_level >= 5",
        "terms": {"head_start_s": 3_600},
    }
    known = await administrator.get("/v1/admission/rules")
    body = {"version": known["version"], "rules": [rule]}
    await administrator.put("/v1/admission/rules", body)
    try:
        first = centre.call("100", caller_number=other)
        await first.answered(PATIENCE_S)
        second = centre.call("100", caller_number=vip)
        await second.answered(PATIENCE_S)
        agent = await centre.agent(3)
        await agent.ready()
        phone = await agent.rings()
        assert phone.caller_number == vip
        phone.answer()
        interaction_id = await agent.in_hand("talking")
        first.hang_up()
        second.hang_up()
        await agent.in_hand("wrap_up")
        await agent.desk.finish(interaction_id, None, "")
    finally:
        await administrator.post("/v1/admission/rules/restore", {"number": known["version"]})
    assert (await centre.ended(vip))["outcome"] == "handled"

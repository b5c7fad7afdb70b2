"""Real calls through the rules of a queue: rings that widen, ways out of a long wait, closed hours.

Each test has queues and a line of its own; the agents serve them for as long as it lasts.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.support.live_centre import Agent, LiveCentre, Made, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.test_call import hears, hears_beep

from antiphon.simulation.sip_call import CallState, PhoneCall
from antiphon.simulation.sound import tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

OUTSIDE = "+861055550100"
CUSTOMERS_TONE, OTHERS_TONE = 620, 1_150
# Longer than any machine takes to come back after a kill.
OFFER_S = 120
ALWAYS = [{"day": day, "opens": "00:00", "closes": "00:00"} for day in range(7)]


@pytest.fixture(scope="module")
def routing_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveSite, Made]]:
    """A product whose queues these tests make."""
    site = LiveSite(tmp_path_factory.mktemp("routing") / "data")
    site.start()
    try:
        yield site, asyncio.run(make_centre(site, agents=3))
    finally:
        site.stop()


@pytest.fixture
async def centre(routing_site: tuple[LiveSite, Made]) -> AsyncIterator[LiveCentre]:
    async with LiveCentre(*routing_site) as live:
        yield live


async def make(centre: LiveCentre, kind: str, **fields: Any) -> str:
    """A record of the back office; its id."""
    return str((await centre.administrator.post(f"/v1/{kind}", fields))["id"])


async def queue_with_line(centre: LiveCentre, number: str, **fields: Any) -> str:
    """A queue, and a number that leads straight into it."""
    queue = await make(centre, "queues", name=f"Queue {number}", wrap_up_s=0, **fields)
    steps = {"wait": {"kind": "queue", "queue_id": queue}}
    flow = await make(centre, "flows", name=f"To {number}", start="wait", steps=steps)
    await make(
        centre,
        "entry-points",
        name=f"Number {number}",
        number=number,
        flow_id=flow,
        language="en",
        is_active=True,
    )
    return queue


async def ready_agent(
    centre: LiveCentre, number: int, queues: list[str], skills: dict[str, int] | None = None
) -> Agent:
    """An agent who serves these queues, ready for a call."""
    path = f"/v1/agents/{centre.made.agents[number]}"
    await centre.change(path, queues=queues, skills=skills or {})
    agent = await centre.agent(number)
    await agent.ready()
    return agent


async def handled(centre: LiveCentre, caller: PhoneCall, number: str) -> dict[str, Any]:
    """The customer hangs up; the record of what happened."""
    caller.hang_up()
    record = await centre.ended(number)
    assert record["outcome"] == "handled"
    return record


def kinds_of(record: dict[str, Any]) -> list[str]:
    return [one["kind"] for one in record["timeline"]]


@asynccontextmanager
async def a_line_outside(centre: LiveCentre, **rules: Any) -> AsyncIterator[None]:
    """Numbers outside are called at our own phone, and may be within these rules."""
    trunk = f"/v1/trunks/{centre.made.trunk}"
    await centre.change(trunk, port=centre.outside.address[1])
    before = (await centre.administrator.get("/v1/dial-rules"))["version"]
    await centre.administrator.put("/v1/dial-rules", {"allowed_prefixes": [OUTSIDE], **rules})
    try:
        yield
    finally:
        await centre.administrator.post(f"/v1/dial-rules/{before}/restore", {})
        await centre.change(trunk, port=9)


async def test_rings_widen_until_somebody_answers(centre: LiveCentre) -> None:
    number = "+8613800197001"
    skill = await make(centre, "skills", name="Cantonese")
    neighbours = await make(centre, "queues", name="Neighbours", wrap_up_s=0)
    queue = await queue_with_line(
        centre,
        "7001",
        required_skills={skill: 8},
        offer_timeout_s=60,
        relaxation=[
            {"after_s": 1, "lower_levels_by": 4},
            {"after_s": 3, "drop_skills": [skill], "add_queues": [neighbours]},
        ],
    )
    learner = await ready_agent(centre, 0, [queue], {skill: 4})
    neighbour = await ready_agent(centre, 1, [neighbours])
    caller = centre.call("7001", caller_number=number)
    first = await learner.rings()
    first.decline()
    second = await neighbour.rings()
    assert second.caller_number == number
    second.answer()
    await caller.answered(PATIENCE_S)
    await neighbour.in_hand("talking")
    kinds = kinds_of(await handled(centre, caller, number))
    told = [one for one in kinds if one in {"routing.requirement_relaxed", "routing.offer_made"}]
    assert told[:2] == ["routing.requirement_relaxed", "routing.offer_made"]
    assert told.count("routing.requirement_relaxed") == 2
    assert told[-1] == "routing.offer_made"


async def three_are_asked(agents: list[Agent]) -> None:
    """Each desk shows the offer, and that two others have it too."""
    for agent in agents:
        await agent.desk.until(
            lambda desk: (
                desk.is_connected
                and [one["others_asked"] for one in desk.of("offer").values()] == [2]
            ),
            PATIENCE_S,
        )


async def test_phones_ring_together_through_a_kill_and_the_first_to_answer_has_the_customer(
    centre: LiveCentre,
) -> None:
    number = "+8613800197041"
    queue = await queue_with_line(centre, "7041", offers_at_once=3, offer_timeout_s=OFFER_S)
    agents = [await ready_agent(centre, one, [queue]) for one in range(3)]
    caller = centre.call("7041", caller_number=number)
    phones = [await agent.rings() for agent in agents]
    assert {phone.caller_number for phone in phones} == {number}
    await three_are_asked(agents)
    await asyncio.to_thread(centre.site.kill)
    await asyncio.to_thread(centre.site.start)
    await three_are_asked(agents)
    assert [phone.state for phone in phones] == [CallState.RINGING] * 3
    # The second and the third pick up together: whichever is heard of first has the customer.
    phones[1].answer()
    phones[2].answer()
    await caller.answered(PATIENCE_S)
    await phones[0].ended(PATIENCE_S)
    ended = [asyncio.ensure_future(phone.ended(PATIENCE_S)) for phone in phones[1:]]
    await asyncio.wait(ended, return_when=asyncio.FIRST_COMPLETED)
    (talking,) = [place for place, phone in enumerate(phones) if phone.end is None]
    for one in ended:
        one.cancel()
    await agents[talking].in_hand("talking")
    caller.say(tone(CUSTOMERS_TONE, 1), is_looped=True)
    await hears(phones[talking], CUSTOMERS_TONE)
    for other in agents[:talking] + agents[talking + 1 :]:
        await other.desk.until(lambda desk: desk.me.get("state") == "ready", PATIENCE_S)
    record = await handled(centre, caller, number)
    kinds = kinds_of(record)
    assert kinds.count("routing.offer_made") == 3
    assert kinds.count("routing.offer_accepted") == 1
    assert kinds.count("routing.offer_withdrawn") == 2


async def test_who_waits_too_long_is_told_and_goes_to_another_queue(centre: LiveCentre) -> None:
    number = "+8613800197002"
    helpers = await make(centre, "queues", name="Helpers", wrap_up_s=0)
    way = {"kind": "queue", "queue_id": helpers, "text": {"en": "A colleague will help you."}}
    empty = await queue_with_line(centre, "7002", relaxation=[{"after_s": 1, "overflow": way}])
    helper = await ready_agent(centre, 0, [helpers])
    caller = centre.call("7002", caller_number=number)
    phone = await helper.rings()
    assert phone.caller_number == number
    phone.answer()
    await caller.answered(PATIENCE_S)
    await helper.in_hand("talking")
    record = await handled(centre, caller, number)
    waits = [one["queue"]["id"] for one in record["segments"] if one["kind"] == "waiting"]
    assert (waits[0], waits[-1]) == (empty, helpers)


async def test_who_waits_too_long_is_passed_on_to_a_number_outside(centre: LiveCentre) -> None:
    number = "+8613800197003"
    way = {"kind": "external", "number": OUTSIDE, "text": {"en": "We pass you on."}}
    await queue_with_line(centre, "7003", relaxation=[{"after_s": 1, "overflow": way}])
    async with a_line_outside(centre):
        caller = centre.call("7003", caller_number=number)
        await caller.answered(PATIENCE_S)
        other = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        other.answer()
        caller.say(tone(CUSTOMERS_TONE, 1), is_looped=True)
        other.say(tone(OTHERS_TONE, 1), is_looped=True)
        await hears(other, CUSTOMERS_TONE)
        await hears(caller, OTHERS_TONE)
        other.hang_up()
        assert (await caller.ended(PATIENCE_S)).by_far_end
    record = await centre.ended(number)
    assert (record["outcome"], record["ended_by"]) == ("handled", "party")
    assert record["segments"][-1]["kind"] == "outside"


async def test_a_message_is_asked_for_when_nobody_answers_outside(centre: LiveCentre) -> None:
    number = "+8613800197004"
    way = {"kind": "external", "number": OUTSIDE}
    await queue_with_line(centre, "7004", relaxation=[{"after_s": 1, "overflow": way}])
    async with a_line_outside(centre):
        called_at = datetime.now(UTC).timestamp()
        caller = centre.call("7004", caller_number=number)
        await caller.answered(PATIENCE_S)
        other = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        other.decline()
        await hears_beep(caller, called_at)
        caller.say(tone(CUSTOMERS_TONE, 1), is_looped=True)
        await caller.stream.until(lambda: len(caller.stream.sent) > 100, PATIENCE_S)
        caller.hang_up()
    assert (await centre.ended(number))["outcome"] == "voicemail"


async def test_a_message_is_asked_for_when_no_more_may_be_spent_outside(
    centre: LiveCentre,
) -> None:
    number = "+8613800197009"
    way = {"kind": "external", "number": OUTSIDE}
    await queue_with_line(centre, "7009", relaxation=[{"after_s": 1, "overflow": way}])
    async with a_line_outside(centre, daily_spend_limit=0):
        called_at = datetime.now(UTC).timestamp()
        caller = centre.call("7009", caller_number=number)
        await caller.answered(PATIENCE_S)
        await hears_beep(caller, called_at)
        caller.hang_up()
        record = await centre.ended(number)
    assert "telephony.outside_refused" in kinds_of(record)
    assert centre.outside.incoming.empty()


async def test_an_agent_who_leaves_two_calls_unanswered_is_blocked(centre: LiveCentre) -> None:
    number = "+8613800197005"
    queue = await queue_with_line(
        centre, "7005", offer_timeout_s=5, missed_offers_limit=2, unblocked_by="supervisor"
    )
    absent = await ready_agent(centre, 0, [queue])
    caller = centre.call("7005", caller_number=number)
    for _ in range(2):
        await (await absent.rings()).ended(PATIENCE_S)
    await absent.desk.until(lambda desk: desk.me.get("state") == "blocked", PATIENCE_S)
    # Whoever is there gets the customer, and keeps the place.
    present = await ready_agent(centre, 1, [queue])
    (await present.rings()).answer()
    await caller.answered(PATIENCE_S)
    await present.in_hand("talking")
    record = await handled(centre, caller, number)
    assert kinds_of(record).count("routing.offer_expired") == 2
    await centre.administrator.post(f"/v1/agents/{absent.id}/release", {})
    await absent.desk.until(lambda desk: desk.me.get("state") == "not_ready", PATIENCE_S)
    await absent.ready()


async def closed_line(centre: LiveCentre, number: str, **fields: Any) -> str:
    """A queue that is closed now, with a line."""
    hours = await make(centre, "opening-hours", name=f"Hours {number}", **fields)
    return await queue_with_line(centre, number, hours_id=hours)


async def test_a_queue_outside_of_its_hours_says_so_and_hangs_up(centre: LiveCentre) -> None:
    number = "+8613800197006"
    queue = await closed_line(centre, "7006", timezone="UTC", weekly=[], holidays=[])
    agent = await ready_agent(centre, 0, [queue])
    caller = centre.call("7006", caller_number=number)
    await caller.answered(PATIENCE_S)
    assert (await caller.ended(PATIENCE_S)).by_far_end
    assert caller.stream.heard.packets > 20, "nothing was said"
    record = await centre.ended(number)
    assert "routing.queue_found_closed" in kinds_of(record)
    assert "routing.offer_made" not in kinds_of(record)
    assert agent.phone.incoming.empty()


async def test_on_a_holiday_customers_go_where_the_queue_says(centre: LiveCentre) -> None:
    number = "+8613800197007"
    helpers = await make(centre, "queues", name="Holiday staff", wrap_up_s=0)
    # The day before and the one after too: midnight may pass while this runs.
    today = datetime.now(UTC).date()
    holidays = [
        {"date": (today + timedelta(days=days)).isoformat(), "name": "Holiday"}
        for days in (-1, 0, 1)
    ]
    queue = await closed_line(centre, "7007", timezone="UTC", weekly=ALWAYS, holidays=holidays)
    way = {"kind": "queue", "queue_id": helpers, "text": {"en": "Today others are here."}}
    await centre.change(f"/v1/queues/{queue}", when_closed=way)
    helper = await ready_agent(centre, 0, [helpers])
    caller = centre.call("7007", caller_number=number)
    phone = await helper.rings()
    phone.answer()
    await caller.answered(PATIENCE_S)
    await helper.in_hand("talking")
    record = await handled(centre, caller, number)
    assert "routing.queue_found_closed" in kinds_of(record)

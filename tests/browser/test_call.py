"""The whole call: greeted, offered in the browser, talked, held, wrapped up, and on record."""

import time
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.chromium import open_page
from tests.browser.desk_page import DeskPage, sign_in
from tests.browser.tea_house import (
    AGENTS_TONE,
    CUSTOMERS_TONE,
    FAINT,
    LOUD,
    TeaHouse,
    hears,
    hears_no_more,
    listen,
)
from tests.support.known_music import MUSIC_TONE
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sample_centre import NUMBER
from antiphon.simulation.sound import level, level_at

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

TALKED_S = 10


def seconds(segment: dict[str, Any]) -> float:
    begun = datetime.fromisoformat(segment["started_at"])
    return (datetime.fromisoformat(segment["ended_at"]) - begun).total_seconds()


async def test_a_call_from_the_greeting_to_the_waveform(house: TeaHouse, browser: Browser) -> None:
    alex = house.sample.human
    name, number, _ = house.sample.customers[0]
    desk = await DeskPage.open(browser, house.site.origin, alex.login, alex.password)
    await desk.become_ready()

    dialled_at = time.time()
    caller = await house.call(NUMBER, number, caller_name="Li")
    await caller.answered(PATIENCE_S)
    answered_at = time.time()
    await caller.stream.until(lambda: caller.stream.heard.packets > 50, PATIENCE_S)
    caller.press("1")  # English
    await listen(caller, 1)
    assert level(caller.stream.heard.between(dialled_at, time.time())) > FAINT, "no greeting"
    caller.press("1")  # an order

    await expect(desk.offer).to_be_visible()
    await expect(desk.offer).to_contain_text(name)
    await expect(desk.offer).to_contain_text(number)
    await expect(desk.offer).to_contain_text("Topic")
    await expect(desk.offer).to_contain_text("Last interactions")
    await desk.accept()
    await hears(caller, AGENTS_TONE)
    await desk.hears(CUSTOMERS_TONE)
    begun, ended = await listen(caller, TALKED_S)
    talked = caller.stream.heard.between(begun, ended)
    levels = [level_at(part, AGENTS_TONE) for part in np.array_split(talked, TALKED_S)]
    assert min(levels) > LOUD, levels

    await desk.button("Hold").click()
    await expect(desk.talk).to_contain_text("On hold")
    await hears_no_more(caller, AGENTS_TONE)
    begun, ended = await listen(caller, 3)
    held = caller.stream.heard.between(begun, ended)
    assert all(level_at(part, AGENTS_TONE) < FAINT for part in np.array_split(held, 6))
    assert level_at(held, MUSIC_TONE) > LOUD, "no music on hold"
    await desk.hears_no_more(CUSTOMERS_TONE)

    await desk.button("Resume").click()
    await expect(desk.talk).to_contain_text("Talking")
    await hears(caller, AGENTS_TONE)
    await desk.hears(CUSTOMERS_TONE)
    hung_up_at = time.time()
    await desk.button("Hang up").click()
    assert (await caller.ended(PATIENCE_S)).by_far_end
    ended_at = time.time()
    await expect(desk.wrap_up).to_be_visible()
    await desk.finish("Order placed", "Two tins of green tea.")
    await expect(desk.state).to_contain_text("Ready")

    record = await house.interaction(number)
    check_record(record, alex.name)
    # The agent's phone rings while the customer waits: the same time, seen from the other side.
    on_the_phone = sum(
        seconds(one) for one in record["segments"] if one["kind"] not in {"ringing", "wrap_up"}
    )
    assert hung_up_at - answered_at <= on_the_phone <= ended_at - dialled_at
    await check_recording(house, record["id"])
    await check_pages(house, browser, record["id"], name)


def check_record(record: dict[str, Any], agent: str) -> None:
    """Who ended it and why, what was noted, and the course."""
    assert (record["outcome"], record["ended_by"]) == ("handled", "agent")
    assert record["end_reason"]
    assert record["disposition"]["name"] == "Order placed"
    assert record["note"] == "Two tins of green tea."
    assert record["agent"]["name"] == agent
    kinds = [segment["kind"] for segment in record["segments"]]
    assert kinds[0] == "flow"
    assert kinds[-1] == "wrap_up"
    assert kinds.count("hold") == 1
    assert record["talk_ms"] / 1_000 > TALKED_S


async def check_recording(house: TeaHouse, interaction_id: str) -> None:
    """The customer alone on the left, the agent alone on the right."""
    (recording,) = await house.recorded(interaction_id)
    left, right = await house.sides_of(recording)
    assert level_at(left, CUSTOMERS_TONE) > LOUD
    assert level_at(right, AGENTS_TONE) > LOUD
    assert level_at(left, AGENTS_TONE) < FAINT
    assert level_at(right, CUSTOMERS_TONE) < FAINT


async def check_pages(
    house: TeaHouse, browser: Browser, interaction_id: str, customer: str
) -> None:
    """The list leads to the record, with its course, what happened and the waveform."""
    known = house.sample.administrator
    page = await open_page(browser, house.site.origin)
    await sign_in(page, known.login, known.password)
    await page.get_by_role("link", name="Interactions").click()
    row = page.get_by_role("row").filter(has_text=customer).first
    await expect(row).to_contain_text("Handled")
    await row.get_by_role("link").click()
    await expect(page).to_have_url(f"{house.site.origin}/interactions/{interaction_id}")
    await expect(page.get_by_role("region", name="Facts")).to_contain_text("Order placed")
    await expect(page.get_by_role("region", name="Note")).to_contain_text("green tea")
    happened = page.get_by_role("region", name="What happened").get_by_role("listitem")
    assert await happened.count() >= 6
    for entry in await happened.all_inner_texts():
        assert "timeline." not in entry
    await check_waveform(page)


async def check_waveform(page: Page) -> None:
    """The recording is drawn and can be played."""
    recording = page.get_by_role("region", name="Recording")
    await page.wait_for_function(
        """() => {
          const canvas = document.querySelector("canvas");
          const drawn = canvas?.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return drawn?.data.some((value) => value > 0);
        }"""
    )
    # Nothing of it was fetched so far: the audit trail would tell that somebody listened.
    assert await page.evaluate("() => document.querySelector('audio').readyState") == 0
    await recording.get_by_role("button", name="Play").click()
    await expect(recording.get_by_role("button", name="Pause")).to_be_visible()
    await page.wait_for_function("() => document.querySelector('audio').currentTime > 0.5")

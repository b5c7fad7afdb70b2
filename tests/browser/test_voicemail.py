"""A customer leaves a message; an agent hears it on the desk, calls back, and it is done."""

import asyncio

import pytest
from playwright.async_api import Browser, expect
from tests.browser.accessibility import violations_on
from tests.browser.tea_house import CUSTOMERS_TONE, TeaHouse, speak
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

NAME, NUMBER = "Mei Message", "+8613800138481"


async def test_a_message_is_heard_and_called_back(house: TeaHouse, browser: Browser) -> None:
    trunk_id = await house.make(
        "trunks", name="Way back", host="127.0.0.1", port=house.outside.address[1]
    )
    await house.make("customers", name=NAME, numbers=[NUMBER])
    line = await house.open_line(waiting={"call_back": {"trunk_id": trunk_id}})
    box_id = await house.make(
        "voicemail-boxes",
        name="Night orders",
        queue_id=line.queue_id,
        greeting={"en": "Tell us your order."},
        keep_days=30,
    )
    take = {"kind": "voicemail", "text": {"en": "Speak."}, "max_s": 6, "box_id": box_id}
    flow_id = await house.make("flows", name="Night orders", start="take", steps={"take": take})
    night = f"9{line.number}"
    await house.make(
        "entry-points", name=night, number=night, flow_id=flow_id, language="en", is_active=True
    )

    caller = await house.call(night, NUMBER)
    await caller.answered(PATIENCE_S)
    speak(caller, CUSTOMERS_TONE)
    # The longest that a message may be, then the line is given up.
    assert (await caller.ended(PATIENCE_S)).by_far_end

    desk = await house.desk_page(browser, line)
    await desk.become_ready()
    box = desk.page.get_by_role("region", name="Messages")
    await expect(box).to_contain_text(NAME)
    await expect(box).to_contain_text("Night orders")
    await expect(box).to_contain_text("New")
    await expect(box).to_contain_text("deleted on")
    assert await violations_on(desk.page) == []
    # Played by the page: what was said is heard, and it is new no more.
    await box.get_by_label(f"Listen to the message of {NAME}").evaluate(
        """async (sound) => {
          sound.muted = true;
          await sound.play();
          await new Promise((done) => sound.addEventListener("ended", done, { once: true }));
        }"""
    )
    await expect(box).to_contain_text("Heard")

    await box.get_by_role("button", name=f"Done: the message of {NAME}").click()
    await desk.button("Undo").click()
    await expect(desk.page.get_by_text("It is as it was before.")).to_be_visible()
    await box.get_by_role("button", name=f"Call: {NAME}").click()
    called = await asyncio.wait_for(house.outside.incoming.get(), PATIENCE_S)
    called.answer()
    await expect(desk.talk).to_contain_text("Talking")
    # Who is talked with has been seen to: the message is gone from the desk.
    await expect(box).to_have_count(0)
    called.hang_up()
    await desk.finish()

    async with house.board():
        listed = await house.administrator.get("/v1/lost-calls?status=done")
        handled = [one["handled"] for one in listed["items"] if one["number"] == NUMBER]
    assert handled == ["called_back"]

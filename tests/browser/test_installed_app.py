"""The page as an installed app: what makes it one, without a network, and by a notification."""

import io
import struct
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from tests.browser.chromium import open_page
from tests.browser.desk_page import sign_in
from tests.browser.looks import settled
from tests.browser.tea_house import TeaHouse

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

_CONTROLLED = "() => navigator.serviceWorker.controller?.state === 'activated'"
# As the browser does when somebody touches a notification.
_TOUCH = """async (path) => {
  await registration.showNotification("Incoming call", { tag: "offer", data: { path } });
  const [notification] = await registration.getNotifications({ tag: "offer" });
  dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


async def an_administrators_page(house: TeaHouse, browser: Browser) -> Page:
    """Signed in, with the service worker in charge."""
    page = await open_page(browser, house.site.origin)
    known = house.sample.administrator
    await sign_in(page, known.login, known.password)
    await page.wait_for_function(_CONTROLLED)
    return page


def size_of(png: bytes) -> str:
    """Width and height as a manifest says them."""
    header = io.BytesIO(png)
    assert header.read(8) == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">8xII", header.read(16))
    return f"{width}x{height}"


async def test_the_page_says_how_to_install_it(house: TeaHouse, browser: Browser) -> None:
    page = await open_page(browser, house.site.origin)
    await page.goto("/sign-in")
    address = await page.locator("link[rel=manifest]").get_attribute("href")
    assert address is not None
    answer = await page.request.get(address)
    assert answer.headers["content-type"].startswith("application/manifest+json")
    manifest: dict[str, Any] = await answer.json()
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    pictures = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    assert {icon["sizes"] for icon in pictures} == {"192x192", "512x512"}
    assert any(icon.get("purpose") == "maskable" for icon in pictures)
    for icon in pictures:
        assert size_of(await (await page.request.get(icon["src"])).body()) == icon["sizes"]


async def test_without_a_network_the_page_says_so_itself(house: TeaHouse, browser: Browser) -> None:
    page = await an_administrators_page(house, browser)
    await page.goto("/board")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("This page could not be shown")
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Reload").click()
    await expect(page.get_by_role("heading", name="Live board", level=1)).to_be_visible()


async def test_no_data_is_kept_in_the_browser(house: TeaHouse, browser: Browser) -> None:
    page = await an_administrators_page(house, browser)
    await page.goto("/admin/customers")
    await expect(page.get_by_text("Harbour Hotel")).to_be_visible()
    kept: list[str] = await page.evaluate(
        """async () => {
          const names = await caches.keys();
          const found = await Promise.all(names.map(async (name) =>
            (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)));
          return found.flat();
        }"""
    )
    assert "/" in kept
    assert [path for path in kept if path != "/" and not path.startswith("/assets/")] == []


async def test_a_notification_leads_to_its_page_without_loading_it_anew(
    house: TeaHouse, browser: Browser
) -> None:
    page = await an_administrators_page(house, browser)
    await page.context.grant_permissions(["notifications"])
    await page.goto("/board")
    await settled(page)
    await page.evaluate("window.isTheSame = true")
    (worker,) = page.context.service_workers
    await worker.evaluate(_TOUCH, "/lost-calls")
    await page.wait_for_url("**/lost-calls")
    assert await page.evaluate("window.isTheSame")

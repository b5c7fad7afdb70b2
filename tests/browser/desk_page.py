"""An agent's page as a person uses it: by what is written on it."""

import time
from typing import Self

from playwright.async_api import Browser, Locator, Page, expect
from tests.browser.chromium import WIDE, open_page
from tests.support.patience import PATIENCE_S

LOUD_DB, SILENT_DB = -45, -70
_POLL_MS = 50


class DeskPage:
    """The desk of one signed-in agent, in English."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    async def open(
        cls,
        browser: Browser,
        origin: str,
        login: str,
        password: str,
        *,
        size: tuple[int, int] = WIDE,
    ) -> Self:
        """Sign in; returns when the phone in the page can ring."""
        desk = cls(await open_page(browser, origin, size=size))
        await sign_in(desk.page, login, password)
        await expect(desk.phone_is_ready).to_be_attached()
        return desk

    @property
    def phone_is_ready(self) -> Locator:
        return self.page.get_by_text("Phone ready", exact=True)

    @property
    def state(self) -> Locator:
        """The button that shows the agent's state."""
        return self.page.get_by_role("button", name="My state")

    @property
    def offer(self) -> Locator:
        return self.page.get_by_role("region", name="Incoming call")

    @property
    def talk(self) -> Locator:
        return self.page.get_by_role("region", name="Conversation")

    @property
    def wrap_up(self) -> Locator:
        return self.page.get_by_role("region", name="Wrap-up")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    async def choose(self, presence: str) -> None:
        """Choose what to be, from the menu behind the state."""
        await self.state.click()
        await self.page.get_by_role("menuitem", name=presence).click()

    async def become_ready(self) -> None:
        """Be ready; returns when the desk shows it."""
        await self.choose("Ready")
        await expect(self.state).to_contain_text("Ready")

    async def accept(self) -> None:
        """Accept what rings; returns when the conversation is shown."""
        await self.button("Accept").click()
        await expect(self.talk).to_contain_text("Talking")

    async def finish(self, disposition: str | None = None, note: str = "") -> None:
        """End the wrap-up."""
        if disposition is not None:
            await self.page.get_by_label("Disposition").click()
            await self.page.get_by_title(disposition, exact=True).click()
        if note:
            await self.page.get_by_label("Note", exact=True).fill(note)
            await expect(self.wrap_up).to_contain_text("Saved")
        await self.button("Finish").click()
        await expect(self.wrap_up).to_have_count(0)

    async def hears(self, hertz: float, *, timeout_s: float = PATIENCE_S) -> float:
        """Wait until the page plays this tone; the moment when it did, in seconds since 1970."""
        await self.page.wait_for_function(
            "([hertz, loud]) => window.levelHeardAt(hertz) > loud",
            arg=[hertz, LOUD_DB],
            polling=_POLL_MS,
            timeout=timeout_s * 1_000,
        )
        return time.time()

    async def hears_no_more(self, hertz: float) -> None:
        """Wait until the page plays nothing of this tone."""
        await self.page.wait_for_function(
            "([hertz, silent]) => window.levelHeardAt(hertz) < silent",
            arg=[hertz, SILENT_DB],
            polling=_POLL_MS,
        )


async def sign_in(page: Page, login: str, password: str) -> None:
    """Sign in on the page for it."""
    await page.goto("/sign-in")
    await page.get_by_label("Login").fill(login)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(lambda url: "/sign-in" not in url)

"""What is true of every page, in each language, wide and narrow; and what a page complains of."""

from dataclasses import dataclass, field

from playwright.async_api import ConsoleMessage, Error, Page, Response, expect
from tests.browser.accessibility import violations_on
from tests.browser.chromium import NARROW, WIDE
from tests.browser.pages import picture, still, too_wide, untranslated

from antiphon.simulation.sample_centre import Person

SIZES = {"wide": WIDE, "narrow": NARROW}
_WORST_ANSWER = 400
# Whoever leaves a page while a socket opens is told so: nothing is wrong with the page.
_HARMLESS = ("WebSocket connection to",)


async def looks_well(page: Page, name: str, language: str) -> None:
    """Widths and texts at both sizes, and what axe says, of the page as it is now."""
    for size, (width, height) in SIZES.items():
        await page.set_viewport_size({"width": width, "height": height})
        await still(page)
        wide = await too_wide(page)
        assert wide == [], f"{name} sticks out, {size}: {wide}"
        keys = await untranslated(page)
        assert keys == [], f"{name} shows text keys: {keys}"
        assert await page.evaluate("document.documentElement.lang") == language
        await picture(page, f"{name}-{language}-{size}")
        if language == "en":  # the marks are the same in all of them
            violations = await violations_on(page)
            assert violations == [], f"axe, {name}, {size}: {violations}"
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


async def settled(page: Page) -> None:
    """Wait until the page shows what it fetched."""
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.wait_for_load_state("networkidle")


async def enter(page: Page, person: Person) -> None:
    """Sign in, whatever the page calls it."""
    await page.locator("input[autocomplete=username]").fill(person.login)
    await page.locator("input[autocomplete=current-password]").fill(person.password)
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "/sign-in" not in url)
    await page.wait_for_load_state("networkidle")  # the choice of language is being kept


@dataclass
class Complaints:
    """What a page said went wrong since we listen: errors, refused styles, failed requests."""

    page: Page
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", self._hear_error)
        self.page.on("response", self._hear_answer)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_HARMLESS):
            self.heard.append(f"{self.page.url}: {message.text}")

    def _hear_error(self, error: Error) -> None:
        self.heard.append(f"{self.page.url}: {error}")

    def _hear_answer(self, answer: Response) -> None:
        if answer.status >= _WORST_ANSWER:
            self.heard.append(f"{self.page.url}: {answer.status} of {answer.url}")

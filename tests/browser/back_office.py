"""The back office as an administrator uses it: records made and changed in its forms."""

from playwright.async_api import Locator, Page, expect


class BackOffice:
    """The back office in English, on the page of one kind of record at a time."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def form(self) -> Locator:
        """The drawer with the record's form."""
        return self.page.get_by_role("dialog")

    async def open(self, kind: str) -> None:
        """Go to a kind of record."""
        await self.page.get_by_role("link", name="Back office").click()
        await (
            self.page.get_by_role("navigation", name="Back office")
            .get_by_role("link", name=kind, exact=True)
            .click()
        )
        await expect(self.page.get_by_role("heading", name=kind, level=1)).to_be_visible()

    async def add(self, what: str) -> None:
        """Begin a new record."""
        await self.page.get_by_role("button", name=f"Add {what}").click()
        await expect(self.form).to_be_visible()

    async def edit(self, name: str) -> None:
        """Open a stored record."""
        row = self.page.get_by_role("row").filter(has_text=name)
        await row.get_by_role("button", name=name).click()
        await expect(self.form).to_be_visible()

    async def fill(self, label: str, value: str) -> None:
        """Fill a field in."""
        await self.form.get_by_label(label, exact=True).fill(value)

    async def choose(self, label: str, *values: str) -> None:
        """Choose in a list; what else is chosen there stays."""
        field = self.form.get_by_label(label, exact=True)
        lists = self.page.locator(".ant-select-dropdown:visible")
        for value in values:
            await field.click()
            await lists.get_by_title(value, exact=True).click()
        # Where several can be chosen the list stays open; one that closes by itself may be open
        # still, and Escape would close the form behind it.
        if await field.evaluate("node => node.closest('.ant-select-multiple') !== null"):
            await self.page.keyboard.press("Escape")
        await expect(lists).to_have_count(0)

    async def save(self, name: str) -> None:
        """Save; returns when the centre has taken the record over and the list shows it."""
        # The page says so as well, but only for a moment, which a busy machine may sleep through.
        async with self.page.expect_response(
            lambda answer: answer.request.method in {"POST", "PUT"} and answer.ok
        ):
            await self.form.get_by_role("button", name="Save", exact=True).click()
        await expect(self.form).to_have_count(0)
        row = self.page.get_by_role("row").filter(has_text=name)
        await expect(row.get_by_role("button", name=name)).to_be_visible()

    async def add_step(self, kind: str, name: str) -> None:
        """Add a step to the flow that is open, under a name of its own."""
        await self.form.get_by_role("button", name="Add step").click()
        await self.page.get_by_role("menuitem", name=kind, exact=True).click()
        await self.fill("Name of the step", name)
        await self.page.keyboard.press("Tab")
        await expect(self.form.get_by_role("button", name=name)).to_be_visible()

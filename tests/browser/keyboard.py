"""A person who uses the keyboard alone."""

from playwright.async_api import Page, expect

_MOST_TABS = 80
_FOCUSED = """() => {
  const here = document.activeElement;
  if (here === null || here === document.body) return "";
  const named = here.getAttribute("aria-labelledby")?.split(" ")
    .map((id) => document.getElementById(id)?.textContent).join(" ");
  return here.getAttribute("aria-label") ?? named ?? here.labels?.[0]?.textContent
    ?? here.textContent ?? "";
}"""
_SHOWS_FOCUS = """() => {
  for (let one = document.activeElement; one && one !== document.body; one = one.parentElement) {
    const style = getComputedStyle(one);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) return true;
    if (style.boxShadow !== "none") return true;
  }
  return false;
}"""


class Keyboard:
    """Fingers on one page's keys; the mouse is not there."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def shortcut(self, keys: str) -> None:
        """Press a shortcut, as soon as what it stands for can be used."""
        control = self.page.locator(f"[aria-keyshortcuts='{keys}']")
        await expect(control).to_be_enabled()
        await self.press(keys)

    async def type(self, text: str) -> None:
        """Type a text where the focus is."""
        await self.page.keyboard.type(text)

    async def go_to(self, name: str) -> None:
        """Press Tab until the focus is, visibly, on what is called so."""
        passed = []
        for _ in range(_MOST_TABS):
            await self.press("Tab")
            focused = await self.page.evaluate(_FOCUSED)
            if name in focused:
                assert await self.page.evaluate(_SHOWS_FOCUS), f"{name}: the focus cannot be seen"
                return
            passed.append(focused.strip()[:30])
        raise AssertionError(f"Tab does not lead to {name!r}, only to {passed}")

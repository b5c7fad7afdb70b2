"""What must be so on every page, and pictures of them for those who look at the design."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from playwright.async_api import Page
from tests.support.patience import PATIENCE_S

Found = TypeVar("Found")

# Set it to keep the pictures: `ANTIPHON_PICTURES=/tmp/pictures ./antiphon test browser`.
PICTURES = os.environ.get("ANTIPHON_PICTURES")

_TOO_WIDE = """() => {
  const most = document.documentElement.clientWidth;
  const isInside = (one, outer) => outer !== null && outer !== document.body && (
    ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(outer).overflowX)
    || isInside(one, outer.parentElement));
  if (document.documentElement.scrollWidth <= most) return [];
  const isOutside = (one) => one.getBoundingClientRect().right > most + 1;
  return [...document.body.querySelectorAll("*")]
    .filter((one) => isOutside(one) && !isInside(one, one.parentElement))
    .map((one) => one.outerHTML.slice(0, 120));
}"""

# What a finger hits is the whole label or field around a control.
_TOO_SMALL = """(least) => {
  const around = "label, .ant-select, .ant-picker, .ant-input-affix-wrapper, .ant-input-number";
  const touched = "button, a[href], input, select, [role=menuitem], [role=option]";
  return [...document.querySelectorAll(touched)]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => [one, (one.closest(around) ?? one).getBoundingClientRect()])
    .filter(([, box]) => box.height > 0 && box.height < least)
    .map(([one, box]) => `${Math.round(box.height)}: ${one.outerHTML.slice(0, 120)}`);
}"""
_FINGER = 40

# A text key begins with one of the groups that texts stand in.
_KEYS = r"""(groups) => {
  const named = [...document.querySelectorAll("[aria-label],[placeholder]")];
  const names = named.map((one) => ` ${one.ariaLabel ?? ""} ${one.placeholder ?? ""}`);
  const shown = document.body.innerText + names.join(" ");
  const key = `(?<![\\w.@/])(${groups.join("|")})\\.[a-z_.]+|\\{\\{`;
  return shown.match(new RegExp(key, "g")) ?? [];
}"""
_LOOK_S = 0.2
_TEXTS = Path(__file__).parents[2] / "web" / "src" / "shared" / "i18n" / "texts"


async def still(page: Page) -> None:
    """Wait until what fades in has come, and what is drawn to measure was drawn anew."""
    await page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    await page.wait_for_function(
        "() => document.getAnimations().every((one) => one.playState !== 'running' ||"
        " one.effect.getComputedTiming().iterations === Infinity)"
    )


async def at_rest(look: Callable[[], Awaitable[list[Found]]]) -> list[Found]:
    """What is still found when the page has come to rest: it may need some more frames."""
    found = await look()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            while found:
                await asyncio.sleep(_LOOK_S)
                found = await look()
    return found


async def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return await at_rest(lambda: page.evaluate(_TOO_WIDE))


async def too_small(page: Page) -> list[str]:
    """What a finger would miss."""
    return await at_rest(lambda: page.evaluate(_TOO_SMALL, _FINGER))


async def untranslated(page: Page) -> list[str]:
    """Text keys that stand on the page instead of texts."""
    groups = sorted(
        {group for file in _TEXTS.rglob("en.json") for group in json.loads(file.read_text())}
    )
    return await at_rest(lambda: page.evaluate(_KEYS, groups))


async def picture(page: Page, name: str) -> None:
    """Keep a picture if somebody wants to look."""
    if PICTURES is not None:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png")

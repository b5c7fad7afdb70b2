"""What axe finds wrong with a page."""

import os
from pathlib import Path
from typing import Any

from playwright.async_api import Page
from tests.browser.pages import at_rest

_REPOSITORY = Path(__file__).parents[2]
_TOOLS = Path(os.environ.get("ANTIPHON_TOOLS", _REPOSITORY / "var" / "tools"))
# Among the packages that the page was built with.
_AXE = _TOOLS / "web" / "source" / "node_modules" / "axe-core" / "axe.min.js"

_RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => ({
    id, nodes: nodes.slice(0, 4).map(({ html, failureSummary }) => `${html} ${failureSummary}`),
  }));
}"""


async def violations_on(page: Page) -> list[dict[str, Any]]:
    """Every rule of axe that the page breaks, with the first places where."""
    if not await page.evaluate("typeof axe !== 'undefined'"):
        await page.evaluate(_AXE.read_text())
    return await at_rest(lambda: page.evaluate(_RUN))

"""A product on a public address of this machine, with a certificate that nobody knows."""

import ssl
import urllib.request
from pathlib import Path

from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S


class PublicSite(LiveSite):
    """Once `address` is set, the next start opens the centre there."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self._address: str | None = None

    def open_to(self, address: str) -> None:
        """Be reached at this address from the next start on."""
        self._address = address
        self.more_options = ("--public", address)

    @property
    def origin(self) -> str:
        """Where the HTTP interface is."""
        if self._address is None:
            return super().origin
        return f"https://{self._address}:{self.port}"

    def is_ready(self) -> bool:
        """Whether calls are taken now."""
        context = ssl._create_unverified_context()
        try:
            with urllib.request.urlopen(
                f"{self.origin}/readyz", timeout=PATIENCE_S, context=context
            ) as page:
                return bool(page.status == 200)
        except OSError:
            return False

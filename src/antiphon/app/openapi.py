"""Prints the OpenAPI document of the API: `python -m antiphon.app.openapi > web/openapi.json`."""

import json
import sys

from antiphon.app.web.application import bare_app
from antiphon.app.web.routers import ROUTERS


def document() -> str:
    """The document as it is committed."""
    return json.dumps(bare_app(ROUTERS).openapi(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())

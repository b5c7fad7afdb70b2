"""The committed OpenAPI document, from which the web client is generated, is the server's own."""

from pathlib import Path

import pytest

from antiphon.app.openapi import document
from antiphon.app.web.application import api_routes
from antiphon.app.web.routers import ROUTERS

pytestmark = pytest.mark.api

COMMITTED = Path(__file__).parents[2] / "web" / "openapi.json"


def test_the_committed_document_is_current() -> None:
    assert COMMITTED.read_text() == document(), "run `make openapi`"


def test_every_operation_has_an_id_of_its_own_and_a_sentence() -> None:
    ids = [route.operation_id for route in api_routes(ROUTERS)]
    assert len(ids) == len(set(ids)) > 60
    for route in api_routes(ROUTERS):
        assert route.operation_id, route.path
        assert route.description or route.summary, route.path

"""Every operation with generated input, good and bad: never our mistake, always as described."""

import asyncio
import json
import os
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.support.site import Site
from tests.support.web_server import serve

from antiphon.agents.contract import Agent, SaveAgent
from antiphon.app.openapi import document
from antiphon.edge.parts import Commands
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import AgentId, UserId

pytestmark = [pytest.mark.api, pytest.mark.timeout(300)]

EXAMPLES = int(os.environ.get("ANTIPHON_FUZZ_EXAMPLES", "4"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Ends the session that the other operations need.
LEFT_OUT = {"sign_out"}


def fuzz(origin: str, headers: dict[str, str]) -> tuple[set[str], list[str]]:
    """Try every operation; the ids of those that were tried, and what was wrong."""
    schema = schemathesis.openapi.from_dict(json.loads(document()))
    tried: set[str] = set()
    wrong: list[str] = []
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        operation_id = operation.definition.raw["operationId"]
        if operation_id in LEFT_OUT:
            continue
        strategy = operation.as_strategy(
            generation_mode=GenerationMode.POSITIVE
        ) | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @hypothesis.given(case=strategy)
        @hypothesis.settings(
            max_examples=EXAMPLES,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def try_it(case: Any) -> None:
            response = case.call(base_url=origin, headers=headers)
            case.validate_response(response, checks=CHECKS)

        try:
            try_it()
        except (Exception, BaseExceptionGroup) as failure:
            wrong.append(f"{operation_id}: {failure}")
        tried.add(operation_id)
    return tried, wrong


async def test_no_input_makes_the_server_fail(site: Site) -> None:
    user_id = UserId(await site.add_user("all", *Role))
    agent = Agent(id=AgentId("all"), name="All", user_id=user_id)
    await site.parts.get(Commands).submit(SaveAgent(agent=agent))
    page = await site.sign_in("all")
    cookie = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    async with serve(site) as server:
        headers = {
            "Cookie": cookie,
            "Origin": server.origin,
            "X-Antiphon-CSRF": page.headers["X-Antiphon-CSRF"],
        }
        tried, wrong = await asyncio.to_thread(fuzz, server.origin, headers)
    assert not wrong, "\n\n".join(wrong)
    assert len(tried) > 60

"""Admission over HTTP: rules with versions and undo, lists by import, the closure, the trial."""

from typing import Any

import httpx2
import pytest
from tests.support.site import Site

from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api

VIP = {
    "id": "vip",
    "name": "VIP",
    "when": "customer.vip_level >= 5",
    "terms": {"priority": 8, "data": {"category": "vip"}},
}
LI = "+8613800138000"


async def page_with_number(site: Site) -> httpx2.AsyncClient:
    """An administrator's page, and a number that leads to a queue with a menu before it."""
    page = await site.page_of(Role.ADMIN)
    body = {"kind": "automatic", "name": "Hotline", "number": "4001"}
    made = await page.post("/v1/admission/templates", json=body)
    assert made.status_code == 201, made.text
    return page


async def trial(page: httpx2.AsyncClient, **asked: str) -> dict[str, Any]:
    answer = await page.get("/v1/admission/trial", params={"dialled": "4001", **asked})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_rules_have_versions_and_can_be_undone(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    assert (await page.get("/v1/admission/rules")).json()["version"] == 0
    saved = await page.put("/v1/admission/rules", json={"version": 0, "rules": [VIP]})
    assert saved.status_code == 200, saved.text
    assert saved.json()["rules"][0]["terms"]["priority"] == 8
    emptied = await page.put("/v1/admission/rules", json={"version": 1, "rules": []})
    assert emptied.json()["rules"] == []
    late = await page.put("/v1/admission/rules", json={"version": 1, "rules": []})
    assert (late.status_code, late.json()["code"]) == (409, "catalogue.changed_meanwhile")
    restored = await page.post("/v1/admission/rules/restore", json={"number": 1})
    assert restored.json()["rules"][0]["id"] == "vip"
    newest = restored.json()["versions"][0]
    assert (newest["number"], newest["restores"]) == (3, 1)
    assert newest["by"]
    old = await page.get("/v1/admission/rules", params={"number": 2})
    assert (old.json()["rules"], old.json()["version"]) == ([], 3)


async def test_a_notice_is_heard_before_the_flow(site: Site) -> None:
    page = await page_with_number(site)
    before = [step["heard"] for step in (await trial(page, number=LI))["steps"]]
    late = {
        "id": "late",
        "name": "Late",
        "when": "true",
        "terms": {"notice": {"en": "We are late."}},
    }
    version = (await page.get("/v1/admission/rules")).json()["version"]
    await page.put("/v1/admission/rules", json={"version": version, "rules": [late]})
    heard = [step["heard"] for step in (await trial(page, number=LI))["steps"]]
    assert heard == ["We are late.", *before]
    unknown = {**late, "terms": {"notice": {"klingon": "nuqneH"}}}
    wrong = await page.put("/v1/admission/rules", json={"version": version + 1, "rules": [unknown]})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "catalogue.unknown")


async def test_a_condition_is_checked_while_typing_and_when_saved(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    said = await page.post("/v1/admission/conditions/check", json={"text": "customer.vip >= 5"})
    assert said.json()["is_sound"] is False
    assert "customer.vip" in said.json()["message"]
    assert said.json()["column"] == 9
    right = await page.post("/v1/admission/conditions/check", json={"text": VIP["when"]})
    assert right.json()["is_sound"] is True
    broken = {**VIP, "when": "customer.vip >= 5"}
    refused = await page.put("/v1/admission/rules", json={"version": 0, "rules": [VIP, broken]})
    assert refused.status_code == 422
    assert list(refused.json()["fields"]) == ["rules.1.when"]
    examples = (await page.get("/v1/admission/variables")).json()["items"]
    for one in examples:
        said = await page.post("/v1/admission/conditions/check", json={"text": one["example"]})
        assert said.json()["is_sound"], one


async def test_an_import_takes_what_it_can_and_names_each_wrong_line(site: Site) -> None:
    page = await page_with_number(site)
    lines = f'{LI},"Threats, twice"\n\nnobody\n+86139*\n138*\n{LI},Again\n+8613700????01\nHK'
    answer = await page.post(
        "/v1/admission/lists/import", json={"list": "black", "lines": lines, "reason": "Nuisance"}
    )
    report = answer.json()
    assert (report["added"], report["changed"], report["empty"]) == (4, 0, 1)
    wrong = [(one["line"], one["code"]) for one in report["problems"]]
    assert wrong == [(3, "country_unknown"), (5, "plus_missing")]
    found = (await page.get("/v1/admission/lists", params={"kind": "black"})).json()
    reasons = {one["value"]: one["reason"] for one in found["items"]}
    assert reasons[LI] == "Again"
    assert reasons["HK"] == "Nuisance"
    again = await page.post("/v1/admission/lists/import", json={"list": "black", "lines": LI})
    assert (again.json()["added"], again.json()["changed"]) == (0, 1)
    tried = await trial(page, number="138 0013 8000")
    assert (tried["outcome"], tried["reason"]) == ("refused", "black_list")
    entry = next(one for one in found["items"] if one["match"] == "prefix")
    assert (await page.delete(f"/v1/admission/lists/{entry['id']}")).status_code == 204
    assert (await page.delete(f"/v1/admission/lists/{entry['id']}")).status_code == 404


async def test_an_import_tells_what_the_other_list_has_and_keeps_a_reason_without_a_number(
    site: Site,
) -> None:
    page = await site.page_of(Role.ADMIN)
    await page.post("/v1/admission/lists/import", json={"list": "white", "lines": f"{LI}\nHK"})
    body = {"list": "black", "lines": f"{LI}\n+86139*\n,Owes us"}
    report = (await page.post("/v1/admission/lists/import", json=body)).json()
    assert (report["added"], report["on_other"], report["empty"]) == (2, 1, 0)
    assert [(one["line"], one["code"]) for one in report["problems"]] == [(3, "number_unclear")]


async def test_limits_from_a_day_too_far_are_refused_at_that_day(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    body = {"version": 0, "limits": {}, "valid_from": "2999-01-01T00:00:00Z"}
    refused = await page.put("/v1/admission/limits", json=body)
    assert refused.status_code == 409
    assert list(refused.json()["fields"]) == ["valid_from"]


async def test_lists_are_read_page_by_page(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    lines = "\n".join(f"+86138001380{number:02}" for number in range(7))
    await page.post("/v1/admission/lists/import", json={"list": "white", "lines": lines})
    seen: list[str] = []
    after = ""
    while True:
        params = {"kind": "white", "limit": "3", "after": after}
        found = (await page.get("/v1/admission/lists", params=params)).json()
        seen += [one["value"] for one in found["items"]]
        assert found["total"] == 7
        if found["next"] is None:
            break
        after = found["next"]
    assert seen == sorted(set(lines.split()))
    few = await page.get("/v1/admission/lists", params={"kind": "white", "q": "8006"})
    assert [one["value"] for one in few.json()["items"]] == ["+8613800138006"]


async def test_one_click_closes_and_opens_again(site: Site) -> None:
    page = await page_with_number(site)
    supervisor = await site.page_of(Role.SUPERVISOR)
    body = {"text": {"en": "The building is closed."}}
    closed = await supervisor.put("/v1/admission/emergency", json=body)
    assert closed.json()["is_closed"] is True
    tried = await trial(page, number=LI)
    assert (tried["outcome"], tried["reason"]) == ("refused", "emergency")
    assert tried["steps"][0]["heard"] == "The building is closed."
    assert (await supervisor.delete("/v1/admission/emergency")).json()["is_closed"] is False
    assert (await trial(page, number=LI))["outcome"] == "menu"
    nothing = await supervisor.put("/v1/admission/emergency", json={"text": {}})
    assert nothing.json()["code"] == "admission.text_missing"


async def test_a_version_says_what_it_changed_and_who_did(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    user = (await page.get("/v1/session")).json()["user"]["id"]
    for version, calls in enumerate((5, 7)):
        limits = {"version": version, "limits": {"source_calls": calls}}
        shown = (await page.put("/v1/admission/limits", json=limits)).json()
    second, first = shown["versions"]
    assert (first["before"]["source_calls"], first["content"]["source_calls"]) == (0, 5)
    assert (second["before"], second["content"]["source_calls"]) == (None, 7)
    assert (first["by"], second["by"]) == (user, user)


async def test_limits_have_versions_and_can_be_undone(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    begun = (await page.get("/v1/admission/limits")).json()
    assert begun["version"] == 0
    limits = {**begun["limits"], "source_calls": 5}
    saved = await page.put("/v1/admission/limits", json={"version": 0, "limits": limits})
    assert saved.json()["limits"]["source_calls"] == 5
    restored = await page.post("/v1/admission/limits/restore", json={"number": 0})
    assert restored.json()["limits"] == begun["limits"]
    assert restored.json()["versions"][0]["restores"] == 0


async def test_a_trial_walks_through_the_menu_to_the_queue_and_its_agents(site: Site) -> None:
    page = await page_with_number(site)
    queue = (await page.get("/v1/queues")).json()["items"][0]
    for name in ("Ann", "Bob"):
        body = {"name": name, "queues": [queue["id"]]}
        assert (await page.post("/v1/agents", json=body)).status_code == 201
    customer = {"name": "Li Na", "numbers": [LI], "vip_level": 6}
    assert (await page.post("/v1/customers", json=customer)).status_code == 201
    await page.put("/v1/admission/rules", json={"version": 0, "rules": [VIP]})
    asked = await trial(page, number=LI)
    assert (asked["outcome"], asked["steps"][-1]["choices"]) == ("menu", ["1", "2"])
    tried = await trial(page, number=LI, keys="1")
    assert tried["outcome"] == "queued"
    assert (tried["customer"], tried["country"]) == ("Li Na", "CN")
    assert tried["queue"]["priority"] == 8
    assert tried["queue"]["position"] == 1
    assert [one["name"] for one in tried["queue"]["candidates"]] == ["Ann", "Bob"]
    matched = [one for one in tried["trail"] if one["result"] == "matched"]
    assert [one["name"] for one in matched] == ["VIP"]
    assert (await trial(page, number=LI, keys="2"))["outcome"] == "voicemail"
    assert (await trial(page, dialled="4999"))["reason"] == "number_unknown"


@pytest.mark.parametrize("kind", ["direct", "automatic", "skills", "smart"])
async def test_a_template_makes_everything_that_a_number_needs(site: Site, kind: str) -> None:
    page = await site.page_of(Role.ADMIN)
    skill = (await page.post("/v1/skills", json={"name": "Tea"})).json()
    body = {"kind": kind, "name": 'The "Tea" house', "number": "4001", "skill_id": skill["id"]}
    made = await page.post("/v1/admission/templates", json=body)
    assert made.status_code == 201, made.text
    tried = await trial(page, number=LI, keys="1")
    if kind == "direct":
        assert (tried["outcome"], tried["reason"]) == ("refused", "all_busy")
    else:
        assert tried["outcome"] == "queued"
        assert tried["queue"]["queue"] == 'The "Tea" house'
    assert [one for one in tried["trail"] if one["result"] == "failed"] == []
    again = await page.post("/v1/admission/templates", json=body)
    assert (again.status_code, again.json()["code"]) == (409, "catalogue.name_taken")
    other = {**body, "name": "Other"}
    taken = await page.post("/v1/admission/templates", json=other)
    assert (taken.status_code, taken.json()["code"]) == (409, "entry_point.number_taken")
    assert len((await page.get("/v1/queues")).json()["items"]) == 1


@pytest.mark.parametrize("kind", ["direct", "automatic", "skills", "smart"])
async def test_all_that_a_template_made_is_taken_back_at_once(site: Site, kind: str) -> None:
    page = await site.page_of(Role.ADMIN)
    skill = (await page.post("/v1/skills", json={"name": "Tea"})).json()
    first = {"kind": "smart", "name": "First", "number": "4000"}
    await page.post("/v1/admission/templates", json=first)
    kinds = ("queues", "flows", "entry-points", "admission/rules")
    before = [(await page.get(f"/v1/{one}")).json() for one in kinds]
    body = {"kind": kind, "name": "Tea house", "number": "4001", "skill_id": skill["id"]}
    made = (await page.post("/v1/admission/templates", json=body)).json()
    path = f"/v1/admission/templates/{made['id']}"

    queues = [made["queue_id"]]
    agent = (await page.post("/v1/agents", json={"name": "Ann", "queues": queues})).json()
    refused = await page.delete(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "catalogue.in_use")
    assert len((await page.get("/v1/entry-points")).json()["items"]) == 2
    await page.delete(f"/v1/agents/{agent['id']}")

    assert (await page.delete(path)).status_code == 204
    after = [(await page.get(f"/v1/{one}")).json() for one in kinds]
    assert after[:3] == before[:3]
    assert after[3]["rules"] == before[3]["rules"]
    assert (await page.delete(path)).status_code == 409

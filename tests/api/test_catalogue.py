"""Configuration over HTTP: made, read, changed, removed; and what is refused with a reason."""

import json
from typing import Any

import pytest
from tests.support.site import PASSWORD, Site

from antiphon.app.openapi import document
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import TrunkId
from antiphon.telephony.lines import Lines

pytestmark = pytest.mark.api

HANG_UP = {"bye": {"kind": "hang_up"}}

# A body for each kind, and one field with a value that it is changed to.
KINDS: dict[str, tuple[dict[str, Any], str, Any]] = {
    "skills": ({"name": "Mandarin"}, "name", "普通话"),
    "reason-codes": ({"name": "Lunch"}, "name", "Dinner"),
    "dispositions": ({"name": "Sold"}, "queues", []),
    "queues": ({"name": "Sales", "service_level_s": 30}, "priority", 7),
    "agents": ({"name": "Ann", "phone_kind": "sip", "extension": "201"}, "extension", "202"),
    "opening-hours": (
        {
            "name": "Office",
            "timezone": "Asia/Shanghai",
            "weekly": [{"day": 0, "opens": "09:00", "closes": "18:00"}],
            "holidays": [{"date": "2026-10-01", "name": "National Day"}],
        },
        "timezone",
        "Europe/Vienna",
    ),
    "flows": ({"name": "Main", "start": "bye", "steps": HANG_UP}, "name", "Main menu"),
    "trunks": ({"name": "Carrier", "host": "carrier.example"}, "addresses", ["192.0.2.0/24"]),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_an_item_is_made_read_changed_and_removed(site: Site, kind: str) -> None:
    body, field, value = KINDS[kind]
    page = await site.page_of(Role.ADMIN)
    made = await page.post(f"/v1/{kind}", json=body)
    assert made.status_code == 201, made.text
    item = made.json()
    assert {name: item[name] for name in body} == body
    assert item["version"] == 1
    assert (await page.get(f"/v1/{kind}")).json() == {"items": [item]}
    path = f"/v1/{kind}/{item['id']}"
    assert (await page.get(path)).json() == item
    given = {name: v for name, v in item.items() if name != "id"}
    changed = await page.put(path, json={**given, field: value})
    assert changed.status_code == 200, changed.text
    assert changed.json() == {**item, field: value, "version": 2}
    newest, first = (await page.get(f"{path}/versions")).json()["items"]
    assert (newest["item"], first["item"]) == (changed.json(), item)
    assert newest["by"] == first["by"] != ""
    assert (await page.delete(path)).status_code == 204
    assert (await page.get(path)).status_code == 404
    assert (await page.put(path, json={**given, field: value})).status_code == 404
    assert (await page.delete(path)).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_removed_last_is_listed_and_can_be_brought_back(
    site: Site, kind: str
) -> None:
    body, _, _ = KINDS[kind]
    page = await site.page_of(Role.ADMIN)
    item = (await page.post(f"/v1/{kind}", json=body)).json()
    path = f"/v1/{kind}/{item['id']}"
    assert (await page.get(f"/v1/{kind}/removed")).json() == {"items": []}
    assert (await page.post(f"{path}/bring-back")).status_code == 404
    assert (await page.delete(path)).status_code == 204
    (removed,) = (await page.get(f"/v1/{kind}/removed")).json()["items"]
    assert removed["item"] == item
    assert removed["by"] is not None
    back = await page.post(f"{path}/bring-back")
    assert (back.status_code, back.json()) == (200, {**item, "version": 2})
    assert (await page.get(path)).json() == back.json()
    assert (await page.get(f"/v1/{kind}/removed")).json() == {"items": []}


async def test_an_item_is_not_brought_back_beside_one_of_its_name(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    item = (await page.post("/v1/skills", json={"name": "Tea"})).json()
    await page.delete(f"/v1/skills/{item['id']}")
    await page.post("/v1/skills", json={"name": "Tea"})
    refused = await page.post(f"/v1/skills/{item['id']}/bring-back")
    assert (refused.status_code, refused.json()["code"]) == (409, "catalogue.name_taken")
    assert refused.json()["fields"] == {"name": refused.json()["detail"]}


async def test_customers_who_were_removed_are_forgotten(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    path = (
        f"/v1/customers/{(await page.post('/v1/customers', json={'name': 'Li Na'})).json()['id']}"
    )
    await page.delete(path)
    assert (await page.get("/v1/customers/removed")).status_code == 404
    assert (await page.post(f"{path}/bring-back")).status_code == 405


@pytest.mark.parametrize("kind", KINDS)
async def test_of_two_who_edit_the_same_version_the_second_is_told(site: Site, kind: str) -> None:
    body, field, value = KINDS[kind]
    page = await site.page_of(Role.ADMIN)
    item = (await page.post(f"/v1/{kind}", json=body)).json()
    edit = {name: v for name, v in item.items() if name != "id"} | {field: value}
    path = f"/v1/{kind}/{item.pop('id')}"
    assert (await page.put(path, json=edit)).status_code == 200
    late = await page.put(path, json=edit)
    assert (late.status_code, late.json()["code"]) == (409, "catalogue.changed_meanwhile")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"name": "x" * 101}, {"name": 5}, {"name": "a\x00b"}, {"unknown": 1}],
)
async def test_bad_input_names_the_field(site: Site, kind: str, change: dict[str, Any]) -> None:
    page = await site.page_of(Role.ADMIN)
    answer = await page.post(f"/v1/{kind}", json=KINDS[kind][0] | change)
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == set(change)


async def test_what_is_wrong_with_a_text_is_said_exactly(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    for number, said in (
        ("+86 10 5555-01O0", "is a telephone number without “O” in it, such as +861055550100"),
        ("86+1055550100", "has + elsewhere than at its front"),
        ("+1", "has 1 digits; a telephone number has 2 to 20"),
        ("5" * 21, "has 21 digits; a telephone number has 2 to 20"),
    ):
        body = {"name": "Sales", "when_closed": {"kind": "external", "number": number}}
        answer = await page.post("/v1/queues", json=body)
        assert (answer.status_code, answer.json()["fields"]) == (422, {"when_closed.number": said})
    for kind, field, value, stray in (
        ("agents", "extension", "20a", "a"),
        ("trunks", "host", "carrier example", " "),
        ("skills", "name", "a\u202eb", "U+202E"),
    ):
        answer = await page.post(f"/v1/{kind}", json=KINDS[kind][0] | {field: value})
        said = f"has “{stray}” in it, which is not allowed here"
        assert answer.json()["fields"] == {field: said}


async def test_a_number_may_be_written_as_people_write_it(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    for number in ("+86 (10) 5555-0100", "\u202a+861055550100\u202c", "\uff0b861055550100"):
        closed = {"kind": "external", "number": number}
        answer = await page.post(
            "/v1/queues", json={"name": f"Sales {len(number)}", "when_closed": closed}
        )
        assert answer.json()["when_closed"]["number"] == "+861055550100"


async def test_what_is_still_used_cannot_be_removed(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    skill = (await page.post("/v1/skills", json={"name": "Mandarin"})).json()["id"]
    agent = {"name": "Ann", "skills": {skill: 5}}
    assert (await page.post("/v1/agents", json=agent)).status_code == 201
    answer = await page.delete(f"/v1/skills/{skill}")
    assert (answer.status_code, answer.json()["code"]) == (409, "catalogue.in_use")
    assert "Ann" in answer.json()["detail"]


async def test_a_queue_keeps_to_opening_hours_that_there_are(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    answer = await page.post("/v1/queues", json={"name": "Sales", "hours_id": "nothing"})
    assert (answer.status_code, answer.json()["code"]) == (409, "catalogue.unknown")
    assert set(answer.json()["fields"]) == {"hours_id"}


async def test_an_unknown_skill_is_refused(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    answer = await page.post("/v1/agents", json={"name": "Ann", "skills": {"nothing": 5}})
    assert (answer.status_code, answer.json()["code"]) == (409, "catalogue.unknown")


async def test_an_unsound_flow_names_the_step(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    for steps, place in (
        ({**HANG_UP, "say": {"kind": "say", "text": {"en": "Hi"}}}, "steps.say"),
        ({"say": {"kind": "say", "text": {"en": "Hi"}, "next": "nowhere"}}, "steps.say.next"),
        ({"say": {"kind": "say", "text": "Hi", "next": "say"}}, "steps.say.text"),
        ({"say": {"kind": "sing"}}, "steps.say.kind"),
        ({"wait": {"kind": "queue", "queue_id": "nothing"}}, "steps.wait.queue_id"),
    ):
        body = {"name": "Main", "start": next(iter(steps)), "steps": steps}
        answer = await page.post("/v1/flows", json=body)
        assert answer.status_code == 422, answer.text
        assert place in answer.json()["fields"], answer.text


async def test_a_trunks_secret_is_kept_but_never_shown(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    body = KINDS["trunks"][0] | {"secret": "right"}
    item = (await page.post("/v1/trunks", json=body)).json()
    assert "secret" not in item
    assert "right" not in (await page.get("/v1/trunks")).text
    path = f"/v1/trunks/{item['id']}"
    assert (await page.post(f"{path}/test")).json()["is_reachable"] is True
    edit = {name: value for name, value in item.items() if name != "id"}
    assert (await page.put(path, json=edit | {"port": 5062})).status_code == 200
    assert (await page.post(f"{path}/test")).json()["is_reachable"] is True
    refused = await page.put(path, json=edit | {"secret": "other"})
    assert refused.status_code == 409
    assert (await page.post(f"{path}/test")).json()["is_reachable"] is True
    assert (await page.put(path, json=edit | {"secret": "", "version": 2})).status_code == 200
    assert (await page.post(f"{path}/test")).json()["is_reachable"] is False
    line = site.centre.world.trunks.lines.get(TrunkId(item["id"]))
    await site.parts.get(Lines).set_trunk(line)
    assert site.engine.trunks[line.id].secret is None


@pytest.mark.parametrize(
    "change",
    [
        {"host": "a b"},
        {"host": "x;\nmore=1"},
        {"addresses": ["not an address"]},
        {"username": "a\nb"},
        {"secret": "é"},
        {"port": 0},
        {"transport": "sctp"},
        {"codecs": ["g729"]},
    ],
)
async def test_what_could_hurt_the_engines_configuration_is_refused(
    site: Site, change: dict[str, Any]
) -> None:
    page = await site.page_of(Role.ADMIN)
    answer = await page.post("/v1/trunks", json=KINDS["trunks"][0] | change)
    assert answer.status_code == 422
    assert [field.split(".")[0] for field in answer.json()["fields"]] == list(change)


async def test_a_desk_phones_secret_is_shown_to_administrators_and_renewed(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    agent = (await page.post("/v1/agents", json=KINDS["agents"][0])).json()["id"]
    path = f"/v1/agents/{agent}/phone-secret"
    first = (await page.get(path)).json()
    assert (await page.get(path)).json() == first
    second = (await page.post(path)).json()
    assert first["username"] == second["username"] == f"agent-{agent}"
    assert first["secret"] != second["secret"]
    other = (await page.post("/v1/agents", json={"name": "Bob"})).json()["id"]
    answer = await page.get(f"/v1/agents/{other}/phone-secret")
    assert (answer.status_code, answer.json()["code"]) == (409, "agents.no_desk_phone")


async def test_a_desk_phone_is_set_up_by_a_file(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    agent = (await page.post("/v1/agents", json=KINDS["agents"][0])).json()["id"]
    secret = (await page.get(f"/v1/agents/{agent}/phone-secret")).json()["secret"]
    for maker, ending in (("yealink", "cfg"), ("grandstream", "xml")):
        answer = await page.get(f"/v1/agents/{agent}/phone-files/{maker}")
        assert answer.status_code == 200
        assert f"agent-{agent}.{ending}" in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "no-store"
        assert secret in answer.text
    audit = (await page.get("/v1/audit")).json()["items"]
    noted = [item for item in audit if item["what"] == "agents.phone_secret_revealed"]
    assert len([item for item in noted if agent in item["subject"]]) == 3
    assert (await page.get(f"/v1/agents/{agent}/phone-files/other")).status_code == 422


async def test_users_are_made_changed_and_removed(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    body = {"login": "ann", "name": "Ann", "roles": ["agent"], "password": PASSWORD}
    made = (await page.post("/v1/users", json=body)).json()
    assert "password" not in made
    path = f"/v1/users/{made['id']}"
    other = await site.sign_in("ann")
    edit = {k: v for k, v in made.items() if k not in {"id", "agent_id"}}
    changed = await page.put(path, json=edit | {"roles": ["supervisor"]})
    assert changed.json()["version"] == 2
    assert (await other.get("/v1/session")).status_code == 401
    weak = await page.post(f"{path}/password", json={"password": "short"})
    assert (weak.status_code, weak.json()["code"]) == (409, "identity.password_short")
    agent = (await page.post("/v1/agents", json={"name": "Ann", "user_id": made["id"]})).json()
    assert (await page.get(path)).json()["agent_id"] == agent["id"]
    assert (await page.delete(path)).json()["code"] == "identity.user_is_agent"
    assert (await page.delete(f"/v1/agents/{agent['id']}")).status_code == 204
    assert (await page.delete(path)).status_code == 204
    logins = [user["login"] for user in (await page.get("/v1/users")).json()["items"]]
    assert logins == ["admin"]


async def test_customers_are_listed_by_pages(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    for number in range(5):
        customer = {"name": f"Customer {number}", "vip_level": number}
        assert (await page.post("/v1/customers", json=customer)).status_code == 201
    first = (await page.get("/v1/customers", params={"limit": 2})).json()
    assert ([one["name"] for one in first["items"]], first["total"]) == (
        ["Customer 0", "Customer 1"],
        5,
    )
    asked: dict[str, int | str] = {"limit": 2, "page": 2, "order": "vip_level"}
    second = (await page.get("/v1/customers", params=asked)).json()
    assert [one["name"] for one in second["items"]] == ["Customer 2", "Customer 1"]
    found = (await page.get("/v1/customers", params={"q": "ER 3"})).json()
    assert [one["name"] for one in found["items"]] == ["Customer 3"]


async def test_a_visitor_s_phone_is_no_agent_s(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    refused = await page.post("/v1/agents", json={"name": "Vera", "phone_kind": "visitor"})
    assert refused.status_code == 422
    assert list(refused.json()["fields"]) == ["phone_kind"]
    described = json.loads(document())["components"]["schemas"]["NewAgent"]
    assert described["properties"]["phone_kind"]["enum"] == ["browser", "sip", "outside"]

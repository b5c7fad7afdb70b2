"""The sample centre of the demo: a tea house with a sales and a service line, in two languages.

`build` makes it through the product's own HTTP interface, as an administrator would.
"""

import secrets
from typing import Any

import msgspec

from antiphon.simulation.web_client import WebClient

NUMBER = "4008001688"
ENGLISH, MANDARIN = "en", "zh-Hans"

_AGENTS = (
    # name, login, English, Mandarin, tea knowledge
    ("Alex Kim", "alex", 9, 7, 6),
    ("Mei Lin", "mei.lin", 6, 10, 8),
    ("Tom Baker", "tom.baker", 10, 0, 5),
    ("Wang Fang", "wang.fang", 0, 10, 9),
    ("Sara Holm", "sara.holm", 9, 3, 7),
    ("Chen Wei", "chen.wei", 7, 9, 4),
)
_CUSTOMERS = (
    ("Li Na", ("+8613910998801",), MANDARIN, 2, "Orders green tea each spring."),
    ("Zhang Min", ("+8613910998802",), MANDARIN, 0, ""),
    ("Wu Jing", ("+8613910998803", "+862165539903"), MANDARIN, 0, "Prefers to be called back."),
    ("Harbour Hotel", ("+442079460101",), ENGLISH, 5, "Monthly invoice; ask for Grace."),
    ("Emma Clarke", ("+442079460102",), ENGLISH, 0, ""),
    ("Daniel Reed", ("+442079460103",), ENGLISH, 1, "Allergic to jasmine."),
)
_DISPOSITIONS = ("Order placed", "Question answered", "Complaint", "Call back later")
_TRUNK = "Synthetic callers"
_REASONS = ("Break", "Lunch", "Training")
# Without those that are mistaken for one another.
_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_PASSWORD_LENGTH = 12


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One who can sign in, and the agent that this one is."""

    name: str
    login: str
    password: str
    agent_id: str = ""


class SampleCentre(msgspec.Struct, frozen=True, kw_only=True):
    """What was made, as far as synthetic people need it."""

    administrator: Person
    human: Person
    colleagues: tuple[Person, ...]
    disposition_ids: tuple[str, ...]
    break_id: str
    customers: tuple[tuple[str, str, str], ...]


async def build(client: WebClient, administrator: Person, *, trunk_port: int) -> SampleCentre:
    """Make everything; `client` is signed in as the administrator. Raises Refused."""

    async def make(kind: str, **fields: Any) -> str:
        made = await client.post(f"/v1/{kind}", fields)
        return str(made["id"])

    english = await make("skills", name="English")
    mandarin = await make("skills", name="普通话 Mandarin")
    tea = await make("skills", name="Tea knowledge")
    sales = await make("queues", name="Sales 销售", priority=3, wrap_up_s=30)
    service = await make(
        "queues", name="Service 服务", required_skills={tea: 3}, priority=1, wrap_up_s=45
    )
    reasons = [await make("reason-codes", name=name) for name in _REASONS]
    dispositions = [await make("dispositions", name=name, queues=[]) for name in _DISPOSITIONS]
    people = []
    for number, (name, login, *levels) in enumerate(_AGENTS):
        skills = {
            skill: level
            for skill, level in zip((english, mandarin, tea), levels, strict=True)
            if level
        }
        person = Person(name=name, login=login, password=new_password())
        user_id = await make(
            "users",
            login=login,
            name=name,
            roles=["agent", "supervisor"] if number == 0 else ["agent"],
            language="browser",
            is_active=True,
            password=person.password,
        )
        agent_id = await make(
            "agents",
            name=name,
            user_id=user_id,
            skills=skills,
            queues=[sales, service],
            phone_kind="browser" if number == 0 else "sip",
            extension=str(201 + number),
        )
        people.append(msgspec.structs.replace(person, agent_id=agent_id))
    for name, numbers, language, vip_level, note in _CUSTOMERS:
        await make(
            "customers",
            name=name,
            numbers=list(numbers),
            language=language,
            vip_level=vip_level,
            note=note,
        )
    await _make_line(make, (english, mandarin), (sales, service), trunk_port)
    return SampleCentre(
        administrator=administrator,
        human=people[0],
        colleagues=tuple(people[1:]),
        disposition_ids=tuple(dispositions),
        break_id=reasons[0],
        customers=tuple((name, numbers[0], language) for name, numbers, language, *_ in _CUSTOMERS),
    )


async def _make_line(
    make: Any, skills: tuple[str, str], queues: tuple[str, str], trunk_port: int
) -> None:
    hours = await make(
        "opening-hours",
        name="Day and night",
        timezone="Asia/Shanghai",
        weekly=[{"day": day, "opens": "00:00", "closes": "00:00"} for day in range(7)],
        holidays=[],
    )
    flow = await make("flows", name="Main line", **sample_flow(hours, skills, queues))
    await make(
        "entry-points",
        name="Hotline",
        number=NUMBER,
        flow_id=flow,
        language=ENGLISH,
        is_active=True,
    )
    await make("trunks", **_trunk(trunk_port))


def _trunk(port: int) -> dict[str, Any]:
    return {
        "name": _TRUNK,
        "host": "127.0.0.1",
        "port": port,
        "transport": "udp",
        "addresses": ["127.0.0.1"],
        "username": "",
        "registers": False,
        "codecs": ["ulaw", "alaw"],
    }


async def move_trunk(client: WebClient, port: int) -> None:
    """Say where the synthetic callers are now; a trunk that somebody removed stays away."""
    for known in (await client.get("/v1/trunks"))["items"]:
        if known["name"] == _TRUNK:
            body = {**_trunk(port), "version": known["version"]}
            await client.put(f"/v1/trunks/{known['id']}", body)


def sample_flow(hours: str, skills: tuple[str, str], queues: tuple[str, str]) -> dict[str, Any]:
    """The flow: a greeting in both languages, the choice of one, the hours, the topic, a queue."""
    topic = {
        "en": "For orders and prices, press 1. For questions about your delivery, press 2.",
        "zh-Hans": "订购和价格，请按 1。查询送货，请按 2。",
    }
    both = [ENGLISH, MANDARIN]
    steps: dict[str, Any] = {
        "welcome": {
            "kind": "menu",
            "text": {
                "en": "Welcome to Harbour Tea. For English, press 1.",
                "zh-Hans": "欢迎致电港湾茶庄，普通话请按 2。",
            },
            "languages": both,
            "choices": {"1": "english", "2": "mandarin"},
            "otherwise": "english",
        },
        "english": {"kind": "set", "key": "language", "value": ENGLISH, "next": "hours_en"},
        "mandarin": {"kind": "set", "key": "language", "value": MANDARIN, "next": "hours_zh"},
        "message": {
            "kind": "voicemail",
            "text": {
                "en": "Nobody is free now. Please leave a message after the tone.",
                "zh-Hans": "现在无人接听，请在提示音后留言。",
            },
            "max_s": 60,
        },
    }
    for suffix, skill in (("en", skills[0]), ("zh", skills[1])):
        steps[f"hours_{suffix}"] = {
            "kind": "hours",
            "hours_id": hours,
            "open": f"topic_{suffix}",
            "closed": "message",
        }
        steps[f"topic_{suffix}"] = {
            "kind": "menu",
            "text": topic,
            "choices": {"1": f"sales_{suffix}", "2": f"service_{suffix}"},
            "otherwise": f"service_{suffix}",
            "set": "topic",
            "name": "Topic",
            "labels": {"1": "Orders and prices", "2": "Delivery"},
        }
        for name, queue in zip(("sales", "service"), queues, strict=True):
            steps[f"{name}_{suffix}"] = {
                "kind": "queue",
                "queue_id": queue,
                "skills": {skill: 3},
                "announce_position": True,
                "overflow_s": 180,
                "overflow": "message",
            }
    return {"start": "welcome", "steps": steps}


def new_password() -> str:
    """A password nobody knows yet, of letters and digits: a double click takes all of it."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_PASSWORD_LENGTH))

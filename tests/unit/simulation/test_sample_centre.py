"""The sample centre is sound: its flow passes the check, and everybody has something to say."""

import random

import msgspec
import pytest

from antiphon.flows.check import check
from antiphon.flows.graph import Flow
from antiphon.simulation.callers import a_caller
from antiphon.simulation.sample_centre import ENGLISH, MANDARIN, sample_flow
from antiphon.simulation.scripts import DIALOGUES, a_dialogue

pytestmark = pytest.mark.unit

CUSTOMERS = (("Li Na", "+8613910998801", "zh-Hans"),)


def test_the_sample_flow_is_sound_without_a_warning() -> None:
    fields = sample_flow("hours", ("en", "zh"), ("sales", "service"))
    flow = msgspec.convert({"id": "f", "name": "Main", **fields}, Flow)
    found = check(flow, queues={"sales", "service"}, hours={"hours"}, skills={"en", "zh"})
    assert found == []


@pytest.mark.parametrize("language", [ENGLISH, MANDARIN])
@pytest.mark.parametrize("topic", ["1", "2"])
def test_there_is_a_conversation_for_each_language_and_topic(language: str, topic: str) -> None:
    dialogue = a_dialogue(language, topic, random.Random(1))
    assert (dialogue.language, dialogue.topic) == (language, topic)


def test_in_every_conversation_both_say_as_much() -> None:
    assert all(len(one.agent) == len(one.caller) for one in DIALOGUES)


def test_the_same_seed_gives_the_same_callers() -> None:
    first, second = random.Random(7), random.Random(7)
    many = [a_caller(CUSTOMERS, first) for _ in range(50)]
    assert many == [a_caller(CUSTOMERS, second) for _ in range(50)]
    assert {one.language for one in many} == {ENGLISH, MANDARIN}
    assert all(25 <= one.patience_s <= 240 for one in many)

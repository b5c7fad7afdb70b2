"""What waiting customers hear: place, wait and comfort, in their language."""

import pytest

from antiphon.routing.spoken import announcement, call_back_text
from antiphon.routing.waiting import WaitingRoom

pytestmark = pytest.mark.unit

ROOM = WaitingRoom(comfort_texts={"en": "Press 1."}, vip_texts={"en": "Dear guest."})


def test_place_wait_and_comfort_are_said_together() -> None:
    said = announcement("en", position=3, wait_s=(100, 290), room=ROOM, priority=0)
    assert "number 3" in said
    assert "between 1 and 5 minutes" in said
    assert said.endswith("Press 1.")


def test_an_interval_is_only_ever_widened() -> None:
    said = announcement("en", position=None, wait_s=(59, 61), room=None, priority=0)
    assert said == "You will probably wait less than 2 minutes."


def test_a_vip_hears_the_vip_text() -> None:
    said = announcement("en", position=None, wait_s=None, room=ROOM, priority=8)
    assert said == "Dear guest."


def test_without_an_honest_wait_none_is_said() -> None:
    assert announcement("en", position=None, wait_s=None, room=None, priority=0) == ""


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "yue"])
def test_each_language_of_the_prompts_has_its_own_words(language: str) -> None:
    english = announcement("en", position=2, wait_s=(60, 120), room=None, priority=0)
    said = announcement(language, position=2, wait_s=(60, 120), room=None, priority=0)
    assert said != english
    assert "2" in said
    assert call_back_text(language) != call_back_text("en")

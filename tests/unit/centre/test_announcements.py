"""What a waiting customer hears around an announcement."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

import pytest
from tests.support.centre import QUEUE, SmallCentre

from antiphon.app.centre.engine.effects import CallEffects
from antiphon.app.centre.loop import Recorded
from antiphon.flows.graph import HangUpStep, QueueStep
from antiphon.kernel.events import Event
from antiphon.simulation.plant import Silence
from antiphon.telephony.engine import PlaybackId, TelephoneEngine

pytestmark = pytest.mark.unit

FIRST = PlaybackId("c1.q1")


class Commands:
    """Takes every command of the port and notes its name."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Awaitable[None]]:
        async def note(*_positional: Any, **_named: Any) -> None:
            self.names.append(name)

        return note


class Announced:
    """A customer who waits and is being told the place in the queue."""

    def __init__(self) -> None:
        wait = QueueStep(queue_id=QUEUE, announce_position=True)
        self.centre = SmallCentre(steps={"wait": wait, "end": HangUpStep()})
        self.engine = Commands()
        self.effects = CallEffects(
            self.centre.world, cast("TelephoneEngine", self.engine), Silence()
        )
        self.effects.lanes.release()

    async def tell(self, events: Sequence[Event]) -> None:
        self.effects.listen([Recorded(position, event) for position, event in enumerate(events)])
        await self.effects.lanes.settle()


@pytest.fixture
async def announced() -> Announced:
    announced = Announced()
    await announced.tell(announced.centre.call())
    await announced.tell(announced.centre.pass_time(4))
    assert announced.engine.names[-2:] == ["start_music", "play"]
    return announced


async def test_after_an_announcement_the_music_comes_back_once(announced: Announced) -> None:
    for _ in range(2):
        announced.effects.said(FIRST)
        await announced.effects.lanes.settle()
    assert announced.engine.names[-2:] == ["play", "start_music"]


async def test_an_agent_who_answers_cuts_the_announcement_short(announced: Announced) -> None:
    centre = announced.centre
    before = len(centre.events)
    centre.add_agent("ann")
    offer = centre.offer_of()
    assert offer is not None
    centre.agent_answers(offer.offer_id)
    await announced.tell(centre.events[before:])
    announced.effects.said(FIRST)
    await announced.effects.lanes.settle()
    assert announced.engine.names[-3:] == ["ring", "stop_playback", "join"]

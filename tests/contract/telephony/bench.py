"""What the contract suite needs of an engine and of the world around it.

A bench runs one adapter and plays the world: callers, phones, the connection between us and the
engine. `expect` waits for a report, in real or in virtual time, and crosses it off; what a test did
not cross off is looked at by `nothing_more`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from tests.support.patience import PATIENCE_S

from antiphon.kernel.ids import InteractionId, LegId, TrunkId
from antiphon.telephony.engine import (
    EngineConnected,
    EngineEvent,
    LegAnswered,
    LegArrived,
    Phone,
    PhoneId,
    PhoneKind,
    RecordingId,
    TelephoneEngine,
    TrunkChanged,
)

Report = TypeVar("Report", bound=EngineEvent)


# How long a ring lasts that nobody answers: it has to be seen to ring, also on a slow machine.
RINGS_S = 4


class Manner(StrEnum):
    """What a phone does when it is rung."""

    ANSWERS = "answers"
    ONLY_RINGS = "only_rings"
    IS_BUSY = "is_busy"
    DECLINES = "declines"


class WorldPhone(ABC):
    """A phone of ours, as its owner holds it."""

    manner = Manner.ANSWERS

    @abstractmethod
    async def pick_up(self) -> None:
        """Answer the call that rings."""

    @abstractmethod
    async def hang_up(self) -> None:
        """End the call that is up."""

    @abstractmethod
    async def unregister(self) -> None:
        """Go away."""


class WorldCaller(ABC):
    """Somebody who calls."""

    @abstractmethod
    async def hang_up(self) -> None:
        """Give up, or end the conversation."""

    @abstractmethod
    async def press(self, digits: str) -> None:
        """Press keys."""


class Bench(ABC):
    """One engine and its world."""

    engine: TelephoneEngine
    # Sound files without suffix that this engine can play.
    prompt: Path

    def __init__(self) -> None:
        self.reports: list[EngineEvent] = []

    def hear(self, event: EngineEvent) -> None:
        """The engine's sink."""
        self.reports.append(event)

    @abstractmethod
    async def expect(
        self, kind: type[Report], *, within_s: float = PATIENCE_S, **fields: object
    ) -> Report:
        """Wait for a report of this kind with these fields, and cross it off."""

    @abstractmethod
    async def pass_time(self, seconds: float) -> None:
        """Let time pass in the world."""

    @abstractmethod
    async def call_in(
        self, dialled: str = "1000", *, number: str = "+4930123456", name: str = ""
    ) -> WorldCaller:
        """A call from the trunk t1."""

    @abstractmethod
    async def add_phone(self, name: str, manner: Manner = Manner.ANSWERS) -> WorldPhone:
        """A phone that is known and registered; its PhoneChanged is crossed off."""

    @abstractmethod
    async def add_outside(self, number: str, manner: Manner = Manner.ANSWERS) -> WorldPhone:
        """Somebody behind the trunk t2, who can be called at this number."""

    @abstractmethod
    def lose_connection(self) -> None:
        """Between us and the engine the line breaks."""

    @abstractmethod
    def regain_connection(self) -> None:
        """The line is good again."""

    @abstractmethod
    async def restart_engine(self) -> None:
        """The engine dies with its calls and comes back."""

    def find(self, kind: type[Report], fields: Mapping[str, object]) -> Report | None:
        """Cross off the first such report that is there."""
        for index, report in enumerate(self.reports):
            if isinstance(report, kind) and all(
                getattr(report, name) == value for name, value in fields.items()
            ):
                del self.reports[index]
                return report
        return None

    async def nothing_more(self, *kinds: type[EngineEvent]) -> None:
        """No such report is there or comes in the next moments."""
        await self.pass_time(0.3)
        # How a trunk is has nothing to do with calls, and is told at its own time.
        told = [r for r in self.reports if kinds or not isinstance(r, TrunkChanged)]
        assert [r for r in told if isinstance(r, kinds or (EngineEvent,))] == []

    async def arrived(self, **call: Any) -> tuple[LegId, WorldCaller]:
        """A call that came in and was told."""
        caller = await self.call_in(**call)
        return (await self.expect(LegArrived)).leg, caller

    async def answered(self) -> tuple[LegId, WorldCaller]:
        """A call that came in and was answered."""
        leg, caller = await self.arrived()
        await self.engine.answer(leg)
        await self.expect(LegAnswered, leg=leg)
        return leg, caller

    async def ring(
        self, leg: str, *, to: str, timeout_s: int = 20, recording: str | None = None
    ) -> LegId:
        """Ring a phone."""
        await self.engine.ring(
            LegId(leg),
            call=InteractionId("call-1"),
            to=PhoneId(to),
            caller_number="+4930123456",
            caller_name="Ada",
            headers={"X-Antiphon-Interaction": "call-1"},
            timeout_s=timeout_s,
            recording=RecordingId(recording) if recording else None,
        )
        return LegId(leg)

    async def dial(self, leg: str, *, number: str, trunk: str = "t2", timeout_s: int = 20) -> LegId:
        """Call somebody outside."""
        await self.engine.dial(
            LegId(leg),
            call=InteractionId("call-1"),
            trunk=TrunkId(trunk),
            number=number,
            caller_number="+861012345678",
            caller_name="Tea House",
            timeout_s=timeout_s,
        )
        return LegId(leg)

    async def connected(self) -> EngineConnected:
        """Wait until the connection is there, and open."""
        event = await self.expect(EngineConnected)
        await self.engine.open_for_calls()
        return event


def a_phone(name: str) -> Phone:
    """A desk phone; its secret is its name backwards."""
    return Phone(id=PhoneId(name), kind=PhoneKind.SIP, secret=name[::-1], display_name=name)

"""Has the engine stop recording a leg and go on, also after it or we were away.

What should be follows from the book alone, so a repeated, late or lost effect does no harm.
"""

from collections.abc import Sequence

from antiphon.app.centre.engine.effects import CallEffects
from antiphon.app.centre.loop import Recorded
from antiphon.app.centre.world import World
from antiphon.kernel.ids import InteractionId
from antiphon.recordings.contract import RecordingPaused, RecordingResumed
from antiphon.telephony.engine import TelephoneEngine


class RecordingEffects:
    """Acts in the order of each call's other effects."""

    def __init__(self, world: World, engine: TelephoneEngine, effects: CallEffects) -> None:
        self._world = world
        self._engine = engine
        self._effects = effects

    def listen(self, recorded: Sequence[Recorded]) -> None:
        """Take up a batch; for `Centre.subscribe`."""
        for _, event in recorded:
            if isinstance(event, RecordingPaused | RecordingResumed):
                self._put_right(event.interaction_id)

    def put_all_right(self) -> None:
        """After a connection: what was decided meanwhile, or before a crash, is done now."""
        for interaction_id in {one.interaction_id for one in self._world.recordings.turned()}:
            self._put_right(interaction_id)

    def _put_right(self, interaction_id: InteractionId) -> None:
        async def act() -> None:
            for one in self._world.recordings.running(interaction_id):
                if one.leg_id is None or not one.turns:
                    continue
                if one.is_paused:
                    await self._engine.pause_recording(one.leg_id)
                else:
                    await self._engine.resume_recording(one.leg_id, one.recording_id, one.parts)

        self._effects.lanes.enqueue(interaction_id, act)

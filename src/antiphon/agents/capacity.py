"""How much an agent can hold at once, over all channels. Pure.

An agent has 100 points; each interaction in hand takes those of its channel. A channel is free for
an agent when one more of it fits; what may be interrupted by it does not count. Who sets what may
be interrupted: `interruptions.py`.
"""

from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from antiphon.agents.contract import Agent, Capacity
from antiphon.interactions.contract import Channel
from antiphon.kernel.events import RuleBroken

POINTS = 100

# What one interaction of a channel takes, unless the agent's own settings say otherwise.
WEIGHTS = {"voice": 100, "chat": 30, "email": 5}

# Pairs of channels: what comes, and what it may come on top of.
Interrupts = frozenset[tuple[str, str]]

# Until an administrator decides otherwise a call may interrupt mail, not chat.
USUAL_INTERRUPTS: Interrupts = frozenset({("voice", "email"), ("chat", "email")})


def free_channels(
    capacity: Capacity, in_hand: Collection[str], interrupts: Interrupts
) -> frozenset[str]:
    """The channels of which one more interaction fits beside those in hand."""
    if capacity.weights or capacity.most:
        return _free(capacity, in_hand, interrupts)
    return _usually_free(tuple(in_hand), interrupts)


@lru_cache(maxsize=256)
def _usually_free(in_hand: tuple[str, ...], interrupts: Interrupts) -> frozenset[str]:
    return _free(Capacity(), in_hand, interrupts)


def _free(capacity: Capacity, in_hand: Collection[str], interrupts: Interrupts) -> frozenset[str]:
    return frozenset(channel for channel in WEIGHTS if fits(capacity, channel, in_hand, interrupts))


def fits(
    capacity: Capacity, channel: str, in_hand: Collection[str], interrupts: Interrupts
) -> bool:
    """Does one more interaction of this channel fit?"""
    most = capacity.most.get(channel)
    if most is not None and Counter(in_hand)[channel] >= most:
        return False
    spent = sum(weight_of(capacity, held) for held in in_hand if (channel, held) not in interrupts)
    return spent + weight_of(capacity, channel) <= POINTS


def weight_of(capacity: Capacity, channel: str) -> int:
    """The points that one interaction of this channel takes."""
    return capacity.weights.get(channel, WEIGHTS.get(channel, POINTS))


def check_capacity(agent: Agent) -> None:
    """Refuse limits of channels that nobody knows; a call always takes the whole agent."""
    for channel in {*agent.capacity.weights, *agent.capacity.most}:
        if channel not in WEIGHTS:
            raise unknown_channel(channel)
    if agent.capacity.weights.get(Channel.VOICE, WEIGHTS[Channel.VOICE]) != WEIGHTS[Channel.VOICE]:
        raise RuleBroken("agents.voice_weight", "A call takes all 100 points of an agent.")
    if any(most < 0 for most in agent.capacity.most.values()):
        raise RuleBroken("agents.channel_most", "The most of a channel is 0 or more.")


def unknown_channel(channel: str) -> RuleBroken:
    """The refusal of a channel that there is not."""
    return RuleBroken(
        "agents.channel_unknown", f"There is no channel {channel!r} yet.", channel=channel
    )

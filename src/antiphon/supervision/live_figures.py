"""The figures that wallboards show: what each is called in the catalogue of metrics, and its kind.

How they are worked out stands in `app/views/figure_readings.py`; what they mean for people in the
page's texts under `figure`.
"""

from enum import StrEnum
from typing import NamedTuple


class Figure(StrEnum):
    """What can be shown of some queues, and of the agents who serve them."""

    WAITING = "waiting"
    LONGEST_WAIT = "longest_wait"
    AGENTS_SIGNED_IN = "agents_signed_in"
    AGENTS_READY = "agents_ready"
    AGENTS_BUSY = "agents_busy"
    AGENTS_WRAP_UP = "agents_wrap_up"
    AGENTS_NOT_READY = "agents_not_ready"
    OFFERED = "offered"
    ANSWERED = "answered"
    ABANDONED = "abandoned"
    ABANDON_RATE = "abandon_rate"
    SERVICE_LEVEL = "service_level"
    SERVICE_LEVEL_RECENT = "service_level_recent"
    ASA = "asa"
    AHT = "aht"
    OCCUPANCY = "occupancy"


class Unit(StrEnum):
    """What a value counts."""

    COUNT = "count"
    PERCENT = "percent"
    SECONDS = "seconds"


class Definition(NamedTuple):
    """A figure in the catalogue of metrics."""

    metric: str
    unit: Unit
    # Small values are the bad ones: thresholds are met from above.
    is_low_bad: bool = False
    # Counted in intervals of a day, so that a trend can be drawn.
    has_trend: bool = False


DEFINITIONS: dict[Figure, Definition] = {
    Figure.WAITING: Definition("rt.waiting_now", Unit.COUNT),
    Figure.LONGEST_WAIT: Definition("rt.longest_wait_now", Unit.SECONDS),
    Figure.AGENTS_SIGNED_IN: Definition("rt.agents_staffed", Unit.COUNT, is_low_bad=True),
    Figure.AGENTS_READY: Definition("rt.agents_ready", Unit.COUNT, is_low_bad=True),
    Figure.AGENTS_BUSY: Definition("rt.agents_talking", Unit.COUNT),
    Figure.AGENTS_WRAP_UP: Definition("rt.agents_acw", Unit.COUNT),
    Figure.AGENTS_NOT_READY: Definition("rt.agents_not_ready", Unit.COUNT),
    Figure.OFFERED: Definition("trf.inbound_offered", Unit.COUNT, has_trend=True),
    Figure.ANSWERED: Definition("que.answered", Unit.COUNT, is_low_bad=True, has_trend=True),
    Figure.ABANDONED: Definition("abn.count", Unit.COUNT, has_trend=True),
    Figure.ABANDON_RATE: Definition("abn.rate", Unit.PERCENT, has_trend=True),
    Figure.SERVICE_LEVEL: Definition(
        "sl.ignore_short", Unit.PERCENT, is_low_bad=True, has_trend=True
    ),
    Figure.SERVICE_LEVEL_RECENT: Definition("rt.sl_rolling_30", Unit.PERCENT, is_low_bad=True),
    Figure.ASA: Definition("que.asa", Unit.SECONDS, has_trend=True),
    Figure.AHT: Definition("hdl.aht", Unit.SECONDS),
    Figure.OCCUPANCY: Definition("prd.occupancy", Unit.PERCENT),
}

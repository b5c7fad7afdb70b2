"""Samples of events, built from nothing but the annotations of their fields.

`sample` gives the same one every time, with every field filled; `samples` is a strategy for all.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)

_SIMPLE_SAMPLES: dict[type[inspect.Type], Any] = {
    inspect.BoolType: True,
    inspect.DateTimeType: NOON + timedelta(microseconds=1),
    inspect.AnyType: "anything",
    inspect.DateType: NOON.date(),
    inspect.FloatType: 1.5,
    inspect.IntType: 7,
    inspect.TimeType: NOON.time(),
}

# Instants are in UTC and in whole microseconds, as the journal keeps them.
_SIMPLE_STRATEGIES: dict[type[inspect.Type], st.SearchStrategy[Any]] = {
    inspect.AnyType: st.text(st.characters(codec="utf-8"), max_size=12),
    inspect.BoolType: st.booleans(),
    inspect.DateTimeType: st.datetimes(timezones=st.just(UTC)),
    inspect.DateType: st.dates(),
    inspect.FloatType: st.floats(allow_nan=False, allow_infinity=False),
    inspect.IntType: st.integers(min_value=-(2**53), max_value=2**53),
    inspect.NoneType: st.none(),
    inspect.StrType: st.text(st.characters(codec="utf-8"), max_size=12),
    inspect.TimeType: st.times(),
}


def sample(cls: type[msgspec.Struct]) -> Any:
    """One instance, in which texts are called like their fields."""
    return _sample_of(inspect.type_info(cls), cls.__name__)


def samples(cls: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Any instance."""
    return _strategy_of(inspect.type_info(cls))


def _sample_of(kind: inspect.Type, name: str) -> Any:  # noqa: PLR0911 (one for each kind)
    match kind:
        case inspect.StructType(cls=cls, fields=fields):
            return cls(**{field.name: _sample_of(field.type, field.name) for field in fields})
        case inspect.UnionType(types=types):
            return _sample_of(next(t for t in types if not isinstance(t, inspect.NoneType)), name)
        case inspect.DictType(key_type=key, value_type=value):
            return {_sample_of(key, f"{name}_key"): _sample_of(value, name)}
        case inspect.VarTupleType(item_type=item):
            kinds = item.types if isinstance(item, inspect.UnionType) else (item,)
            return tuple(_sample_of(one, name) for one in kinds)
        case inspect.EnumType(cls=enum):
            return list(enum)[-1]
        case inspect.StrType():
            return f"{name} 样本"
        case _:
            return _SIMPLE_SAMPLES[type(kind)]


def _strategy_of(kind: inspect.Type) -> st.SearchStrategy[Any]:
    match kind:
        case inspect.StructType(cls=cls, fields=fields):
            return st.builds(cls, **{field.name: _strategy_of(field.type) for field in fields})
        case inspect.UnionType(types=types):
            return st.one_of([_strategy_of(one) for one in types])
        case inspect.DictType(key_type=key, value_type=value):
            return st.dictionaries(_strategy_of(key), _strategy_of(value), max_size=3)
        case inspect.VarTupleType(item_type=item):
            return st.lists(_strategy_of(item), max_size=3).map(tuple)
        case inspect.EnumType(cls=enum):
            return st.sampled_from(list(enum))
        case _:
            return _SIMPLE_STRATEGIES[type(kind)]

"""The tables of the history: one row for each interaction, and the names that it shows."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from antiphon.database.migrations import making

metadata = MetaData()

# Instants are microseconds since 1970 in UTC. `record` is the whole `Interaction` as JSON,
# `timeline` its events in words; the other columns are what lists are filtered and sorted by.
interactions = Table(
    "interactions",
    metadata,
    Column("tenant", String(40), primary_key=True),
    Column("id", String(250), primary_key=True),
    Column("arrived_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("customer_number", Text, nullable=False),
    Column("queue_id", String(64)),
    Column("agent_id", String(64)),
    Column("outcome", String(20), nullable=False),
    Column("wait_ms", BigInteger, nullable=False),
    Column("talk_ms", BigInteger, nullable=False),
    Column("hold_ms", BigInteger, nullable=False),
    Column("wrap_up_ms", BigInteger, nullable=False),
    Column("has_recording", Boolean, nullable=False),
    Column("search", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("timeline", LargeBinary, nullable=False),
    Index("interactions_newest", "tenant", "arrived_at", "id"),
    Index("interactions_by_agent", "tenant", "agent_id", "arrived_at", "id"),
)

# The last name of everything that ever was: what was removed still has its name in the history.
names = Table(
    "interaction_names",
    metadata,
    Column("tenant", String(40), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
)


STEPS = (making(metadata),)

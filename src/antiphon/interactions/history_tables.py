"""The tables of the history: a row for each interaction, who had a part in it, and names."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    inspect,
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
    Column("direction", String(10), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("wait_ms", BigInteger, nullable=False),
    Column("talk_ms", BigInteger, nullable=False),
    Column("hold_ms", BigInteger, nullable=False),
    Column("wrap_up_ms", BigInteger, nullable=False),
    Column("has_recording", Boolean, nullable=False),
    Column("search", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("timeline", LargeBinary, nullable=False),
    # In small letters: it is found however it is written.
    Column("ticket", String(64)),
    Index("interactions_newest", "tenant", "arrived_at", "id"),
)
_by_ticket = Index(
    "interactions_by_ticket",
    interactions.c.tenant,
    interactions.c.ticket,
    interactions.c.arrived_at,
)

# Each agent's interactions: also those that were passed on, or only advised about.
agents = Table(
    "interaction_agents",
    metadata,
    Column("tenant", String(40), primary_key=True),
    Column("agent_id", String(64), primary_key=True),
    Column("arrived_at", BigInteger, primary_key=True),
    Column("id", String(250), primary_key=True),
    sqlite_with_rowid=False,
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


def _tickets(connection: Connection) -> None:
    # A database of today has the column from the first step; no older row has a ticket.
    if "ticket" not in {one["name"] for one in inspect(connection).get_columns("interactions")}:
        connection.exec_driver_sql("ALTER TABLE interactions ADD COLUMN ticket VARCHAR(64)")
    _by_ticket.create(connection, checkfirst=True)


def _anew(connection: Connection) -> None:
    """Other columns, or another table: the rows follow from the journal."""
    for table in (interactions, agents):
        table.drop(connection, checkfirst=True)
        table.create(connection)


# The last one twice: after directions came, and after agents did.
STEPS = (making(metadata), _tickets, _anew, _anew)

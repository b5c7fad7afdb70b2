"""Identity's tables, and the steps that bring them up to date."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

# Instants are microseconds since 1970 in UTC: they compare and sort alike in every database.
users = Table(
    "users",
    metadata,
    Column("tenant", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("login", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("language", String(20), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("tenant", String(40), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("user_id", String(40), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["tenant", "user_id"], ["users.tenant", "users.id"], ondelete="CASCADE"),
)

setup_tokens = Table(
    "setup_tokens",
    metadata,
    Column("tenant", String(40), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("created_at", BigInteger, nullable=False),
)

audit = Table(
    "identity_audit",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("tenant", String(40), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("user_id", String(40)),
    Column("address", String(64), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(250), nullable=False),
    Column("detail", Text, nullable=False),
)

_APPEND_ONLY_SQLITE = """
CREATE TRIGGER identity_audit_{verb} BEFORE {verb} ON identity_audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
"""

_APPEND_ONLY_POSTGRESQL = """
CREATE FUNCTION identity_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$;
CREATE TRIGGER identity_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON identity_audit
EXECUTE FUNCTION identity_audit_refuse()
"""


def _first_tables(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.exec_driver_sql("CREATE UNIQUE INDEX users_login ON users (tenant, login)")
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(_APPEND_ONLY_SQLITE.format(verb=verb))
    else:
        connection.exec_driver_sql(_APPEND_ONLY_POSTGRESQL)


STEPS = (_first_tables,)

"""Bringing tables up to date: each context lists its steps; a step that ran is never run again."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, DateTime, Integer, MetaData, String, Table, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.database.engine import writing

Step = Callable[[Connection], None]

_steps = Table(
    "schema_steps",
    MetaData(),
    Column("context", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("applied_at", DateTime(timezone=True), nullable=False),
)


def making(tables: MetaData) -> Step:
    """The step that makes a context's first tables."""
    return tables.create_all


async def migrate(engine: AsyncEngine, context: str, steps: Sequence[Step]) -> int:
    """Run the steps that have not run yet, all in one transaction; returns how many those were."""
    async with writing(engine).begin() as connection:
        return await connection.run_sync(_migrate, context, steps)


def _migrate(connection: Connection, context: str, steps: Sequence[Step]) -> int:
    if connection.dialect.name == "postgresql":
        # Two processes starting at once must not both run a step.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7206081517)")
    _steps.create(connection, checkfirst=True)
    query = select(func.max(_steps.c.number)).where(_steps.c.context == context)
    done: int = connection.execute(query).scalar() or 0
    for number, step in enumerate(steps[done:], start=done + 1):
        step(connection)
        connection.execute(
            _steps.insert().values(context=context, number=number, applied_at=datetime.now(UTC))
        )
    return max(0, len(steps) - done)

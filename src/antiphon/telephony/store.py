"""The secrets of phones and trunks, in SQL: events and snapshots never hold one."""

from sqlalchemy import Column, ColumnElement, Connection, MetaData, String, Table, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.database.engine import writing
from antiphon.kernel.ids import TenantId

metadata = MetaData()

_secrets = Table(
    "line_secrets",
    metadata,
    Column("tenant", String(40), primary_key=True),
    # `trunk/<id>` or `phone/<agent id>`
    Column("owner", String(100), primary_key=True),
    Column("secret", String(200), nullable=False),
)


def _first_tables(connection: Connection) -> None:
    metadata.create_all(connection)


STEPS = (_first_tables,)


class LineSecrets:
    """One tenant's secrets by owner."""

    def __init__(self, engine: AsyncEngine, tenant: TenantId) -> None:
        self._engine = engine
        self._tenant = tenant

    async def find(self, owner: str) -> str | None:
        """The secret of this owner."""
        query = select(_secrets.c.secret).where(*self._of(owner))
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def put(self, owner: str, secret: str | None) -> None:
        """Store the secret in place of an earlier one; None forgets it."""
        async with writing(self._engine).begin() as connection:
            await connection.execute(delete(_secrets).where(*self._of(owner)))
            if secret is not None:
                values = {"tenant": self._tenant, "owner": owner, "secret": secret}
                await connection.execute(_secrets.insert().values(**values))

    async def keep(self, owner: str, fresh: str) -> str:
        """The secret of this owner; `fresh` from now on when there was none.

        Whoever asks at the same moment gets the same one.
        """
        values = {"tenant": self._tenant, "owner": owner, "secret": fresh}
        known = await self.find(owner)
        if known is not None:
            return known
        try:
            async with writing(self._engine).begin() as connection:
                await connection.execute(_secrets.insert().values(**values))
        except IntegrityError:
            return await self.find(owner) or fresh
        return fresh

    def _of(self, owner: str) -> tuple[ColumnElement[bool], ...]:
        return (_secrets.c.tenant == self._tenant, _secrets.c.owner == owner)

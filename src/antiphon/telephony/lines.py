"""The phones and trunks that the engine should know: told when they change, and all when asked.

A browser's phone lives as long as its session: its secret comes from the session's token, so it
is the same after a restart, and it is kept in memory only. A desk phone's secret stays until
somebody renews it.
"""

import secrets
from collections.abc import Callable, Iterable

import msgspec

from antiphon.agents.contract import Agent
from antiphon.call_buttons.contract import phone_of_visit
from antiphon.kernel.ids import AgentId, InteractionId, LegId, TrunkId, VisitId
from antiphon.telephony.contract import TrunkLine, phone_of
from antiphon.telephony.engine import Phone, PhoneKind, TelephoneEngine
from antiphon.telephony.store import LineSecrets
from antiphon.telephony.trunk import Trunk, TrunkProbe
from antiphon.telephony.trunk_states import TrunkStatus


class BrowserPhone(msgspec.Struct, frozen=True, kw_only=True):
    """A phone in a page, and the session it belongs to."""

    agent_id: AgentId
    session_id: str
    phone: Phone


class PhoneServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where desk phones register; `host` None means by the name the page is opened with."""

    host: str | None
    port: int
    tls_port: int | None = None


class Lines:
    """Keeps the engine's phones and trunks as they should be."""

    def __init__(
        self,
        engine: TelephoneEngine,
        store: LineSecrets,
        *,
        agents: Callable[[], Iterable[Agent]],
        trunks: Callable[[], Iterable[TrunkLine]],
        state_of: Callable[[TrunkId], TrunkStatus],
        visits: Callable[[], Iterable[VisitId]],
    ) -> None:
        self._engine = engine
        self._store = store
        self._agents = agents
        self._trunks = trunks
        self._state_of = state_of
        self._visits = visits
        self._browsers: dict[AgentId, BrowserPhone] = {}

    async def open_browser_phone(
        self, agent_id: AgentId, *, session_id: str, secret: str, display_name: str
    ) -> Phone:
        """Make the phone in an agent's page known; the newest page of an agent has it."""
        phone = Phone(
            id=phone_of(agent_id),
            kind=PhoneKind.BROWSER,
            secret=secret,
            display_name=display_name,
        )
        known = self._browsers.get(agent_id)
        if known is None or known.phone != phone:
            await self._engine.set_phone(phone)
        self._browsers[agent_id] = BrowserPhone(
            agent_id=agent_id, session_id=session_id, phone=phone
        )
        return phone

    async def close_browser_phones(self, session_id: str) -> None:
        """Forget the phone of a session that ended."""
        for entry in [b for b in self._browsers.values() if b.session_id == session_id]:
            del self._browsers[entry.agent_id]
            await self._engine.remove_phone(entry.phone.id)

    async def open_visitor_phone(self, visit_id: VisitId) -> Phone:
        """Make the phone of a visit known, with a secret of its own; the same when asked again."""
        fresh = secrets.token_urlsafe(24)
        phone = Phone(
            id=phone_of_visit(visit_id),
            kind=PhoneKind.VISITOR,
            secret=await self._store.keep(f"visit/{visit_id}", fresh),
            display_name="",
        )
        await self._engine.set_phone(phone)
        return phone

    async def close_visitor_phone(self, visit_id: VisitId) -> None:
        """Forget the phone of a visit that is over; a call on it is not touched."""
        await self._store.put(f"visit/{visit_id}", None)
        await self._engine.remove_phone(phone_of_visit(visit_id))

    def find_agent(self, agent_id: AgentId) -> Agent | None:
        """The agent's profile."""
        return next((agent for agent in self._agents() if agent.id == agent_id), None)

    async def desk_phone_secret(self, agent_id: AgentId) -> str:
        """The secret to set in an agent's desk phone; made at the first asking."""
        return await self._store.keep(f"phone/{agent_id}", secrets.token_urlsafe(24))

    async def renew_desk_phone(self, agent_id: AgentId) -> str:
        """Give an agent's desk phone a new secret; the old one stops working."""
        await self._store.put(f"phone/{agent_id}", None)
        secret = await self.desk_phone_secret(agent_id)
        agent = self.find_agent(agent_id)
        if agent is not None:
            await self.set_agent(agent)
        return secret

    async def set_agent(self, agent: Agent) -> None:
        """An agent was saved: a desk phone is made known, a phone in a page is not touched.

        Who is called at a number outside has no phone that could register.
        """
        if agent.phone_kind is PhoneKind.OUTSIDE:
            self._browsers.pop(agent.id, None)
            await self._engine.remove_phone(phone_of(agent.id))
        if agent.phone_kind is PhoneKind.SIP:
            await self._engine.set_phone(
                Phone(
                    id=phone_of(agent.id),
                    kind=PhoneKind.SIP,
                    secret=await self.desk_phone_secret(agent.id),
                    display_name=agent.name,
                )
            )

    async def remove_agent(self, agent_id: AgentId) -> None:
        """An agent was removed."""
        self._browsers.pop(agent_id, None)
        await self._store.put(f"phone/{agent_id}", None)
        await self._engine.remove_phone(phone_of(agent_id))

    async def set_trunk(self, line: TrunkLine) -> None:
        """A trunk was saved."""
        await self._engine.set_trunk(await self._trunk(line))

    async def remove_trunk(self, trunk_id: TrunkId) -> None:
        """A trunk was removed. Its secret stays sealed, since the trunk can be brought back."""
        await self._engine.remove_trunk(trunk_id)

    def trunk_states(self) -> dict[TrunkId, TrunkStatus]:
        """How each trunk is."""
        return {line.id: self._state_of(line.id) for line in self._trunks()}

    async def set_trunk_secret(self, trunk_id: TrunkId, secret: str | None) -> str | None:
        """Store a trunk's secret; returns the one before. Takes effect with the trunk's saving."""
        before = await self._store.find(f"trunk/{trunk_id}")
        await self._store.put(f"trunk/{trunk_id}", secret)
        return before

    async def probe_trunk(self, line: TrunkLine) -> TrunkProbe:
        """Try a trunk without placing a call."""
        return await self._engine.probe_trunk(await self._trunk(line))

    async def send_digits(self, interaction_id: InteractionId, digits: str) -> None:
        """Play DTMF to the customer of a call."""
        await self._engine.send_digits(LegId(interaction_id), digits)

    async def restore(self) -> None:
        """Tell the engine everything: it was started anew, or we do not know what it knows."""
        for line in list(self._trunks()):
            await self.set_trunk(line)
        for agent in list(self._agents()):
            await self.set_agent(agent)
        for entry in list(self._browsers.values()):
            await self._engine.set_phone(entry.phone)
        for visit_id in list(self._visits()):
            await self.open_visitor_phone(visit_id)

    async def _trunk(self, line: TrunkLine) -> Trunk:
        return Trunk(
            id=line.id,
            host=line.host,
            port=line.port,
            transport=line.transport,
            addresses=line.addresses,
            username=line.username,
            secret=await self._store.find(f"trunk/{line.id}"),
            registers=line.registers,
            codecs=line.codecs,
            srtp=line.srtp,
        )

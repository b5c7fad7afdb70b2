"""Numbers to be called by those who may not know them: a token stands for one, for a while.

A token is sealed for one agent with a key that lives as long as the process, so nothing can be read
from it, two tokens of one number have nothing in common, and no other agent can use it.
"""

import base64
import binascii
import secrets
from datetime import datetime, timedelta

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from antiphon.kernel.clock import Clock
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId

LASTS = timedelta(minutes=15)
_NONCE_BYTES = 12
# Tokens are of one length, whatever the number is.
_PADDED = 448


class Dialled(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a token calls: the number, and the interaction in which it was met."""

    number: str
    interaction_id: InteractionId
    until: datetime


class DialTokens:
    """Makes tokens and reads them."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._cipher = AESGCM(AESGCM.generate_key(bit_length=256))

    def make(self, number: str, interaction_id: InteractionId, agent_id: AgentId) -> str:
        """A token with which this agent alone can call the number until `LASTS` is over."""
        until = self.clock.now() + LASTS
        dialled = Dialled(number=number, interaction_id=interaction_id, until=until)
        text = msgspec.json.encode(dialled).ljust(_PADDED)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, text, agent_id.encode())
        return base64.urlsafe_b64encode(sealed).decode()

    def read(self, token: str, agent_id: AgentId) -> Dialled:
        """Whom the token calls.

        Raises:
            RuleBroken: it is none of this agent's, or no longer good.
        """
        try:
            sealed = base64.urlsafe_b64decode(token.encode())
            nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
            text = self._cipher.decrypt(nonce, rest, agent_id.encode())
        except (InvalidTag, ValueError, binascii.Error):
            raise RuleBroken(
                "dial_token.unknown", "This link to a number is not yours or not valid any more."
            ) from None
        dialled = msgspec.json.decode(text, type=Dialled)
        if dialled.until <= self.clock.now():
            raise RuleBroken("dial_token.expired", "Too much time has passed: try once more.")
        return dialled

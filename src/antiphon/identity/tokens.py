"""Session tokens: opaque, random, kept only as hashes; and what is derived from one."""

import hashlib
import hmac
import secrets
from typing import NewType

Token = NewType("Token", str)


def new_token() -> Token:
    """256 random bits."""
    return Token(secrets.token_urlsafe(32))


def session_id(token: str) -> str:
    """The hash under which a token is known."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def csrf_token(token: str) -> str:
    """What the page must send along with each write of this session."""
    return _derive(token, "csrf")


def phone_secret(token: str) -> str:
    """The SIP secret of the phone in the page: as long-lived as the session, and never stored."""
    return _derive(token, "phone")


def is_csrf_token(given: str, token: str) -> bool:
    """Whether `given` belongs to the session of `token`."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), csrf_token(token).encode())


def _derive(token: str, purpose: str) -> str:
    return hmac.new(token.encode("utf-8", "replace"), purpose.encode(), hashlib.sha256).hexdigest()

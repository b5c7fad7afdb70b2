"""Seals secrets before they go into SQL, with a key that lies in a file beside the database.

AES-GCM with a random nonce. What a secret belongs to is sealed with it, so that nobody can give one
owner's secret to another by exchanging rows.
"""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12


class SealBroken(Exception):  # noqa: N818 (it names what is the case)
    """What was sealed cannot be opened: another key, another owner, or it was changed."""


class KeyUnusable(Exception):  # noqa: N818 (it names what is the case)
    """The key's file holds no key; the text names it."""


class Seal:
    """Seals and opens with one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, text: str, *, owner: str) -> bytes:
        """The text, unreadable without the key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), owner.encode())

    def open(self, sealed: bytes, *, owner: str) -> str:
        """The text that was sealed for this owner.

        Raises:
            SealBroken: it cannot be opened.
        """
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, rest, owner.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise SealBroken(owner) from error


def provide_seal(file: Path) -> Seal:
    """The seal whose key is in this file; the first time, a new key that only we may read.

    Raises:
        KeyUnusable: the file holds something else.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    if not file.exists():
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(secrets.token_bytes(KEY_BYTES))
            out.flush()
            os.fsync(out.fileno())
        try:
            # Whole or not at all; and another process' key is not written over.
            os.link(partial, file)
        except FileExistsError:
            pass
        finally:
            partial.unlink()
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise KeyUnusable(f"{file} holds no key of {KEY_BYTES} bytes")
    return Seal(key)

"""Hashing passwords with argon2id, off the event loop and a few at a time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class PasswordCost(msgspec.Struct, frozen=True, kw_only=True):
    """What one hash costs; the memory is in KiB."""

    time: int = 2
    memory: int = 19_456
    parallelism: int = 1
    at_once: int = 2


class Passwords:
    """Makes and verifies hashes. One thread pool bounds the memory that a flood can take."""

    def __init__(self, cost: PasswordCost) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.time, memory_cost=cost.memory, parallelism=cost.parallelism
        )
        self._threads = ThreadPoolExecutor(cost.at_once, thread_name_prefix="password")
        # An unknown user's password is verified against this, so that the answer takes as long.
        self._nobody = self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        """The hash to store."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is right; None is nobody's hash and never matches."""
        loop = asyncio.get_running_loop()
        is_right = await loop.run_in_executor(
            self._threads, self._verify, stored or self._nobody, password
        )
        return is_right and stored is not None

    def needs_new_hash(self, stored: str) -> bool:
        """Whether the hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

"""Answers to a registrar's or proxy's challenge (digest authentication, MD5 or SHA-256)."""

import hashlib
import re
import secrets

_FIELD = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')


def fields_of(challenge: str) -> dict[str, str]:
    """What a challenge says, by the names of its fields."""
    return {
        found.group(1).lower(): found.group(2) if found.group(2) is not None else found.group(3)
        for found in _FIELD.finditer(challenge.partition(" ")[2])
    }


def answer(challenge: str, *, method: str, uri: str, username: str, secret: str) -> str:
    """The value of the Authorization header that answers `challenge`."""
    fields = fields_of(challenge)
    realm, nonce = fields.get("realm", ""), fields.get("nonce", "")
    algorithm = fields.get("algorithm", "MD5")
    # The scheme prescribes MD5; SIP peers that know better say SHA-256.
    digest = hashlib.sha256 if algorithm.upper() == "SHA-256" else hashlib.md5

    def hashed(text: str) -> str:
        return digest(text.encode(), usedforsecurity=False).hexdigest()

    first, second = hashed(f"{username}:{realm}:{secret}"), hashed(f"{method}:{uri}")
    parts = [
        f'username="{username}"',
        f'realm="{realm}"',
        f'nonce="{nonce}"',
        f'uri="{uri}"',
        f"algorithm={algorithm}",
    ]
    if "auth" in fields.get("qop", ""):
        client_nonce = secrets.token_hex(8)
        response = hashed(f"{first}:{nonce}:00000001:{client_nonce}:auth:{second}")
        parts += ["qop=auth", "nc=00000001", f'cnonce="{client_nonce}"']
    else:
        response = hashed(f"{first}:{nonce}:{second}")
    parts.append(f'response="{response}"')
    if "opaque" in fields:
        parts.append(f'opaque="{fields["opaque"]}"')
    return f"Digest {', '.join(parts)}"

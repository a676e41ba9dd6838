"""How requests carry a user and password: digest (RFC 7616) where the store offers it, else basic (RFC 7617).

The digest of requests itself reads whatever a refusal holds into memory and sends the first body of every
connection twice; this one starts from the challenge that the session has seen.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from requests.auth import AuthBase, HTTPBasicAuth

from kg.stores.credentials import is_this_machine

if TYPE_CHECKING:
    from requests import PreparedRequest

    from kg.stores.credentials import Credentials

_SCHEME: Final = re.compile(r"(?:^|,)\s*(digest|basic)\b", re.IGNORECASE)
_FIELD: Final = re.compile(r'(\w{1,20})=(?:"([^"]{0,500})"|([^\s,"]{1,500}))')
_HASHES: Final = {"md5": hashlib.md5, "sha-256": hashlib.sha256}


class Unsigned(AuthBase):
    """Sends nothing, and keeps requests from sending passwords of ~/.netrc on its own account."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request as it is."""
        return request


class Bearer(AuthBase):
    """Sends a token (RFC 6750)."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with its Authorization."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Digest(AuthBase):
    """Signs each request from one challenge; threads may share it."""

    def __init__(self, who: Credentials, challenge: dict[str, str]) -> None:
        self._who, self._challenge = who, challenge
        self._count, self._lock = 0, threading.Lock()

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with its Authorization."""
        parts = urlsplit(request.url or "")
        uri = (str(parts.path) or "/") + (f"?{parts.query}" if parts.query else "")
        request.headers["Authorization"] = self._header(request.method or "GET", uri)
        return request

    def _header(self, method: str, uri: str) -> str:
        with self._lock:
            self._count += 1
            count = f"{self._count:08x}"
        asked, client = self._challenge, secrets.token_hex(16)
        algorithm = asked.get("algorithm", "MD5")
        realm, nonce = asked.get("realm", ""), asked.get("nonce", "")
        secret = self._hash(f"{self._who.user}:{realm}:{self._who.password}")
        wanted = self._hash(f"{method}:{uri}")
        fields = [f'username="{_quoted(self._who.user)}"', f'realm="{realm}"', f'nonce="{nonce}"', f'uri="{uri}"']
        if "qop" in asked:
            response = self._hash(f"{secret}:{nonce}:{count}:{client}:auth:{wanted}")
            fields += ["qop=auth", f"nc={count}", f'cnonce="{client}"']
        else:
            response = self._hash(f"{secret}:{nonce}:{wanted}")
        fields += [f'response="{response}"', f"algorithm={algorithm}"]
        if "opaque" in asked:
            fields.append(f'opaque="{asked["opaque"]}"')
        return f"Digest {', '.join(fields)}"

    def _hash(self, text: str) -> str:
        return _HASHES[self._challenge.get("algorithm", "MD5").casefold()](text.encode()).hexdigest()


def signature_for(who: Credentials, url: str, challenge: str, *, trusted_network: bool) -> AuthBase | None:
    """What signs requests as the WWW-Authenticate header ``challenge`` asks for; None if there is no such way.

    Raises InsecureError for a password in plain words over a network that others can listen to.
    """
    schemes = {found[1].casefold(): found.end() for found in reversed(list(_SCHEME.finditer(challenge)))}
    if "digest" in schemes:
        fields = {
            name.casefold(): quoted or plain for name, quoted, plain in _FIELD.findall(challenge[schemes["digest"] :])
        }
        if fields.get("algorithm", "MD5").casefold() in _HASHES and "auth" in fields.get("qop", "auth").split(","):
            return Digest(who, fields)
    if "basic" not in schemes:
        return None
    require_secure(url, trusted_network=trusted_network)
    return HTTPBasicAuth(who.user.encode(), who.password.encode())


def require_secure(url: str, *, trusted_network: bool) -> None:
    """Raise InsecureError where a secret sent to the address could be read on its way."""
    if urlsplit(url).scheme == "http" and not trusted_network and not is_this_machine(url):
        raise InsecureError


class InsecureError(Exception):
    """The password would travel where others can read it."""


def _quoted(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"")

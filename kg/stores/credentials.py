"""User names and passwords for stores: from the environment or a netrc file, never from the address."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from requests.utils import get_netrc_auth

from kg.errors import ConfigError, InputError

_LOOPBACK: Final = re.compile(r"localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1")
USER: Final = "KG_STORE_USER"
TOKEN: Final = "KG_STORE_TOKEN"  # noqa: S105 - the name of a variable
PASSWORD: Final = "KG_STORE_PASSWORD"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Who asks, by user and password or by a token; secrets are left out of every representation."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def find_credentials(url: str) -> Credentials | None:
    """KG_STORE_TOKEN, else KG_STORE_USER with KG_STORE_PASSWORD, else the host's entry in NETRC or ~/.netrc, else None.

    Raises ConfigError where only one of the two variables is set.
    """
    if token := os.environ.get(TOKEN, ""):
        return Credentials(token=token)
    user, password = os.environ.get(USER, ""), os.environ.get(PASSWORD, "")
    if bool(user) != bool(password):
        missing = PASSWORD if user else USER
        raise ConfigError(missing, f"is not set, but {USER if user else PASSWORD} is; set both or neither")
    if user:
        return Credentials(user=user, password=password)
    found = get_netrc_auth(url)
    return Credentials(user=found[0], password=found[1]) if found and found[0] and found[1] else None


def require_plain_address(url: str) -> str:
    """The address, if it is http or https with a host and without a password; raises InputError otherwise."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or any(sign.isspace() or sign < " " for sign in url):
        raise InputError(f"{_shown(url)}: not the address of a store; write it like http://localhost:3030/kg")
    if "@" in parts.netloc:
        raise InputError(
            f"{_shown(url)}: an address with a password ends up in logs; set {USER} and {PASSWORD}, or use ~/.netrc"
        )
    return url


def is_this_machine(url: str) -> bool:
    """Whether the address is on the loopback interface."""
    return _LOOPBACK.fullmatch(urlsplit(url).hostname or "") is not None


def _shown(url: str) -> str:
    """The address without anything that could be a secret."""
    start, at, rest = url.rpartition("@")
    return f"{start.partition('//')[0]}//{rest}" if at and "//" in start else url.partition("?")[0]

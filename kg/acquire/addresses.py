"""Where a request may go: https, and never from the public network into a private one."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kg.errors import AcquireError

if TYPE_CHECKING:
    from collections.abc import Callable

    Resolve = Callable[[str], tuple[str, ...]]

# a parser that takes one of these differently from ours would go to another host
_DOUBTFUL: Final = re.compile(r"[\x00-\x20\x7f\\]")
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")  # NAT64: the last four bytes are an IPv4 address


def resolve(host: str) -> tuple[str, ...]:
    """Every address of a host, as the system resolves it; OSError if it has none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(sorted({str(entry[4][0]).partition("%")[0] for entry in found}))


def kind_of(address: str) -> str:
    """``public``, ``loopback``, ``link-local`` or ``private`` (which includes all that is reserved)."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif ip in _TRANSLATED:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.is_loopback:
        return "loopback"
    if ip.is_link_local:
        return "link-local"
    return "public" if ip.is_global and not ip.is_multicast else "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """The rule for one request and its redirects; ``origin`` is the URL that was asked for.

    A redirect leads to public addresses, or to the kind of network that the origin itself is in.  Names are
    resolved here and again when the connection is made: a name that changes in between still has to show a
    certificate for itself, which no inner host has.
    """

    origin: str
    allow_http: bool = False  # on the loopback interface, nowhere else
    resolve: Resolve = resolve

    def admit(self, url: str, *, proxied: bool) -> None:
        """Raise AcquireError unless a request may go there; behind a proxy it is the proxy that resolves."""
        scheme, host = _scheme_and_host(url)
        kinds = self._kinds(url, host, proxied=proxied)
        if scheme == "http" and not (self.allow_http and kinds == {"loopback"}):
            raise AcquireError(url, None, "is not encrypted, and only https is used; nothing was sent there")
        if url != self.origin:
            refused = kinds - {"public"} - self._kinds(self.origin, _scheme_and_host(self.origin)[1], proxied=proxied)
            if refused:
                raise AcquireError(
                    self.origin,
                    None,
                    f"redirects to {host}, a {min(refused)} address; this is not followed, "
                    "ask the publisher or use another network",
                )

    def _kinds(self, url: str, host: str, *, proxied: bool) -> set[str]:
        try:
            return {kind_of(host)}
        except ValueError:  # a name, or an address in one of the old spellings, which the system reads
            if host == "localhost":
                return {"loopback"}
            if proxied:
                return {"public"}
        try:
            return {kind_of(address) for address in self.resolve(host)}
        except (OSError, UnicodeError) as error:
            raise AcquireError(
                url, None, f"the host {host} is not found; check the network, or set HTTPS_PROXY"
            ) from error


def _scheme_and_host(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in {"https", "http"}:
        raise AcquireError(url, None, "is not an https address; nothing else is followed")
    if not host or "@" in parts.netloc or _DOUBTFUL.search(url):
        raise AcquireError(url, None, "is a malformed address; it is not followed")
    return parts.scheme, host

"""One GET over requests: proxies honoured, redirects followed by our own rule, answers as plain values."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.utils import get_environ_proxies, select_proxy

from kg import __version__
from kg.acquire.addresses import Addresses, resolve
from kg.acquire.patience import PASSING, PassingError, asked_wait
from kg.errors import AcquireError

if TYPE_CHECKING:
    from kg.acquire.addresses import Resolve
    from kg.acquire.releases import Transfer

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_REMEDIES: Final = {
    401: "asks for a password; this file should be free, check the address",
    403: "is refused to us; a proxy or the server forbids it",
    404: "is not there: there is no such release, or it was moved",
    407: "the proxy asks for a password; put it into HTTPS_PROXY",
    410: "is gone: the publisher withdrew it",
}


class _NoPassword(requests.auth.AuthBase):
    """Keeps requests from sending the user's passwords (~/.netrc) to a host that a redirect names."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """The request as it is."""
        return request


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer before its body is read; header names are in small letters."""

    url: str
    status: int
    headers: Mapping[str, str]
    response: requests.Response

    def pieces(self, size: int) -> Iterator[bytes]:
        """The body as it comes, undecoded, at most ``size`` bytes at once; PassingError if the connection breaks."""
        try:
            while piece := self.response.raw.read1(size, decode_content=False):
                yield piece
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise PassingError(f"the connection broke ({_reason(error)})") from error


class Client:
    """Asks servers; ``allow_http`` (on the loopback interface) and ``resolver`` are for mirrors and tests."""

    def __init__(self, transfer: Transfer, *, allow_http: bool = False, resolver: Resolve = resolve) -> None:
        self.transfer, self.allow_http, self.resolver = transfer, allow_http, resolver
        self._silent: Counter[str] = Counter()  # attempts without any answer, by host
        self._session = requests.Session()
        self._session.auth = _NoPassword()
        self._session.headers.clear()
        self._session.headers.update({"User-Agent": f"ResistKG/{__version__}", "Accept": "*/*"})

    @contextlib.contextmanager
    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
        """The answer at the end of the redirects: 200, 206, 304 or 416, anything else is an error.

        Raises PassingError for what may be gone in a moment, AcquireError for the rest.
        """
        rule = Addresses(origin=url, allow_http=self.allow_http, resolve=self.resolver)
        at = url
        for _ in range(self.transfer.redirects + 1):
            with contextlib.closing(self._ask(rule, at, headers or {})) as response:
                if response.status_code not in _REDIRECTS:
                    answer = Answer(
                        at, response.status_code, {k.lower(): v for k, v in response.headers.items()}, response
                    )
                    _judge(url, answer)
                    yield answer
                    return
                at = urljoin(at, _target(url, response))
        raise AcquireError(url, None, f"redirects more than {self.transfer.redirects} times; check the address")

    def _ask(self, rule: Addresses, url: str, headers: Mapping[str, str]) -> requests.Response:
        proxies = get_environ_proxies(url, no_proxy=None)
        proxy = select_proxy(url, proxies)
        rule.admit(url, proxied=proxy is not None)
        host = urlsplit(url).netloc
        if self._silent[host] > len(self.transfer.pauses):
            raise AcquireError(url, None, "the server did not answer before and is not asked again; try again later")
        try:
            response = self._session.get(
                url,
                headers={"Accept-Encoding": "identity", **headers},
                stream=True,
                allow_redirects=False,
                timeout=(self.transfer.connect, self.transfer.read),
            )
            self._silent[host] = 0
            return response
        except requests.exceptions.ProxyError as error:
            raise AcquireError(
                url, None, f"the proxy {_without_password(proxy or '')} does not let us through; check HTTPS_PROXY"
            ) from error
        except requests.exceptions.SSLError as error:
            raise AcquireError(
                url, None, "its certificate is not trusted; behind an inspecting proxy set REQUESTS_CA_BUNDLE"
            ) from error
        except (requests.exceptions.ConnectionError, requests.exceptions.Timeout) as error:
            self._silent[host] += 1
            raise PassingError(f"no answer ({_reason(error)})") from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, UnicodeError) as error:
            raise AcquireError(url, None, f"cannot be asked for ({_reason(error)})") from error


def _judge(url: str, answer: Answer) -> None:
    if answer.status in PASSING:
        raise PassingError("the server is busy", answer.status, asked_wait(answer.headers))
    if answer.status not in {200, 206, 304, 416}:
        raise AcquireError(url, answer.status, _REMEDIES.get(answer.status, "the server refuses; try again later"))


def _target(url: str, response: requests.Response) -> str:
    location = response.headers.get("location", "")
    if not location:
        raise AcquireError(url, response.status_code, "redirects to nowhere; try again later")
    return location.encode("latin-1", "replace").decode("utf-8", "replace")  # as servers mean it


def _without_password(proxy: str) -> str:
    parts = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    return parts.netloc.rpartition("@")[2]


def _reason(error: BaseException) -> str:
    """The innermost cause, without the addresses of Python objects."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    text = getattr(error, "strerror", None) or str(error)
    return f"{text}"[:120] or type(error).__name__

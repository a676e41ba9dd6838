"""One HTTP session with a store: sign-in, time limits, attempts, bounded answers; errors as StoreError.

The only module of the room that talks to servers.  A redirect is never followed: it could lead the password or
the graph elsewhere.  A password is sent when the server has asked for it, by digest if the server offers that; by
basic authentication only over https or to this machine, unless the session is told that the network is trusted.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
import urllib3

from kg import __version__
from kg.errors import StoreError
from kg.stores.credentials import PASSWORD, USER, Credentials, find_credentials, is_this_machine, require_plain_address
from kg.stores.messages import Answer, Limits, Request, limits
from kg.stores.signing import Bearer, InsecureError, Unsigned, require_secure, signature_for

if TYPE_CHECKING:
    from requests.auth import AuthBase

_LARGE: Final = 65536  # bytes: more may fill the buffers between us and the store
_UNDONE: Final = frozenset({429, 503})  # the server says that it did nothing
_PASSING: Final = _UNDONE | {408, 425, 502, 504}
__all__ = ["Answer", "Limits", "Request", "Session", "limits"]

_INSECURE: Final = (
    "would get the password in plain words over a connection that others can read; use https, "
    "or --trusted-network where nobody listens"
)
_REMEDIES: Final = {
    401: f"the store wants another user or password: set {USER} and {PASSWORD}, or an entry in ~/.netrc",
    403: "this user may not do that; ask for the right, or sign in as another",
    404: "there is nothing at this address; check its path",
    405: "the address does not take this kind of request; check its path",
    407: "the proxy asks for a password; put it into HTTPS_PROXY",
    413: "the store takes no request of this size",
    507: "the store's disk is full",
}


class _PassingError(Exception):
    """A fault that may be gone in a moment; ``untouched`` says that the server did nothing."""

    def __init__(self, problem: str, *, status: int | None = None, wait: float = 0, untouched: bool = False) -> None:
        self.problem, self.status, self.wait, self.untouched = problem, status, wait, untouched
        super().__init__(problem)


class Session:
    """Asks one store; ``credentials`` are looked up in the environment and netrc if none are given."""

    def __init__(
        self,
        url: str,
        *,
        credentials: Credentials | None = None,
        bounds: Limits | None = None,
        trusted_network: bool = False,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.url = require_plain_address(url)
        self.limits = bounds or limits()
        self._credentials = credentials or find_credentials(url)
        self._trusted_network, self._sleep = trusted_network, sleep
        self._origin = _origin(url)
        self._signing = self._first_signature()
        self._http = requests.Session()
        self._http.headers.clear()
        self._http.headers.update({"User-Agent": f"ResistKG/{__version__}", "Accept-Encoding": "identity"})

    def _first_signature(self) -> AuthBase:
        """A token is sent at once; a password only when the store has asked for it."""
        if not (self._credentials and self._credentials.token):
            return Unsigned()
        try:
            require_secure(self.url, trusted_network=self._trusted_network)
        except InsecureError as error:
            raise StoreError(_bare(self.url), None, _INSECURE) from error
        return Bearer(self._credentials.token)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def __enter__(self) -> Session:
        """The session itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def ask(self, request: Request) -> Answer:
        """The answer with a status below 300; raises StoreError for every other end.

        A request that may be repeated is, after faults that pass; another one only if the server did nothing.
        """
        answer = self.try_asking(request)
        if answer.status >= 300:
            raise self.refusal(answer)
        return answer

    def try_asking(self, request: Request) -> Answer:
        """The answer whatever its status, after the attempts that it is worth; raises StoreError without one."""
        if _origin(request.url) != self._origin:
            raise StoreError(_bare(request.url), None, f"is not of the store {self.url}; nothing was sent there")
        deadline = time.monotonic() + self.limits.total
        pauses = list(self.limits.pauses)
        while True:
            try:
                return self._signed(request, deadline)
            except _PassingError as fault:
                again = request.repeatable or fault.untouched
                if not (again and pauses):
                    more = f", {len(self.limits.pauses) + 1} times" if again else ""
                    raise StoreError(_bare(request.url), fault.status, f"{fault.problem}{more}") from fault
                pause = max(pauses.pop(0), min(fault.wait, self.limits.longest_pause))
                if time.monotonic() + pause > deadline:
                    raise StoreError(_bare(request.url), fault.status, f"{fault.problem}; time is up") from fault
                self._sleep(pause)

    def refusal(self, answer: Answer) -> StoreError:
        """The error that tells of an answer: what to do about it, and the first words of the server."""
        told = " ".join(re.sub(r"<[^<>]{0,200}>", " ", answer.text[:2000]).split())[:300]
        for secret in (self._credentials.password, self._credentials.token) if self._credentials else ():
            told = told.replace(secret, "***") if secret else told
        if 300 <= answer.status < 400:
            told = "the store redirects, which is not followed; give the address that it redirects to"
        remedy = _REMEDIES.get(answer.status, "")
        return StoreError(_bare(answer.url), answer.status, "; ".join(filter(None, (remedy, told))) or "refused")

    def _signed(self, request: Request, deadline: float) -> Answer:
        """The answer; signed as the server asks for, anew when its challenge has grown old."""
        used = self._signing
        answer = self._once(request, deadline)
        if answer.status != 401 or not (self._credentials and self._credentials.password):
            return answer
        challenge = answer.headers.get("www-authenticate", "")
        if isinstance(used, Unsigned) or re.search(r'stale="?true', challenge, re.IGNORECASE):
            try:
                signing = signature_for(
                    self._credentials, request.url, challenge, trusted_network=self._trusted_network
                )
            except InsecureError as error:
                raise StoreError(_bare(request.url), 401, _INSECURE) from error
            if signing:
                self._signing = signing
                return self._once(request, deadline)
        return answer

    def _once(self, request: Request, deadline: float) -> Answer:
        try:
            with _sent(request) as data:
                response = self._http.request(
                    request.method,
                    request.url,
                    params=list(request.parameters),
                    data=data,
                    headers=dict(request.headers),
                    auth=self._signing,
                    stream=True,
                    allow_redirects=False,
                    timeout=self._timeouts(request, deadline),
                    proxies=self._proxies(),
                )
        except requests.exceptions.SSLError as error:
            raise StoreError(
                _bare(request.url), None,
                "its certificate is not trusted; set REQUESTS_CA_BUNDLE to the certificate of its authority",
            ) from error  # fmt: skip
        except (requests.exceptions.ConnectionError, requests.exceptions.Timeout, OSError) as error:
            raise _PassingError(
                f"no answer ({_reason(error)}): is the store running?", untouched=_unreached(error)
            ) from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, UnicodeError) as error:
            raise StoreError(_bare(request.url), None, f"cannot be asked ({_reason(error)})") from error
        with contextlib.closing(response):
            return self._received(request, response, deadline)

    def _timeouts(self, request: Request, deadline: float) -> tuple[float, float]:
        """Seconds for connecting and for reading; the first is also what one write may take.

        A store that sorts what it has got may read nothing for minutes, which is no reason to break off an upload.
        """
        patient = min(self.limits.read, max(0.1, deadline - time.monotonic()))
        large = isinstance(request.body, Path) or len(request.body) > _LARGE
        return (patient if large else self.limits.connect), patient

    def _received(self, request: Request, response: requests.Response, deadline: float) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        body = self._body(request, response, deadline)
        if response.status_code in _PASSING:
            raise _PassingError(
                "the store is busy", status=response.status_code, wait=_asked_wait(headers),
                untouched=response.status_code in _UNDONE,
            )  # fmt: skip
        return Answer(url=request.url, status=response.status_code, headers=headers, body=body)

    def _body(self, request: Request, response: requests.Response, deadline: float) -> bytes:
        pieces, size = [], 0
        try:
            while piece := response.raw.read1(self.limits.piece, decode_content=True):
                pieces.append(piece)
                size += len(piece)
                if size > self.limits.answer:
                    problem = f"the answer has more than {self.limits.answer:,} bytes; add a LIMIT to the query"
                    raise StoreError(_bare(request.url), None, problem)
                if time.monotonic() > deadline:
                    raise StoreError(_bare(request.url), None, f"no whole answer in {self.limits.total:g} seconds")
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise _PassingError(f"the connection broke ({_reason(error)})") from error
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and "content-encoding" not in response.headers and int(announced) != size:
            raise _PassingError(f"the answer was cut after {size:,} of {int(announced):,} bytes")
        return b"".join(pieces)

    def _proxies(self) -> dict[str, str]:
        """What the environment says, but never for this machine."""
        return {"no_proxy": urlsplit(self.url).hostname or ""} if is_this_machine(self.url) else {}


class _Watched:
    """A file that tells how much of it was read; requests takes its size from ``__len__``."""

    def __init__(self, file: IO[bytes], size: int, watch: Callable[[int], object]) -> None:
        self._file, self._size, self._watch, self._done = file, size, watch, 0

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(65536):
            yield piece

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        self._done += len(piece)
        self._watch(self._done)
        return piece


@contextlib.contextmanager
def _sent(request: Request) -> Iterator[Any]:
    """The body as requests takes it; a file is open while it is sent."""
    if request.form is not None:
        yield list(request.form)
    elif isinstance(request.body, bytes):
        yield request.body
    else:
        with request.body.open("rb") as file:
            yield _Watched(file, request.body.stat().st_size, request.watch or (lambda _: None))


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _bare(url: str) -> str:
    return url.partition("?")[0]


def _asked_wait(headers: Mapping[str, str]) -> float:
    """The seconds of Retry-After; a date is left to our own pauses."""
    value = headers.get("retry-after", "").strip()
    return float(value) if re.fullmatch(r"\d{1,9}", value) else 0


def _unreached(error: BaseException) -> bool:
    """Whether no connection was made, so that the server did nothing."""
    cause = error.args[0] if error.args else error
    reason = getattr(cause, "reason", cause)
    return isinstance(reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError)


def _reason(error: BaseException) -> str:
    """The innermost cause, without the addresses of Python objects."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return str(getattr(error, "strerror", None) or error)[:120] or type(error).__name__

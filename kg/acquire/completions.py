"""Questions to an OpenAI-compatible endpoint: paced, within a budget, repeated with patience, answers kept by content.

The key goes into one header and nowhere else: not into the cache, an error or a representation.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import requests
import urllib3

from kg import __version__
from kg.acquire.addresses import kind_of, resolve
from kg.acquire.patience import PASSING, PassingError, Patience, asked_wait
from kg.acquire.releases import Transfer
from kg.errors import AcquireError, InputError
from kg.files import atomic_write

_SETTINGS: Final = Path(__file__).with_name("completions.toml")
_PATH: Final = "/chat/completions"
_DECLINED: Final = frozenset({400, 413, 422})
_BUDGET: Final = "the budget of requests is spent; run the same command again to go on"
_REMEDIES: Final = {
    401: "wants a key: put it into RESISTKG_LLM_KEY",
    403: "refuses this key",
    404: "has no such address or model; name the address that ends with /v1, and the model",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Whom to ask, and how much: ``budget`` and ``rate`` (a second) are of requests, ``timeout`` is in seconds."""

    url: str
    model: str
    cache: Path
    budget: int
    key: str = field(default="", repr=False)
    allow_http: bool = False  # beyond this machine
    rate: float = 2.0
    timeout: float = 120.0

    @property
    def address(self) -> str:
        """The full address of the service: that given, with what it lacks at its end."""
        parts = urlsplit(self.url)
        path = parts.path.rstrip("/")
        if not path.endswith(_PATH):
            path = (path or "/v1") + _PATH
        return urlunsplit(parts._replace(path=path, fragment=""))

    @property
    def shown(self) -> str:
        """The address without its query, in which some services want a key."""
        return urlunsplit(urlsplit(self.address)._replace(query=""))


@dataclass(slots=True)
class Spent:
    """What asking has cost so far."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    kept: int = 0  # answers that were in the cache
    unanswered: int = 0
    over_budget: int = 0  # questions that were not asked


class _DeclinedError(Exception):
    """This question gets no answer, however often it is asked."""


class _OverBudgetError(Exception):
    """No further request may be sent."""


@dataclass(frozen=True, slots=True)
class _Key(requests.auth.AuthBase):
    """Sends the key; and where there is none, keeps requests from sending a password of ~/.netrc."""

    key: str = field(repr=False)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.key:
            request.headers["Authorization"] = f"Bearer {self.key}"
        return request


class Completions:
    """Asks one endpoint; the clock and its sleep can be replaced in tests."""

    def __init__(
        self,
        endpoint: Endpoint,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        _check(endpoint)
        self.endpoint, self.spent = endpoint, Spent()
        self._sleep, self._clock = sleep, clock
        self._next = 0.0  # when the next request may be sent
        self._answered = False
        self._in_vain = 0  # questions without an answer since the last one
        self._session = requests.Session()
        self._session.trust_env = not _is_local(endpoint)  # no proxy stands between us and this machine
        self._session.auth = _Key(endpoint.key)
        self._session.headers.clear()
        self._session.headers.update(
            {
                "User-Agent": f"ResistKG/{__version__}",
                "Content-Type": "application/json",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            }
        )

    def __call__(self, question: Mapping[str, Any]) -> tuple[str, str]:
        """What the model says, or why it says nothing; AcquireError where asking on makes no sense."""
        body = json.dumps(
            {"model": self.endpoint.model, **question, "temperature": 0, "max_tokens": _settings()["tokens"]}
        )
        place = self._place(body)
        kept = _kept(place)
        if kept is not None:
            self.spent.kept += 1
            return kept, ""
        try:
            content = self._persevere(body)
        except _OverBudgetError:
            self.spent.over_budget += 1
            return "", _BUDGET
        except _DeclinedError as error:
            return "", self._vain(str(error), once_answered=False)
        except AcquireError as error:
            if not isinstance(error.__cause__, PassingError):
                raise
            return "", self._vain(str(error), once_answered=True)
        self._answered, self._in_vain = True, 0
        with atomic_write(place) as stream:
            stream.write(json.dumps({"model": self.endpoint.model, "content": content}).encode("ascii") + b"\n")
        return content, ""

    def _place(self, body: str) -> Path:
        """The file of an answer: a hash of all that was asked, with the address where no model is named."""
        server = self.endpoint.shown if self.endpoint.model == UNNAMED else ""
        name = hashlib.sha256(f"{server}\n{body}".encode()).hexdigest()
        return self.endpoint.cache / name[:2] / f"{name}.json"

    def _vain(self, problem: str, *, once_answered: bool) -> str:
        """Count a question without an answer; AcquireError if there is no sense in asking on."""
        self.spent.unanswered += 1
        self._in_vain += 1
        most = _settings()["given_up"]
        if not self._answered and once_answered:
            most = 1  # nobody has ever answered there
        if self._in_vain >= most and (once_answered or not self._answered):
            kept = f"; what was answered is kept in {self.endpoint.cache}" if self._answered else ""
            told = problem.removeprefix(f"{self.endpoint.shown}: ")
            raise AcquireError(self.endpoint.shown, None, f"{told}{kept}")
        return problem

    def _persevere(self, body: str) -> str:
        patience = Patience(_transfer(self.endpoint), sleep=self._sleep, clock=self._clock)
        return patience.persevere(self.endpoint.shown, lambda: self._attempt(body.encode("ascii")))

    def _attempt(self, body: bytes) -> str:
        if self.spent.requests >= self.endpoint.budget:
            raise _OverBudgetError
        if (wait := self._next - self._clock()) > 0:
            self._sleep(wait)
        self._next = self._clock() + 1 / self.endpoint.rate
        self.spent.requests += 1
        with contextlib.closing(self._post(body)) as response:
            self._judge(response)
            return self._content(_read(response, self._clock, self.endpoint.timeout))

    def _post(self, body: bytes) -> requests.Response:
        try:
            return self._session.post(
                self.endpoint.address, data=body, stream=True, allow_redirects=False,
                timeout=(_settings()["connect"], self.endpoint.timeout),
            )  # fmt: skip
        except requests.exceptions.SSLError as error:
            raise AcquireError(self.endpoint.shown, None, "its certificate is not trusted") from error
        except requests.exceptions.Timeout as error:
            raise PassingError(f"no answer within {self.endpoint.timeout:g} s") from error
        except requests.exceptions.ConnectionError as error:
            raise PassingError("no connection, or it was cut; is the server running there?") from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, UnicodeError) as error:
            raise AcquireError(self.endpoint.shown, None, f"cannot be asked ({type(error).__name__})") from error

    def _judge(self, response: requests.Response) -> None:
        status = response.status_code
        if status in PASSING:
            wait = asked_wait({name.lower(): value for name, value in response.headers.items()})
            raise PassingError("the server is busy or has failed", status, wait)
        if status in _DECLINED:
            raise _DeclinedError(
                f"the server declines the question (status {status}); it must take response_format json_schema, "
                "and the model must have room for the passage"
            )
        if status != 200:
            raise AcquireError(self.endpoint.shown, status, _REMEDIES.get(status, "does not answer questions"))

    def _content(self, answer: bytes) -> str:
        """What the model says; _DeclinedError if that is no finished chat completion."""
        try:
            envelope = json.loads(answer)
            choice = envelope["choices"][0]
            content, reason = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
            problem = "the server answers with something else than a chat completion; is this the address of its API?"
            raise _DeclinedError(problem) from error
        self._count(envelope.get("usage"))
        if reason == "length":
            raise _DeclinedError(f"the model did not come to an end within {_settings()['tokens']} tokens")
        if not isinstance(content, str):
            raise _DeclinedError("the model says nothing, or refuses to answer")
        return content

    def _count(self, usage: object) -> None:
        numbers = usage if isinstance(usage, dict) else {}
        asked, said = numbers.get("prompt_tokens"), numbers.get("completion_tokens")
        self.spent.tokens_in += asked if isinstance(asked, int) and 0 < asked < 10**9 else 0
        self.spent.tokens_out += said if isinstance(said, int) and 0 < said < 10**9 else 0


UNNAMED: Final = "default"  # what a server is asked for that has one model only


def _check(endpoint: Endpoint) -> None:
    """Raise InputError unless the papers' text may be sent there."""
    try:
        parts = urlsplit(endpoint.url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or not endpoint.url.isprintable():
        raise InputError("--endpoint: is no web address; write it as https://host/v1, without a password")
    if not (endpoint.key.isascii() and endpoint.key.isprintable()) or " " in endpoint.key:
        raise InputError("RESISTKG_LLM_KEY: holds characters that no key has; is there a space or a line end in it?")
    if not (math.isfinite(endpoint.timeout) and math.isfinite(endpoint.rate)):
        raise InputError("--timeout and --rate: are finite numbers")
    if parts.scheme == "http" and not endpoint.allow_http and not _is_local(endpoint):
        raise InputError(
            f"{endpoint.shown}: is not encrypted, so that others could read papers and key; use https, "
            "or --allow-http in a network that you trust"
        )


def _is_local(endpoint: Endpoint) -> bool:
    """Whether the endpoint is on this machine; a name is not looked up, unless it is localhost."""
    host = urlsplit(endpoint.url).hostname or ""
    try:
        return kind_of(host) == "loopback"
    except ValueError:
        pass
    if host != "localhost":
        return False
    try:
        return {kind_of(address) for address in resolve(host)} == {"loopback"}
    except OSError:
        return False


def _transfer(endpoint: Endpoint) -> Transfer:
    given = _settings()
    return Transfer(
        connect=given["connect"], read=endpoint.timeout, total=given["total"], pauses=tuple(given["pauses"]),
        longest_pause=given["longest_pause"], redirects=0, piece=1 << 16, listing=given["most"],
    )  # fmt: skip


def _read(response: requests.Response, clock: Callable[[], float], timeout: float) -> bytes:
    """The whole body, in time and not too large."""
    until = clock() + timeout
    body = bytearray()
    try:
        while piece := response.raw.read1(1 << 14, decode_content=False):
            body += piece
            if len(body) > _settings()["most"]:
                raise _DeclinedError("the answer is too large")
            if clock() > until:
                raise PassingError(f"no whole answer within {timeout:g} s")
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise PassingError("the connection was cut, or stood still") from error
    return bytes(body)


def _kept(place: Path) -> str | None:
    """The answer that was kept there; a damaged file is none, and is written anew."""
    try:
        row = json.loads(place.read_text(encoding="ascii"))
    except (OSError, ValueError, RecursionError):
        return None
    content = row.get("content") if isinstance(row, dict) else None
    return content if isinstance(content, str) else None


@cache
def _settings() -> dict[str, Any]:
    return tomllib.loads(_SETTINGS.read_text(encoding="utf-8"))

"""When to ask again: a fixed schedule of pauses, what the server asks for, and an end to all of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, TypeVar

from kg.errors import AcquireError

if TYPE_CHECKING:
    from kg.acquire.releases import Transfer

T = TypeVar("T")
PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_SECONDS: Final = re.compile(r"\d{1,9}")


class PassingError(Exception):
    """A fault that may be gone in a moment; ``wait`` is what the server asks for, in seconds."""

    def __init__(self, problem: str, status: int | None = None, wait: float | None = None) -> None:
        self.problem, self.status, self.wait = problem, status, wait
        super().__init__(problem)


@dataclass(slots=True)
class Patience:
    """The time and the attempts that one file may take."""

    transfer: Transfer
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the time."""
        self.deadline = self.clock() + self.transfer.total

    def check(self, url: str) -> None:
        """Raise AcquireError when the time is over."""
        if self.clock() > self.deadline:
            raise AcquireError(
                url,
                None,
                f"took more than {self.transfer.total:g} s; what has come is kept, run the same command to go on",
            )

    def persevere(self, url: str, attempt: Callable[[], T], progress: Callable[[], int] = lambda: 0) -> T:
        """The attempt's result; it is repeated after a PassingError, and anew after each that moved ``progress``."""
        pauses = list(self.transfer.pauses)
        while True:
            before = progress()
            try:
                return attempt()
            except PassingError as fault:
                if progress() > before:
                    pauses = list(self.transfer.pauses)
                if not pauses:
                    raise AcquireError(
                        url, fault.status, f"{fault.problem}; given up after several attempts, try again later"
                    ) from fault
                pause = max(pauses.pop(0), min(fault.wait or 0, self.transfer.longest_pause))
                self.check(url)
                self.sleep(min(pause, max(0.0, self.deadline - self.clock())))
                self.check(url)


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds that Retry-After asks for; a date is held against the server's own clock (its Date header)."""
    value = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        until, now = (parsedate_to_datetime(text) for text in (value, headers.get("date", "")))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):  # absent, malformed, or only one of them with a time zone
        return None

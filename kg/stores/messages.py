"""What goes to a store and comes back, and how long and how much we bear."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_LIMITS: Final = Path(__file__).with_name("limits.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long, how often and how much: see limits.toml."""

    connect: float
    read: float
    total: float
    pauses: tuple[float, ...]
    longest_pause: float
    answer: int
    piece: int


@cache
def limits(kind: str = "asking") -> Limits:
    """The limits of limits.toml for ``asking`` or ``loading``."""
    table = tomllib.loads(_LIMITS.read_text(encoding="utf-8"))[kind]
    return Limits(**table | {"pauses": tuple(table["pauses"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked; ``repeatable`` says that doing it twice is the same as doing it once."""

    method: str
    url: str
    parameters: tuple[tuple[str, str], ...] = ()  # in the address
    form: tuple[tuple[str, str], ...] | None = None  # or else a body:
    body: bytes | Path = b""  # or a file, which is sent as it is read
    watch: Callable[[int], object] | None = None  # told how many bytes of the file have left
    headers: tuple[tuple[str, str], ...] = ()
    repeatable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whole; header names are in small letters."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, whatever the bytes."""
        return self.body.decode("utf-8", "replace")

"""Which official releases there are and how patient a transfer is: the data files of this room as values."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

LATEST: Final = "latest"
_MEGABYTE: Final = 1_000_000
_VERSION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One official file; see releases.toml for what each field means."""

    name: str
    about: str
    file: str
    licence: str
    begins: tuple[str, ...]
    most: int  # bytes
    unpacked: int = 0  # bytes
    version: str = LATEST
    urls: tuple[str, ...] = ()
    latest: str = ""
    listing: str = ""
    listed: str = ""
    holds: str = ""
    states: str = ""
    changes: bool = False
    gzip: bool = False

    def urls_of(self, version: str) -> tuple[str, ...]:
        """Where that version lies, best first."""
        return (self.latest,) if version == LATEST else tuple(url.format(version=version) for url in self.urls)

    def file_of(self, version: str) -> str:
        """The name of that version's file in the folder."""
        return self.file.format(version=version)

    def is_fixed(self, version: str) -> bool:
        """Whether the publisher never replaces that version."""
        return version != LATEST and not self.changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Time-outs, pauses and limits of every transfer; see transfer.toml."""

    connect: float
    read: float
    total: float
    pauses: tuple[float, ...]
    longest_pause: float
    redirects: int
    piece: int
    listing: int


@cache
def load_releases() -> dict[str, Release]:
    """Every release that is known, by name, in the order of the file."""
    return {name: _release(name, entry) for name, entry in _table("releases.toml").items()}


@cache
def load_transfer() -> Transfer:
    """The settings of transfers."""
    table = _table("transfer.toml")
    return Transfer(**{**table, "pauses": tuple(table["pauses"])})


def select(names: Sequence[str]) -> tuple[Release, ...]:
    """The releases of these names, or all of them for none; InputError for a name that is unknown."""
    known = load_releases()
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            meant = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise InputError(f"no release is called {name!r}; {meant}")
    return tuple(release for name, release in known.items() if not names or name in names)


def parse_versions(pairs: Sequence[str]) -> dict[str, str]:
    """``NAME=VERSION`` pairs as a table; InputError for one that is malformed or impossible."""
    versions: dict[str, str] = {}
    for pair in pairs:
        name, _, version = pair.partition("=")
        (release,) = select([name])
        if not _VERSION.fullmatch(version):
            raise InputError(f"{pair!r} is no NAME=VERSION; write for instance mondo=2026-03-03")
        if version != LATEST and not release.urls:
            raise InputError(f"{name} has no numbered releases; its newest file is what there is")
        versions[name] = version
    return versions


def _release(name: str, entry: dict[str, Any]) -> Release:
    sizes = {key: entry.get(key, 0) * _MEGABYTE for key in ("most", "unpacked")}
    lists = {key: tuple(entry.get(key, ())) for key in ("urls", "begins")}
    known = {field.name for field in fields(Release)}
    return Release(**{"name": name} | {k: v for k, v in entry.items() if k in known} | sizes | lists)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))

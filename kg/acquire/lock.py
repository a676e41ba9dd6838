"""The lock file: which release of each vocabulary was fetched, and its checksum; the same bytes for the same files."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from kg.errors import VocabularyError
from kg.files import write_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LOCK: Final = "vocab.lock.toml"
_ABOUT: Final = (
    "# Written by `kg vocab fetch`. Keep it under version control: a fetch with the same lock gives the same files.\n"
)
_CHECKSUM: Final = re.compile(r"[0-9a-f]{64}")
_FILE: Final = re.compile(r"[0-9A-Za-z_][0-9A-Za-z._-]{0,99}")
_PLAIN: Final = re.compile(r"[\x20-\x7e]{0,200}")
_REMEDY: Final = "mend it or delete it, and fetch again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """One fetched file; ``date`` is the server's Last-Modified in UTC, ``etag`` its mark of the content."""

    version: str
    file: str
    url: str
    sha256: str
    size: int
    date: str
    etag: str
    licence: str


def read_lock(path: Path) -> dict[str, Locked]:
    """What is locked, by the name of the release; empty without a file, VocabularyError for a malformed one."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _locked(entry) for name, entry in table.items()}
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise VocabularyError(str(path), f"malformed lock file ({error})", _REMEDY) from error


def write_lock(path: Path, locked: Mapping[str, Locked]) -> None:
    """Write the lock file, sorted by name."""
    tables = (
        "\n".join([f"\n[{name}]", *(f"{key} = {_value(value)}" for key, value in asdict(entry).items())])
        for name, entry in sorted(locked.items())
    )
    write_text(path, _ABOUT + "\n".join(tables) + "\n")


def checksum(path: Path) -> str:
    """The SHA-256 of a file; empty if there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def iso_date(header: str) -> str:
    """An HTTP date as ``2026-03-03T12:00:00Z``; empty if it is none."""
    try:
        return f"{parsedate_to_datetime(header):%Y-%m-%dT%H:%M:%S}Z"
    except ValueError:
        return ""


def plain(header: str) -> str:
    """A header's value if it is short ASCII text, else nothing: it goes into files and back to servers."""
    return header if _PLAIN.fullmatch(header) else ""


def _locked(entry: object) -> Locked:
    if not isinstance(entry, dict):
        raise TypeError("an entry is no table")
    locked = Locked(**entry)
    texts = [value for key, value in entry.items() if key != "size"]
    if not all(isinstance(value, str) for value in texts) or not isinstance(locked.size, int):
        raise TypeError("a value has the wrong type")
    if not _CHECKSUM.fullmatch(locked.sha256) or not _FILE.fullmatch(locked.file):
        raise ValueError("a checksum or file name is none")
    return locked


def _value(value: str | int) -> str:
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)

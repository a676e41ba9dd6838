"""What `kg vocab fetch` wrote down of the files in a folder: vocab.lock.toml, read as plain TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.errors import VocabularyError

if TYPE_CHECKING:
    from pathlib import Path

LOCK: Final = "vocab.lock.toml"
_LATEST: Final = "latest"
_REMEDY: Final = "mend it or delete it, and fetch again with `kg vocab fetch`"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFile:
    """One fetched file; ``date``: the day of its publication (ISO), empty if the server told none."""

    version: str
    date: str
    licence: str
    url: str
    sha256: str


def read_locked(folder: Path) -> dict[str, LockedFile]:
    """The locked files by name; empty without a lock file, VocabularyError for a malformed one."""
    path = folder / LOCK
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {str(entry["file"]): _locked(entry) for entry in table.values()}
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise VocabularyError(str(path), f"malformed lock file ({error})", _REMEDY) from error


def _locked(entry: dict[str, Any]) -> LockedFile:
    """Releases without a number are named by their day."""
    version, day = str(entry["version"]), str(entry["date"])[:10]
    return LockedFile(
        version=day if version == _LATEST and day else version,
        date=day,
        licence=str(entry["licence"]),
        url=str(entry["url"]),
        sha256=str(entry["sha256"]),
    )

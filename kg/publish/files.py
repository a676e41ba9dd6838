"""What the files of a release are, from files.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kg.errors import RuleError

_TABLE: Final = Path(__file__).with_name("files.tsv")
_PACKED: Final = frozenset((".gz", ".parquet", ".zip"))  # what gzip makes no smaller


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A file's media type before compression, whether it is compressed, and what it is in words."""

    media_type: str
    compressed: bool
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A finished file of a release: its name within the folder, bytes, SHA-256 in hex, and what it is."""

    name: str
    size: int
    sha256: str
    kind: Kind


def file_kind(name: str, form: str) -> Kind:
    """What a file is, by its name before compression; ``form`` is the format that wrote it."""
    unknown = Kind(
        media_type="application/octet-stream", compressed=Path(name).suffix not in _PACKED, about=f"a file of {form}"
    )
    return _kinds().get(name, unknown)


@cache
def _kinds() -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for number, line in enumerate(_TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 4 or columns[2] not in {"gz", "-"} or columns[0] in found:
            raise RuleError(str(_TABLE), number, "needs a new name, media type, gz or -, and a description")
        name, media_type, packed, about = columns
        found[name] = Kind(media_type=media_type, compressed=packed == "gz", about=about)
    return found

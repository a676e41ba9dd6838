"""Files as their publishers pack them: plain, gzip or xz, told by their first bytes, and never without a limit."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zlib
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Final, cast

from kg.errors import VocabularyError

if TYPE_CHECKING:
    from pathlib import Path

GIGABYTE: Final = 10**9
MEGABYTE: Final = 10**6
DAMAGE: Final = (OSError, EOFError, zlib.error, lzma.LZMAError)  # what unpacking a damaged file raises
_GZIP: Final = b"\x1f\x8b"
_XZ: Final = b"\xfd7zXZ\x00"
_PIECE: Final = 1 << 20
_LONGEST_LINE: Final = 100 * MEGABYTE  # a bomb of zeros has no line ends


class _Limited(io.RawIOBase):
    """The bytes of a file up to a limit, and of a line up to another; VocabularyError beyond them."""

    def __init__(self, path: Path, inner: IO[bytes], most: int, longest: int) -> None:
        self._path, self._inner, self._most, self._left = path, inner, most, most
        self._longest, self._line = longest, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any writable buffer, as the caller has it
        piece = self._inner.read(len(buffer))
        self._left -= len(piece)
        if self._left < 0:
            found = f"more than {self._most / GIGABYTE:g} GB unpacked, larger than any such file"
            raise VocabularyError(str(self._path), found, "fetch it again from its publisher")
        self._line = len(piece) - end - 1 if (end := piece.rfind(b"\n")) >= 0 else self._line + len(piece)
        if self._line > self._longest:
            found = f"a line of more than {self._longest / MEGABYTE:g} MB"
            raise VocabularyError(str(self._path), found, "fetch it again from its publisher")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._inner.close()
        super().close()


def open_packed(path: Path, most: int = 4 * GIGABYTE, longest: int = 4 * GIGABYTE) -> io.BufferedReader:
    """The unpacked bytes of a file; reading raises VocabularyError beyond ``most`` bytes, DAMAGE for a damaged file.

    ``longest``: bytes that a line may have.
    """
    start = _start(path)
    inner: IO[bytes]
    if start.startswith(_GZIP):
        inner = cast("IO[bytes]", gzip.open(path))  # noqa: SIM115 - the reader that is returned closes it
    else:
        inner = lzma.open(path) if start.startswith(_XZ) else path.open("rb")  # noqa: SIM115 - as above
    return io.BufferedReader(_Limited(path, inner, most, longest), _PIECE)


def open_lines(path: Path, most: int = 4 * GIGABYTE) -> io.TextIOWrapper:
    """The unpacked lines of a file in UTF-8, within the same limit; none is longer than 100 MB."""
    return io.TextIOWrapper(open_packed(path, most, _LONGEST_LINE), encoding="utf-8", newline="\n")


def head_of(path: Path, size: int) -> bytes:
    """The first unpacked bytes of a file; empty if it cannot be unpacked."""
    try:
        with open_packed(path) as file:
            return file.read(size)
    except DAMAGE:
        return b""


def packing_date(path: Path) -> str:
    """The day on which a publisher packed a file with gzip, as the file says; empty if it says none."""
    start = _start(path)
    if not start.startswith(_GZIP) or len(start) < 8:
        return ""
    (seconds,) = struct.unpack("<I", start[4:8])
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds else ""


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)

"""Bytes -> text: gzip within bounds, character sets, and what is no text at all."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from kg.errors import ReadError, UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from _typeshed import WriteableBuffer

# a page or record that is read in one piece: the longest book in plain text has about 5 MiB
PIECE_LIMIT: Final = 64 << 20
# a PubMed baseline file unpacks to 0.1-0.4 GiB
STREAM_LIMIT: Final = 2 << 30
# text and XML shrink 3 to 40 times under gzip, a bomb about 1,000 times; small files are let alone
RATIO_LIMIT: Final = 200
RATIO_FREE: Final = 16 << 20
HEAD_SIZE: Final = 64 << 10

_GZIP: Final = b"\x1f\x8b"
_BINARY: Final = (
    (b"%PDF", "a PDF", "export its text first (pdftotext)"),
    (b"PK\x03\x04", "a zip archive or office document", "unpack it or save it as text"),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as text"),
    (b"BZh", "compressed by bzip2", "unpack it first"),
    (b"\xfd7zXZ", "compressed by xz", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd", "unpack it first"),
    (b"\x1f\x8b", "gzip inside gzip", "unpack it first"),
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
# more than one control character in 50 is no text: prose has none, damaged prose a few
_CONTROL_SHARE: Final = 50
_CONTROL_FREE: Final = 8


class Decoded(NamedTuple):
    """A source as text, and the character set that was needed."""

    text: str
    charset: str


def decode(name: str, data: bytes) -> Decoded:
    """Text by byte order mark, as UTF-8, or as Windows-1252; UnknownFormat if it is none."""
    for magic, what, remedy in _BINARY:
        if data.startswith(magic):
            raise UnknownFormat(name, f"the content is {what}, not text", remedy)
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(charset, "replace"), charset)
    controls = len(_CONTROL.findall(data[:HEAD_SIZE]))
    if controls > _CONTROL_FREE and controls * _CONTROL_SHARE > len(data[:HEAD_SIZE]):
        raise UnknownFormat(name, "the content is binary, not text", "give text, PubMed XML, RIS or JSON Lines")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _not_quite_utf8(data)


def _not_quite_utf8(data: bytes) -> Decoded:
    """U+FFFD for bytes lost from UTF-8; with more wrong bytes than right ones it is Windows-1252."""
    repaired = data.decode("utf-8", "replace")
    wrong = repaired.count("\ufffd")
    right = sum(1 for character in repaired if character > "\x7f") - wrong
    if right > wrong:
        return Decoded(repaired, "utf-8, damaged")
    # five bytes are undefined in Windows-1252: they become U+FFFD
    return Decoded(data.decode("cp1252", "replace"), "windows-1252")


@lru_cache(maxsize=4)
def decoded_head(head: bytes) -> str:
    """The beginning of a source as text for sniffing, without leading white space; empty if it is no text."""
    try:
        return decode("", head).text.lstrip("\ufeff \t\r\n\u00a0")
    except UnknownFormat:
        return ""


class _Bounded(io.RawIOBase):
    """The content of a gzip stream, refused where it unpacks beyond all measure."""

    def __init__(self, name: str, packed: BinaryIO) -> None:
        self._name, self._packed = name, packed
        self._content = gzip.GzipFile(fileobj=packed, mode="rb")
        self._made = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            part = self._content.read(len(view))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ReadError(self._name, "the gzip file is damaged or cut short", "fetch or pack it again") from error
        view[: len(part)] = part
        self._made += len(part)
        taken = max(1, self._packed.tell())
        if self._made > STREAM_LIMIT or (self._made > RATIO_FREE and self._made > RATIO_LIMIT * taken):
            raise ReadError(
                self._name,
                f"the gzip file unpacks to more than {self._made >> 20} MiB from {taken >> 10} KiB",
                "if you trust it, unpack it yourself and split it",
            )
        return len(part)

    def close(self) -> None:
        self._content.close()
        super().close()


def unpacked(name: str, raw: BinaryIO) -> BinaryIO:
    """The content of a seekable stream, unpacked where its first bytes say gzip."""
    packed = raw.read(2) == _GZIP
    raw.seek(0)
    return io.BufferedReader(_Bounded(name, raw), 1 << 18) if packed else raw


@contextmanager
def open_content(path: Path, name: str) -> Iterator[BinaryIO]:
    """A file's content, unpacked; closes the file."""
    with path.open("rb") as raw, unpacked(name, raw) as content:
        yield content


def read_piece(name: str, stream: BinaryIO) -> bytes:
    """The whole rest of a stream; ReadError beyond ``PIECE_LIMIT``."""
    data = stream.read(PIECE_LIMIT + 1)
    if len(data) > PIECE_LIMIT:
        raise ReadError(
            name,
            f"longer than {PIECE_LIMIT >> 20} MiB, which no page is",
            "split it, or give many papers as JSON Lines",
        )
    return data


def as_utf8(name: str, stream: BinaryIO) -> BinaryIO:
    """The same stream, recoded where a byte order mark says UTF-16; it must stand at its beginning."""
    head = stream.read(2)
    if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return io.BytesIO(decode(name, head + read_piece(name, stream)).text.encode("utf-8", "replace"))
    return io.BufferedReader(_Joined(head, stream), 1 << 18)


class _Joined(io.RawIOBase):
    """A stream with its first bytes put back, for sources that cannot seek."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        part = self._head or self._stream.read(len(view))
        self._head = b""
        view[: len(part)] = part
        return len(part)

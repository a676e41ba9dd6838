"""Files, folders and streams -> documents: the only module of this room that opens anything."""

from __future__ import annotations

import os
from functools import cache
from importlib.metadata import entry_points
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, runtime_checkable

from kg.errors import ConfigError, InputError, NoText, ReadError, UnknownFormat
from kg.model import Dropped
from kg.read import (
    bioc,
    entity_page,
    json_lines,
    listing_page,
    plain,
    publisher_page,
    pubmed_page,
    pubmed_xml,
    pubtator,
    ris,
)
from kg.read.decode import HEAD_SIZE, PIECE_LIMIT, decode, decoded_head, open_content, read_piece, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Document
    from kg.read.statements import Change


class Reader(Protocol):
    """What reads one format; a module will do."""

    def sniff(self, name: str, head: bytes) -> bool:
        """Whether the source is of this format, by its first 64 KiB (unpacked) rather than its name."""

    def read(self, name: str, data: bytes) -> Iterator[Document | Dropped]:
        """The papers of the source; a record that can't be read is a Dropped."""


@runtime_checkable
class StreamReader(Protocol):
    """A reader that needs only one record in memory."""

    def sniff(self, name: str, head: bytes) -> bool:
        """As for any reader."""

    def read_stream(self, name: str, stream: BinaryIO) -> Iterator[Document | Dropped]:
        """The papers of a stream of unlimited length."""


# asked in this order; plain text takes whatever is text and nothing else
READERS: Final[tuple[Reader, ...]] = (
    pubmed_xml, bioc, json_lines, pubtator, ris, entity_page, listing_page, pubmed_page, publisher_page, plain,
)  # fmt: skip


@cache
def _all_readers() -> tuple[Reader, ...]:
    """The built-in readers with those of other packages before plain text."""
    others: list[Reader] = []
    for point in sorted(entry_points(group="kg.readers"), key=lambda p: (p.name, p.value)):
        try:
            others.append(point.load())
        except (ImportError, AttributeError) as error:
            raise ConfigError(f"kg.readers.{point.name}", f"the reader can't be loaded: {error}") from error
    return (*READERS[:-1], *others, READERS[-1])


def _reader(name: str, head: bytes) -> Reader:
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise NoText(name, "the file is empty", "fetch or save it again")
    for reader in _all_readers():
        if reader.sniff(name, head):
            return reader
    decode(name, head)  # says what the content is, where it is no text
    text = decoded_head(head)
    for pattern, what, remedy in plain.MARKUP:
        if pattern.match(text):
            raise UnknownFormat(name, f"the content is {what}", remedy)
    raise UnknownFormat(name, "no reader knows this content", "give text, PubMed XML, RIS or JSON Lines")


def _reported(name: str, papers: Iterator[Document | Dropped]) -> Iterator[Document | Dropped]:
    """The same papers; NoText where a source held no record at all."""
    empty = True
    for paper in papers:
        empty = False
        yield paper
    if empty:
        raise NoText(name, "no paper found in it", "is the file whole?")


def read_bytes(name: str, data: bytes) -> Iterator[Document | Dropped]:
    """The papers of a source in memory, packed or not; raises ReadError, UnknownFormat or NoText."""
    with unpacked(name, BytesIO(data)) as content:
        head = content.read(HEAD_SIZE)
        reader = _reader(name, head)
    with unpacked(name, BytesIO(data)) as content:
        yield from _reported(name, _papers(reader, name, content))


def read_stream(stream: BinaryIO, name: str = "-") -> Iterator[Document | Dropped]:
    """JSON Lines from a pipe, one line in memory."""
    yield from _reported(name, json_lines.read_stream(name, stream))


def read_path(path: Path, name: str | None = None) -> Iterator[Document | Dropped]:
    """The papers of one file; ``name`` is what they call their source (default: the file's name)."""
    label = path.name if name is None else name
    try:
        with open_content(path, str(path)) as content:
            reader = _reader(str(path), content.read(HEAD_SIZE))
        with open_content(path, str(path)) as content:
            yield from _reported(str(path), _papers(reader, label, content))
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error), "can you open it?") from error


def write_corrected(path: Path, changes: Mapping[int, Change]) -> bytes:
    """A copy of an annotated file, unpacked, with annotations changed; ``changes`` by ``Annotation.source_offset``.

    Raises InputError for a format whose annotations can't be written again.
    """
    with open_content(path, str(path)) as content:
        data = content.read(PIECE_LIMIT + 1)
    reader = _reader(str(path), data[:HEAD_SIZE])
    if reader is pubtator:
        return pubtator.corrected(str(path), data, changes)
    if reader is bioc:
        return bioc.corrected(str(path), data, changes)
    raise InputError(f"{path}: only PubTator and BioC files can be written again; leave out -o to audit it")


def _papers(reader: Reader, name: str, content: BinaryIO) -> Iterator[Document | Dropped]:
    if isinstance(reader, StreamReader):
        return reader.read_stream(name, content)
    return reader.read(name, read_piece(name, content))


def read_paths(paths: Iterable[Path]) -> Iterator[Document | Dropped]:
    """The papers of files and folders, folders sorted; a bad file is a Dropped and the others go on.

    Hidden files and folders are passed over, a file that is met twice is read once.
    Raises InputError at once, before anything is read, for a path that does not exist.
    """
    files = list_files(paths)
    return (paper for path, name in files for paper in read_reported(path, name))


def read_reported(path: Path, name: str) -> Iterator[Document | Dropped]:
    """As ``read_path``, with a file that cannot be read as a Dropped."""
    try:
        yield from read_path(path, name)
    except ReadError as error:
        reason = f"{error.problem}; {error.remedy}" if error.remedy else error.problem
        yield Dropped(stage="read", item=name, reason=reason)


def list_files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """(file, what its papers call it), each file once; raises InputError for what is not there."""
    found: dict[Path, tuple[Path, str]] = {}
    for root in paths:
        if not root.exists():
            raise InputError(f"{root}: no such file or folder")
        for path, name in _files(root):
            found.setdefault(path.resolve(), (path, name))
    return list(found.values())


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    """(file, name for its papers): the path below the folder given, so that a copy reads the same."""
    if not root.is_dir():
        yield root, root.name
        return
    found: list[Path] = []
    closed: list[str] = []  # folders that may not be listed: whoever reads them is told why
    for folder, inner, names in os.walk(root, onerror=lambda error: closed.append(error.filename)):
        inner[:] = [name for name in inner if not name.startswith(".")]
        found += [Path(folder, name) for name in names if not name.startswith(".")]
    paths = [path for path in found if path.is_file()] + [Path(name) for name in closed]
    for path in sorted(paths, key=lambda p: p.relative_to(root).as_posix()):
        yield path, path.relative_to(root).as_posix()

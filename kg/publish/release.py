"""One release: every wanted form of a build, compressed, with checksums."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Final

from kg.errors import InputError
from kg.files import atomic_write, write_text
from kg.publish.exporters import Source, find_exporters
from kg.publish.folders import new_release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SUMS: Final = "SHA256SUMS"
_BLOCK: Final = 1 << 20
_LEVEL: Final = 6  # of gzip: 9 takes three times as long for a hundredth less
_COMPRESSED: Final = frozenset((".gz", ".parquet", ".zip"))  # what gzip makes no smaller


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file of a release: its name within the folder, bytes, SHA-256 in hex, and the format that it is of."""

    name: str
    size: int
    sha256: str
    format: str


def write_release(
    source: Source, folder: Path, release: str, names: Iterable[str] = (), *, compress: bool = True
) -> Path:
    """Write the named forms of a build, all if none is named, to ``folder/release`` and point ``latest`` there.

    The bytes depend on the build alone, not on the release's name or on the day.  Raises InputError where a form
    is unknown, the build is missing, or it changes while it is read.
    """
    exporters = find_exporters(names)
    before = _state(source)
    with new_release(folder, release) as draft:
        written: list[Written] = []
        scratch = draft / ".scratch"
        scratch.mkdir()
        for name, exporter in exporters.items():
            files = sorted(exporter.write(replace(source, scratch=scratch), draft))
            written += [_finished(path, draft, name, compress=compress) for path in files]
        shutil.rmtree(scratch)
        _write_sums(written, draft / SUMS)
        if _state(source) != before:
            raise InputError(f"{source.folder}: was built anew while it was read; run kg export again")
    return folder / release


def _state(source: Source) -> tuple[tuple[int, int, int], ...]:
    """What changes when a build is replaced."""
    found = (source.file(name).stat() for name in ("kg.ttl", "kg.nq", "claims.jsonl"))
    return tuple((one.st_ino, one.st_size, one.st_mtime_ns) for one in found)


def _finished(path: Path, draft: Path, name: str, *, compress: bool) -> Written:
    """The file as it is published: compressed if asked for and of use."""
    if compress and path.suffix not in _COMPRESSED:
        path = _compressed(path)
    size, sha256 = _measured(path)
    return Written(name=path.relative_to(draft).as_posix(), size=size, sha256=sha256, format=name)


def _compressed(path: Path) -> Path:
    """Replace a file by its gzip, which tells neither name nor time, so that the same content is the same bytes."""
    target = path.with_name(path.name + ".gz")
    with (
        path.open("rb") as plain,
        atomic_write(target) as stream,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=stream, mtime=0) as packed,
    ):
        for block in _blocks(plain):
            packed.write(block)
    path.unlink()
    return target


def _measured(path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        for block in _blocks(stream):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(_BLOCK):
        yield block


def _write_sums(written: Iterable[Written], path: Path) -> None:
    """Checksums in the form that `sha256sum -c` reads."""
    lines = sorted((one.name, one.sha256) for one in written)
    write_text(path, "".join(f"{sha256}  {name}\n" for name, sha256 in lines))

"""One release: every wanted form of a build, compressed, with checksums."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Final

from kg.errors import InputError
from kg.files import atomic_write, write_text
from kg.publish.cover import write_citation, write_readme
from kg.publish.description import write_description, write_prefixes
from kg.publish.exporters import Source, find_exporters
from kg.publish.files import Written, file_kind
from kg.publish.folders import new_release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SUMS: Final = "SHA256SUMS"
_READ: Final = ("kg.ttl", "kg.nq", "claims.jsonl", "void.ttl")
_BLOCK: Final = 1 << 20
_LEVEL: Final = 6  # of gzip: 9 takes three times as long for a hundredth less


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
        _write_covers(source, written, draft)
        if _state(source) != before:
            raise InputError(f"{source.folder}: was built anew while it was read; run kg export again")
    return folder / release


def _state(source: Source) -> tuple[tuple[int, int, int], ...]:
    """What changes when a build is replaced."""
    found = (source.file(name).stat() for name in _READ)
    return tuple((one.st_ino, one.st_size, one.st_mtime_ns) for one in found)


def _finished(path: Path, draft: Path, form: str, *, compress: bool) -> Written:
    """The file as it is published: compressed if asked for and of use."""
    kind = file_kind(path.relative_to(draft).as_posix(), form)
    if compress and kind.compressed:
        path = _compressed(path)
    size, sha256 = _measured(path)
    return Written(name=path.relative_to(draft).as_posix(), size=size, sha256=sha256, kind=kind)


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


def _write_covers(source: Source, written: list[Written], draft: Path) -> None:
    """What stands beside the forms, and at last the checksums of everything, in the form that `sha256sum -c` reads."""
    written.sort(key=lambda one: one.name)
    write_description(source, written, draft / "void.ttl")
    write_prefixes(draft / "prefixes.ttl")
    write_citation(source, draft / "CITATION.cff")
    write_readme(source, written, draft / "README.md")
    sums = {one.name: one.sha256 for one in written}
    sums |= {name: _measured(draft / name)[1] for name in ("void.ttl", "prefixes.ttl", "CITATION.cff", "README.md")}
    write_text(draft / SUMS, "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)))

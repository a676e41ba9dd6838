"""Writing a file so that readers see the old content or the new, never half of it."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@contextmanager
def atomic_write(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the name ``path`` only when the block ends well; folders are made.

    The bytes are written beside the target, flushed to the disk and renamed.  On any error the target stays
    as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}.", suffix=".part", dir=path.parent)
    try:
        with full_disk_named(path), os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~_umask())  # mkstemp makes files that only their owner can read
        Path(name).replace(path)
    except BaseException:  # an interrupted build must not leave its temporary file either
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    sync_folder(path.parent)


@contextmanager
def full_disk_named(path: Path) -> Iterator[None]:
    """Say in the error of a full disk or of a file that is too large which file it was; the system does not."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}:
            error.filename = str(path)
        raise


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with the line ends as given; a lone surrogate becomes a question mark."""
    with atomic_write(path) as stream:
        stream.write(text.encode("utf-8", "replace"))


def write_json_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> int:
    """Write one JSON object a line and return how many."""
    return write_lines(path, map(json_line, rows))


def write_lines(path: Path, lines: Iterable[bytes]) -> int:
    """Write finished lines and return how many."""
    count = 0
    with atomic_write(path) as stream:
        for line in lines:
            stream.write(line)
            count += 1
    return count


def json_line(row: Mapping[str, object]) -> bytes:
    """One row as a line of UTF-8; a row with a lone surrogate is written in ASCII escapes, which keep it."""
    try:
        return json.dumps(row, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row, ensure_ascii=True, allow_nan=False).encode("ascii") + b"\n"


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold ``path`` as a lock until the block ends; InputError where another process holds it.

    The system frees the lock of a process that was killed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(f"{path.parent}: another build is writing here; wait for it") from error
        yield


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

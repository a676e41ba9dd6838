"""Shards: what extraction found in one input file, kept under a name made of the file's content and the knowledge.

A shard that exists is never computed again: that is resume, incremental update and distribution in one idea.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Final

from kg.errors import InputError
from kg.extraction import dropped_from_row, dropped_to_row, record_from_line, record_to_line, records
from kg.files import atomic_write
from kg.model import Document, Dropped
from kg.read import read_reported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kg.extraction import Record
    from kg.knowledge import Knowledge

_BLOCK: Final = 1 << 20
_FORMAT: Final = "3"  # of the shard's lines; a change makes every shard stale


@dataclass(frozen=True, slots=True)
class Shard:
    """One input file and where its extraction is kept; ``name`` is what the outputs call the file."""

    source: Path
    name: str
    path: Path

    @property
    def exists(self) -> bool:
        """Whether the work is done."""
        return self.path.exists()

    def records(self) -> Iterator[Record]:
        """What was found, in document order."""
        for line in self._lines():
            if line.startswith('{"facts"'):
                record = record_from_line(line)
                yield replace(record, facts=replace(record.facts, source=self.name))

    def dropped(self) -> Iterator[Dropped]:
        """What could not be read, under the file's present name."""
        for line in self._lines():
            if line.startswith('{"unread"'):
                row = json.loads(line)
                item = self.name + row["unread"]["item"].removeprefix(row["name"])
                yield replace(dropped_from_row(row["unread"]), item=item)

    def _lines(self) -> Iterator[str]:
        with self.path.open(encoding="utf-8", newline="\n") as lines:
            yield from lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The shards that a build needs, in the order of the names, and the files that need none."""

    shards: tuple[Shard, ...]
    unreadable: tuple[Dropped, ...] = ()
    repeated: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How shards are filled: by how many processes, whether a bad input stops it, and who hears of each file."""

    jobs: int = 1
    strict: bool = False
    notice: Callable[[str], None] = lambda name: None


def plan_shards(files: Sequence[tuple[Path, str]], folder: Path, knowledge: Knowledge) -> Plan:
    """One shard for each distinct content; reads every file once for its checksum.

    The shards of one knowledge share a folder.
    """
    home = folder / hashlib.sha256(f"{_FORMAT} {knowledge.fingerprint}".encode()).hexdigest()[:16]
    shards: dict[str, Shard] = {}
    unreadable: list[Dropped] = []
    repeated: list[Dropped] = []
    for source, name in sorted(files, key=lambda f: f[1]):
        try:
            key = _content(source)
        except OSError as error:
            reason = f"{error.strerror}; can you open it?"
            unreadable.append(Dropped(stage="read", item=name, reason=reason))
            continue
        shard = shards.setdefault(key, Shard(source, name, home / f"{key}.jsonl"))
        if shard.source is not source:
            repeated.append(Dropped(stage="read", item=name, reason=f"the same bytes as {shard.name}"))
    return Plan(shards=tuple(shards.values()), unreadable=tuple(unreadable), repeated=tuple(repeated))


def _content(source: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()[:32]


def forget_others(folder: Path, shards: Sequence[Shard]) -> None:
    """Remove what other knowledge found (it is never read again) and what a killed build left half written."""
    homes = {shard.path.parent for shard in shards}
    for other in folder.iterdir() if homes and folder.is_dir() else ():
        if other not in homes:
            shutil.rmtree(other, ignore_errors=True)
    for home in homes:
        for part in home.glob(".*.part"):
            part.unlink()


def fill_shards(shards: Sequence[Shard], knowledge: Knowledge, manner: Manner) -> None:
    """Compute the missing shards, documents of all files sharing one pool of workers.

    Raises InputError at the first input that cannot be read, if ``manner`` is strict.
    """
    missing = [s for s in shards if not s.exists]
    marks: deque[tuple[Shard, Dropped | str | None]] = deque()

    def documents() -> Iterator[Document]:
        for shard in missing:
            marks.append((shard, "begin"))
            for item in read_reported(shard.source, shard.name):
                if isinstance(item, Document):
                    marks.append((shard, None))
                    yield item
                elif manner.strict:
                    raise InputError(f"{item.item}: {item.reason}")
                else:
                    marks.append((shard, item))
            marks.append((shard, "end"))

    with _Writer(manner.notice) as writer:
        for record in records(documents(), knowledge, manner.jobs):
            writer.settle(marks)
            writer.put(record_to_line(record))
        writer.settle(marks)


class _Writer:
    """Writes lines to the shard whose turn it is; a shard takes its name when it is complete."""

    def __init__(self, notice: Callable[[str], None]) -> None:
        self._notice = notice
        self._stack = ExitStack()
        self._open: IO[bytes] | None = None

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(*error)  # type: ignore[arg-type] # the three that `with` gives

    def settle(self, marks: deque[tuple[Shard, Dropped | str | None]]) -> None:
        """Take marks up to and with the next document's, or all of them."""
        while marks:
            shard, mark = marks.popleft()
            if mark is None:
                return
            if mark == "begin":
                self._open = self._stack.enter_context(atomic_write(shard.path))
            elif isinstance(mark, Dropped):
                self.put(json.dumps({"unread": dropped_to_row(mark), "name": shard.name}))
            else:
                self._stack.close()
                self._notice(shard.name)

    def put(self, line: str) -> None:
        """Add a line to the open shard."""
        if self._open is None:
            raise AssertionError("a record belongs to an open shard")
        self._open.write(line.encode("utf-8") + b"\n")

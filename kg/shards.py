"""Shards: what extraction found in one input file, kept under a name made of the file's content and the knowledge.

A shard that exists is never computed again: that is resume, incremental update and distribution in one idea.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Final

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
_FORMAT: Final = "1"  # of the shard's lines; a change makes every shard stale


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
        """What could not be read."""
        for line in self._lines():
            if line.startswith('{"unread"'):
                yield dropped_from_row(json.loads(line)["unread"])

    def _lines(self) -> Iterator[str]:
        with self.path.open(encoding="utf-8", newline="\n") as lines:
            yield from lines


def plan_shards(files: Sequence[tuple[Path, str]], folder: Path, knowledge: Knowledge) -> list[Shard]:
    """One shard for each distinct content, in the order of the names; reads every file once for its checksum."""
    shards: dict[str, Shard] = {}
    for source, name in sorted(files, key=lambda f: f[1]):
        digest = hashlib.sha256(f"{_FORMAT} {knowledge.fingerprint} {source.suffix.lower()}\n".encode())
        with source.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        key = digest.hexdigest()[:32]
        shards.setdefault(key, Shard(source, name, folder / f"{key}.jsonl"))
    return list(shards.values())


def fill_shards(
    shards: Sequence[Shard], knowledge: Knowledge, *, jobs: int, notice: Callable[[str], None]
) -> None:
    """Compute the missing shards, documents of all files sharing one pool of workers; ``notice`` hears of each."""
    missing = [s for s in shards if not s.exists]
    marks: deque[tuple[Shard, Dropped | None | str]] = deque()

    def documents() -> Iterator[Document]:
        for shard in missing:
            marks.append((shard, "begin"))
            for item in read_reported(shard.source, shard.name):
                if isinstance(item, Dropped):
                    marks.append((shard, item))
                else:
                    marks.append((shard, None))
                    yield item
            marks.append((shard, "end"))

    writer = _Writer(notice)
    with writer.stack:
        for record in records(documents(), knowledge, jobs):
            writer.settle(marks)
            writer.put(record_to_line(record))
        writer.settle(marks)


class _Writer:
    """Writes lines to the shard whose turn it is; a shard takes its name when it is complete."""

    def __init__(self, notice: Callable[[str], None]) -> None:
        self.stack = ExitStack()
        self._notice = notice
        self._open: tuple[ExitStack, IO[bytes]] | None = None

    def settle(self, marks: deque[tuple[Shard, Dropped | None | str]]) -> None:
        """Take marks up to and with the next document's, or all of them."""
        while marks:
            shard, mark = marks.popleft()
            if mark is None:
                return
            if mark == "begin":
                own = self.stack.enter_context(ExitStack())
                self._open = own, own.enter_context(atomic_write(shard.path))
            elif isinstance(mark, Dropped):
                self.put(json.dumps({"unread": dropped_to_row(mark)}))
            elif self._open is not None:
                self._open[0].close()
                self._open = None
                self._notice(shard.name)

    def put(self, line: str) -> None:
        """Add a line to the open shard."""
        if self._open is None:
            raise AssertionError("a record belongs to an open shard")
        self._open[1].write(line.encode("utf-8") + b"\n")


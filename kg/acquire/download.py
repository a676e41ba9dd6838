"""One file over HTTP into ``NAME.part``, which a later run goes on with when the server still has the same content."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.acquire.lock import plain
from kg.acquire.patience import PassingError
from kg.errors import AcquireError
from kg.files import full_disk_named, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.acquire.client import Answer, Client
    from kg.acquire.patience import Patience

    CheckStart = Callable[[bytes], None]
    Watch = Callable[[int, int], None]

_START: Final = 512
_RANGE: Final = re.compile(r"bytes (?:(\d{1,15})-\d{1,15}|\*)/(\d{1,15}|\*)")


@dataclass(frozen=True, slots=True)
class Content:
    """What the server said of the content: its mark, its date as the header has it, its size (0: not said)."""

    url: str
    etag: str
    modified: str
    total: int

    @property
    def mark(self) -> str:
        """What If-Range may carry: a strong ETag, else the date; empty if there is neither."""
        return self.etag if self.etag.startswith('"') else self.modified


@dataclass(slots=True)
class Download:
    """The transfer of one URL; ``most`` bytes at the most, ``check_start`` refuses wrong first bytes early."""

    client: Client
    patience: Patience
    url: str
    part: Path
    most: int
    check_start: CheckStart
    watch: Watch = lambda _done, _total: None

    def run(self, known: Mapping[str, str]) -> Content | None:
        """Fetch into ``part``; None if the server still has what the conditional headers ``known`` describe.

        Raises AcquireError; ``part`` is kept unless its content is of no use.
        """
        self.part.parent.mkdir(parents=True, exist_ok=True)
        state = self._state()
        if state and state.total and self._have() == state.total:
            return state  # the last run was ended between the last byte and the renaming
        return self.patience.persevere(self.url, lambda: self._attempt(known), self._have)

    def discard(self) -> None:
        """Forget what has come."""
        for path in (self.part, self._notes):
            path.unlink(missing_ok=True)

    @property
    def _notes(self) -> Path:
        return self.part.with_name(self.part.name + ".json")

    def _have(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _state(self) -> Content | None:
        """What the bytes in ``part`` are a beginning of, if that is known and can be asked for."""
        with suppress(OSError, ValueError, TypeError):
            state = Content(**json.loads(self._notes.read_text(encoding="utf-8")))
            if state.url == self.url and state.mark and isinstance(state.total, int):
                return state
        return None

    def _attempt(self, known: Mapping[str, str]) -> Content | None:
        state, have = self._state(), self._have()
        going_on = state is not None and have > 0
        ranged = {"Range": f"bytes={have}-", "If-Range": state.mark} if state and going_on else {}
        with self.client.get(self.url, {**known, **ranged}) as answer:
            if answer.status == 304:
                if not known:
                    raise AcquireError(self.url, 304, "answers that nothing changed, which was not asked")
                return None
            if answer.status == 200:
                return self._receive(answer, 0, _content(self.url, answer, _length(answer)))
            if state is None or not going_on:
                raise AcquireError(self.url, answer.status, "answers with a part that was not asked for")
            return self._go_on(answer, have, state)

    def _go_on(self, answer: Answer, have: int, state: Content) -> Content:
        start, total = _range(answer)
        if answer.status == 416 and total == have:
            return state
        now = _content(self.url, answer, total or state.total)
        other = (now.etag or state.etag) != state.etag or (state.total or now.total) != now.total
        if answer.status == 416 or start != have or other:
            self.discard()
            raise PassingError("the file changed on the server between two parts of it", answer.status)
        return self._receive(answer, have, replace(state, total=now.total))

    def _receive(self, answer: Answer, have: int, content: Content) -> Content:
        """Append to the first ``have`` bytes of ``part`` what comes, and see that all of it came."""
        self._allow(content.total)
        if answer.headers.get("content-encoding", "identity") not in {"identity", "gzip", "x-gzip"}:
            raise AcquireError(self.url, answer.status, "is compressed in a way that was not asked for")
        write_text(self._notes, json.dumps(asdict(content)))
        started = have > 0
        with full_disk_named(self.part), self.part.open("r+b" if started else "wb") as file:
            file.seek(have)
            try:
                for piece in answer.pieces(self.client.transfer.piece):
                    have += file.write(piece)
                    self._allow(have)
                    self.patience.check(self.url)
                    if not started and have >= _START:
                        started = True
                        file.flush()
                        self._check_start()
                    self.watch(have, content.total)
            finally:
                file.flush()
                os.fsync(file.fileno())
        self._check_start()
        return self._whole(have, content)

    def _whole(self, have: int, content: Content) -> Content:
        if content.total and have > content.total:
            self.discard()
            raise PassingError(f"{have:,} bytes came instead of {content.total:,}")
        if content.total and have < content.total:
            raise PassingError(f"the connection was cut after {have:,} of {content.total:,} bytes")
        return content

    def _allow(self, size: int) -> None:
        if size > self.most:
            self.discard()
            raise AcquireError(
                self.url, None, f"is larger than the {self.most:,} bytes allowed; check that the address is right"
            )

    def _check_start(self) -> None:
        with self.part.open("rb") as file:
            head = file.read(_START)
        try:
            self.check_start(head)
        except AcquireError:
            self.discard()
            raise


def land(part: Path, target: Path) -> None:
    """Give a finished file its name, durably; its bytes are on the disk already."""
    part.replace(target)
    with suppress(OSError):  # not every system lets a folder be opened
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _content(url: str, answer: Answer, total: int) -> Content:
    etag, modified = (plain(answer.headers.get(key, "")) for key in ("etag", "last-modified"))
    return Content(url, etag, modified, total)


def _length(answer: Answer) -> int:
    value = answer.headers.get("content-length", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0


def _range(answer: Answer) -> tuple[int, int]:
    """First byte and size of the whole that Content-Range names; -1 and 0 for what it does not."""
    found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
    first, total = found.groups() if found else (None, "*")
    return int(first or -1), int(total) if total != "*" else 0

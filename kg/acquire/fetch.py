"""Official releases -> files in a folder and a lock file: the line of this room."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kg.acquire.content import check_content, check_start
from kg.acquire.download import Download, land
from kg.acquire.lock import Locked, checksum, iso_date, write_lock
from kg.acquire.patience import Patience
from kg.acquire.releases import LATEST
from kg.errors import AcquireError, ChecksumMismatch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.acquire.client import Client
    from kg.acquire.download import Content
    from kg.acquire.releases import Release

    Watch = Callable[[str, int, int], None]

PART: Final = ".part"
_NOT_THERE: Final = frozenset({404, 410})


def _nobody(_name: str, _done: int, _total: int) -> None:
    """Watches no progress."""


@dataclass(frozen=True, slots=True)
class Fetching:
    """Where files come from and go to; ``mirror`` is a base URL that stands before host and path."""

    client: Client
    folder: Path
    mirror: str = ""
    watch: Watch = _nobody
    patience: Callable[[], Patience] | None = None

    def start(self) -> Patience:
        """The patience for one more file."""
        return self.patience() if self.patience else Patience(self.client.transfer)

    def place(self, url: str) -> str:
        """Where a URL is asked for: itself, or its copy on the mirror."""
        if not self.mirror:
            return url
        parts = urlsplit(url)
        return f"{self.mirror.rstrip('/')}/{parts.netloc}{parts.path}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A release that is now there; ``outcome`` is ``fetched``, ``unchanged`` or ``renewed``."""

    name: str
    locked: Locked
    outcome: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a folder holds of a release: ``as locked``, ``changed``, ``missing``, ``not locked`` or ``not fetched``."""

    name: str
    state: str
    locked: Locked | None


def version_wanted(release: Release, lock: Mapping[str, Locked], asked: Mapping[str, str], *, latest: bool) -> str:
    """The version asked for by name, else the newest if that is asked, else the lock's, else the pinned one."""
    if release.name in asked:
        return asked[release.name]
    if latest:
        return LATEST
    return lock[release.name].version if release.name in lock else release.version


def fetch(fetching: Fetching, release: Release, version: str, lock: dict[str, Locked], lock_file: Path) -> Fetched:
    """Have that version of a release in the folder, and in the lock, which is written at once.

    Raises AcquireError if it cannot be had, ChecksumMismatch if a release that never changes is not what is locked.
    """
    old = lock.get(release.name)
    task = _Task(fetching, fetching.start(), release, lock_file, old)
    new = task.run(version)
    if old and new == old and task.intact:
        return Fetched(release.name, old, "unchanged")
    lock[release.name] = new
    write_lock(lock_file, lock)
    if old and task.intact and old.file != new.file:
        (fetching.folder / old.file).unlink()  # two releases of one vocabulary in a folder would be read as one
    return Fetched(release.name, new, "renewed" if old and old.sha256 != new.sha256 else "fetched")


def offline(folder: Path, release: Release, lock: Mapping[str, Locked]) -> Held:
    """What the folder holds of a release, against the lock; no connection is made."""
    old = lock.get(release.name)
    if old is None:
        there = (folder / release.file_of(release.version)).is_file()
        return Held(release.name, "not locked" if there else "not fetched", None)
    found = checksum(folder / old.file)
    return Held(release.name, "as locked" if found == old.sha256 else "changed" if found else "missing", old)


@dataclass(slots=True)
class _Task:
    """The fetch of one release; ``intact``: the folder still holds what is locked."""

    fetching: Fetching
    patience: Patience
    release: Release
    lock_file: Path
    old: Locked | None
    intact: bool = False

    def run(self, version: str) -> Locked:
        """What is there at the end."""
        old, release = self.old, self.release
        self.intact = old is not None and checksum(self.fetching.folder / old.file) == old.sha256
        if version == LATEST and release.listing:
            version = self._newest()
        if old and self.intact and old.version == version and release.is_fixed(version):
            return old
        urls = release.urls_of(version)
        for url in urls[:-1]:
            try:
                return self._from(url, version)
            except AcquireError as error:
                if error.status not in _NOT_THERE:
                    raise
        return self._from(urls[-1], version)

    def _newest(self) -> str:
        """The greatest version in the publisher's page of file names."""
        url = self.fetching.place(self.release.listing)
        client = self.fetching.client

        def attempt() -> bytes:
            page = b""
            with client.get(url) as answer:
                for piece in answer.pieces(client.transfer.piece):
                    page += piece
                    self.patience.check(url)
                    if len(page) > client.transfer.listing:
                        raise AcquireError(url, None, "is too large for a page of file names; name the release")
            return page

        versions = re.findall(self.release.listed, self.patience.persevere(url, attempt).decode("utf-8", "replace"))
        if not versions:
            wish = f"--release {self.release.name}={self.release.version}"
            raise AcquireError(url, None, f"names no {self.release.about}; name the release, as in {wish}")
        return str(max(versions))

    def _from(self, official: str, version: str) -> Locked:
        """Fetch one address, check what came, and give it its name."""
        url = self.fetching.place(official)
        target = self.fetching.folder / self.release.file_of(version)
        download = Download(
            client=self.fetching.client,
            patience=self.patience,
            url=url,
            part=target.with_name(target.name + PART),
            most=self.release.most,
            check_start=lambda head: check_start(url, self.release, head),
            watch=lambda done, total: self.fetching.watch(self.release.name, done, total),
        )
        content = download.run(self._conditions(official, target))
        if content is None and self.old:
            download.discard()
            return self.old
        try:
            stated = check_content(url, self.release, download.part)
            new = self._described(official, version if version != LATEST else stated or LATEST, content, download.part)
        except (AcquireError, ChecksumMismatch):
            download.discard()
            raise
        land(download.part, target)
        download.discard()
        return new

    def _conditions(self, official: str, target: Path) -> dict[str, str]:
        """Headers that spare us a file that we have."""
        old = self.old
        if not old or not self.intact or old.url != official or old.file != target.name:
            return {}
        if old.etag:
            return {"If-None-Match": old.etag}
        if old.date:
            return {"If-Modified-Since": format_datetime(datetime.fromisoformat(old.date), usegmt=True)}
        return {}

    def _described(self, official: str, version: str, content: Content | None, part: Path) -> Locked:
        sha256 = checksum(part)
        old = self.old
        if old and old.version == version and self.release.is_fixed(version) and old.sha256 != sha256:
            raise ChecksumMismatch(
                self.fetching.place(official),
                f"is not the release {version} that {self.lock_file} describes (SHA-256 {sha256[:12]}… "
                f"instead of {old.sha256[:12]}…), and was not kept",
                f"if the publisher did replace it, delete [{self.release.name}] from {self.lock_file} and fetch again",
            )
        return Locked(
            version=version,
            file=self.release.file_of(version) if self.release.urls else self.release.file,
            url=official,
            sha256=sha256,
            size=part.stat().st_size,
            date=iso_date(content.modified) if content else "",
            etag=content.etag if content else "",
            licence=self.release.licence,
        )

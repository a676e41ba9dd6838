"""Whether a fetched file is what its name promises: first bytes, whole gzip, and the release that it states."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from typing import TYPE_CHECKING, Final

from kg.errors import AcquireError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.acquire.releases import Release

HEAD: Final = 4096
_PIECE: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"
_PAGE: Final = re.compile(
    rb"\s*(?:<!--.{0,999}?-->\s*)?(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE | re.DOTALL
)


def check_start(url: str, release: Release, head: bytes) -> None:
    """Raise AcquireError if the first bytes cannot be that release's."""
    if _PAGE.match(head):
        raise AcquireError(
            url,
            None,
            "the server sent a web page instead of the file, as it does when it is overloaded or under repair; "
            "open the address in a browser to see why, and try again later",
        )
    if release.gzip and not head.startswith(_GZIP):
        raise AcquireError(url, None, f"is not a gzip file (begins with {head[:16]!r}); try again later")


def check_content(url: str, release: Release, path: Path) -> str:
    """The release that the file states, or an empty text; AcquireError if it is not of that kind or damaged."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(-min(1, path.stat().st_size), os.SEEK_END)
        last = file.read(1)
    check_start(url, release, head)
    if release.gzip:
        head = _unpacked_head(url, release, path)
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    if not text.startswith(release.begins) or release.holds.lower() not in text.lower():
        raise AcquireError(url, None, f"is not {release.about}: its content begins with {text[:40]!r}; try again later")
    if not release.gzip and last != b"\n":  # a server that announces no length can only be caught like this
        raise AcquireError(url, None, "ends in the middle of a line; fetch it again")
    stated = re.search(release.states, text, re.MULTILINE) if release.states else None
    return stated[1] if stated else ""


def _unpacked_head(url: str, release: Release, path: Path) -> bytes:
    """The first bytes of the content, all of which is unpacked once to see that it is whole and not too large."""
    count, head = 0, b""
    try:
        with gzip.open(path) as file:
            while piece := file.read(_PIECE):
                head = head or piece[:HEAD]
                count += len(piece)
                if count > release.unpacked:
                    raise AcquireError(
                        url, None, f"unpacks to more than the {release.unpacked:,} bytes allowed; do not use it"
                    )
    except (OSError, EOFError, zlib.error) as error:
        raise AcquireError(url, None, f"is a damaged gzip file ({error}); fetch it again") from error
    return head

"""Release folders side by side, and ``latest``, which at every moment leads to a whole one.

A release is made in a hidden folder and takes its name by a rename, so a run that is killed leaves the releases as
they were.  What it leaves half done is hidden, and the next run clears it away.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from kg.errors import InputError
from kg.files import exclusive, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATEST: Final = "latest"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")
_PART, _OLD, _SPARE = ".part", ".old", ".spare"  # in the making; replaced; what `latest` shows meanwhile


@contextmanager
def new_release(folder: Path, name: str) -> Iterator[Path]:
    """A folder to fill, which becomes ``folder/name`` and ``folder/latest`` when the block ends well.

    Raises InputError for a name that is no plain file name, and where another run is writing.
    """
    if not _NAME.fullmatch(name) or name == LATEST:
        raise InputError(f"release {name!r}: give a name of letters, digits and . _ + - other than {LATEST!r}")
    if (folder / LATEST).exists() and not (folder / LATEST).is_symlink():
        raise InputError(f"{folder / LATEST}: is no symbolic link; move it away, exports set it anew")
    with exclusive(folder / ".lock"):
        _clear(folder)
        draft = folder / f".{name}{_PART}"
        draft.mkdir()
        try:
            yield draft
            _install(draft, folder, name)
        finally:
            _clear(folder)


def _install(draft: Path, folder: Path, name: str) -> None:
    """Give the draft its name; where there was such a release, ``latest`` shows a copy of links meanwhile."""
    target = folder / name
    if target.exists():
        spare = folder / f".{name}{_SPARE}"
        shutil.rmtree(spare, ignore_errors=True)
        shutil.copytree(draft, spare, copy_function=_link)
        _point(folder, spare.name)
        target.rename(folder / f".{name}{_OLD}")
    draft.rename(target)
    _point(folder, name)
    sync_folder(folder)


def _link(source: str, target: str) -> str:
    """A second name for a file, a copy where the file system knows no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _point(folder: Path, name: str) -> None:
    """Set ``latest`` in one step."""
    link = folder / f".{LATEST}{_PART}"
    link.unlink(missing_ok=True)
    link.symlink_to(name, target_is_directory=True)
    link.replace(folder / LATEST)


def _clear(folder: Path) -> None:
    """Remove what a finished or killed run left; a release that was moved aside and not replaced comes back."""
    for old in folder.glob(f".*{_OLD}"):
        name = folder / old.name.removeprefix(".").removesuffix(_OLD)
        if not name.exists():
            old.rename(name)
    shown = (folder / LATEST).readlink().name if (folder / LATEST).is_symlink() else ""
    for left in (p for ending in (_PART, _OLD, _SPARE) for p in folder.glob(f".*{ending}")):
        if left.is_symlink():
            left.unlink()
        elif left.name != shown:
            with suppress(FileNotFoundError):
                shutil.rmtree(left)

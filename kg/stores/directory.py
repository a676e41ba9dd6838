"""The embedded store: a folder that any Oxigraph opens; nothing to install, nothing to run.

    FOLDER/current -> versions/0a1b…     what is served: a link, replaced by one renaming
    FOLDER/versions/0a1b…/               a database by the bulk loader: all triples in the default graph

A reader opens ``FOLDER/current``; a version that is being written has another name until it is whole.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Store as Database

from kg.errors import InputError, StoreError
from kg.files import exclusive
from kg.graph.convert import graph_format
from kg.stores.versions import State
from kg.vocab import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.stores.cargo import Cargo

_CURRENT: Final = "current"
_OLD: Final = "versions"
_PART: Final = ".part"
_GRAPHS: Final = "-graphs"  # a version with its named graphs has a folder of its own


class Directory:
    """A folder of versions; ``graphs`` also loads the named graphs of a build."""

    def __init__(self, folder: Path, *, graphs: bool = False) -> None:
        if folder.exists() and not (folder / _OLD).is_dir() and any(folder.iterdir()):
            raise InputError(f"{folder}: holds something else than a store of ours; name a new or empty folder")
        self.folder, self.name = folder, str(folder)
        self._graphs = graphs
        self._open = ExitStack()
        self._open.enter_context(exclusive(folder / ".lock"))
        (folder / _OLD).mkdir(exist_ok=True)

    def close(self) -> None:
        """Let others load."""
        self._open.close()

    @property
    def mixes(self) -> bool:
        """No: each version is a database of its own."""
        return False

    def state(self) -> State:
        """The finished versions."""
        served = served_folder(self.folder)
        return State(
            versions=tuple(sorted({_version(path) for path in self._finished()})),
            served=_version(served) if served else "",
        )

    def holds(self, version: str) -> int:
        """The triples of the default graph; 0 if another version is served, this one otherwise, or a broken one."""
        if served_folder(self.folder) != self._path(version).resolve():
            return 0
        try:
            return _triples(self._path(version))
        except StoreError:
            return 0

    def begin(self, cargo: Cargo, state: State, keep: int) -> None:
        """Clear what broken loads have left."""
        for path in (self.folder / _OLD).glob(f"*{_PART}"):
            shutil.rmtree(path)
        if self._path(cargo.version).resolve() != served_folder(self.folder):
            shutil.rmtree(self._path(cargo.version), ignore_errors=True)

    def send(self, cargo: Cargo, watch: Callable[[int], object]) -> None:
        """Build the database under another name; raises StoreError where the disk is full or the file is bad."""
        part = self._part(cargo.version)
        try:
            database = Database(str(part))
            database.bulk_load(path=str(cargo.path), format=graph_format(cargo.path))
            if self._graphs and cargo.quads:
                database.bulk_load(path=str(cargo.quads), format=graph_format(cargo.quads))
            database.flush()
        except (OSError, RuntimeError, SyntaxError, ValueError) as error:
            shutil.rmtree(part, ignore_errors=True)
            raise StoreError(
                self.name, None, f"could not be written: {error}; what was served before still is"
            ) from error
        del database
        watch(cargo.triples)

    def arrived(self, cargo: Cargo) -> int:
        """The triples of the default graph."""
        return _triples(self._part(cargo.version))

    def serve(self, cargo: Cargo, old: str) -> None:
        """Rename the finished database, then the link."""
        target = self._path(cargo.version)
        if target.exists():  # served, but broken
            shutil.rmtree(target)
        self._part(cargo.version).replace(target)
        link = self.folder / f".{_CURRENT}{_PART}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(_OLD) / target.name)
        link.replace(self.folder / _CURRENT)
        _sync(self.folder)

    def withdraw(self, version: str) -> None:
        """Remove the unfinished database."""
        shutil.rmtree(self._part(version), ignore_errors=True)

    def tidy(self, state: State, keep: int) -> None:
        """Remove older versions but ``keep``, the oldest first; a reader that has one open goes on reading it."""
        old = [path for path in self._finished() if path.resolve() != served_folder(self.folder)]
        old.sort(key=lambda path: (path.stat().st_mtime, path.name))
        for path in old[: len(old) - keep] if keep else old:
            shutil.rmtree(path, ignore_errors=True)

    def _finished(self) -> list[Path]:
        return [path for path in (self.folder / _OLD).iterdir() if path.suffix != _PART]

    def _path(self, version: str) -> Path:
        return self.folder / _OLD / (version.removeprefix(VERSION) + (_GRAPHS if self._graphs else ""))

    def _part(self, version: str) -> Path:
        path = self._path(version)
        return path.with_name(path.name + _PART)


def served_folder(folder: Path) -> Path | None:
    """The database that a folder serves, to be opened read-only; None if it serves none."""
    link = folder / _CURRENT
    return link.resolve() if link.is_symlink() and link.is_dir() else None


def _version(path: Path) -> str:
    return VERSION + path.name.removesuffix(_GRAPHS)


def _triples(path: Path) -> int:
    try:
        rows = Database.read_only(str(path)).query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        return next(int(row["n"].value) for row in rows)  # type: ignore[union-attr] # SELECT gives rows
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(str(path), None, f"cannot be opened: {error}") from error


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""A store on the disk beside a large graph file, so that the file is loaded once and not for every query.

It stands in ``.store`` in the file's folder under the checksum of the file, is finished before it takes that name,
is never changed, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, Quad, Store, parse

from kg.graph.convert import graph_format

FOLDER: Final = ".store"
_LARGE: Final = 4_000_000  # bytes: below that, loading into memory is as quick


def kept_store(path: Path) -> Path | None:
    """The folder of the store for a graph file, made where it is missing.

    None for a small file, and where the folder may not be written.
    """
    if path.stat().st_size < _LARGE:
        return None
    with path.open("rb") as stream:
        key = hashlib.file_digest(stream, "sha256").hexdigest()[:32]
    place = path.parent / FOLDER / f"{path.name}-{key}"
    if place.is_dir():
        return place
    try:
        return _make(path, place)
    except PermissionError:
        return None


def fill(store: Store, path: Path) -> None:
    """Load a graph file; what its named graphs say is said in the default graph too, once."""
    format_ = graph_format(path)
    store.bulk_load(path=str(path), format=format_)
    if next(store.named_graphs(), None) is not None:
        quads = parse(path=str(path), format=format_)
        store.bulk_extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)


def _make(path: Path, place: Path) -> Path:
    place.parent.mkdir(exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".part-", dir=place.parent))
    try:
        store = Store(str(draft))
        fill(store, path)
        store.flush()
        del store
        with suppress(OSError):  # another process was quicker: its store is the same
            draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _forget_others(place, path.name)
    return place


def _forget_others(place: Path, name: str) -> None:
    """Remove the stores of what the file was before."""
    for other in place.parent.glob(f"{name}-*"):
        if other != place:
            shutil.rmtree(other, ignore_errors=True)

"""One load, from looking at what is served to tidying up: the same line for every store."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import InputError, StoreError
from kg.stores.cargo import count_distinct

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.stores.cargo import Cargo
    from kg.stores.versions import State

    Watch = Callable[[int], object]


class Store(Protocol):
    """What a graph is loaded into; versions are IRIs."""

    name: str

    @property
    def mixes(self) -> bool:
        """Whether a query without GRAPH would see older versions too."""

    def state(self) -> State:
        """Which versions are there and which is served."""

    def holds(self, version: str) -> int:
        """How many triples a query over the served version sees."""

    def begin(self, cargo: Cargo, state: State, keep: int) -> None:
        """Make room; nothing that is served changes."""

    def send(self, cargo: Cargo, watch: Watch) -> None:
        """Transfer the triples to where nobody is served from; ``watch`` is told how many have left."""

    def arrived(self, cargo: Cargo) -> int:
        """How many triples of the version are there."""

    def serve(self, cargo: Cargo, old: str) -> None:
        """Make its version the served one, in one step that happens whole or not at all; what is copied is counted."""

    def withdraw(self, version: str) -> None:
        """Take back a load that did not succeed."""

    def tidy(self, state: State, keep: int) -> None:
        """Remove what is no longer served, except ``keep`` older versions."""

    def close(self) -> None:
        """Give back what is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How a load ended; ``already`` says that the same graph was served before."""

    version: str
    triples: int
    already: bool = False


def load(store: Store, cargo: Cargo, *, keep: int = 0, watch: Watch = lambda _: None) -> Loaded:
    """Serve the graph from the store; raises StoreError, and then what was served before still is."""
    state = store.state()
    if (
        state.served == cargo.version
        and (held := store.holds(cargo.version))
        and state.size(cargo.version) in {held, None}
    ):
        _tidy(store, state, keep)
        return Loaded(version=cargo.version, triples=held, already=True)
    try:
        store.begin(cargo, state, keep)
        store.send(cargo, watch)
        cargo = replace(cargo, triples=_require_all(store, cargo))
        store.serve(cargo, state.served)
    except StoreError as error:
        if error.status is not None:  # a store that does not answer is not asked again
            _withdraw(store, cargo.version, state)
        raise
    except InputError:  # the file, which is read as it is sent
        _withdraw(store, cargo.version, state)
        raise
    now = store.state()
    if now.served != cargo.version:
        raise StoreError(store.name, None, "serves another graph than was sent: another load went on; load again")
    _tidy(store, now, keep)
    return Loaded(version=cargo.version, triples=cargo.triples)


def _tidy(store: Store, state: State, keep: int) -> None:
    """Remove older versions; raises StoreError that says that the new graph is served all the same."""
    try:
        store.tidy(state, keep)
    except StoreError as error:
        problem = (
            f"{error.problem}; the new graph is served, but an older version is still there: load again to remove it"
        )
        raise StoreError(error.url, error.status, problem) from error


def _require_all(store: Store, cargo: Cargo) -> int:
    """The number of triples in the store, if all are there; a file may hold a triple twice, a store does not."""
    arrived = store.arrived(cargo)
    wanted = cargo.triples
    if arrived < wanted:
        with tempfile.TemporaryDirectory(prefix="kg-load-") as folder:
            wanted = count_distinct(cargo, Path(folder) / "count")
    if arrived != wanted:
        raise StoreError(
            store.name, 200,
            f"{arrived:,} triples arrived instead of {wanted:,}; what was served before still is, load again",
        )  # fmt: skip
    return arrived


def _withdraw(store: Store, version: str, state: State) -> None:
    """Leave nothing of a failed load; the first error is the one to tell.

    A store may have switched and failed to say so: what is served, now or before, stays.
    """
    with suppress(StoreError):
        if version not in {state.served, store.state().served}:
            store.withdraw(version)

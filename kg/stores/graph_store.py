"""A store over HTTP: SPARQL 1.1 query and update, and the Graph Store Protocol, as its recipe says.

A version is sent into a graph of its own and counted there.  Then one update makes it the served one:

* where a query without GRAPH sees all graphs, the graph ``loaded`` points to the version, and older ones are removed;
* where the default graph stands apart, that update also makes it equal to the version, touching what differs;
  the version's own graph has then done its work.

Which of the two a store is, it is asked: settings can change it.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from time import sleep
from typing import TYPE_CHECKING, Final

from kg.errors import StoreError
from kg.stores import versions
from kg.stores.http import Session
from kg.stores.messages import Request, limits
from kg.stores.sparql import select

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.stores.cargo import Cargo
    from kg.stores.messages import Limits
    from kg.stores.recipes import Recipe
    from kg.stores.versions import State

    Watch = Callable[[int], object]

_AT_ONCE: Final = 20_000  # triples taken out by one update
_DEFAULT: Final = (("default", ""),)


class GraphStore:
    """One store at one address; ``overwrite`` allows to replace a default graph that others have written."""

    def __init__(
        self,
        recipe: Recipe,
        address: str,
        *,
        overwrite: bool = False,
        trusted_network: bool = False,
        bounds: Limits | None = None,
    ) -> None:
        self.recipe, self.address = recipe, address.rstrip("/")
        self.name = f"{recipe.name} at {self.address}"
        self._overwrite = overwrite
        self._bounds, self._trusted_network = bounds or limits("loading"), trusted_network
        self._session = self._new_session()
        self._spare: deque[Session] = deque()  # of further connections
        self._apart = False  # whether the default graph is one of its own
        self._announced = 0  # how many triples the load in hand has told of
        self._straight = False  # whether this load goes straight into it

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()
        while self._spare:
            self._spare.pop().close()

    def _new_session(self) -> Session:
        return Session(self.address, bounds=self._bounds, trusted_network=self._trusted_network)

    def state(self) -> State:
        """Which versions are there; signs in on the way."""
        return versions.read_state(select(self._session, self._at(self.recipe.query), versions.WHAT_IS_LOADED))

    def holds(self, version: str) -> int:
        """How many triples a query over a served version sees."""
        self._apart = not self._ask(versions.SHOWS_ALL_GRAPHS)
        return self._count(versions.COUNT_DEFAULT if self._apart else versions.count_graph(version))

    def begin(self, cargo: Cargo, state: State, keep: int) -> None:
        """Announce the version and make room for it; raises StoreError where that would harm other people's triples.

        A first load may go straight into the default graph, unless it must stay as a version to go back to.
        """
        self._announced = cargo.triples
        self._update(versions.announce(cargo.version, cargo.triples))
        self._apart = not self._ask(versions.SHOWS_ALL_GRAPHS)
        self._straight = False
        if self._apart:
            there = self._count(versions.COUNT_DEFAULT)
            self._require_ours(there, state)
            self._straight = not (there or state.served or keep) and self.recipe.fresh == "default"
        if self._count(versions.count_graph(cargo.version)):
            self._remove(cargo.version)

    def send(self, cargo: Cargo, watch: Watch) -> None:
        """Transfer the triples; ``watch`` is told how many have left."""
        if self.recipe.upload == "whole":
            size = cargo.path.stat().st_size or 1
            self._upload(cargo.version, cargo.media, cargo, lambda done: watch(cargo.triples * done // size))
            return
        self._send_pieces(cargo, watch)

    def _send_pieces(self, cargo: Cargo, watch: Watch) -> None:
        """Send several pieces at a time, as many as the recipe has connections; the first that fails ends it."""
        sent = 0
        waiting: deque[tuple[Future[None], int]] = deque()
        pool = ThreadPoolExecutor(self.recipe.connections)
        try:
            for piece, triples in cargo.pieces(int(self.recipe.upload)):
                waiting.append((pool.submit(self._send_piece, cargo.version, piece), triples))
                while len(waiting) > self.recipe.connections:
                    sent += _finished(*waiting.popleft())
                    watch(sent)
            while waiting:
                sent += _finished(*waiting.popleft())
                watch(sent)
        finally:
            pool.shutdown(cancel_futures=True)

    def _send_piece(self, version: str, piece: bytes) -> None:
        """Send one piece, again where the store gave up on it because of another; twice the same is once."""
        session = self._spare.pop() if self._spare else self._new_session()
        try:
            for pause in (*self._bounds.pauses, None):
                try:
                    self._upload(version, "application/n-triples", piece, lambda _: None, session)
                    return
                except StoreError as error:
                    if pause is None or not self.recipe.is_passing(error.problem):
                        raise
                sleep(pause)
        finally:
            self._spare.append(session)

    def arrived(self, cargo: Cargo) -> int:
        """How many triples of the version are there."""
        return self._count(versions.COUNT_DEFAULT if self._straight else versions.count_graph(cargo.version))

    def serve(self, cargo: Cargo, old: str) -> None:
        """Make its version the served one, in one update."""
        version = cargo.version
        if cargo.triples != self._announced:
            self._update(versions.forget_size(version))
            self._update(versions.announce(version, cargo.triples))
        if self._apart and not self._straight:
            self._update(versions.change_default_graph(version, old))
            if self._count(versions.COUNT_DEFAULT) != cargo.triples:
                raise StoreError(self.address, None, "its default graph is not what was sent: load again")
        else:
            self._update(versions.serve(version, old))

    def withdraw(self, version: str) -> None:
        """Take back a load that did not succeed."""
        if self._straight:
            self._session.ask(self._graph_request("DELETE", _DEFAULT))
        self._remove(version)
        self._update(versions.forget(version))

    def tidy(self, state: State, keep: int) -> None:
        """Remove what is no longer served, except the ``keep`` versions before; forget loads that broke off."""
        if self._apart and state.served and not keep:
            self._remove(state.served)
        for version in state.outdated(keep):
            self._remove(version)
            self._update(versions.forget(version))

    @property
    def mixes(self) -> bool:
        """Whether a query without GRAPH would see older versions too."""
        return not self._apart

    def _at(self, path: str) -> str:
        return self.address + path

    def _ask(self, query: str) -> bool:
        return bool(select(self._session, self._at(self.recipe.query), query).truth)

    def _count(self, query: str) -> int:
        url = self._at(self.recipe.query)
        rows = select(self._session, url, query).rows
        try:
            return int(rows[0]["n"]["value"])
        except (IndexError, KeyError, ValueError) as error:
            raise StoreError(url, 200, "a COUNT has no number for its answer; is this the query service?") from error

    def _update(self, update: str) -> None:
        """Send an update; each of ours gives the same when it is done twice."""
        fields = ((self.recipe.update_field, update),)
        self._try(Request(method="POST", url=self._at(self.recipe.update), form=fields))

    def _upload(
        self, version: str, media: str, what: Cargo | bytes, watch: Watch, session: Session | None = None
    ) -> None:
        where = _DEFAULT if self._straight else ((self.recipe.field, version),)
        request = self._graph_request("POST", (*where, *((name, "") for name in self.recipe.options)))
        body = what if isinstance(what, bytes) else what.path
        self._try(replace(request, body=body, watch=watch, headers=(("Content-Type", media),)), session)

    def _graph_request(self, method: str, parameters: tuple[tuple[str, str], ...]) -> Request:
        return Request(method=method, url=self._at(self.recipe.graphs), parameters=parameters)

    def _try(self, request: Request, session: Session | None = None) -> None:
        session = session or self._session
        answer = session.try_asking(request)
        if answer.status >= 300:
            error = session.refusal(answer)
            if answer.status == 500 and ("SECURITY" in error.problem or "permission" in error.problem.casefold()):
                raise StoreError(error.url, 500, f"this user may not write here; {error.problem}")
            raise error

    def _remove(self, version: str) -> None:
        """Take a version's graph out of the store."""
        if self.recipe.drop == "graph":
            answer = self._session.try_asking(self._graph_request("DELETE", ((self.recipe.field, version),)))
            if answer.status >= 300 and answer.status != 404:
                raise self._session.refusal(answer)
        elif self.recipe.drop == "thin":
            while self._count(versions.count_graph(version)):
                self._update(versions.thin(version, _AT_ONCE))
            self._update(f"DROP SILENT GRAPH <{version}>")  # its name, now that it is empty
        else:
            self._remove_by_update(version)

    def _remove_by_update(self, version: str) -> None:
        """Repeat the update while the server's own time limit ends it, and as long as each brings the end nearer."""
        left = -1
        while there := self._count(versions.count_graph(version)):
            if there == left:
                raise StoreError(
                    self.address, 500, f"the graph {version} cannot be removed: the store's time limit is short"
                )
            left = there
            try:
                self._update(self.recipe.drop.format(graph=version))
            except StoreError as error:
                if "timed out" not in error.problem:
                    raise

    def _require_ours(self, there: int, state: State) -> None:
        """Raise StoreError if the default graph holds triples that no load of ours put there."""
        ours = {0, state.size(state.served)} if state.served else {0, *(size for _, size in state.triples)}
        if there in ours or self._overwrite:
            return
        with suppress(StoreError):
            for version in set(self.state().versions) - set(state.versions):
                self._update(versions.forget(version))
        raise StoreError(
            self.address, None,
            f"the default graph holds {there:,} triples that `kg load` did not put there as they are; use a store of "
            "its own for this graph, or --overwrite to replace them",
        )  # fmt: skip


def _finished(transfer: Future[None], triples: int) -> int:
    """The triples of a piece that has arrived; raises what went wrong."""
    transfer.result()
    return triples

"""What is loaded: the graph of a build, or any graph file, with its size and its version."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import islice, starmap
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import InputError
from kg.graph.convert import graph_format, read_triples
from kg.stores.literals import is_well_formed
from kg.vocab import DATASET, NAMESPACES, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MEDIA: Final = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
}
_ONE_GRAPH: Final = frozenset((".ttl", ".nt"))
_BATCH: Final = 2_000  # triples written at once
_LONG: Final = 1_000  # bytes; few triples are longer
_TRIPLES: Final = NamedNode(NAMESPACES["void"] + "triples")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cargo:
    """A graph file of so many different triples; ``version`` is the IRI that its content gives it."""

    path: Path
    media: str
    triples: int
    version: str
    quads: Path | None = None  # the same statements in named graphs, if there are any

    def pieces(self, size: int) -> Iterator[tuple[bytes, int]]:
        """The triples as N-Triples in pieces of about ``size`` bytes, each with its number of triples."""
        written: list[bytes] = []
        held = count = 0
        triples = starmap(Triple, read_triples(self.path))
        at_once = max(1, min(_BATCH, size // _LONG))
        while batch := list(islice(triples, at_once)):
            lines = serialize(batch, format=RdfFormat.N_TRIPLES) or b""
            written.append(lines)
            held, count = held + len(lines), count + len(batch)
            if held >= size:
                yield b"".join(written), count
                written, held, count = [], 0, 0
        if written:
            yield b"".join(written), count


def open_cargo(path: Path, *, trusted: bool = False) -> Cargo:
    """The graph of a build's folder (kg.ttl, with kg.nq beside it) or of a Turtle or N-Triples file.

    Every triple is looked at: a store would turn a malformed number into another one, and rename blank nodes.
    A ``trusted`` build is not read; its void.ttl says how many triples there are.  Raises InputError.
    """
    quads = path / "kg.nq" if path.is_dir() and (path / "kg.nq").is_file() else None
    file = path / "kg.ttl" if path.is_dir() else path
    if not file.is_file():
        raise InputError(f"{file}: no such file; build a graph first with: kg build PAPERS -o {path}")
    if file.suffix not in _ONE_GRAPH:
        raise InputError(f"{file}: give a folder of kg build, or a graph as {' or '.join(sorted(_ONE_GRAPH))}")
    counted = _announced(path / "void.ttl") if trusted and path.is_dir() else None
    with file.open("rb") as stream:
        key = hashlib.file_digest(stream, "sha256").hexdigest()[:32]
    triples = _read(file) if counted is None else counted
    if not triples:
        raise InputError(f"{file}: holds no triples; an empty graph is not loaded over one that is served")
    return Cargo(path=file, media=_MEDIA[file.suffix], triples=triples, version=VERSION + key, quads=quads)


def count_distinct(cargo: Cargo, folder: Path) -> int:
    """How many different triples the file holds, by way of a store in an empty folder."""
    from pyoxigraph import Store  # noqa: PLC0415 - beside its only use

    store = Store(str(folder))
    store.bulk_load(path=str(cargo.path), format=graph_format(cargo.path))
    return len(store)


def _announced(void: Path) -> int | None:
    """What void.ttl says of the number of triples; None if it says nothing."""
    if not void.is_file():
        return None
    for subject, predicate, value in read_triples(void):
        if subject == NamedNode(DATASET) and predicate == _TRIPLES and isinstance(value, Literal):
            return int(value.value) if re.fullmatch(r"\d{1,15}", value.value) else None
    return None


def _read(file: Path) -> int:
    """The number of triples; raises InputError on what stores would change in silence."""
    count = 0
    for subject, predicate, value in read_triples(file):
        count += 1
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
            raise InputError(f"{file}: triple {count} has a blank node, which stores rename; give it an IRI")
        if isinstance(value, Literal) and not is_well_formed(value.value, value.datatype.value):
            raise InputError(
                f"{file}: triple {count} ({subject} {predicate}) has {value!s}, which is no value of its type "
                "and would be another in some stores; mend it"
            )
    return count

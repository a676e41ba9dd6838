"""The one text from which all RDF dumps are made: ``kg.nq`` of the build, checked, and sorted.

Two orders are kept while a release is written, both as canonical N-Quads, a statement a line:

* by graph, as the build wrote it: the papers by IRI, then what follows from all of them;
* by subject, property and value, byte for byte as ``LC_ALL=C sort`` has it: the order of all dumps without graphs.

Terms are handed on as the bytes of N-Triples, which the RDF library has written and so escaped.  Nothing of the
graph is held in memory but one run of the sort.
"""

from __future__ import annotations

import heapq
from contextlib import ExitStack
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, parse, serialize

from kg.errors import InputError
from kg.files import atomic_write
from kg.publish.gate import check_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.publish.exporters import Source

Triple = tuple[bytes, bytes, bytes]  # subject, property, value as N-Triples writes them

_RUN: Final = 1 << 26  # bytes of text that are sorted in memory at once, which take about twice as much
_END: Final = b" .\n"


def prepare(source: Source) -> None:
    """Check and sort the build's statements, which else the first form that needs them does."""
    _sorted(source)


def quad_lines(source: Source) -> Iterator[bytes]:
    """The statements with their graphs as lines of N-Quads, sorted, each once."""
    with _sorted(source).open("rb") as lines:
        for line, _ in groupby(lines):
            yield line


def triples(source: Source) -> Iterator[Triple]:
    """The statements without their graphs, sorted, each once."""
    last: list[bytes] = []
    for line in quad_lines(source):
        found = line.rsplit(b" ", 2)[0].split(b" ", 2)
        if found != last:
            last = found
            yield found[0], found[1], found[2]


def by_subject(source: Source) -> Iterator[tuple[bytes, list[Triple]]]:
    """The statements of each subject, in order of property and value."""
    for subject, found in groupby(triples(source), key=itemgetter(0)):
        yield subject, list(found)


def by_graph(source: Source) -> Iterator[tuple[bytes, Iterator[Triple]]]:
    """Each named graph with its statements, in the order of the build; raises InputError where one is in pieces."""
    seen: set[bytes] = set()
    with _checked(source).open("rb") as lines:
        for graph, found in groupby(map(_quad, lines), key=itemgetter(3)):
            if graph in seen:
                raise InputError(f"{source.folder / 'kg.nq'}: graph {graph.decode()} stands in pieces; build it again")
            seen.add(graph)
            yield graph, ((s, p, o) for s, p, o, _ in found)


def _quad(line: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    subject, predicate, rest = line.split(b" ", 2)
    value, graph, _ = rest.rsplit(b" ", 2)
    return subject, predicate, value, graph


def _checked(source: Source) -> Path:
    """The build's statements in canonical N-Quads, in the build's order; raises InputError or InvalidGraph."""
    path, origin = source.shared("graphs.nq"), source.file("kg.nq")
    if not path.exists():
        draft = path.with_suffix(".part")
        try:
            serialize(parse(path=str(origin), format=RdfFormat.N_QUADS), str(draft), format=RdfFormat.N_QUADS)
        except SyntaxError as error:
            raise InputError(f"{origin}: is no N-Quads: {error}; build it again") from error
        with draft.open("rb") as lines:
            check_lines(lines)
        draft.replace(path)
    return path


def _sorted(source: Source) -> Path:
    """The build's statements sorted by their bytes."""
    path = source.shared("subjects.nq")
    if not path.exists():
        with _checked(source).open("rb") as lines:
            sort_lines(lines, path)
    return path


def sort_lines(lines: Iterable[bytes], path: Path, *, run: int = _RUN) -> None:
    """Write lines in order of their bytes, whatever their number: runs of ``run`` bytes are sorted and merged."""
    runs: list[Path] = []
    try:
        for number, held in enumerate(_runs(lines, run)):
            held.sort()
            runs.append(path.with_name(f"{path.name}.{number}"))
            with runs[-1].open("wb") as stream:
                stream.writelines(held)
            held.clear()
        with ExitStack() as open_runs, atomic_write(path) as stream:
            stream.writelines(heapq.merge(*(open_runs.enter_context(one.open("rb")) for one in runs)))
    finally:
        for one in runs:
            one.unlink(missing_ok=True)


def _runs(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    """Pieces of at least ``size`` bytes, the last one perhaps shorter."""
    rest = iter(lines)
    while held := list(islice(rest, 1)):
        left = size
        for line in rest:
            held.append(line)
            left -= len(line)
            if left < 0:
                break
        yield held

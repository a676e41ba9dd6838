"""N-Triples and N-Quads: a statement a line, sorted by bytes, so that two releases can be compared with `comm`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.files import write_lines
from kg.publish.exporters import Exporter
from kg.publish.master import quad_lines, triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.publish.exporters import Source


@dataclass(frozen=True, slots=True)
class _Lines:
    """The exporter of one of the two."""

    name: str
    graphs: bool

    def write(self, source: Source, folder: Path) -> Iterable[Path]:
        """Write the file and return its path."""
        path = folder / self.name
        write_lines(path, quad_lines(source) if self.graphs else _triple_lines(source))
        return [path]


def _triple_lines(source: Source) -> Iterator[bytes]:
    for statement in triples(source):
        yield b"%b %b %b .\n" % statement


N_TRIPLES: Final[Exporter] = _Lines("resistkg.nt", graphs=False)
N_QUADS: Final[Exporter] = _Lines("resistkg.nq", graphs=True)

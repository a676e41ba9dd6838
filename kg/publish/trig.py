"""TriG: the named graphs one after the other, each for reading as in Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.files import write_lines
from kg.publish.master import by_graph
from kg.publish.names import TurtleNames, blocks, prefix_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.publish.exporters import Source


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg.trig``."""
    path = folder / "resistkg.trig"
    write_lines(path, _text(source))
    return [path]


def _text(source: Source) -> Iterator[bytes]:
    names = TurtleNames()
    yield prefix_lines()
    for graph, statements in by_graph(source):
        yield b"\n%b {\n" % names[graph]
        yield from blocks(statements, names)
        yield b"}\n"

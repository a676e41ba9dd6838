"""Turtle: the whole graph without named graphs, prefixed, sorted by subject."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kg.files import write_lines
from kg.publish.master import triples
from kg.publish.names import TurtleNames, blocks, prefix_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.publish.exporters import Source


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg.ttl``."""
    path = folder / "resistkg.ttl"
    write_lines(path, chain([prefix_lines()], blocks(triples(source), TurtleNames())))
    return [path]

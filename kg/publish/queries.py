"""The documented queries as `queries.ttl`: SHACL executables that catalogues of SPARQL examples take in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph import write_executables

if TYPE_CHECKING:
    from pathlib import Path

    from kg.publish.exporters import Source


def write(source: Source, folder: Path) -> tuple[Path, ...]:
    """Write ``queries.ttl``; the queries are the product's, whatever the build."""
    del source
    path = folder / "queries.ttl"
    write_executables(path)
    return (path,)

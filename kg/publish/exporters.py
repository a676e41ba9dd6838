"""The exporters by name, and what they read and write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Final, Protocol

from kg.errors import ConfigError, InputError, MissingLibrary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A finished build: the folder that `kg build` wrote.

    ``scratch`` is a folder for what several exporters need, while a release is written.
    """

    folder: Path
    scratch: Path | None = None

    def file(self, name: str) -> Path:
        """A file of the build; raises InputError where it is missing."""
        path = self.folder / name
        if not path.is_file():
            raise InputError(f"{path}: no such file; build a graph first with: kg build PAPERS -o {self.folder}")
        return path

    def shared(self, name: str) -> Path:
        """Where exporters keep a file that the next one needs too."""
        if self.scratch is None:
            raise ConfigError("scratch", "names no folder, and this form needs one while it is written")
        return self.scratch / name


class Exporter(Protocol):
    """What writes a build in one form; a module will do."""

    def write(self, source: Source, folder: Path) -> Iterable[Path]:
        """Write into the folder and return the files that were written, uncompressed."""


_EXTRAS: Final = frozenset(("parquet",))  # forms whose library comes with an optional extra of the same name
# one line a form: its name on the command line and the module that writes it
_BUILT_IN: Final[tuple[tuple[str, str], ...]] = (
    ("turtle", "kg.publish.turtle"),
    ("ntriples", "kg.publish.lines:N_TRIPLES"),
    ("nquads", "kg.publish.lines:N_QUADS"),
    ("trig", "kg.publish.trig"),
    ("jsonld", "kg.publish.jsonld"),
    ("rdfxml", "kg.publish.rdfxml"),
    ("rdf12", "kg.publish.rdf12"),
    ("nanopub", "kg.publish.nanopub"),
    ("kgx", "kg.publish.kgx"),
    ("civicmine", "kg.publish.civicmine"),
    ("graphml", "kg.publish.graphml"),
    ("cytoscape", "kg.publish.cytoscape"),
    ("queries", "kg.publish.queries"),
    ("parquet", "kg.publish.parquet"),
)


def find_exporters(names: Iterable[str] = ()) -> dict[str, Exporter]:
    """The named exporters; if none is named all whose libraries are there (``missing_libraries`` tells of the others).

    Raises InputError on an unknown name and MissingLibrary on a named one that lacks its library.  Other packages add
    theirs by the entry point group ``kg.exporters``.
    """
    known = _known()
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in known:
            raise InputError(f"format {name!r} is unknown; there are {', '.join(known)}")
    if wanted:
        return {name: _load(known[name]) for name in wanted}
    found = {name: _load_if_there(point) for name, point in known.items()}
    return {name: exporter for name, exporter in found.items() if not isinstance(exporter, MissingLibrary)}


def missing_libraries() -> tuple[MissingLibrary, ...]:
    """What the forms lack that cannot be written here."""
    found = (_load_if_there(point) for point in _known().values())
    return tuple(one for one in found if isinstance(one, MissingLibrary))


@cache
def _known() -> dict[str, EntryPoint]:
    built_in = [EntryPoint(name=name, value=module, group="kg.exporters") for name, module in _BUILT_IN]
    others = sorted(entry_points(group="kg.exporters"), key=lambda p: (p.name, p.value))
    return {point.name: point for point in (*others, *built_in)}


def _load(point: EntryPoint) -> Exporter:
    try:
        exporter: Exporter = point.load()
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        extra = point.name if point.name in _EXTRAS else ""
        raise MissingLibrary(f"format {point.name!r}", library, extra) from error
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"kg.exporters.{point.name}", f"the exporter can't be loaded: {error}") from error
    return exporter


def _load_if_there(point: EntryPoint) -> Exporter | MissingLibrary:
    try:
        return _load(point)
    except MissingLibrary as error:
        return error

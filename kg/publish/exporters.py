"""The exporters by name, and what they read and write."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Final, Protocol

from kg.errors import ConfigError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A finished build: the folder that `kg build` wrote."""

    folder: Path

    def file(self, name: str) -> Path:
        """A file of the build; raises InputError where it is missing."""
        path = self.folder / name
        if not path.is_file():
            raise InputError(f"{path}: no such file; build a graph first with: kg build PAPERS -o {self.folder}")
        return path


class Exporter(Protocol):
    """What writes a build in one form; a module will do."""

    def write(self, source: Source, folder: Path) -> Iterable[Path]:
        """Write into the folder and return the files that were written, uncompressed."""


# one line a form: its name on the command line and the module that writes it
_BUILT_IN: Final[tuple[tuple[str, str], ...]] = (
    ("kgx", "kg.publish.kgx"),
    ("civicmine", "kg.publish.civicmine"),
)


def find_exporters(names: Iterable[str] = ()) -> dict[str, Exporter]:
    """The named exporters, all of them if none is named; raises InputError on an unknown name.

    Other packages add theirs by the entry point group ``kg.exporters``.
    """
    known = _known()
    wanted = list(dict.fromkeys(names)) or list(known)
    for name in wanted:
        if name not in known:
            raise InputError(f"format {name!r} is unknown; there are {', '.join(known)}")
    return {name: _load(known[name]) for name in wanted}


@cache
def _known() -> dict[str, EntryPoint]:
    built_in = [EntryPoint(name=name, value=module, group="kg.exporters") for name, module in _BUILT_IN]
    others = sorted(entry_points(group="kg.exporters"), key=lambda p: (p.name, p.value))
    return {point.name: point for point in (*others, *built_in)}


def _load(point: EntryPoint) -> Exporter:
    try:
        exporter: Exporter = point.load()
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"kg.exporters.{point.name}", f"the exporter can't be loaded: {error}") from error
    return exporter

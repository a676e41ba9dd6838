"""Which vocabulary files stand in a folder, and how each is read: the written-out list of formats."""

from __future__ import annotations

import gzip
import hashlib
import lzma
import tomllib
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from kg.errors import ChecksumMismatch, MissingVocabulary, VocabularyError
from kg.lexicon.gene_info import GeneInfo
from kg.lexicon.mesh import MeshXml
from kg.lexicon.obo import MondoObo
from kg.lexicon.table import read_table
from kg.lexicon.values import GENE_SPECIES, Record
from kg.model import Concept, Curie, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

PROVENANCE: Final = "PROVENANCE.toml"
_NO_VOCABULARIES: Final = frozenset({"retractions", "orthologues"})
_HEAD: Final = 4096
_SUFFIXES: Final = (".obo", ".xml", ".gz", ".tsv", ".txt")
_REMEDY: Final = "fetch it again, or make the tables again with `kg vocab slice`"


class Vocabulary(Protocol):
    """A format: ``name`` is the vocabulary it gives (``MONDO``), which replaces the table of that name."""

    name: str

    def sniff(self, name: str, head: bytes) -> bool:
        """Whether a file is of this format, from its name and its first decompressed bytes."""

    def names(self, path: Path) -> Iterator[tuple[Concept, Name]]:
        """Every name of every concept, the label (scope ``label``) first."""


class RecordVocabulary(Vocabulary, Protocol):
    """A built-in format, which also knows parents, cross-references and retired identifiers."""

    def records(self, path: Path) -> Iterator[Record]:
        """The concepts of a file."""

    def version(self, path: Path) -> str:
        """The release that the file says it is; empty if it does not."""


BUILT_IN: Final[tuple[RecordVocabulary, ...]] = (
    MondoObo(),
    MeshXml(),
    *(GeneInfo(name, taxon) for name, taxon in GENE_SPECIES.items()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One vocabulary file and how it is read."""

    name: str
    path: Path
    version: str
    licence: str
    origin: str
    sha256: str
    format: Vocabulary | None  # None: our own table

    def records(self) -> Iterator[Record]:
        """The concepts of the file."""
        if self.format is None:
            return read_table(self.path)
        read = getattr(self.format, "records", None)
        return read(self.path) if read else _gathered(self.format.names(self.path))


def _gathered(names: Iterator[tuple[Concept, Name]]) -> Iterator[Record]:
    """Records from the plain pairs of an outside format; pairs of one concept need not stand together."""
    concepts: dict[Curie, Concept] = {}
    texts: dict[Curie, list[Name]] = {}
    for concept, name in names:
        concepts.setdefault(concept.id, concept)
        texts.setdefault(concept.id, []).append(name)
    for identifier, concept in concepts.items():
        kept = tuple((n.text, n.scope) for n in texts[identifier] if n.text != concept.label)
        yield Record(str(identifier), concept.label, concept.kind, kept, (), tuple(map(str, concept.same_as)))


def read_names(source: Source) -> Iterator[tuple[Concept, Name]]:
    """Every name of a vocabulary file, as the plug-in point gives them."""
    for record in source.records():
        concept = Concept(Curie.from_string(record.id), record.kind or "other", record.label)
        yield concept, Name(record.label, concept.id, "label", source.name)
        for text, scope in record.names:
            yield concept, Name(text, concept.id, scope, source.name)


def find_sources(folder: Path) -> list[Source]:
    """The vocabularies of a folder: those of PROVENANCE.toml, an official release in place of the table.

    Raises MissingVocabulary for a listed file that is absent, ChecksumMismatch for one that was changed.
    """
    listed = _listed(folder)
    known = {entry["file"] for entry in listed.values()}
    official: dict[str, Source] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.is_file() and path.suffix in _SUFFIXES and path.name not in known:
            source = _recognise(path)
            if source is not None:
                official[source.name] = source
    found = [
        official.pop(name) if name in official else _from_table(folder, name, entry) for name, entry in listed.items()
    ]
    found += official.values()
    if not found:
        raise MissingVocabulary(
            str(folder),
            "no vocabulary here",
            "name a folder that holds PROVENANCE.toml or an official release",
        )
    return found


def _listed(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / PROVENANCE
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(str(path), f"malformed ({error})", _REMEDY) from error
    for name, entry in listed.items():
        if not isinstance(entry, dict) or not {"file", "sha256", "version", "licence", "source"} <= entry.keys():
            raise VocabularyError(str(path), f"[{name}] needs file, sha256, version, licence and source", _REMEDY)
    return {name: entry for name, entry in listed.items() if name not in _NO_VOCABULARIES}


def _from_table(folder: Path, name: str, entry: dict[str, Any]) -> Source:
    path = folder / Path(entry["file"]).name
    if not path.is_file():
        raise MissingVocabulary(str(path), f"the vocabulary {name} is not there", _REMEDY)
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    if checksum != entry["sha256"]:
        raise ChecksumMismatch(
            str(path), f"is not the file that {PROVENANCE} describes (SHA-256 {checksum[:12]}…)", _REMEDY
        )
    return Source(
        name=name,
        path=path,
        version=entry["version"],
        licence=entry["licence"],
        origin=entry["source"],
        sha256=checksum,
        format=None,
    )


def _recognise(path: Path) -> Source | None:
    head = _head(path)
    outside = [point.load()() for point in sorted(entry_points(group="kg.vocabularies"), key=lambda p: p.name)]
    for form in (*BUILT_IN, *outside):
        if form.sniff(path.name, head):
            version = form.version(path) if hasattr(form, "version") else ""
            checksum = hashlib.sha256(path.read_bytes()).hexdigest()
            return Source(
                name=form.name,
                path=path,
                version=version,
                licence="",
                origin=path.name,
                sha256=checksum,
                format=form,
            )
    return None


def _head(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return file.read(_HEAD)
    except (OSError, EOFError, lzma.LZMAError):
        return b""

"""Which vocabulary files stand in a folder, and how each is read: the written-out list of formats."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from kg.errors import ChecksumMismatch, MissingVocabulary, VocabularyError
from kg.lexicon.gene_info import GeneInfo
from kg.lexicon.locked import LOCK, LockedFile, read_locked
from kg.lexicon.mesh import MeshXml, SupplementXml
from kg.lexicon.obo import OboOntology
from kg.lexicon.packed import head_of, packing_date
from kg.lexicon.species import HISTORY_HEADER
from kg.lexicon.table import read_table
from kg.lexicon.values import GENE_SPECIES, Record
from kg.model import Concept, Curie, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

PROVENANCE: Final = "PROVENANCE.toml"
_NO_VOCABULARIES: Final = frozenset({"retractions", "orthologues"})
_HEAD: Final = 1 << 16  # some ontologies have 20 KB of header
_SUFFIXES: Final = frozenset({".obo", ".xml", ".gz", ".xz", ".tsv", ".txt", ""})
_DATE: Final = re.compile(rb"^(?:data-version|#[ \t]*mapping_set_version):.{0,200}?(\d{4}-\d{2}-\d{2})", re.MULTILINE)
_LICENCE: Final = re.compile(
    rb"^(?:#[ \t]*license|property_value:[ \t]*(?:dcterms:|http://purl\.org/dc/terms/)license)"
    rb"[: \t]+\"?([^\s\"]{3,100})",
    re.MULTILINE,
)
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
    OboOntology("MONDO", "disease"),
    OboOntology("GO", "process"),
    OboOntology("CL", "cell"),
    MeshXml(),
    SupplementXml(),
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
    date: str = ""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """A file that is no vocabulary but says something of them: ``gene-history`` or ``mondo-mappings``."""

    name: str
    path: Path
    version: str
    date: str
    licence: str
    origin: str
    sha256: str


def find_sources(folder: Path) -> list[Source]:
    """The vocabularies of a folder: those of PROVENANCE.toml, an official release in place of the table.

    Version, date and licence of a release are those of vocab.lock.toml, else what the file says of itself.
    Raises MissingVocabulary for a listed file that is absent, ChecksumMismatch for one that was changed,
    VocabularyError for two releases of one vocabulary.
    """
    listed = _listed(folder)
    locked = read_locked(folder)
    official: dict[str, Source] = {}
    for path, head in _unlisted(folder):
        source = _recognise(path, head, locked.get(path.name))
        if source is None:
            continue
        if source.name in official:
            both = f"{official[source.name].path.name} and {path.name} are releases of {source.name}"
            raise VocabularyError(str(folder), both, "leave one of them in the folder")
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


def find_companions(folder: Path) -> dict[str, Companion]:
    """The history of genes and MONDO's own mappings, by name, where they are in the folder; told by their content."""
    locked = read_locked(folder)
    found: dict[str, Companion] = {}
    for path, head in _unlisted(folder):
        name = _companion(head)
        if name:
            about = _about(path, head, locked.get(path.name))
            found.setdefault(name, Companion(name=name, path=path, **about))
    return found


def _companion(head: bytes) -> str:
    if head.startswith(HISTORY_HEADER.encode("ascii")):
        return "gene-history"
    header = next((line for line in head.splitlines() if not line.startswith(b"#")), b"")
    is_mapping = header.startswith(b"subject_id\t") and b"\tpredicate_id\t" in header
    return "mondo-mappings" if is_mapping and b"\nMONDO:" in head else ""


def _unlisted(folder: Path) -> list[tuple[Path, bytes]]:
    """The files of a folder that PROVENANCE.toml does not list, each with its first bytes."""
    known = {entry["file"] for entry in _listed(folder).values()}
    if not folder.is_dir():
        return []
    paths = (p for p in sorted(folder.iterdir()) if p.is_file() and p.suffix in _SUFFIXES and p.name not in known)
    return [(path, head_of(path, _HEAD)) for path in paths if not path.name.startswith(".")]


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


def _recognise(path: Path, head: bytes, locked: LockedFile | None) -> Source | None:
    outside = [point.load()() for point in sorted(entry_points(group="kg.vocabularies"), key=lambda p: p.name)]
    for form in (*BUILT_IN, *outside):
        if form.sniff(path.name, head):
            about = _about(path, head, locked)
            if not locked and hasattr(form, "version"):
                about["version"] = form.version(path)
            return Source(name=form.name, path=path, format=form, **about)
    return None


def _about(path: Path, head: bytes, locked: LockedFile | None) -> dict[str, str]:
    """Version, date, licence, origin and checksum: as locked, else as the file's own header says."""
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    if locked and locked.sha256 != checksum:
        raise ChecksumMismatch(
            str(path),
            f"is not the file that {LOCK} describes (SHA-256 {checksum[:12]}…)",
            "fetch it again with `kg vocab fetch`, or take its entry out of the lock file",
        )
    if locked:
        about = {"version": locked.version, "date": locked.date, "licence": locked.licence, "origin": locked.url}
    else:
        stated, licence = _DATE.search(head), _LICENCE.search(head)
        date = stated[1].decode("ascii") if stated else packing_date(path)
        terms = licence[1].decode("utf-8", "replace") if licence else ""
        about = {"version": date, "date": date, "licence": terms, "origin": path.name}
    return {**about, "sha256": checksum}

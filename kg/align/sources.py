"""Opens a vocabulary by its built-in name or as a file of any format that is known here."""

from __future__ import annotations

import bz2
import dataclasses
import gzip
import io
import lzma
import re
import zlib
from collections import Counter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from kg.align.collector import without_collector
from kg.align.obo import read_obo
from kg.align.rdf import SUFFIXES, read_rdf
from kg.align.unreplaced import former_label
from kg.align.values import Term, Vocabulary
from kg.errors import MissingVocabulary, VocabularyError
from kg.lexicon.kinds import kind_of_trees
from kg.lexicon.mesh import MeshXml
from kg.lexicon.newer_mondo import UNREPLACED
from kg.lexicon.sources import find_sources
from kg.lexicon.table import read_table
from kg.model import Curie
from kg.scheme import Scheme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.lexicon.values import Record
    from kg.model import Kind, Mapping

MECHANISMS: Final = "mechanisms"
# a name that the user types -> the sources that are read for it
_NAMES: Final = {
    "MONDO": ("MONDO",), "MESH": ("MESH", "MESH-SUPPLEMENT"), "GO": ("GO",), "NCBIGENE": ("NCBIGene",),
    "FPLX": ("FPLX",),
}  # fmt: skip
_PACKED: Final = frozenset({".gz", ".xz", ".bz2"})
_LARGEST: Final = 1 << 31  # bytes after decompression
_ENTITY: Final = re.compile(rb"""<!ENTITY\s+[^\s"'>]+\s+(?:"([^"]*)"|'([^']*)')""")
_LONGEST_ENTITY: Final = 300  # bytes
_BLOCK: Final = 1 << 20
_DOMINANT: Final = 0.5  # share of terms above which a prefix is the vocabulary's own


@without_collector()
def open_vocabulary(name: str, folder: Path) -> Vocabulary:
    """A built-in vocabulary of ``folder`` by name, or a file; raises MissingVocabulary or VocabularyError."""
    path = Path(name)
    if name == MECHANISMS:
        return _mechanisms(folder)
    if name.upper() in _NAMES and not path.is_file():
        return _built_in(name, folder)
    if not path.is_file():
        known = ", ".join((*_NAMES, MECHANISMS))
        raise MissingVocabulary(name, "neither a file nor a built-in vocabulary", f"give a file or one of {known}")
    return _own_terms(_from_file(path))


def _built_in(name: str, folder: Path) -> Vocabulary:
    wanted = _NAMES[name.upper()]
    sources = [source for source in find_sources(folder) if source.name in wanted]
    records = [record for source in sources for record in source.records()]
    if not records:
        raise MissingVocabulary(name, f"not in {folder}", "name a folder that holds it")
    found = _with_unreplaced(_from_records(wanted[0], records), folder)
    sums = " ".join(f"{source.path.name} sha256 {source.sha256[:16]}" for source in sources)
    return dataclasses.replace(found, version=f"{sources[0].version}, {sums}", licence=sources[0].licence)


def _with_unreplaced(vocabulary: Vocabulary, folder: Path) -> Vocabulary:
    """With the retired classes that nothing replaced, where the folder has a table of them."""
    path = folder / UNREPLACED
    if vocabulary.name != "MONDO" or not path.is_file():
        return vocabulary
    unreplaced = {
        identifier: Term(identifier, former_label(label))
        for identifier, label in _read_unreplaced(path).items()
        if identifier not in vocabulary.terms and identifier not in vocabulary.retired
    }
    retired = vocabulary.retired | dict.fromkeys(unreplaced, "")
    return dataclasses.replace(vocabulary, retired=retired, unreplaced=unreplaced)


def _read_unreplaced(path: Path) -> dict[str, str]:
    """Identifier to the label of a retired class; raises VocabularyError with the line of a row that is none."""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            identifier, tab, label = line.partition("\t")
            if not tab or not label or ":" not in identifier:
                where = f"{path}, line {number}"
                raise VocabularyError(where, "no identifier, tab and label", "make it again with `kg vocab slice`")
            found[identifier] = label
    return found


def _from_records(name: str, records: Iterable[Record]) -> Vocabulary:
    known = {record.id: record for record in records}
    kinds: dict[str, Kind | None] = {}
    for identifier, record in known.items():
        kinds[identifier] = record.kind or (kind_of_trees(record.notation) if record.notation else None)
    terms = {}
    for identifier, record in known.items():
        kind = kinds[identifier] or _kind_below(record, kinds)
        terms[identifier] = Term(identifier, record.label, record.names, record.parents, kind, record.xrefs)
    retired = {old: identifier for identifier, record in known.items() for old in record.retired}
    return Vocabulary(name=name, terms=terms, retired=retired)


def _kind_below(record: Record, kinds: dict[str, Kind | None]) -> Kind | None:
    """The kind of the parents: diseases first, since a record filed under a disease and its site is a disease."""
    above = [kind for parent in record.parents if (kind := kinds.get(parent))]
    order = ("disease", "genetic_alteration", "gene", "family", "chemical")
    return next((k for k in order if k in above), above[0] if above else None)


def _mechanisms(folder: Path) -> Vocabulary:
    terms = {}
    for mechanism in Scheme.from_file(folder / "mechanisms.tsv").mechanisms:
        identifier = f"rkm:{mechanism.slug}"
        parents = (f"rkm:{mechanism.parent}",) if mechanism.parent else ()
        aligned = tuple(sorted(str(t.id) for t in mechanism.exact))
        terms[identifier] = Term(identifier, mechanism.label, (), parents, None, aligned)
    return Vocabulary(name=MECHANISMS, terms=terms)


def _from_file(path: Path) -> Vocabulary:
    inner = Path(path.stem) if path.suffix in _PACKED else path
    if inner.suffix == ".tsv":
        return _from_records(inner.stem, read_table(path))
    body = _content(path)
    head = body[:4096]
    if b"<DescriptorRecordSet" in head:
        return _from_records("MESH", MeshXml().records(path))
    if inner.suffix == ".obo" or head.startswith(b"format-version:"):
        return read_obo(inner.stem, io.TextIOWrapper(io.BytesIO(body), encoding="utf-8", errors="replace"))
    if inner.suffix in SUFFIXES:
        _refuse_bombs(path, body)
        return read_rdf(inner.stem, io.BytesIO(body), _syntax(inner.suffix, head))
    raise VocabularyError(str(path), "no known format", "give OBO, OWL (RDF/XML), Turtle, N-Triples or MeSH XML")


def _refuse_bombs(path: Path, body: bytes) -> None:
    """Entities of XML may stand for the beginnings of IRIs; nested or long ones could grow without bound."""
    for found in _ENTITY.finditer(body):
        value = found[1] or found[2] or b""
        if len(value) > _LONGEST_ENTITY or b"&" in value:
            raise VocabularyError(str(path), "declares nested or long XML entities", "write them out")


def _syntax(suffix: str, head: bytes) -> str:
    """Files called .owl are RDF/XML or Turtle."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if suffix in {".owl", ".rdf", ".xml", ".skos"}:
        return ".owl" if start.startswith((b"<?xml", b"<rdf:RDF")) or b"<!DOCTYPE" in head else ".ttl"
    return suffix


def _content(path: Path) -> bytes:
    try:
        with _unpacked(path) as file:
            return _bounded(file, path)
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise VocabularyError(str(path), f"cannot be read ({error})", "fetch it again") from error


def _unpacked(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path))
    if path.suffix == ".xz":
        return cast("IO[bytes]", lzma.open(path))
    return cast("IO[bytes]", bz2.open(path)) if path.suffix == ".bz2" else path.open("rb")


def _bounded(file: IO[bytes], path: Path) -> bytes:
    blocks, size = [], 0
    while block := file.read(_BLOCK):
        size += len(block)
        if size > _LARGEST:
            raise VocabularyError(str(path), "larger than any vocabulary", "give a smaller file")
        blocks.append(block)
    return b"".join(blocks)


def _own_terms(vocabulary: Vocabulary) -> Vocabulary:
    """Without the terms of other ontologies that a file carries along, where one prefix has most of them."""
    counts = Counter(identifier.partition(":")[0] for identifier in vocabulary.terms)
    prefix, most = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if most < _DOMINANT * len(vocabulary.terms):
        return vocabulary
    kept = {i: t for i, t in vocabulary.terms.items() if i.startswith(prefix + ":")}
    unreplaced = {i: t for i, t in vocabulary.unreplaced.items() if i.startswith(prefix + ":")}
    return dataclasses.replace(vocabulary, terms=kept, unreplaced=unreplaced)


def respelled(mapping: Mapping, one: Vocabulary, other: Vocabulary) -> Mapping:
    """A mapping whose prefixes are spelled as the vocabularies spell them: ``mesh:D1`` is ``MESH:D1``."""
    return dataclasses.replace(mapping, subject=_spelled(mapping.subject, one), object=_spelled(mapping.object, other))


def _spelled(end: Curie, vocabulary: Vocabulary) -> Curie:
    for known in (vocabulary.terms, vocabulary.retired):
        for identifier in known:
            prefix = identifier.partition(":")[0]
            if prefix.lower() == end.prefix.lower():
                return Curie(prefix, end.identifier)
            break
    return end

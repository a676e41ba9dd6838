"""Compiles the vocabularies of a folder into one index file, and opens the index of the built-in ones."""

from __future__ import annotations

import gc
import hashlib
import os
from array import array
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import marisa_trie

from kg.data import data_directory
from kg.files import atomic_write
from kg.lexicon.align import align
from kg.lexicon.alignment import Records
from kg.lexicon.curation import read_aliases, read_families, read_matched, read_pairs, read_stated
from kg.lexicon.index import MAGIC, OTHER_SPECIES, Lexicon, pack_index
from kg.lexicon.keys import is_useful, key_of, pair_filter
from kg.lexicon.merge import Merged, Naming, Node, naming_rank
from kg.lexicon.sources import PROVENANCE, find_companions, find_sources
from kg.lexicon.species import PAIRS_FILE, read_pairs_of_genes, read_successors
from kg.lexicon.values import HUMAN, SCOPES, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.lexicon.curation import Alias
    from kg.lexicon.sources import Companion, Source

_FAMILY_SOURCES: Final = frozenset({"NCBIGene", "MESH"})  # what families are families of
_KEPT: Final = 4  # compiled indexes: enough for a few checkouts and versions side by side


def compile_index(folder: Path, out: Path, *, beside: bool = False) -> Lexicon:
    """Compile every vocabulary of ``folder``, its aliases and curated pairs into ``out`` and open it.

    A folder of official releases has no families, aliases and curated pairs: those of the product serve it, and
    with ``beside`` the product's tables of every vocabulary that it lacks.  The same files give the same bytes.
    Raises VocabularyError for a file that cannot be used.
    """
    sources = _with_built_in(folder, find_sources(folder), beside=beside)
    collecting = gc.isenabled()
    gc.disable()  # millions of small live objects: looking for garbage among them takes longer than the work
    try:
        body = _compile(folder, sources)
    finally:
        if collecting:
            gc.enable()
    with atomic_write(out) as file:
        file.write(body)
    return Lexicon.open(out)


def default_index_path(folder: Path | None = None) -> Path:
    """Where the index of a folder is kept (default: built-in vocabularies): the user's cache, by content."""
    return _cache_directory() / f"lexicon-{_content_of(folder or data_directory('ontologies'))[:20]}.index"


def open_default(notice: Callable[[str], None] | None = None) -> Lexicon:
    """The index of the built-in vocabularies, compiled at the first use, of which ``notice`` is told."""
    folder = data_directory("ontologies")
    path = default_index_path(folder)
    if path.is_file():
        with suppress(OSError):  # a cache that may not be written is read all the same
            os.utime(path)  # what is used is not what is forgotten
        return Lexicon.open(path)
    if notice:
        notice(f"compiling the vocabularies of {folder} into {path} (once, about half a minute)")
    lexicon = compile_index(folder, path)
    _forget_old(path.parent)
    return lexicon


def _forget_old(cache: Path) -> None:
    """Keep the indexes used last: each is 60 MB, and a change of a vocabulary or of the compiler makes another."""
    with suppress(OSError):  # another process may hold one or have removed it
        indexes = sorted(cache.glob("lexicon-*.index"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for old in indexes[_KEPT:]:
            old.unlink()


def _cache_directory() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or ""
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "resistkg"


def _content_of(folder: Path) -> str:
    """A hash of all that the index depends on: vocabularies, curation, and the code that compiles them."""
    room = Path(__file__).parent
    mappings = [
        path for name in ("mappings", "mappings/matched") for path in sorted(folder.glob(f"{name}/*.sssom.tsv"))
    ]
    files = [*sorted(folder.glob("*")), *mappings]
    files = [path for path in files if path.is_file() and not _is_other(path)]
    files += [_pairs_folder(folder) / PAIRS_FILE]
    code = sorted(p for pattern in ("*.py", "*.tsv") for p in room.glob(pattern))
    digest = hashlib.sha256(MAGIC)
    for path in filter(Path.is_file, (*files, *code, room.parent / "text" / "normal.py")):
        digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _is_other(path: Path) -> bool:
    """Files beside the vocabularies that are not compiled: mechanism scheme, retracted papers, names for alignments."""
    return path.suffix in {".ttl", ".md"} or path.name.startswith((".", "mechanisms.", "retractions.", "borrowed."))


def _compile(folder: Path, sources: list[Source]) -> bytes:
    vocabularies: dict[str, Records] = {}
    releases = []
    for source in sources:
        records = {record.id: record for record in source.records()}
        vocabularies[source.name] = records
        names = sum(1 + len(record.names) for record in records.values())
        releases.append(_release(source, len(records), names))
    companions = find_companions(folder)
    history, mappings = companions.get("gene-history"), companions.get("mondo-mappings")
    successors = read_successors(history.path if history else None)
    stated = read_stated(mappings.path) if mappings else []
    releases += [_release(history, len(successors), 0)] if history else []
    releases += [_release(mappings, len(stated), 0)] if mappings else []
    curated = _curated_folder(folder)
    alignment = align(vocabularies, read_pairs(curated), stated, read_matched(curated))
    merged = Merged(vocabularies, alignment, read_pairs_of_genes(_pairs_folder(folder)))
    nodes = list(merged.nodes())
    number_of = _numbers(nodes)
    for old, new in successors.items():
        if new in number_of:
            number_of.setdefault(old, number_of[new])
    aliases = [alias for alias in read_aliases(curated) if alias.identifier in number_of]
    nodes = _with_alias_kinds(nodes, number_of, aliases)
    namings = [*merged.names(), *_curated_names(curated, aliases, nodes, number_of)]
    origins = sorted({naming.source for naming in namings})
    postings = _readings(namings, merged.is_other_species)
    return pack_index(_sections(nodes, number_of, postings, origins), tuple(releases), origins)


def _curated_names(
    folder: Path, aliases: list[Alias], nodes: list[Node], number_of: dict[str, int]
) -> Iterator[Naming]:
    for alias in aliases:
        yield Naming(alias.text, nodes[number_of[alias.identifier]].id, alias.scope, "aliases")
    for row in read_families(folder):
        for text in row.names if row.node in number_of else ():
            yield Naming(text, nodes[number_of[row.node]].id, "exact", "families")


def _with_built_in(folder: Path, found: list[Source], *, beside: bool) -> list[Source]:
    """The vocabularies and, beside official releases, the product's tables."""
    if (folder / PROVENANCE).is_file() or not (beside or any(one.name in _FAMILY_SOURCES for one in found)):
        return found
    own = {source.name for source in found}
    built_in = find_sources(data_directory("ontologies"))
    return [*found, *(one for one in built_in if one.name not in own and (beside or one.name == "FPLX"))]


def _curated_folder(folder: Path) -> Path:
    """Where aliases and curated pairs stand: official releases have none, so that those of the product serve them."""
    return folder if (folder / PROVENANCE).is_file() else data_directory("ontologies")


def _pairs_folder(folder: Path) -> Path:
    """Where the orthologues stand: official releases have none, so that the built-in table serves them too."""
    return folder if (folder / PAIRS_FILE).is_file() else data_directory("ontologies")


def _release(source: Source | Companion, concepts: int, names: int) -> Release:
    return Release(
        name=source.name,
        version=source.version,
        date=source.date,
        licence=source.licence,
        source=source.origin,
        sha256=source.sha256,
        concepts=concepts,
        names=names,
    )


def _numbers(nodes: list[Node]) -> dict[str, int]:
    """Identifier (own, absorbed, retired) to the position of its node; a node's own goes first."""
    numbers = {node.id: number for number, node in enumerate(nodes)}
    for number, node in enumerate(nodes):
        for identifier in (*node.same_as, *node.others):
            numbers.setdefault(identifier, number)
    return numbers


def _with_alias_kinds(nodes: list[Node], number_of: dict[str, int], aliases: Iterable[Alias]) -> list[Node]:
    changed = list(nodes)
    for alias in aliases:
        if alias.kind:
            number = number_of[alias.identifier]
            changed[number] = changed[number]._replace(kind=alias.kind)
    return changed


def _sections(
    nodes: list[Node], number_of: dict[str, int], readings: dict[str, list[Naming]], origins: list[str]
) -> dict[str, bytes]:
    keys = marisa_trie.Trie(sorted(readings))
    ids = marisa_trie.Trie(sorted(number_of))
    starts, concepts, marks, texts = array("I"), array("I"), bytearray(), []
    other = [node.taxon not in {0, HUMAN} for node in nodes]
    mark_of = {(scope, origin): s | o << 4 for s, scope in enumerate(SCOPES) for o, origin in enumerate(origins)}
    for key in sorted(readings, key=keys.get):
        starts.append(len(concepts))
        for naming in readings[key]:
            number = number_of[naming.node]
            concepts.append(number)
            marks.append(mark_of[naming.scope, naming.source] | (OTHER_SPECIES if other[number] else 0))
            texts.append("" if naming.text == nodes[number].label else naming.text)
    starts.append(len(concepts))
    names, name_offsets = _blob(texts)
    rows, row_offsets = _blob(map(_row, nodes))
    found = array("I", (number_of[i] for i in sorted(number_of, key=ids.get)))
    return {
        "pairs": pair_filter(readings),
        "keys": keys.tobytes(), "ids": ids.tobytes(), "starts": starts.tobytes(), "nodes": found.tobytes(),
        "posting_concepts": concepts.tobytes(), "posting_marks": bytes(marks), "names": names,
        "name_offsets": name_offsets, "concepts": rows, "concept_offsets": row_offsets,
    }  # fmt: skip


def _readings(namings: list[Naming], is_other_species: Callable[[str], bool]) -> dict[str, list[Naming]]:
    """Key to its readings, one a node, nearest first; genes of other species than man stand last."""
    found: dict[str, list[Naming]] = {}
    for naming in namings:
        found.setdefault(key_of(naming.text), []).append(naming)
    return {
        key: sorted(_one_a_node(some), key=lambda naming: is_other_species(naming.node)) if len(some) > 1 else some
        for key, some in found.items()
        if is_useful(key)
    }


def _one_a_node(namings: list[Naming]) -> list[Naming]:
    if len(namings) == 1:
        return namings
    kept: dict[str, Naming] = {}
    for naming in sorted(namings, key=naming_rank):
        kept.setdefault(naming.node, naming)
    return list(kept.values())


def _row(node: Node) -> str:
    lists = ("|".join(some) for some in (node.same_as, node.parents, (node.close,), node.orthologues))
    same_as, parents, close, orthologues = lists
    taxon = str(node.taxon) if node.taxon else ""
    return "\t".join([node.id, node.kind, node.label, same_as, parents, close, taxon, orthologues, node.heading])


def _blob(texts: Iterable[str]) -> tuple[bytes, bytes]:
    """All texts on end in UTF-8, and where each begins (one more for the end)."""
    packed = [text.encode("utf-8") for text in texts]
    offsets = array("I", [0])
    at = 0
    for text in packed:
        at += len(text)
        offsets.append(at)
    return b"".join(packed), offsets.tobytes()

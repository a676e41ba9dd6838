"""The compiled index: one file, memory-mapped, decoded only where it is asked.

Layout: magic, length and SHA-256 of the header, header (JSON: releases, sections, checksums), sections.
Keys and identifiers are marisa tries that give dense numbers; the rest is arrays and text found by number.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import struct
import sys
import zlib
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import marisa_trie

from kg.errors import MissingVocabulary, VocabularyError
from kg.lexicon.values import HUMAN, KINDS, SCOPES, Candidate, Release
from kg.model import Concept, Curie

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kg.model import Kind

MAGIC: Final = b"ResistKG lexicon 5\n"
OTHER_SPECIES: Final = 8  # bit of a posting's mark: a gene of a species other than man
_PREAMBLE: Final = struct.Struct("<I32s")
_ALIGN: Final = 16
_LARGEST_HEADER: Final = 1 << 20
_REMEDY: Final = "make it again with `kg vocab compile`"
_KIND_BY_NAME: Final[dict[str, Kind]] = {kind: kind for kind in KINDS}


def pack_index(sections: Mapping[str, bytes], releases: tuple[Release, ...], sources: list[str]) -> bytes:
    """The bytes of an index file.  The same content gives the same bytes."""
    table = {}
    at = 0
    for name, body in sections.items():
        table[name] = [at, len(body), zlib.crc32(body)]
        at += -(-len(body) // _ALIGN) * _ALIGN
    digest = hashlib.sha256()
    for body in sections.values():
        digest.update(body)
    described = [{slot: getattr(release, slot) for slot in Release.__slots__} for release in releases]
    content = {"byteorder": sys.byteorder, "releases": described, "sections": table, "sources": sources}
    digest.update(json.dumps(content, sort_keys=True).encode("utf-8"))
    header = json.dumps({**content, "fingerprint": digest.hexdigest()}, sort_keys=True).encode("utf-8")
    head = MAGIC + _PREAMBLE.pack(len(header), hashlib.sha256(header).digest()) + header
    parts = [head.ljust(-(-len(head) // _ALIGN) * _ALIGN, b"\0")]
    parts += [body.ljust(-(-len(body) // _ALIGN) * _ALIGN, b"\0") for body in sections.values()]
    return b"".join(parts)


class Lexicon:
    """Names to concepts, read-only; open one with ``Lexicon.open``, each process its own.

    ``prefixes(normal_text)`` gives every key that ``normal_text`` starts with, shortest first; keys end with
    a space, so a prefix ends where a token ends.  It is the trie's own method: nothing stands between.
    ``pair_filter`` is that of ``kg.lexicon.keys`` over all keys.
    """

    __slots__ = (
        "_concepts",
        "_data",
        "_ids",
        "_nodes",
        "_posting_concepts",
        "_posting_marks",
        "_starts",
        "_text",
        "_trie",
        "ancestors",
        "candidates",
        "candidates_of_species",
        "fingerprint",
        "heading",
        "is_key",
        "pair_filter",
        "path",
        "prefixes",
        "releases",
        "sources",
        "species",
    )  # fmt: skip

    prefixes: Callable[[str], list[str]]
    is_key: Callable[[str], bool]
    pair_filter: memoryview
    candidates: Callable[[str], tuple[Candidate, ...]]
    candidates_of_species: Callable[[str, int], tuple[Candidate, ...]]
    species: Callable[[Curie], int | None]
    ancestors: Callable[[Curie], frozenset[Curie]]
    heading: Callable[[Curie], str]

    def __init__(self, path: Path, data: mmap.mmap) -> None:
        self.path = path
        self._data = memoryview(data)
        header, base = self._read_header()
        self.fingerprint: str = header["fingerprint"]
        self.releases = tuple(Release(**release) for release in header["releases"])
        self.sources: list[str] = header["sources"]
        part = self._sections(header["sections"], base)
        self._trie, self._ids = self._map_trie(part["keys"]), self._map_trie(part["ids"])
        self._starts, self._nodes = part["starts"].cast("I"), part["nodes"].cast("I")
        self._posting_concepts, self._posting_marks = (
            part["posting_concepts"].cast("I"),
            part["posting_marks"],
        )
        self._text = (part["name_offsets"].cast("I"), part["names"])
        self._concepts = (part["concept_offsets"].cast("I"), part["concepts"])
        self.prefixes = self._trie.prefixes
        self.is_key = self._trie.__contains__
        self.pair_filter = part["pairs"]
        self.candidates = lru_cache(maxsize=100_000)(self._candidates)
        self.candidates_of_species = lru_cache(maxsize=100_000)(self._candidates_of_species)
        self.species = lru_cache(maxsize=20_000)(self._species)
        self.ancestors = lru_cache(maxsize=20_000)(self._ancestors)
        self.heading = lru_cache(maxsize=20_000)(self._heading)

    @classmethod
    def open(cls, path: Path) -> Lexicon:
        """Map the index; raises MissingVocabulary without a file, VocabularyError for a damaged one."""
        try:
            with path.open("rb") as file:
                return cls(path, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except FileNotFoundError as error:
            raise MissingVocabulary(str(path), "no compiled vocabulary index", _REMEDY) from error
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise VocabularyError(str(path), f"damaged vocabulary index ({error})", _REMEDY) from error

    def _read_header(self) -> tuple[dict[str, Any], int]:
        at = len(MAGIC) + _PREAMBLE.size
        if len(self._data) < at or bytes(self._data[: len(MAGIC)]) != MAGIC:
            raise VocabularyError(str(self.path), "not a vocabulary index of this version", _REMEDY)
        length, checksum = _PREAMBLE.unpack(self._data[len(MAGIC) : at])
        body = bytes(self._data[at : at + min(length, _LARGEST_HEADER)])
        if hashlib.sha256(body).digest() != checksum:
            raise VocabularyError(str(self.path), "damaged vocabulary index: header checksum", _REMEDY)
        header: dict[str, Any] = json.loads(body)
        if header["byteorder"] != sys.byteorder:
            raise VocabularyError(str(self.path), "made on a machine with another byte order", _REMEDY)
        return header, -(-(at + length) // _ALIGN) * _ALIGN

    def _sections(self, table: dict[str, list[int]], base: int) -> dict[str, memoryview]:
        parts = {}
        for name, (start, length, checksum) in table.items():
            part = self._data[base + start : base + start + length]
            # the tries go into C++ code, so that their bytes are checked before; the rest is only ever sliced
            if len(part) != length or (name in {"keys", "ids"} and zlib.crc32(part) != checksum):
                raise VocabularyError(str(self.path), f"truncated or damaged vocabulary index ({name})", _REMEDY)
            parts[name] = part
        return parts

    @staticmethod
    def _map_trie(part: memoryview) -> marisa_trie.Trie:
        return marisa_trie.Trie().map(part)

    def reach(self, text: str) -> int:
        """How many first characters of a normal text some key begins with."""
        return bisect_right(range(1, len(text) + 1), 0, key=lambda size: not self._begins(text[:size]))

    def _begins(self, start: str) -> bool:
        return next(self._trie.iterkeys(start), None) is not None

    def _candidates(self, key: str) -> tuple[Candidate, ...]:
        """Every reading of a key, nearest first, each concept once; genes of other species are left out."""
        number = self._trie.get(key)
        if number is None:
            return ()
        marks = self._posting_marks
        places = range(self._starts[number], self._starts[number + 1])
        return tuple([self._candidate(at) for at in places if not marks[at] & OTHER_SPECIES])

    def _candidates_of_species(self, key: str, taxon: int) -> tuple[Candidate, ...]:
        """The readings of a key that are genes of this species (10090 mouse, 10116 rat; 9606 human), nearest first."""
        number = self._trie.get(key)
        if number is None:
            return ()
        places = range(self._starts[number], self._starts[number + 1])
        mark = 0 if taxon == HUMAN else OTHER_SPECIES
        fitting = [at for at in places if self._posting_marks[at] & OTHER_SPECIES == mark]
        wanted = str(taxon)
        return tuple([self._candidate(at) for at in fitting if self._row(self._posting_concepts[at])[6] == wanted])

    def _candidate(self, at: int) -> Candidate:
        concept = self._concept_at(self._posting_concepts[at])
        offsets, names = self._text
        name = str(names[offsets[at] : offsets[at + 1]], "utf-8") or concept.label
        mark = self._posting_marks[at]
        return Candidate(concept, name, SCOPES[mark & 7], self.sources[mark >> 4])

    def _row(self, number: int) -> list[str]:
        """Identifier, kind, label, exact matches, parents, close match, taxon, orthologues, heading."""
        offsets, blob = self._concepts
        return str(blob[offsets[number] : offsets[number + 1]], "utf-8").split("\t")

    def _concept_at(self, number: int) -> Concept:
        identifier, kind, label, same_as, _, close, *_ = self._row(number)
        return Concept(Curie.from_string(identifier), _KIND_BY_NAME[kind], label, _curies(same_as), _curies(close))

    def _number(self, identifier: Curie) -> int | None:
        number = self._ids.get(f"{identifier[0]}:{identifier[1]}")
        return None if number is None else self._nodes[number]

    def concept(self, identifier: Curie) -> Concept | None:
        """The node of an identifier, be it aligned (MESH:D006528 gives MONDO:0007256) or retired."""
        number = self._number(identifier)
        return None if number is None else self._concept_at(number)

    def successor(self, identifier: Curie) -> Curie | None:
        """The node that replaces or absorbs an identifier; None if it is unknown or the node itself."""
        found = self.concept(identifier)
        return found.id if found and found.id != identifier else None

    def parents(self, identifier: Curie) -> tuple[Curie, ...]:
        """The nodes one step up, in a fixed order; empty if the identifier is unknown."""
        number = self._number(identifier)
        return () if number is None else _curies(self._row(number)[4])

    def _heading(self, identifier: Curie) -> str:
        """The vocabulary's own label where it is inverted and the node's label is not; else empty."""
        number = self._number(identifier)
        return "" if number is None else self._row(number)[8]

    def close_matches(self, identifier: Curie) -> tuple[Curie, ...]:
        """Identifiers that match closely: MESH:D008113 (Liver Neoplasms) for MONDO's liver cancer."""
        number = self._number(identifier)
        return () if number is None else _curies(self._row(number)[5])

    def _species(self, identifier: Curie) -> int | None:
        """The NCBI taxon of a gene (9606, 10090, 10116); None for what is no gene of one species."""
        number = self._number(identifier)
        taxon = "" if number is None else self._row(number)[6]
        return int(taxon) if taxon else None

    def orthologues(self, identifier: Curie) -> tuple[Curie, ...]:
        """The genes of the other species that correspond to a gene, sorted; empty if none is known."""
        number = self._number(identifier)
        return () if number is None else _curies(self._row(number)[7])

    def _ancestors(self, identifier: Curie) -> frozenset[Curie]:
        """Every node above, without itself."""
        seen: set[Curie] = set()
        waiting = list(self.parents(identifier))
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += self.parents(node)
        own = self.concept(identifier)
        return frozenset(seen - {own.id if own else identifier})


def _curies(cell: str) -> tuple[Curie, ...]:
    return tuple(map(Curie.from_string, cell.split("|"))) if cell else ()

"""MONDO, Gene Ontology and Cell Ontology in their official OBO format, read by pronto; imports are never followed."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Final

from kg.errors import VocabularyError
from kg.lexicon.kinds import kind_of_process
from kg.lexicon.packed import DAMAGE, GIGABYTE, head_of, open_packed
from kg.lexicon.values import Record
from kg.model import Concept, Curie, Name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pronto.ontology import Ontology
    from pronto.term import Term

    from kg.model import Kind, Scope

_SCOPES: Final[dict[str, Scope]] = {
    "EXACT": "exact",
    "NARROW": "narrow",
    "BROAD": "broad",
    "RELATED": "related",
}
_PREFIXES: Final = {"MESH": "MESH", "DOID": "DOID", "NCIT": "NCIT", "OMIM": "OMIM", "Orphanet": "ORPHA",
                    "UMLS": "UMLS", "EFO": "EFO"}  # fmt: skip
_EXACT: Final = frozenset({"MONDO:equivalentTo", "MONDO:obsoleteEquivalent"})
_FORMAT: Final = b"format-version:"
_DATA_VERSION: Final = re.compile(rb"^data-version:[ \t]*(\S+)", re.MULTILINE)
_ONTOLOGY: Final = re.compile(rb"^ontology:[ \t]*([a-z]+)", re.MULTILINE)
_FIRST_TERM: Final = re.compile(rb"^id:[ \t]*([A-Za-z]+):", re.MULTILINE)
_RELEASED: Final = re.compile(rb"^data-version:.*/([a-z]+)(?:-[a-z]+)?\.(?:owl|obo)", re.MULTILINE)
_HEAD: Final = 1 << 16
_LARGEST: Final = GIGABYTE  # unpacked bytes; MONDO, the largest, has a twentieth


class OboOntology:
    """Live terms of one ontology with scoped synonyms, parents and cross-references.

    Of a file only terms with the ontology's own prefix are taken: editions carry terms of others.
    """

    def __init__(self, name: str, kind: Kind) -> None:
        self.name = name
        self._kind = kind

    def sniff(self, name: str, head: bytes) -> bool:
        """By the header of an OBO file: the ontology or the release it names, else the prefix of its first term."""
        if not head.startswith(_FORMAT):
            return False
        found = _ONTOLOGY.search(head) or _RELEASED.search(head) or _FIRST_TERM.search(head)
        return found is not None and found[1].decode("ascii").upper() == self.name

    def version(self, path: Path) -> str:
        """The header's data-version."""
        found = _DATA_VERSION.search(head_of(path, _HEAD))
        return found[1].decode("utf-8", "replace") if found else ""

    def names(self, path: Path) -> Iterator[tuple[Concept, Name]]:
        """Every name of every live term."""
        for record in self.records(path):
            concept = Concept(Curie.from_string(record.id), record.kind or self._kind, record.label)
            yield concept, Name(record.label, concept.id, "label", self.name)
            for text, scope in record.names:
                yield concept, Name(text, concept.id, scope, self.name)

    def records(self, path: Path) -> Iterator[Record]:
        """One record a live term of the ontology; raises VocabularyError if pronto cannot read the file."""
        import pronto  # noqa: PLC0415  # a slow import that only this format needs

        try:
            with warnings.catch_warnings(), open_packed(path, _LARGEST) as file:
                warnings.simplefilter("ignore")  # pronto's notes on other people's qualifiers
                ontology: Ontology = pronto.Ontology(file, import_depth=0, threads=1)  # type: ignore[attr-defined]  # lazy export
            live = (t for t in ontology.terms() if t.id.startswith(f"{self.name}:") and not t.obsolete and t.name)
            records = [self._record(term) for term in live if self._is_wanted(term)]
        except (SyntaxError, ValueError, KeyError, TypeError, NotImplementedError, *DAMAGE) as error:
            raise VocabularyError(str(path), f"not a readable OBO file ({error})", "fetch the release again") from error
        yield from records

    def _is_wanted(self, term: Term) -> bool:
        """Of GO the processes: functions and components are no entities here."""
        return self.name != "GO" or term.namespace == "biological_process"

    def _record(self, term: Term) -> Record:
        label = str(term.name)
        scoped = {s.description: _SCOPES[str(s.scope)] for s in term.synonyms if s.description != label}
        above = (t.id for t in term.superclasses(distance=1, with_self=False))
        return Record(
            id=term.id,
            label=label,
            kind=kind_of_process(label) if self._kind == "process" else self._kind,
            names=tuple(sorted(scoped.items())),
            parents=tuple(sorted(i for i in above if i != term.id and i.startswith(f"{self.name}:"))),
            xrefs=tuple(sorted(_xrefs(term))),
            retired=tuple(sorted(term.alternate_ids)),
        )


def _xrefs(term: Term) -> set[str]:
    """Cross-references; where the release marks some as equivalent only those."""
    known = {x.id: x for x in term.xrefs if x.id.partition(":")[0] in _PREFIXES}
    found = {_PREFIXES[i.partition(":")[0]] + ":" + i.partition(":")[2] for i in known}
    exact = {
        _PREFIXES[i.partition(":")[0]] + ":" + i.partition(":")[2]
        for i, x in known.items()
        if x.description and any(mark in x.description for mark in _EXACT)
    }
    return exact or found

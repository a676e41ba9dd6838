"""MONDO in its official OBO format, read by pronto; imports are never followed."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Final

from kg.errors import VocabularyError
from kg.lexicon.values import Record
from kg.model import Concept, Curie, Name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pronto.ontology import Ontology
    from pronto.term import Term

    from kg.model import Scope

_SCOPES: Final[dict[str, Scope]] = {
    "EXACT": "exact",
    "NARROW": "narrow",
    "BROAD": "broad",
    "RELATED": "related",
}
_PREFIXES: Final = {"MESH": "MESH", "DOID": "DOID", "NCIT": "NCIT", "OMIM": "OMIM", "Orphanet": "ORPHA",
                    "UMLS": "UMLS", "EFO": "EFO"}  # fmt: skip
_EXACT: Final = frozenset({"MONDO:equivalentTo", "MONDO:obsoleteEquivalent"})
_DATA_VERSION: Final = re.compile(rb"^data-version:\s*(\S+)", re.MULTILINE)
_HEAD: Final = 4096


class MondoObo:
    """Live terms with scoped synonyms, parents and cross-references."""

    name = "MONDO"

    def sniff(self, name: str, head: bytes) -> bool:
        """By the header of an OBO file of MONDO."""
        return head.startswith(b"format-version:") and b"mondo" in head[:_HEAD].lower()

    def version(self, path: Path) -> str:
        """The header's data-version."""
        with path.open("rb") as file:
            found = _DATA_VERSION.search(file.read(_HEAD))
        return found[1].decode("utf-8", "replace") if found else ""

    def names(self, path: Path) -> Iterator[tuple[Concept, Name]]:
        """Every name of every live term."""
        for record in self.records(path):
            concept = Concept(Curie.from_string(record.id), "disease", record.label)
            yield concept, Name(record.label, concept.id, "label", self.name)
            for text, scope in record.names:
                yield concept, Name(text, concept.id, scope, self.name)

    def records(self, path: Path) -> Iterator[Record]:
        """One record a live MONDO term; raises VocabularyError if pronto cannot read the file."""
        import pronto  # noqa: PLC0415  # a slow import that only this format needs

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # pronto's notes on other people's qualifiers
                ontology: Ontology = pronto.Ontology(str(path), import_depth=0, threads=1)  # type: ignore[attr-defined]  # lazy export
            live = (t for t in ontology.terms() if t.id.startswith("MONDO:") and not t.obsolete and t.name)
            records = [_record(term) for term in live]
        except (SyntaxError, ValueError, KeyError, TypeError, OSError, NotImplementedError) as error:
            raise VocabularyError(str(path), f"not a readable OBO file ({error})", "fetch the release again") from error
        yield from records


def _record(term: Term) -> Record:
    label = str(term.name)
    scoped = {s.description: _SCOPES[str(s.scope)] for s in term.synonyms if s.description != label}
    return Record(
        id=term.id,
        label=label,
        kind="disease",
        names=tuple(sorted(scoped.items())),
        parents=tuple(sorted(t.id for t in term.superclasses(distance=1, with_self=False) if t.id != term.id)),
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

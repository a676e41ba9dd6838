"""MeSH: the descriptor XML of its publisher, and the hierarchy that tree numbers spell out."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import TYPE_CHECKING, Final

from lxml import etree

from kg.errors import VocabularyError
from kg.lexicon.values import Record
from kg.model import Concept, Curie, Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.model import Scope

_RELATIONS: Final[dict[str, Scope]] = {"NRW": "narrow", "BRD": "broad", "REL": "related"}
_YEAR: Final = re.compile(r"(?:desc|supp)(\d{4})")
_REMEDY: Final = "fetch the descriptor file again from the National Library of Medicine"


def tree_parents(trees: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Descriptor to the descriptors one step up any of its branches, sorted; from their tree numbers."""
    owner = {tree: identifier for identifier, own in trees.items() for tree in own}
    parents = {}
    for identifier, own in trees.items():
        above = {owner.get(tree.rpartition(".")[0]) for tree in own}
        parents[identifier] = tuple(sorted(a for a in above if a is not None and a != identifier))
    return parents


class MeshXml:
    """Descriptors with entry terms (scoped by the concept they belong to) and tree numbers."""

    name = "MESH"

    def sniff(self, name: str, head: bytes) -> bool:
        """By the root element."""
        return b"<DescriptorRecordSet" in head

    def version(self, path: Path) -> str:
        """The year in the file's name."""
        found = _YEAR.search(path.name)
        return found[1] if found else ""

    def names(self, path: Path) -> Iterator[tuple[Concept, Name]]:
        """Every name of every descriptor; the kind is worked out when the index is compiled."""
        for record in self.records(path):
            concept = Concept(Curie.from_string(record.id), "other", record.label)
            yield concept, Name(record.label, concept.id, "label", self.name)
            for text, scope in record.names:
                yield concept, Name(text, concept.id, scope, self.name)

    def records(self, path: Path) -> Iterator[Record]:
        """One record a descriptor; raises VocabularyError for XML that is malformed or not MeSH."""
        read = list(self._descriptors(path))
        parents = tree_parents({identifier: trees for identifier, _, _, trees in read})
        for identifier, label, names, trees in read:
            above = tuple("MESH:" + parent for parent in parents[identifier])
            yield Record("MESH:" + identifier, label, None, names, above, notation=trees)

    def _descriptors(self, path: Path) -> Iterator[tuple[str, str, tuple[tuple[str, Scope], ...], tuple[str, ...]]]:
        try:
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
                events = etree.iterparse(
                    file, tag="DescriptorRecord", resolve_entities=False, no_network=True, load_dtd=False,
                    huge_tree=False,
                )  # fmt: skip
                for _, element in events:
                    yield _descriptor(element)
                    element.clear()
                    while element.getprevious() is not None:  # what was read stays in memory otherwise
                        del element.getparent()[0]
        except (etree.XMLSyntaxError, OSError, EOFError, zlib.error, AttributeError, TypeError) as error:
            raise VocabularyError(str(path), f"not a readable MeSH descriptor file ({error})", _REMEDY) from error


def _descriptor(element: etree._Element) -> tuple[str, str, tuple[tuple[str, Scope], ...], tuple[str, ...]]:
    identifier, label = element.findtext("DescriptorUI"), element.findtext("DescriptorName/String")
    if not identifier or not label:
        raise TypeError("a descriptor without identifier or name")
    names: dict[str, Scope] = {}
    for concept in element.iterfind("ConceptList/Concept"):
        relation = _relation(concept)
        scope: Scope = "exact" if concept.get("PreferredConceptYN") == "Y" else _RELATIONS.get(relation, "related")
        for text in concept.iterfind("TermList/Term/String"):
            if text.text and text.text != label:
                names.setdefault(text.text, scope)
    trees = tuple(t.text for t in element.iterfind("TreeNumberList/TreeNumber") if t.text)
    return identifier, label, tuple(names.items()), trees


def _relation(concept: etree._Element) -> str:
    """How a concept relates to the preferred one of its descriptor."""
    for relation in concept.iterfind("ConceptRelationList/ConceptRelation"):
        if relation.findtext("Concept2UI") == concept.findtext("ConceptUI"):
            return str(relation.get("RelationName"))
    return ""

"""MeSH: the descriptor and supplementary XML of its publisher, and the hierarchy that tree numbers spell out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree

from kg.errors import VocabularyError
from kg.lexicon.packed import DAMAGE, GIGABYTE, head_of, open_packed
from kg.lexicon.spelling import is_of_other_species
from kg.lexicon.values import Record
from kg.model import Concept, Curie, Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.model import Scope

_RELATIONS: Final[dict[str, Scope]] = {"NRW": "narrow", "BRD": "broad", "REL": "related"}
_YEAR: Final = re.compile(r"(?:desc|supp)(\d{4})")
_FORMAT_DATE: Final = re.compile(rb"nlm(?:descriptor|supplemental)recordset_(\d{4})")
_HEAD: Final = 1 << 12
_LARGEST: Final = 5 * GIGABYTE  # unpacked bytes; the supplement has about a sixth
_RARE_DISEASES: Final = "3"  # class of supplementary records


class _Read(NamedTuple):
    """One record of the XML: descriptors have tree numbers, supplementary records the descriptors that they map to."""

    id: str
    label: str
    names: tuple[tuple[str, Scope], ...]
    trees: tuple[str, ...]
    mapped: tuple[str, ...]
    is_disease: bool


def tree_parents(trees: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Descriptor to the descriptors one step up any of its branches, sorted; from their tree numbers."""
    owner = {tree: identifier for identifier, own in trees.items() for tree in own}
    parents = {}
    for identifier, own in trees.items():
        above = {owner.get(tree.rpartition(".")[0]) for tree in own}
        parents[identifier] = tuple(sorted(a for a in above if a is not None and a != identifier))
    return parents


class _Xml:
    """What both files have in common: records one after the other, of which each is forgotten when it is read."""

    name = ""
    _element = ""  # Descriptor, Supplemental

    def sniff(self, name: str, head: bytes) -> bool:
        """By the root element."""
        return f"<{self._element}RecordSet".encode("ascii") in head

    def version(self, path: Path) -> str:
        """The year in the file's name, else that of its format."""
        found = _YEAR.search(path.name)
        stated = None if found else _FORMAT_DATE.search(head_of(path, _HEAD))
        return found[1] if found else stated[1].decode("ascii") if stated else ""

    def records(self, path: Path) -> Iterator[Record]:
        """The records of a file."""
        raise NotImplementedError

    def names(self, path: Path) -> Iterator[tuple[Concept, Name]]:
        """Every name of every record; the kind is worked out when the index is compiled."""
        for record in self.records(path):
            concept = Concept(Curie.from_string(record.id), "other", record.label)
            yield concept, Name(record.label, concept.id, "label", self.name)
            for text, scope in record.names:
                yield concept, Name(text, concept.id, scope, self.name)

    def _read(self, path: Path) -> Iterator[_Read]:
        """The records of the XML; VocabularyError if it is malformed or not MeSH."""
        try:
            with open_packed(path, _LARGEST) as file:
                events = etree.iterparse(
                    file, tag=f"{self._element}Record", resolve_entities=False, no_network=True, load_dtd=False,
                    huge_tree=False,
                )  # fmt: skip
                for _, element in events:
                    yield _record(element, self._element)
                    element.clear()
                    while element.getprevious() is not None:  # what was read stays in memory otherwise
                        del element.getparent()[0]
        except (etree.XMLSyntaxError, *DAMAGE, AttributeError, TypeError) as error:
            remedy = "fetch the file again from the National Library of Medicine"
            raise VocabularyError(str(path), f"not a readable MeSH file ({error})", remedy) from error


class MeshXml(_Xml):
    """Descriptors with entry terms (scoped by the concept they belong to) and tree numbers."""

    name = "MESH"
    _element = "Descriptor"

    def records(self, path: Path) -> Iterator[Record]:
        """One record a descriptor; raises VocabularyError for XML that is malformed or not MeSH."""
        read = list(self._read(path))
        parents = tree_parents({one.id: one.trees for one in read})
        for one in read:
            above = tuple("MESH:" + parent for parent in parents[one.id])
            yield Record("MESH:" + one.id, one.label, None, one.names, above, notation=one.trees)


class SupplementXml(_Xml):
    """Supplementary records: substances, protocols, rare diseases, organisms; proteins of other species are left out.

    The descriptors that a record maps to are its parents, and tell its kind.
    """

    name = "MESH-SUPPLEMENT"
    _element = "Supplemental"

    def records(self, path: Path) -> Iterator[Record]:
        """One record a supplementary record; raises VocabularyError for XML that is malformed or not MeSH."""
        for one in self._read(path):
            if not is_of_other_species(one.label):
                names = _product_names(one.names) if one.label.endswith(", human") else one.names
                above = tuple("MESH:" + parent for parent in one.mapped)
                yield Record("MESH:" + one.id, one.label, "disease" if one.is_disease else None, names, above)


def _product_names(names: tuple[tuple[str, Scope], ...]) -> tuple[tuple[str, Scope], ...]:
    """Names of a human protein are aliases of its gene, however near MeSH says they are to the protein."""
    return tuple((text, "unscoped" if scope == "exact" else scope) for text, scope in names)


def _record(element: etree._Element, kind: str) -> _Read:
    stem = "Descriptor" if kind == "Descriptor" else "SupplementalRecord"
    identifier, label = element.findtext(f"{stem}UI"), element.findtext(f"{stem}Name/String")
    if not identifier or not label:
        raise TypeError("a record without identifier or name")
    mapped = (
        # an asterisk marks the heading under which articles are filed
        reference.text.lstrip("*")
        for reference in element.iterfind("HeadingMappedToList/HeadingMappedTo/DescriptorReferredTo/DescriptorUI")
        if reference.text
    )
    return _Read(
        id=identifier,
        label=label,
        names=_names(element, label),
        trees=tuple(t.text for t in element.iterfind("TreeNumberList/TreeNumber") if t.text),
        mapped=tuple(dict.fromkeys(mapped)),
        is_disease=element.get("SCRClass") == _RARE_DISEASES,
    )


def _names(element: etree._Element, label: str) -> tuple[tuple[str, Scope], ...]:
    names: dict[str, Scope] = {}
    for concept in element.iterfind("ConceptList/Concept"):
        preferred = concept.get("PreferredConceptYN") == "Y"
        scope: Scope = "exact" if preferred else _RELATIONS.get(_relation(concept), "related")
        for text in concept.iterfind("TermList/Term/String"):
            if text.text and text.text != label:
                names.setdefault(text.text, scope)
    return tuple(names.items())


def _relation(concept: etree._Element) -> str:
    """How a concept relates to the preferred one of its record."""
    for relation in concept.iterfind("ConceptRelationList/ConceptRelation"):
        if relation.findtext("Concept2UI") == concept.findtext("ConceptUI"):
            return str(relation.get("RelationName"))
    return ""

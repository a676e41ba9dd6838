"""OWL and SKOS files (RDF/XML, Turtle, N-Triples) as terms; which property says what stands in ``properties.tsv``."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.align.iris import Prefixes
from kg.align.obo import levelled
from kg.align.unreplaced import former_label
from kg.align.values import Term, Vocabulary
from kg.errors import RuleError, VocabularyError

if TYPE_CHECKING:
    from kg.model import Scope

_PROPERTIES: Final = Path(__file__).with_name("properties.tsv")
_FORMATS: Final = {
    ".owl": ox.RdfFormat.RDF_XML, ".rdf": ox.RdfFormat.RDF_XML, ".xml": ox.RdfFormat.RDF_XML,
    ".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".skos": ox.RdfFormat.TURTLE,
}  # fmt: skip
SUFFIXES: Final = frozenset(_FORMATS)
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_THINGS: Final = frozenset({
    "http://www.w3.org/2002/07/owl#Class", "http://www.w3.org/2000/01/rdf-schema#Class",
    "http://www.w3.org/2004/02/skos/core#Concept",
})  # fmt: skip
_VERSIONS: Final = frozenset({
    "http://www.w3.org/2002/07/owl#versionIRI", "http://www.w3.org/2002/07/owl#versionInfo",
})  # fmt: skip
_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
_SCOPES: Final[dict[str, Scope]] = {
    "exact": "exact", "narrow": "narrow", "broad": "broad", "related": "related", "unscoped": "unscoped",
}  # fmt: skip
_PART_OF: Final = re.compile(r".*(?:[#/_]part_?of|/BFO_0000050)", re.IGNORECASE)  # how an IRI of the relation ends
_LANGUAGES: Final = ("en", "")  # of labels in several languages


@cache
def _roles() -> dict[str, str]:
    roles = {}
    for number, line in enumerate(_PROPERTIES.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            role, tab, iri = line.partition("\t")
            if not tab:
                raise RuleError(str(_PROPERTIES), number, "expected a role, a tab and an IRI")
            roles[iri] = role
    return roles


class _Gathered:
    """What the triples of a file say, by role and subject; synonyms may be nodes that bear a label themselves."""

    def __init__(self) -> None:
        self.things: set[str] = set()
        self.said: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        self.version = ""

    def add(self, triple: ox.Triple | ox.Quad) -> None:
        subject = _node(triple.subject)
        predicate = triple.predicate.value
        role = _roles().get(predicate)
        value = triple.object
        if role is not None:
            if isinstance(value, ox.Literal):
                language = (value.language or "").partition("-")[0]
                if language in _LANGUAGES or role == "label":
                    self.said[subject][role].append((value.value, language))
            elif isinstance(value, ox.NamedNode | ox.BlankNode):
                self.said[subject][role].append((_node(value), "@"))
        elif predicate == _TYPE and isinstance(value, ox.NamedNode) and value.value in _THINGS:
            self.things.add(subject)
        elif predicate in _VERSIONS and isinstance(value, ox.Literal | ox.NamedNode):
            self.version = max(self.version, value.value)

    def texts(self, subject: str, role: str) -> list[str]:
        """Literal values; of a node its label."""
        found = []
        for value, language in self.said[subject][role] if subject in self.said else ():
            if language == "@":
                found += [text for text, mark in self.said[value]["label"] if mark != "@"] if value in self.said else []
            else:
                found.append(value)
        return found

    def nodes(self, subject: str, role: str) -> list[str]:
        """IRIs and blank nodes, sorted."""
        return (
            sorted({value for value, mark in self.said[subject][role] if mark == "@"}) if subject in self.said else []
        )

    def wholes(self, subject: str) -> list[str]:
        """What every member of a class is part of some of: restrictions among the classes above it."""
        return [
            whole
            for restriction in self.nodes(subject, "parent")
            if restriction.startswith("_:") and any(map(self._is_part_of, self.nodes(restriction, "relation")))
            for whole in self.nodes(restriction, "some")
            if not whole.startswith("_:")
        ]

    def _is_part_of(self, relation: str) -> bool:
        """Whether a relation's IRI or label says so: ``UNDEFINED_part_of``, *is physical part of*."""
        return bool(_PART_OF.fullmatch(relation)) or any(
            text.replace("_", " ").lower().endswith("part of") for text in self.texts(relation, "label")
        )

    def label(self, subject: str) -> str:
        """English before unmarked before the rest; the first in the alphabet of several."""
        order = {language: i for i, language in enumerate(_LANGUAGES)}
        said = [(order.get(mark, 9), text) for text, mark in self.said[subject]["label"] if mark != "@"]
        return min(said)[1] if said else ""


def _node(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def read_rdf(name: str, file: IO[bytes], suffix: str) -> Vocabulary:
    """The live and retired classes or concepts of a file; raises VocabularyError if it can't be parsed or has none."""
    gathered = _Gathered()
    try:
        for triple in ox.parse(input=file, format=_FORMATS[suffix], base_iri="http://example.org/", lenient=True):
            gathered.add(triple)
    except (SyntaxError, ValueError, OSError) as error:
        raise VocabularyError(name, f"cannot be parsed ({error})", "give RDF/XML, Turtle or N-Triples") from error
    prefixes = Prefixes()
    terms: dict[str, Term] = {}
    retired: dict[str, str] = {}
    unreplaced: dict[str, Term] = {}
    for iri in sorted(t for t in gathered.things if not t.startswith("_:")):
        said = gathered.said.get(iri, {})
        label = gathered.label(iri) if said else ""
        if any(value in {"true", "1"} for value, _ in said.get("obsolete", ())):
            after = [value for value, mark in said.get("successor", ()) if mark == "@"]
            retired[prefixes.short(iri)] = prefixes.short(min(after)) if after else ""
            if label and not after:
                unreplaced[prefixes.short(iri)] = _term(iri, former_label(label), gathered, prefixes)
        elif label:
            terms[prefixes.short(iri)] = _term(iri, label, gathered, prefixes)
    if not terms:
        raise VocabularyError(name, "holds no labelled class or concept", "give OWL classes or SKOS concepts")
    return Vocabulary(
        name=name, version=gathered.version, terms=terms, retired=retired, unreplaced=unreplaced,
        prefixes=dict(prefixes.used),
    )  # fmt: skip


def _term(iri: str, label: str, gathered: _Gathered, prefixes: Prefixes) -> Term:
    names: dict[str, Scope] = {}
    for role, scope in _SCOPES.items():
        for text in sorted(set(gathered.texts(iri, role))):
            names.setdefault(" ".join(text.split()), scope)
    for text in sorted(set(gathered.texts(iri, "label"))):
        names.setdefault(text, "exact")
    names.pop(label, None)
    names.pop("", None)
    said = gathered.said[iri]

    def nodes(role: str) -> tuple[str, ...]:
        return tuple(sorted(prefixes.short(v) for v in gathered.nodes(iri, role) if not v.startswith("_:")))

    xrefs = {levelled(value) for value, mark in said.get("xref", ()) if mark != "@" and ":" in value}
    return Term(
        prefixes.short(iri), " ".join(label.split()), tuple(names.items()), nodes("parent"), None,
        tuple(sorted(xrefs | set(nodes("xref")))), nodes("disjoint"),
        tuple(sorted({prefixes.short(whole) for whole in gathered.wholes(iri)})),
    )  # fmt: skip

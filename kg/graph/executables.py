"""The documented queries as data: SHACL executables, as catalogues of SPARQL examples list them.

Each is a ``sh:SPARQLSelectExecutable``, ``…AskExecutable`` or ``…ConstructExecutable`` with its question, its text as
it runs anywhere, and its group as keyword; the prefixes are declared once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.files import atomic_write
from kg.graph.catalogue import list_queries
from kg.graph.guard import query_form, without_text
from kg.graph.terms import Statement, iri, term, text_literal, typed_literal
from kg.graph.writers import write_statements
from kg.vocab import DATASET, NAMESPACES, QUERY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.graph.catalogue import NamedQuery

_FORMS: Final = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
}
_DECLARATIONS: Final = DATASET + "/prefixes"


def write_executables(path: Path) -> None:
    """Write ``queries.ttl`` with the product's queries."""
    with atomic_write(path) as stream:
        write_statements(executable_statements(list_queries()), stream)


def executable_statements(queries: Iterable[NamedQuery]) -> Iterator[Statement]:
    """The queries in their order, then the prefixes that they use; each subject in one piece."""
    used: set[str] = set()
    for one in queries:
        yield from _query(one)
        used |= {name for name in NAMESPACES if f"{name}:" in without_text(one.body)}
    node = iri(_DECLARATIONS)
    yield node, term("rdf:type"), term("owl:Ontology")
    yield node, term("rdfs:label"), text_literal("prefixes of the queries")
    for name in sorted(used):
        yield node, term("sh:declare"), iri(f"{_DECLARATIONS}/{name}")
    for name in sorted(used):
        declared = iri(f"{_DECLARATIONS}/{name}")
        yield declared, term("rdf:type"), term("sh:PrefixDeclaration")
        yield declared, term("rdfs:label"), text_literal(f"prefix {name}")
        yield declared, term("sh:prefix"), text_literal(name)
        yield declared, term("sh:namespace"), typed_literal(NAMESPACES[name], "xsd:anyURI")


def _query(one: NamedQuery) -> Iterator[Statement]:
    kind, text = _FORMS[query_form(one.body)]
    node = iri(QUERY + one.name)
    yield node, term("rdf:type"), term("sh:SPARQLExecutable")
    yield node, term("rdf:type"), term(kind)
    yield node, term("rdfs:label"), text_literal(one.name)
    yield node, term("rdfs:comment"), text_literal(one.title)
    if one.about:
        yield node, term("dcterms:description"), text_literal(one.about)
    yield node, term("sh:prefixes"), iri(_DECLARATIONS)
    yield node, term(text), text_literal(one.body.strip() + "\n")
    yield node, term("schema:keywords"), text_literal(one.group)

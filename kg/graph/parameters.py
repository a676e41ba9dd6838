"""Parameters of a query: words become terms, terms are bound to variables; nothing is ever pasted (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import QueryError
from kg.graph.guard import without_text
from kg.graph.terms import curie_iri, decimal_literal, integer_literal, iri, text_literal
from kg.model import Curie
from kg.vocab import NAMESPACES, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import Literal, NamedNode

_VARIABLE: Final = re.compile(r"[?$](\w+)")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")
_SMALL: Final = {prefix.casefold(): prefix for prefix in PREFIXES}


def parameter_term(name: str, value: str) -> NamedNode | Literal:
    """A parameter's value as a term: an IRI, a prefixed name, a number, else a plain string."""
    if not _NAME.fullmatch(name):
        raise QueryError(f"{name!r} is no name of a variable")
    node = identifier_node(value)
    if node:
        return node
    if re.fullmatch(r"-?[0-9]{1,18}", value):
        return integer_literal(int(value))
    if re.fullmatch(r"-?[0-9]{1,9}\.[0-9]{1,3}", value):
        return decimal_literal(float(value))
    return text_literal(value)


def identifier_node(value: str) -> NamedNode | None:
    """The node of an IRI or of a prefixed name whose prefix is known, in any case; else None."""
    if value.startswith(("http://", "https://")):
        return iri(value)
    prefix, colon, local = value.partition(":")
    if not (colon and local):
        return None
    if prefix in PREFIXES:
        return curie_iri(Curie(prefix, local))
    if re.fullmatch(r"[\w.-]+", local) and prefix in NAMESPACES:
        return iri(NAMESPACES[prefix] + local)
    if prefix.casefold() in _SMALL and " " not in local:
        return curie_iri(Curie(_SMALL[prefix.casefold()], local))
    return None


def require_variables(query: str, names: Mapping[str, object]) -> None:
    """Raise QueryError on a parameter that the query has no variable for."""
    known = set(_VARIABLE.findall(query))
    for name in names:
        if name not in known:
            raise QueryError(f"the query has no variable ?{name}; it has {', '.join(sorted(known)) or 'none'}")


def with_parameters(query: str, bound: Mapping[str, Sequence[NamedNode | Literal] | NamedNode | Literal]) -> str:
    """The query with a VALUES block for each variable; the terms are written by the RDF library.

    Several terms for a variable mean any of them.  The engine's own substitution takes variables of the SELECT
    clause only, which a question need not show.
    """
    if not bound:
        return query
    bare = without_text(query)
    where = re.search(r"\bWHERE\b", bare, re.IGNORECASE)
    start = bare.find("{", where.end() if where else 0)
    if start < 0:
        raise QueryError("the query has no pattern in braces, so that its parameters cannot be bound")
    values = "".join(f" VALUES ?{name} {{ {_written(terms)} }}" for name, terms in sorted(bound.items()))
    return query[: start + 1] + values + query[start + 1 :]


def _written(terms: Sequence[NamedNode | Literal] | NamedNode | Literal) -> str:
    several = terms if isinstance(terms, list | tuple) else (terms,)
    return " ".join(str(term) for term in several)

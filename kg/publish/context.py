"""The JSON-LD context, built from context.tsv and the project's prefixes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.errors import RuleError
from kg.graph.terms import term
from kg.graph.writers import turtle_prefixes

_TABLE: Final = Path(__file__).with_name("context.tsv")
PLAIN: Final = "-"  # values are written as JSON has them
NODES: Final = "@id"


class Term(NamedTuple):
    """A key of the JSON and the kind of its values: ``@id``, a prefixed datatype, or ``-``."""

    name: str
    kind: str = PLAIN


@cache
def terms() -> dict[str, Term]:
    """Property IRI to its term; raises RuleError on a malformed or ambiguous line."""
    found: dict[str, Term] = {}
    names: set[str] = set(turtle_prefixes())
    for number, line in enumerate(_TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 3 or columns[0] in names or ":" not in columns[1]:
            raise RuleError(str(_TABLE), number, "needs a term that is not taken, a prefixed property and a kind")
        names.add(columns[0])
        found[term(columns[1]).value] = Term(columns[0], columns[2])
    return found


def context() -> dict[str, Any]:
    """The document ``context.jsonld``."""
    mapping: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type", **turtle_prefixes()}
    for iri, (name, kind) in terms().items():
        mapping[name] = {"@id": iri} if kind == PLAIN else {"@id": iri, "@type": kind}
    return {"@context": mapping}

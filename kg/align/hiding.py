"""Vocabularies without what curated cross-references brought them; for alignments that must not know these."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import TYPE_CHECKING

from kg.data import data_directory
from kg.errors import RuleError
from kg.lexicon.slice import BORROWED

if TYPE_CHECKING:
    from kg.align.values import Vocabulary


@cache
def _borrowed() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    path = data_directory("ontologies") / BORROWED
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            identifier, tab, name = line.partition("\t")
            if not tab or not name:
                raise RuleError(str(path), number, "expected an identifier, a tab and a name")
            found.setdefault(identifier, set()).add(name)
    return {identifier: frozenset(names) for identifier, names in found.items()}


def without_curated(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary without cross-references, and without the names that came along such references."""
    borrowed = _borrowed()
    terms = {
        i: t._replace(
            xrefs=(), names=tuple(n for n in t.names if n[0] not in borrowed[i] or n[1] != "unscoped")
        ) if i in borrowed else t._replace(xrefs=()) if t.xrefs else t
        for i, t in vocabulary.terms.items()
    }  # fmt: skip
    return dataclasses.replace(vocabulary, terms=terms)

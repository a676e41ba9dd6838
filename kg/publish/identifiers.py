"""Compact identifiers as they are written in other people's tables: Biolink's prefixes, and our own with a dot."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.graph.terms import fit_text
from kg.publish.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Curie

_SAFE: Final = ":/()._-~!$&'*+,;=@"  # what a DOI may hold; spaces and bars would break a list of identifiers


@lru_cache(maxsize=100_000)
def public_curie(curie: Curie) -> str:
    """The identifier as Biolink spells it, percent-encoded where it must be."""
    row = _prefixes().get(curie.prefix)
    identifier = quote(fit_text(curie.identifier), safe=_SAFE)
    if row is None:
        return f"{quote(fit_text(curie.prefix))}:{identifier}"
    return f"{row['biolink']}:{row['add']}{identifier.removeprefix(row['cut'])}"


def own_curie(space: str, key: str) -> str:
    """One of ours: claim, document, mechanism, ungrounded, regimen, link."""
    return f"resistkg.{space}:{key}"


def taxon_of(curie: Curie) -> str:
    """The species of the genes that the identifier's vocabulary names, as a compact identifier; empty if unknown."""
    row = _prefixes().get(curie.prefix)
    return f"NCBITaxon:{row['taxon']}" if row and row["taxon"] else ""


@cache
def _prefixes() -> Mapping[str, Mapping[str, str]]:
    return {row["prefix"]: row for row in table("biolink_prefixes.tsv")}

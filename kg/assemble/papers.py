"""The same paper read from several files is one document: found by identifiers, kept in its fullest form."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import Curie, Dropped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import DocumentFacts

_ID_ORDER = ("PMID", "DOI", "PMC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper: the facts merged from all its readings, and whose text and evidence stand for it."""

    facts: DocumentFacts
    kept: int  # index into the given readings
    others: tuple[int, ...] = ()


def merge_papers(readings: Sequence[DocumentFacts]) -> tuple[tuple[Paper, ...], tuple[Dropped, ...]]:
    """Join readings that share an identifier; ordered by document id.

    Offsets point into one text, so that only the evidence of the kept reading may be used: the longest text,
    then the smallest checksum.  Where several were merged, their best identifier is the document's id.
    """
    papers = [_paper(readings, members) for members in _groups(readings)]
    papers.sort(key=lambda paper: paper.facts.id)
    dropped = [
        Dropped(
            stage="read",
            item=readings[i].source,
            reason=f"the same paper as {readings[p.kept].source}, which has the fuller text",
            document=p.facts.id,
        )
        for p in papers
        for i in p.others
    ]
    return tuple(papers), tuple(sorted(dropped, key=lambda d: (d.document, d.item)))


def _groups(readings: Sequence[DocumentFacts]) -> Iterable[list[int]]:
    """Readings that share an identifier; two PMIDs stay two papers, even if a page gives both one DOI."""
    parent = list(range(len(readings)))
    pmids = [{key for key in _keys(reading) if key.startswith("pmid:")} for reading in readings]
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for i, reading in enumerate(readings):
        for key in _keys(reading):
            by_key[key].append(i)
    for key in sorted(by_key):
        first, *others = sorted(by_key[key], key=lambda i: (sorted(_keys(readings[i])), i))
        for other in others:
            a, b = _root(parent, first), _root(parent, other)
            if a != b and not (pmids[a] and pmids[b] and pmids[a] != pmids[b]):
                parent[max(a, b)] = min(a, b)
                pmids[min(a, b)] |= pmids[max(a, b)]
    members: defaultdict[int, list[int]] = defaultdict(list)
    for i in range(len(readings)):
        members[_root(parent, i)].append(i)
    return members.values()


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _keys(reading: DocumentFacts) -> list[str]:
    """Identifiers are compared without case (DOIs have none)."""
    return [reading.id.casefold(), *(str(i).casefold() for i in reading.ids)]


def _paper(readings: Sequence[DocumentFacts], members: Sequence[int]) -> Paper:
    ranked = sorted(members, key=lambda i: (-readings[i].characters, readings[i].sha256, readings[i].source, i))
    best = [readings[i] for i in ranked]
    kept = best[0]
    ids = _merged_ids(best)
    facts = replace(
        kept,
        id=str(ids[0]) if ids and len(best) > 1 else kept.id,
        ids=ids,
        title=next((r.title for r in best if r.title), ""),
        year=next((r.year for r in best if r.year is not None), None),
        journal=next((r.journal for r in best if r.journal), ""),
        kind=next((r.kind for r in best if r.kind != "unknown"), "unknown"),
        licence=next((r.licence for r in best if r.licence), ""),
        retracted=any(r.retracted for r in best),
        cites=tuple(sorted({i for r in best for i in r.cites})),
    )
    return Paper(facts=facts, kept=ranked[0], others=tuple(sorted(ranked[1:])))


def _merged_ids(readings: Iterable[DocumentFacts]) -> tuple[Curie, ...]:
    """Every identifier once, PMID before DOI before PMC, each in the spelling of the fullest reading."""
    found: dict[str, Curie] = {}
    for reading in readings:
        for curie in reading.ids:
            found.setdefault(str(curie).casefold(), curie)
    rank = {prefix: number for number, prefix in enumerate(_ID_ORDER)}
    return tuple(sorted(found.values(), key=lambda c: (rank.get(c.prefix, len(rank)), c)))

"""The same paper read twice: one document with the identifiers of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.model import EVIDENCE_ROLES
from kg.read.identifiers import ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Annotation, Curie, Document

_PAPER: Final = ("PMID", "DOI", "PMC")


def group_papers(identifiers: Sequence[tuple[Curie, ...]]) -> tuple[tuple[int, ...], ...]:
    """Positions that speak of the same paper, by shared PMID, DOI or PMCID; memory holds identifiers only.

    Two papers with different PMIDs stay two, even where a page gives both the same DOI.
    The groups do not depend on the order of the input, their sorting does: by first position.
    """
    parent = list(range(len(identifiers)))
    pmids = [{i for i in ids if i.prefix == "PMID"} for ids in identifiers]
    by_id: dict[Curie, list[int]] = {}
    for position, ids in enumerate(identifiers):
        for identifier in ids:
            if identifier.prefix in _PAPER:
                by_id.setdefault(identifier, []).append(position)
    for identifier in ordered(by_id):
        positions = sorted(by_id[identifier], key=lambda p: (sorted(identifiers[p]), p))
        for position in positions[1:]:
            first, second = _root(parent, positions[0]), _root(parent, position)
            if first != second and not (pmids[first] and pmids[second] and pmids[first] != pmids[second]):
                parent[max(first, second)] = min(first, second)
                pmids[min(first, second)] |= pmids[max(first, second)]
    groups: dict[int, list[int]] = {}
    for position in range(len(identifiers)):
        groups.setdefault(_root(parent, position), []).append(position)
    return tuple(tuple(members) for members in groups.values())


def _root(parent: list[int], position: int) -> int:
    while parent[position] != position:
        parent[position] = parent[parent[position]]
        position = parent[position]
    return position


def merge_documents(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Each paper once: the richest text, and whatever else any source knows; sorted by id."""
    every = sorted(documents, key=_richness)
    groups = group_papers([document.ids for document in every])
    merged = [_merged([every[position] for position in group]) for group in groups]
    return tuple(sorted(merged, key=lambda d: (d.id, d.sha256, d.source)))


def _richness(document: Document) -> tuple[int, int, str, str, str]:
    """Sorts the document with most of the paper's own words first."""
    own = sum(s.span.end - s.span.start for s in document.sections if s.role in EVIDENCE_ROLES)
    return -own, -len(document.ids), document.format, document.sha256, document.source


def _merged(group: list[Document]) -> Document:
    best = group[0]
    if len(group) == 1:
        return best
    ids = ordered(i for document in group for i in document.ids)
    given = best.format == "json lines"  # the caller's own identifier stays
    return replace(
        best,
        id=best.id if given else str(ids[0]),
        ids=ids,
        title=next((d.title for d in group if d.title), ""),
        year=next((d.year for d in group if d.year is not None), None),
        journal=next((d.journal for d in group if d.journal), ""),
        kind=next((k for k in ("review", "article") if any(d.kind == k for d in group)), "unknown"),
        licence=next((d.licence for d in group if d.licence), ""),
        retracted=any(d.retracted for d in group),
        annotations=_annotations(group),
    )


def _annotations(group: list[Document]) -> tuple[Annotation, ...]:
    """Of every page; those of the other sources lose their place, which is in another text."""
    found = list(group[0].annotations)
    for document in group[1:]:
        for annotation in document.annotations:
            moved = replace(annotation, source_offset=None, span=None)
            if all(replace(known, source_offset=None, span=None) != moved for known in found):
                found.append(moved)
    return tuple(found)

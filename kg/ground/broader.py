"""Where MeSH files a disease that it has no heading for: the nearest heading above (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.ground.ports import LexiconLike
    from kg.model import Concept, Curie

_HIGHEST: Final = 4  # steps up; beyond them a heading says too little


def broader_headings(concept: Concept, lexicon: LexiconLike) -> tuple[Curie, ...]:
    """The MeSH heading of the nearest concept above; empty where the concept has one itself or none is near."""
    if concept.kind != "disease" or any(i.prefix == "MESH" for i in (*concept.ids, *concept.close)):
        return ()
    level = [concept.id]
    seen = {concept.id}
    for _ in range(_HIGHEST):
        level = [parent for node in level for parent in lexicon.parents(node)]
        level = sorted(set(level) - seen)
        seen.update(level)
        found = sorted({heading for node in level if (heading := _heading(node, lexicon)) is not None})
        if found:
            return (found[0],)
    return ()


def _heading(node: Curie, lexicon: LexiconLike) -> Curie | None:
    concept = lexicon.concept(node)
    if concept is None:
        return None
    return next((i for i in (*concept.ids, *concept.close) if i.prefix == "MESH"), None)

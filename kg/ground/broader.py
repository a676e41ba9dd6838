"""Where MeSH files a disease that it has no heading for: the nearest heading above (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.ground.ports import LexiconLike
    from kg.model import Concept, Curie

_SETTLED: Final = ("MESH", "OMIM")
_HIGHEST: Final = 4  # steps up; beyond them a heading says too little


def broader_headings(
    concept: Concept, lexicon: LexiconLike, general: frozenset[Curie] = frozenset()
) -> tuple[Curie, ...]:
    """The MeSH heading of the nearest concept above; ``general`` are headings that say too little.

    Empty where the concept has a heading itself, where none is near, and for a disease of OMIM, which has a name
    and number of its own everywhere.
    """
    if concept.kind != "disease" or any(i.prefix in _SETTLED for i in (*concept.ids, *concept.close)):
        return ()
    level = [concept.id]
    seen = {concept.id}
    for _ in range(_HIGHEST):
        level = [parent for node in level for parent in lexicon.parents(node)]
        level = sorted(set(level) - seen)
        seen.update(level)
        headings = (_heading(node, lexicon) for node in level)
        found = sorted({heading for heading in headings if heading is not None and heading not in general})
        if found:
            return (found[0],)
    return ()


def _heading(node: Curie, lexicon: LexiconLike) -> Curie | None:
    concept = lexicon.concept(node)
    if concept is None:
        return None
    return next((i for i in (*concept.ids, *concept.close) if i.prefix == "MESH"), None)

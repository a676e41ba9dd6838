"""What is grounded and no factor: genes named after a resistance ("doxorubicin resistance"), methods and measures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from kg.claims.cues import context_values
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Grounding

_PHENOTYPES: Final = (" resistance", " sensitivity", " resistant", " sensitive", " response", " tolerance")
_KINDS: Final = frozenset(("gene", "family", "rna"))


def without_phenotypes(groundings: Sequence[Grounding]) -> Sequence[Grounding]:
    """The groundings; a gene that is written "<drug> resistance" gives way to the drug where the document names it."""
    if any(g.mention.text.lower() in _never() for g in groundings):
        groundings = [g for g in groundings if g.mention.text.lower() not in _never()]
    if not any(_is_phenotype(g) for g in groundings):
        return groundings
    known = {g.mention.text.lower(): g for g in groundings}
    out: list[Grounding] = []
    for grounding in groundings:
        if not _is_phenotype(grounding):
            out.append(grounding)
            continue
        name = grounding.mention.text.rpartition(" ")[0]
        drug = known.get(name.lower())
        if drug is not None:
            start = grounding.mention.span.start
            mention = replace(drug.mention, span=Span(start, start + len(name)), text=name)
            out.append(replace(drug, mention=mention))
    return out


@cache
def _never() -> frozenset[str]:
    """Methods and measures: no factor of anything."""
    return frozenset(phrase for phrase, value in context_values("factor") if value == "never")


def _is_phenotype(grounding: Grounding) -> bool:
    return grounding.concept.kind in _KINDS and grounding.mention.text.lower().endswith(_PHENOTYPES)

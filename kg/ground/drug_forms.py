"""Drugs with their salt or with the suffix of a biosimilar: one mention, the drug's concept (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ground.places import Place

_SUFFIX: Final = re.compile(r"[-‐‑–]([a-z]{4})(?![\w-])")
_WORD: Final = re.compile(r" ([A-Za-z]{3,20})(?![\w-]| (?:channel|entry|antagonist|blocker|current|influx))")


@dataclass(frozen=True, slots=True)
class DrugForms:
    """The words of ``drug_forms.tsv`` by kind; see there."""

    salts: frozenset[str]
    starts: tuple[str, ...]
    stems: tuple[str, ...]
    words: frozenset[str]

    def bare(self, name: str) -> str:
        """The drug of a name with such a beginning or suffix, the name itself where it has none."""
        start = next((start for start in self.starts if name.startswith(start)), "")
        found = _SUFFIX.match(name, len(name) - 5)
        end = len(name) - 5 if found and self._is_suffix(name[:-5], found[1]) else len(name)
        return name[len(start) : end]

    def span(self, text: str, span: Span) -> Span:
        """The span of a drug's name with what belongs to it before and behind."""
        start = next((len(s) for s in self.starts if text.endswith(s, 0, span.start)), 0)
        suffix = _SUFFIX.match(text, span.end)
        if suffix is not None and self._is_suffix(text[span.start : span.end], suffix[1]):
            return Span(span.start - start, suffix.end())
        salt = _WORD.match(text, span.end)
        return Span(span.start - start, salt.end() if salt and salt[1] in self.salts else span.end)

    def _is_suffix(self, name: str, letters: str) -> bool:
        return name.endswith(self.stems) and letters not in self.words


def with_forms(text: str, places: Sequence[Place], forms: DrugForms) -> list[Place]:
    """The places in text order, those of drugs grown by their forms, without what they have grown over."""
    found: list[Place] = []
    for place in places:
        if found and place.span.start < found[-1].span.end:
            continue
        options = place.decision.options
        if not options or options[0].type != "Chemical" or not text[place.span.end - 1].islower():
            found.append(place)
            continue
        span = forms.span(text, place.span)
        if span == place.span:
            found.append(place)
            continue
        named = f"with {text[span.start : span.end]!r} as a form of it"
        told = tuple(replace(o, why=f"{o.why}, {named}") for o in options)
        found.append(place._replace(span=span, decision=replace(place.decision, options=told)))
    return found

"""Which pairs are worth looking at: those that share a name, and for every term the few that are called most alike."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from kg.align.naming import Names, Telling

_NEAREST: Final = 6  # candidates by words beyond those that share a name
_COMMON: Final = 1500  # terms that share a stem: above these a stem calls nobody in
_NAMESAKES: Final = 12  # bearers of one form: above these the form says nothing


def find_candidates(one: Names, other: Names, telling: Telling) -> dict[str, tuple[str, ...]]:
    """Identifier of ``one`` to those of ``other``, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for left, right in zip(one.bearers, other.bearers, strict=True):
        for form, bearers in left.items():
            theirs = right.get(form)
            if theirs and len(bearers) <= _NAMESAKES and len(theirs) <= _NAMESAKES:
                for bearer in bearers:
                    found[bearer].update(theirs)
    for identifier, near in _nearest(one, other, telling).items():
        found[identifier].update(near)
    for theirs_too, ours in _nearest(other, one, telling).items():
        for identifier in ours:
            found[identifier].add(theirs_too)
    return {identifier: tuple(sorted(found[identifier])) for identifier in sorted(found)}


def _nearest(one: Names, other: Names, telling: Telling) -> dict[str, list[str]]:
    """For every term the few of the other side whose words are most like its own, by weighted overlap."""
    identifiers = list(other.of)
    postings, lengths = _postings(other, identifiers, telling)
    found: dict[str, list[str]] = {}
    for identifier, called in one.of.items():
        stems = {stem for name in called for stem in name.form.stems}
        known = [(telling.of(stem), postings[stem]) for stem in sorted(stems) if stem in postings]
        if not known:
            continue
        places = np.concatenate([p for _, p in known])
        weights = np.concatenate([np.full(len(p), w * w) for w, p in known])
        unique, inverse = np.unique(places, return_inverse=True)
        own = math.fsum(telling.of(s) ** 2 for s in stems) ** 0.5
        scores = np.bincount(inverse, weights) / (lengths[unique] * own)
        order = np.lexsort((unique, -scores))[:_NEAREST]
        found[identifier] = [identifiers[int(unique[i])] for i in order]
    return found


def _postings(names: Names, identifiers: list[str], telling: Telling) -> tuple[dict[str, np.ndarray], np.ndarray]:
    holders: dict[str, list[int]] = defaultdict(list)
    lengths = np.ones(len(identifiers))
    for place, identifier in enumerate(identifiers):
        stems = {stem for name in names.of[identifier] for stem in name.form.stems}
        for stem in stems:
            holders[stem].append(place)
        lengths[place] = math.fsum(telling.of(s) ** 2 for s in stems) ** 0.5 or 1.0
    return {s: np.array(p) for s, p in holders.items() if len(p) <= _COMMON}, lengths

"""Words that name levels: a cancer is a neoplasm, a carcinoma is a cancer; the ladders are in ``levels.tsv``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.align.words import form_of
from kg.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable

_LADDERS: Final = Path(__file__).with_name("levels.tsv")


@cache
def _ladders() -> tuple[tuple[frozenset[str], ...], ...]:
    found = []
    for number, line in enumerate(_LADDERS.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        rungs = tuple(frozenset(form.stems if (form := form_of(rung)) else ()) for rung in line.split("\t"))
        if len(rungs) < 2 or not all(rungs):
            raise RuleError(str(_LADDERS), number, "expected two words or more, widest first")
        found.append(rungs)
    return tuple(found)


def difference(subject: Iterable[str], other: Iterable[str]) -> int:
    """Rungs by which the subject is narrower than the other: 0 for the same or unknown, negative for wider.

    Both are given as stems; they count only if they differ in level words alone.
    """
    ours, theirs = frozenset(subject), frozenset(other)
    left, right = ours - theirs, theirs - ours
    for rungs in _ladders():
        places = {rung: i for i, rung in enumerate(rungs)}
        one, two = places.get(_rung(ours, rungs)), places.get(_rung(theirs, rungs))
        if one is not None and two is not None and one != two and left <= rungs[one] and right <= rungs[two]:
            return one - two
    return 0


def neighbours(stems: Iterable[str]) -> list[tuple[tuple[str, ...], int]]:
    """The same name on the other rungs, nearest first, each with the rungs by which the given one is narrower."""
    ours = frozenset(stems)
    found: dict[tuple[str, ...], int] = {}
    for rungs in _ladders():
        own = _rung(ours, rungs)
        for place, rung in enumerate(rungs if own else ()):
            if rung != own and len(ours) > len(own):
                found.setdefault(tuple(sorted(ours - own | rung)), rungs.index(own) - place)
    return sorted(found.items(), key=lambda item: (abs(item[1]), -item[1], item[0]))


def _rung(stems: frozenset[str], rungs: tuple[frozenset[str], ...]) -> frozenset[str]:
    """The narrowest rung that stands in a name."""
    return next((rung for rung in reversed(rungs) if rung <= stems), frozenset())

"""Through which mechanism a factor acts: what the sentence names, what the factor itself is, or what it entails."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.claims.cues import PhraseTable, context_values

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kg.claims.arguments import Found
    from kg.claims.chunks import Member, Therapy
    from kg.claims.items import Row
    from kg.model import Argument, FactorState
    from kg.scheme import Scheme

_BETWEEN: Final = frozenset((",", "and", "or", "the", "of", "/", "as", "well"))  # words inside an enumeration


class _Named(NamedTuple):
    """A mechanism that words state, and which tokens do."""

    slug: str
    start: int
    end: int


def stated_mechanisms(row: Row, scheme: Scheme, member: Member, found: Found) -> tuple[tuple[str, ...], str]:
    """(slugs, words) that the sentence states beside the factors, else what the factor itself is a sign of.

    A factor that is a sign (exosomes, a microRNA) keeps its own mechanism unless a more specific process is named; the
    mere word for a kind of RNA is none.
    """
    named = _named(row.words, scheme, _list_tokens(row, found.factors) | _therapy_tokens(row, found.therapies))
    named = [n for n in named if not _is_weak(n.slug, scheme)] or named  # "the circular RNA X" says what X is
    own = sorted({slug for g in member.groundings for i in g.concept.ids for slug in scheme.signified_by(i)})
    inside = [i for i, s in enumerate(row.spans) if member.span.start <= s.start and s.end <= member.span.end]
    own += [n.slug for n in _named([row.words[i] for i in inside], scheme, ())[:1]]
    first = named[0].slug if named else ""
    if own and (not first or _is_weak(first, scheme) or any(first in scheme.ancestors(o) for o in own)):
        return (own[0],), member.text
    listed = _enumerated(row.words, named)
    return tuple(dict.fromkeys(n.slug for n in listed)), ", ".join(" ".join(row.words[n.start : n.end]) for n in listed)


def implied_mechanisms(factor: Argument, state: FactorState, scheme: Scheme) -> tuple[str, ...]:
    """What the scheme says of an agent; a mutation of unknown effect entails nothing."""
    if factor.kind == "genetic_alteration" and state == "present":
        return ()
    return tuple(sorted({slug for i in factor.ids for slug in scheme.implied_by(i)}))


def _named(words: Sequence[str], scheme: Scheme, skip: Collection[int]) -> list[_Named]:
    """The most specific mechanisms that the words state outside ``skip``, in their order."""
    found = [_Named(slug, a, b) for a, b, slug in _table(scheme).found(words) if a not in skip]
    slugs = {n.slug for n in found}
    return [n for n in found if not any(n.slug in scheme.ancestors(other) for other in slugs)]


def _enumerated(words: Sequence[str], named: Sequence[_Named]) -> list[_Named]:
    """The first mechanism and those listed with it: "through A, B and C"."""
    listed = list(named[:1])
    for following in named[1:]:
        between = words[listed[-1].end : following.start]
        if between and any(w in {",", "and", "or"} for w in between) and all(w in _BETWEEN for w in between):
            listed.append(following)
        else:
            break
    return listed


def _is_weak(slug: str, scheme: Scheme) -> bool:
    weak = {phrase for phrase, value in context_values("mechanism") if value == "weak"}
    return slug in weak or not weak.isdisjoint(scheme.ancestors(slug))


def _list_tokens(row: Row, factors: Sequence[Member]) -> frozenset[int]:
    """The tokens of the list of factors with the parenthesis behind it: siblings are no mechanism of each other."""
    start, end = min(m.span.start for m in factors), max(m.span.end for m in factors)
    inside = [i for i, s in enumerate(row.spans) if start <= s.start and s.end <= end]
    after = inside[-1] + 1 if inside else len(row.words)
    if after < len(row.words) and row.words[after] in {"(", "["}:
        close = next((i for i in range(after, len(row.words)) if row.words[i] in {")", "]"}), after)
        inside += range(after, close + 1)
    return frozenset(inside)


def _therapy_tokens(row: Row, therapies: Sequence[Therapy]) -> frozenset[int]:
    """The tokens of the therapies: "angiogenesis inhibitors" is no mechanism of the resistance to them."""
    spans = [t.span for t in therapies]
    return frozenset(i for i, s in enumerate(row.spans) if any(t.start <= s.start and s.end <= t.end for t in spans))


@cache
def _table(scheme: Scheme) -> PhraseTable[str]:
    """The scheme's cue words."""
    return PhraseTable((cue, m.slug) for m in scheme.mechanisms for cue in m.cues)

"""Through which mechanism a factor acts: what the sentence names, what the factor itself is, or what it entails."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.claims.chunks import FACTOR
from kg.claims.cues import HERE, PhraseTable, context_values, table_rows
from kg.model import Span
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kg.claims.arguments import Found
    from kg.claims.chunks import Chunk, Member
    from kg.claims.items import Row
    from kg.claims.rows import Setting
    from kg.claims.therapies import Therapy
    from kg.model import Argument, FactorState, Grounding
    from kg.scheme import Scheme

_DRUG: Final = "drug"
_EXPLAINING: Final = frozenset(("THROUGH", "BY", "WHY"))
_RELEASED: Final = frozenset(("released", "secreted", "produced", "shed", "made", "derived", "expressed"))
_BETWEEN: Final = frozenset((",", "and", "or", "the", "of", "/", "as", "well"))  # words inside an enumeration


class _Named(NamedTuple):
    """A mechanism that words state, and which tokens do."""

    slug: str
    start: int
    end: int


def stated_mechanisms(setting: Setting, scheme: Scheme, member: Member, found: Found) -> tuple[tuple[str, ...], str]:
    """(slugs, words) that the sentence states beside the factors, else what the factor itself is a sign of.

    A factor that is a sign (exosomes, a microRNA) adds its own mechanism to what else is named, before it or after it;
    the mere word for a kind of RNA is none.
    """
    row = setting.row
    skip = _list_tokens(row, found.factors) | _therapy_tokens(row, found.therapies) | _told_tokens(setting, found)
    named = _named(_general(row, setting.groundings), scheme, skip)
    named = [n for n in named if not _is_weak(n.slug, scheme)] or named  # "the circular RNA X" says what X is
    own = sorted({slug for g in member.groundings for i in g.concept.ids for slug in scheme.signified_by(i)})
    inside = row.tokens(member.span)
    own += [n.slug for n in _named([row.words[i] for i in inside], scheme, ())[:1]]
    named = _explaining(setting, found, _of_this_side(setting, found, named), scheme)
    first = named[0].slug if named else ""
    if own and (not first or _is_weak(first, scheme) or any(first in scheme.ancestors(o) for o in own)):
        return (own[0],), member.text
    listed = _enumerated(row.words, named)
    slugs = dict.fromkeys((*(n.slug for n in listed), *own[:1]))  # macrophages through MET: both
    return tuple(slugs), ", ".join(" ".join(row.words[n.start : n.end]) for n in listed)


def target_mechanism(factor: Argument, state: FactorState, therapy: Argument) -> str:
    """What a change of the therapy's own target is called, by targets.tsv; empty if the factor is another thing."""
    names = {therapy.text.lower(), *(c.label.lower() for c in therapy.concepts)}
    targets = {gene for name in names for gene in _targets().get(name, ())}
    if targets.isdisjoint(c.label for c in factor.concepts):
        return ""
    if factor.kind == "genetic_alteration" and state == "present":
        return "target-mutation"
    return {"gain": "target-overexpression", "loss": "target-loss"}.get(state, "")


def implied_mechanisms(factor: Argument, state: FactorState, scheme: Scheme) -> tuple[str, ...]:
    """What the scheme says of an agent; a mutation of unknown effect entails nothing."""
    if factor.kind == "genetic_alteration" and state == "present":
        return ()
    return tuple(sorted({slug for i in factor.ids for slug in scheme.implied_by(i)}))


def _named(words: Sequence[str], scheme: Scheme, skip: Collection[int]) -> list[_Named]:
    """The most specific mechanisms that the words state outside ``skip``, in their order."""
    found = [
        _Named(slug, a, b)
        for a, b, slug in _phrases_in(scheme, tuple(words))
        if a not in skip or (words[a] == _DRUG and any(i not in skip for i in range(a, b)))
    ]
    slugs = {n.slug for n in found}
    return [n for n in found if not any(n.slug in scheme.ancestors(other) for other in slugs)]


def _explaining(setting: Setting, found: Found, named: list[_Named], scheme: Scheme) -> list[_Named]:
    """What is named behind "through", "by" or "because" after the construction, if anything is, else all."""
    after = (c for c in setting.chunks[found.match.end :] if c.code in _EXPLAINING)
    place = next((c.span.start for c in after), None)
    late = [n for n in named if place is not None and setting.row.spans[n.start].start >= place]
    return named if all(_is_weak(n.slug, scheme) for n in late) else late


def _of_this_side(setting: Setting, found: Found, named: list[_Named]) -> list[_Named]:
    """What is named on the construction's side of a contrast: "X sensitised tumours, whereas efflux by Y did not"."""
    contrasting = {normal_name(phrase).strip() for phrase, value in context_values("mechanism") if value == "contrast"}
    breaks = [(at, chunk) for at, chunk in enumerate(setting.chunks) if chunk.code == "BREAK"]
    borders = [(at, chunk.span.start) for at, chunk in breaks if chunk.words in contrasting]
    after = max((start for at, start in borders if at < found.match.end), default=-1)
    before = min((start for at, start in borders if at >= found.match.end), default=None)
    places = [(n, setting.row.spans[n.start].start) for n in named]
    return [n for n, place in places if place > after and (before is None or place < before)]


def _told_tokens(setting: Setting, found: Found) -> frozenset[int]:
    """The tokens of the outcome, of resistant tumours, and of the cells that a factor comes from: no mechanism."""
    chunks = setting.chunks
    spans = [c.span for c in chunks if c.code == "OBJECT" and c.therapies]
    if found.outcome is not None:
        spans.append(chunks[found.outcome].span)
    for at, chunk in enumerate(chunks):
        if chunk.code == FACTOR and (_gives(chunks, at) or _is_source(chunks, at)):
            spans.append(chunk.span)
    return frozenset(i for span in spans for i in setting.row.tokens(span))


def _gives(chunks: Sequence[Chunk], at: int) -> bool:
    """ "macrophage-derived X": where X comes from."""
    return at + 1 < len(chunks) and chunks[at + 1].code == "MEDIATED" and chunks[at + 1].note == "source"


def _is_source(chunks: Sequence[Chunk], at: int) -> bool:
    """ "released by fibroblasts", "from stromal cells": behind what comes from there."""
    cells = all(m.groundings[0].concept.kind in {"cell", "vesicle"} for m in chunks[at].members)
    before = [c.words for c in chunks[max(0, at - 2) : at]]
    return cells and (before[-1:] == ["from"] or (before[-1:] == ["by"] and before[0] in _RELEASED))


def _general(row: Row, groundings: Sequence[Grounding]) -> list[str]:
    """The words with "drug" for every therapy, so that "efflux of cisplatin" is one; tumours' names are empty."""
    words = list(row.words)
    for grounding in groundings:
        first, last = row.token(grounding.mention.span.start), row.token(grounding.mention.span.end)
        if grounding.concept.kind == "disease":
            words[first:last] = [""] * (last - first)  # "stromal" in "gastrointestinal stromal tumour" is no process
        elif grounding.concept.kind == "chemical" and first < last:
            words[first:last] = [*[""] * (last - first - 1), _DRUG]
    return words


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
    inside = row.tokens(Span(min(m.span.start for m in factors), max(m.span.end for m in factors)))
    after = inside[-1] + 1 if inside else len(row.words)
    close = after - 1
    if after < len(row.words) and row.words[after] in {"(", "["}:
        close = next((i for i in range(after, len(row.words)) if row.words[i] in {")", "]"}), after)
    return frozenset((*inside, *range(after, close + 1)))


def _therapy_tokens(row: Row, therapies: Sequence[Therapy]) -> frozenset[int]:
    """The tokens of the therapies: "angiogenesis inhibitors" is no mechanism of the resistance to them."""
    return frozenset(i for t in therapies for i in row.tokens(t.span))


@lru_cache(maxsize=64)
def _phrases_in(scheme: Scheme, words: tuple[str, ...]) -> tuple[tuple[int, int, str], ...]:
    """The cue words in a stretch of text, which each claim of a sentence asks for."""
    return tuple(_table(scheme).found(words))


@cache
def _targets() -> dict[str, frozenset[str]]:
    rows = (fields for _, fields in table_rows(HERE / "targets.tsv", 2))
    return {drug: frozenset(t.strip() for t in targets.split(";")) for drug, targets in rows}


@cache
def _table(scheme: Scheme) -> PhraseTable[str]:
    """The scheme's cue words."""
    return PhraseTable((form, m.slug) for m in scheme.mechanisms for cue in m.cues for form in _forms(cue))


def _forms(cue: str) -> Iterator[str]:
    """The cue, and "activates X" for "X activation"."""
    yield cue
    if cue.endswith(" activation"):
        name = cue.removesuffix(" activation")
        yield from (f"{verb} {name}" for verb in ("activate", "activated", "activating", "activation of", "turns on"))

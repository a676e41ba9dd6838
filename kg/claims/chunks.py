"""Items put together: outcomes with the therapies that they speak of, and lists of factors with their states."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.claims.cues import context_values
from kg.claims.items import ENTITY, PLAIN, STATE, WORD, Item
from kg.claims.therapies import Therapy, is_therapy, therapies_from
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kg.model import Grounding

OUTCOMES: Final = frozenset(("RES", "SENS", "RADJ", "SADJ"))
FACTOR: Final = "FACTOR"
_JOINS: Final = frozenset(("AND", "COMMA", "SLASH"))
_SKIPPED_BEFORE_THERAPY: Final = PLAIN | {"HIGHADJ", "LOWADJ", "OF", "WHEN"}
_PREPOSITIONS: Final = frozenset(("on", "under", "during", "after", "from"))
_SKIPPED_TO_PREPOSITION: Final = PLAIN | frozenset(
    ("OBJECT", "OF", "IN", "AND", STATE, "RADJ", "SADJ", "SLASH", "OPEN", "CLOSE")
)
_INHIBITING: Final = frozenset(("inhibition", "blockade", "growth inhibition", "killing"))
_BY: Final = frozenset(("by", "via", "with", "using", "through"))
_OF_PATIENTS: Final = "therapy!"  # how patients fare on a therapy, which must be named
_DIRECTIONS: Final = {"LOWADJ": "RES", "HIGHADJ": "SENS"}
_BEFORE_MEASURE: Final = frozenset(("median", "overall"))
_PATIENTS: Final = frozenset(("patient", "cohort", "woman", "man", "individual", "participant", "case"))
_UNDER: Final = frozenset(("on", "under"))
_GIVEN: Final = frozenset(("given", "receiving", "received", "treated"))


class Member(NamedTuple):
    """One factor as named, with the state that the words beside it give."""

    text: str
    span: Span
    groundings: tuple[Grounding, ...]
    state: str = ""
    alteration: bool = False
    state_word: str = ""
    denied: bool = False  # "A, but not B": of B the contrary is said


class Chunk(NamedTuple):
    """A piece of a sentence as the rules see it."""

    code: str
    span: Span
    words: str
    form: str = ""
    note: str = ""
    therapies: tuple[Therapy, ...] = ()
    members: tuple[Member, ...] = ()
    item: Item | None = None


def with_outcomes(items: Sequence[Item], traps: Collection[Span]) -> list[Chunk]:
    """Outcome words joined with the therapies around them; an outcome of another kind becomes a plain word."""
    out: list[Chunk] = []
    at = 0
    while at < len(items):
        item = _as_outcome(out, items[at])
        if item.code not in OUTCOMES:
            out.append(Chunk._make((item.code, item.span, item.words, item.form, item.note, (), (), item)))
            at += 1
        elif any(t.start <= item.span.start and item.span.end <= t.end for t in traps):
            out.append(Chunk(WORD, item.span, item.words))
            at += 1
        else:
            at = _outcome(out, item, items, at)
    return out


def _as_outcome(out: list[Chunk], item: Item) -> Item:
    """ "shorter median survival": an outcome, whose adjective goes; a measure alone says nothing of a change."""
    if item.code != "FARE":
        return item
    adjective = next((c for c in reversed(out[-2:]) if c.words not in _BEFORE_MEASURE), None)
    if adjective is None or adjective.code not in _DIRECTIONS:
        return item
    del out[out.index(adjective) :]
    return item._replace(code=_DIRECTIONS[adjective.code], note=_OF_PATIENTS)


def _outcome(out: list[Chunk], item: Item, items: Sequence[Item], at: int) -> int:
    before, taken = _therapies_before(out)
    after, end, anaphoric = _therapies_after(items, at, item)
    code = item.code
    note = item.note
    if note.endswith("?") and note.startswith("MESH:"):
        note = note if not (before or after) else ""
    if note == _OF_PATIENTS and not (after or before or anaphoric):
        after = _given_before(items, at)
    if note in {"therapy=", "therapy?", _OF_PATIENTS} and not (after or before or anaphoric or _is_known(out, item)):
        out.append(Chunk(WORD, item.span, item.words))
        return at + 1
    if note == "therapy=" and not before and _is_other_effect(out):
        out.append(Chunk(WORD, item.span, item.words))
        return at + 1
    if note == "therapy<" and not before:
        out.append(Chunk(WORD, item.span, item.words))
        return at + 1
    if end > at + 1 and not after and not anaphoric:  # "resistance to something that is no therapy"
        out.append(Chunk(WORD, item.span, item.words))
        return at + 1
    if before and not (after and code in {"RES", "SENS"} and note.startswith("MESH:")):
        del out[len(out) - taken :]
    else:
        before = ()
    attributive = code in {"RADJ", "SADJ"} and not after and _precedes_bearer(items, end, named=bool(before))
    if attributive:
        note = "resistant" if (code == "RADJ") != (note == "opposite") else "sensitive"
        code = "OBJECT"
    elif note == "opposite":
        code = "SADJ"
    elif code == "RES" and out and out[-1].words in {"less", "lower"} and _confers(out):
        out.pop()  # "confers less resistance than": less, but resistance
    elif code in {"SENS", "RES"} and out and out[-1].code == "LOWADJ":
        out.pop()
        code = "RES" if code == "SENS" else "SENS"
    start = before[0].span.start if before else item.span.start
    stop = items[end - 1].span.end
    out.append(Chunk(code, Span(start, stop), item.words, note=note, therapies=after or before))
    return end


def _given_before(items: Sequence[Item], at: int) -> tuple[Therapy, ...]:
    """ "In patients treated with X, Y was associated with shorter survival": what the patients were given, if drugs."""
    patients = next((i for i in range(at) if items[i].words in _PATIENTS), at)
    for place in range(patients + 1, min(at, patients + 10)):
        if items[place].words in _GIVEN or items[place].words in _UNDER:
            first = place + 1 + (items[place + 1].words == "with")
            therapies, _ = therapies_from(items, _skip(items, first, 4))
            if therapies and all(g.concept.kind == "chemical" for t in therapies for g in t.groundings):
                return therapies
    return ()


def _confers(out: Sequence[Chunk]) -> bool:
    return len(out) > 1 and out[-2].words.startswith("confer")


def _is_known(out: Sequence[Chunk], item: Item) -> bool:
    """ "restored the response", "reduces its efficacy": the therapy was named before."""
    words = [c.words for c in out[-2:]]
    if words[-1:] in (["its"], ["their"]) and item.words not in {"effect", "outcome", "action", "activity"}:
        return any(c.item is not None and is_therapy(c.item) for c in out)
    if words[-1:] == ["its"] and len(out) > 1 and out[-2].code == "RESTORE":  # "regorafenib regained its activity"
        return any(c.item is not None and is_therapy(c.item) for c in out[-5:])
    verb = out[-2] if words[-1:] == ["the"] and len(out) > 1 else out[-1] if out else None
    return item.code == "SENS" and verb is not None and verb.code == "RESTORE"


def _is_other_effect(out: Sequence[Chunk]) -> bool:
    """ "the antihypertensive effect of X", "renal toxicity of X": not what a tumour feels."""
    return bool(out) and out[-1].code in PLAIN and out[-1].words not in _effect_adjectives() and out[-1].words.isalpha()


@cache
def _effect_adjectives() -> frozenset[str]:
    return frozenset(phrase for phrase, value in context_values("effect") if value == "adjective")


def _precedes_bearer(items: Sequence[Item], at: int, *, named: bool) -> bool:
    """Whether the next item is what is resistant: cells, patients, a cancer; after "sorafenib-resistant" any noun."""
    if at >= len(items):
        return False
    if named and items[at].code in PLAIN and items[at].words[0].isalpha():
        return True
    grounding = items[at].grounding
    return items[at].code == "OBJECT" or (
        grounding is not None and grounding.concept.kind in {"disease", "cell", "anatomy"}
    )


def _therapies_before(out: Sequence[Chunk]) -> tuple[tuple[Therapy, ...], int]:
    """The therapies that stand directly before, and how many chunks they take."""
    items = [c.item for c in out if c.item is not None]
    if len(items) != len(out):  # only the tail without composed chunks can be a list
        cut = max(i for i, c in enumerate(out) if c.item is None) + 1
        items = [c.item for c in out[cut:] if c.item is not None]
    first = len(items)
    while first > 0 and (is_therapy(items[first - 1]) or items[first - 1].code in {"THERAPYTAIL", "PLUS", *_JOINS}):
        first -= 1
    while first < len(items) and not is_therapy(items[first]):
        first += 1
    if first == len(items):
        return (), 0
    therapies, end = therapies_from(items, first)
    if end != len(items):
        return (), 0
    return therapies, len(items) - first


def _therapies_after(items: Sequence[Item], at: int, outcome: Item) -> tuple[tuple[Therapy, ...], int, bool]:
    """(therapies, position after them, whether a word such as "the drug" stands for one)."""
    only_of = outcome.note in {"therapy=", "therapy<"}
    if outcome.words.rsplit(" ", 1)[-1] in _PREPOSITIONS:  # "progression on osimertinib"
        therapies, end = therapies_from(items, _skip(items, at + 1, 4))
        return (therapies, end, False) if therapies else ((), at + 1, False)
    to = at + 1
    limit = min(len(items), at + 15)
    while to < limit:
        item = items[to]
        opens = item.code in {"TO", "FROM"} or item.words in _GIVEN
        opens = opens or (item.code in {"OF", "IN"} and outcome.code in {"RES", "SENS"})
        by = item.code == "BY" and outcome.words in {"killing", "cell killing"}  # "killing of cells by a therapy"
        if by or (opens and not (only_of and item.code != "OF")):
            first = _skip(items, to + 1, 4)
            therapies, end = therapies_from(items, first)
            if therapies:
                return therapies, end, False
            if first < len(items) and items[first].code in {"THERAPYNOUN", "THERAPYTAIL"} and item.code in {"TO", "OF"}:
                therapies, end = _therapies_of_noun(items, first)
                return (therapies, end, False) if therapies else ((), first + 1, True)
            therapies, end = _therapies_of_inhibition(items, first) if item.code == "TO" else ((), 0)
            if therapies:
                return therapies, end, False
            if item.code == "TO" and outcome.code in {"RES", "RADJ", "SADJ"}:
                return (), to + 1, _stands_for_therapy(items, to + 1) or _stands_for_therapy(items, first)
        disease = item.grounding is not None and item.grounding.concept.kind in {
            "disease",
            "anatomy",
            "cell",
            "organism",
        }
        adjective = outcome.code in {"RADJ", "SADJ"}  # "resistant cells to X" does not say what the cells resist
        if adjective or not (item.code in _SKIPPED_TO_PREPOSITION or disease or _is_altered_gene(items, to)):
            break
        to += 1
    return (), at + 1, False


def _therapies_of_noun(items: Sequence[Item], noun: int) -> tuple[tuple[Therapy, ...], int]:
    """ "sensitivity to treatment with X": what the treatment is with."""
    at = noun + 1
    if at >= len(items) or not (items[at].words in {"with", "by", "using"} or items[at].code == "OF"):
        return (), 0
    return therapies_from(items, _skip(items, at + 1, 4))


def _is_altered_gene(items: Sequence[Item], at: int) -> bool:
    """ "sensitivity of BRCA1-mutant cells to X": which cells they are."""
    gene = items[at].grounding
    after = items[at + 1].state if at + 1 < len(items) else None
    return gene is not None and gene.concept.kind in {"gene", "family"} and after is not None and after.alteration


def _therapies_of_inhibition(items: Sequence[Item], at: int) -> tuple[tuple[Therapy, ...], int]:
    """ "resistant to BRAF inhibition by X", "to inhibition by X": what inhibits."""
    at += at < len(items) and items[at].code == ENTITY
    if at + 1 >= len(items) or items[at].words not in _INHIBITING or items[at + 1].words not in _BY:
        return (), 0
    return therapies_from(items, _skip(items, at + 2, 4))


def _stands_for_therapy(items: Sequence[Item], at: int) -> bool:
    return at < len(items) and items[at].words in {"it", "them", "this", "these", "both"}


def _skip(items: Sequence[Item], at: int, most: int) -> int:
    stop = min(len(items), at + most)
    while at < stop and (items[at].code in _SKIPPED_BEFORE_THERAPY or _introduces_therapy(items, at)):
        at += 1
    return at


def _introduces_therapy(items: Sequence[Item], at: int) -> bool:
    """ "the methylating agent temozolomide": a noun of therapy whose name follows."""
    noun = items[at].code in {"THERAPYNOUN", "THERAPYTAIL"}
    return noun and at + 1 < len(items) and is_therapy(items[at + 1])

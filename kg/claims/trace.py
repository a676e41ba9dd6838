"""Why a sentence with a therapy, a factor and a word of outcome gave no evidence: what the nearest rule lacks."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.claims.context import argument, is_neoplasm
from kg.claims.cues import HERE, table_rows
from kg.claims.rules import _CHARACTER, _classes, encode, rules  # the words of rules.tsv as rules see them
from kg.claims.scope import is_oncological, speaks_of_tumours
from kg.claims.therapies import is_therapy_grounding
from kg.model import EVIDENCE_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.claims.chunks import Chunk
    from kg.claims.context import Vocabulary
    from kg.claims.extract import Extractor
    from kg.claims.rows import Setting
    from kg.claims.rules import Rule
    from kg.model import Document, Dropped, Evidence, Grounding, Sentence

_NO_FACTORS: Final = frozenset(("anatomy", "other", "organism"))
_LONGEST: Final = 4000  # characters
# classes of words that speak of an outcome; the other classes say how it comes about
_OUTCOMES: Final = frozenset(
    ("RES", "SENS", "RADJ", "SADJ", "SENSITISE", "RESENSITISE", "PROTECT", "POTENTIATE", "BLUNT", "WITHSTAND",
     "SELFSENS")
)  # fmt: skip
_GRAMMAR: Final = frozenset(
    ("WORD", "ENTITY", "FACTOR", "STATE", "OBJECT", "AND", "COMMA", "SLASH", "OPEN", "CLOSE", "OF", "IN", "TO", "BY",
     "AS", "BE", "FROM", "PLUS", "BREAK", "WHICH", "HIGHADJ", "LOWADJ", "THERAPYTAIL", "THERAPYNOUN", "THEREBY")
)  # fmt: skip
_EXAMPLES: Final = 4  # words shown for a class


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A sentence that gave nothing, what was found in it, and how near it came to a rule."""

    document: str
    sentence: Sentence
    therapies: tuple[tuple[str, str], ...]  # (words, identifier)
    factors: tuple[tuple[str, str], ...]
    cues: tuple[tuple[str, str], ...]  # (words, class)
    fits: tuple[tuple[str, str], ...]  # (what fits, why it states nothing)
    nearest: Rule | None = None
    missing: tuple[str, ...] = ()
    between: str = ""  # the words between two parts of the rule that stand too far apart


def silent_sentences(
    extractor: Extractor,
    document: Document,
    sentences: Sequence[Sentence],
    groundings: Sequence[Grounding],
    found: tuple[Sequence[Evidence], Sequence[Dropped]],
) -> Iterator[Trace]:
    """The sentences that could have stated a claim and gave none; ``found`` is what was found and left out."""
    rows, dropped = found
    stating = {row.span for row in rows}
    starts = [g.mention.span.start for g in groundings]
    scope = speaks_of_tumours(document.text) or any(is_oncological(argument(g)) for g in groundings)
    for sentence in sentences:
        if sentence.role not in EVIDENCE_ROLES or sentence.span in stating or len(sentence.text) > _LONGEST:
            continue
        inside = groundings[bisect_left(starts, sentence.span.start) : bisect_left(starts, sentence.span.end)]
        if not inside:
            continue
        # the same view of the sentence as the rules have, so that the trace cannot tell another story
        setting = extractor._setting(document, sentence, inside, ())
        left = [d for d in dropped if d.span == sentence.span and d.stage == "claims"]
        trace = _trace(setting, extractor.vocabulary)
        if trace is not None:
            yield _explained(trace, setting.chunks, left, in_scope=scope)


def _trace(setting: Setting, vocabulary: Vocabulary) -> Trace | None:
    """What was found, or None if the sentence lacks a therapy, another thing, or a word of outcome."""
    inside, items = setting.groundings, setting.row.items
    therapies = {str(g.concept.id): g.mention.text for g in inside if is_therapy_grounding(g)}
    therapies |= {c.note.rstrip("?="): c.words for c in items if c.code in _OUTCOMES and c.note.startswith("MESH:")}
    factors = {
        str(g.concept.id): g.mention.text
        for g in inside
        if g.concept.kind not in _NO_FACTORS and not is_neoplasm(g.concept, vocabulary)
    }
    cues = tuple((item.words, item.code) for item in items if item.code not in _GRAMMAR)
    if not any(code in _OUTCOMES for _, code in cues) or not therapies or not factors or len(therapies | factors) < 2:
        return None
    return Trace(
        document=setting.document.id, sentence=setting.sentence, cues=cues, fits=(),
        therapies=tuple((text, name) for name, text in therapies.items()),
        factors=tuple((text, name) for name, text in factors.items() if name not in therapies),
    )  # fmt: skip


def _explained(trace: Trace, chunks: Sequence[Chunk], left: Sequence[Dropped], *, in_scope: bool) -> Trace:
    if not in_scope:
        return replace(trace, fits=(("", "neither the document nor the therapy is one of oncology"),))
    if left:
        fits = dict.fromkeys((d.item.partition(": ")[0], d.reason) for d in left)
        return replace(trace, fits=tuple(fits))
    rule, missing, between = _nearest(chunks)
    return replace(trace, nearest=rule, missing=missing, between=between)


def _nearest(chunks: Sequence[Chunk]) -> tuple[Rule, tuple[str, ...], str]:
    """The rule that lacks the fewest parts, what it lacks, and else the words that stand between its parts."""
    code = encode(chunks)

    def rank(rule: Rule) -> tuple[bool, int, int]:
        places = _aligned(rule, code)
        codes = [chunks[at].code for at in places if at >= 0]
        spoken = any(one in _OUTCOMES for one in codes)
        return not spoken, places.count(-1), -sum(one not in _GRAMMAR for one in codes)

    rule = min((rule for rule in rules() if not rule.of_cohort), key=rank)
    places = _aligned(rule, code)
    missing = tuple(_in_words(part) for part, at in zip(_parts(rule), places, strict=True) if at < 0)
    return rule, missing, "" if missing else _widest(places, chunks)


def _parts(rule: Rule) -> tuple[str, ...]:
    """What a rule wants, in order; its subject is a factor that stands to the left."""
    return (
        *(("SUBJ",) if rule.takes_subject else ()),
        *(part for part in rule.groups if f"{part}?" not in rule.pattern),
    )


def _aligned(rule: Rule, code: str) -> tuple[int, ...]:
    """Where the parts of a rule stand in a sentence, as many as can in their order; -1 for one that is not there."""
    wanted = [{_CHARACTER[c] for c in _classes("FACTOR" if part == "SUBJ" else part)} for part in _parts(rule)]
    rest = [[0] * (len(code) + 1) for _ in range(len(wanted) + 1)]  # parts from i on that stand at j or later
    for i in reversed(range(len(wanted))):
        for j in reversed(range(len(code))):
            here = 1 + rest[i + 1][j + 1] if code[j] in wanted[i] else 0
            rest[i][j] = max(here, rest[i][j + 1], rest[i + 1][j])
    places, j = [], 0
    for i, characters in enumerate(wanted):
        at = next((k for k in range(j, len(code)) if code[k] in characters), -1)
        kept = at >= 0 and 1 + rest[i + 1][at + 1] == rest[i][j]
        places.append(at if kept else -1)
        j = at + 1 if kept else j
    return tuple(places)


def _widest(places: Sequence[int], chunks: Sequence[Chunk]) -> str:
    """The words between the two parts of a rule that stand farthest apart."""
    pairs = list(pairwise(places))
    if not pairs:
        return ""
    first, last = max(pairs, key=lambda pair: pair[1] - pair[0])
    return " ".join(chunk.words for chunk in chunks[first + 1 : last])


def _in_words(part: str) -> str:
    """A part of a rule as a reader knows it, with a few of the words that stand for it."""
    if part == "SUBJ":
        return "a factor as the subject, to the left"
    if part in {"FACTOR", "THERAPY"}:
        return f"a {part.lower()} in that place"
    examples = [phrase for name in part.split("|") for phrase in _phrases().get(name, ())[:_EXAMPLES]]
    return f"{part}, such as {', '.join(dict.fromkeys(examples))}" if examples else part


@cache
def _phrases() -> dict[str, list[str]]:
    """The phrases of every class of cues.tsv, in the order of the table."""
    found: dict[str, list[str]] = {}
    for _, (name, phrase, *_) in table_rows(HERE / "cues.tsv", 4):
        found.setdefault(name, []).append(phrase)
    return found

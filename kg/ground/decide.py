"""What a surface may mean by itself: options best first, or a refusal with its reason (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.ground.judge import MENTION_TYPES, OWN_SOURCE, Option, compact, judge
from kg.ground.misspelt import meant
from kg.ground.species import RODENTS
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ground.ports import CandidateLike, LexiconLike
    from kg.ground.words import Settings, Words
    from kg.model import Concept, Kind, MentionType

MISSPELT: Final = "misspelt"  # the source of a reading of a word with one letter wrong, as kept.tsv names it
_PREFERRED: Final = 0.9  # what the reading of preferred.tsv scores at least
_NOT_PREFERRED: Final = 0.7
_LOOKED_AT: Final = 6  # candidates of which the tagger is told
_RODENT_SYMBOL: Final = re.compile(r"[A-Z][a-z]{2,6}\d{1,3}[a-z]{1,2}\d{0,2}")
_LETTERS: Final[Mapping[MentionType | None, str]] = {
    "Chemical": "C", "Disease": "D", "Gene": "G", "Process": "P", "Cell": "L", "Organism": "O", "Procedure": "R",
    "Variant": "V",
}  # fmt: skip
# kinds among which a branch of a vocabulary can be too general to be a mention
_GENERAL_KINDS: Final = frozenset(("disease", "process", "procedure", "organism", "microbe", "cell"))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a surface may mean, whatever the document: options, best first, or why it is no mention.

    ``swallows``: it still takes its place in the text, so that no part of it becomes a mention.
    ``open``: the words around decide.  ``mark`` and ``raw`` tell the tagger what was decided, and what the
    vocabularies know of the surface whatever was decided.
    """

    options: tuple[Option, ...]
    refusal: str = ""
    swallows: bool = False
    open: bool = False
    mark: str = ""
    raw: str = ""

    @property
    def misspelt(self) -> bool:
        """Whether it is a name with one letter wrong, which is no key."""
        return bool(self.options) and self.options[0].source == MISSPELT


def decide(key: str, surface: str, lexicon: LexiconLike, words: Words, settings: Settings) -> Decision:
    """What a surface may mean by itself; no context is looked at."""
    decision = _decide(key, surface, lexicon, words, settings)
    return replace(decision, mark=_mark(decision), raw=_raw(surface, lexicon.candidates(key)))


def _mark(decision: Decision) -> str:
    """What was decided, in short: kind, source, tenths of the score, and whether it depends on the context."""
    if not decision.options:
        return "sw" if decision.swallows else ""
    best = decision.options[0]
    return f"{_letter(best.concept.kind)}{best.concept.kind[:4]}|{best.source[:3]}|{int(best.score * 10)}|" + (
        "o" if decision.open else ""
    )


def _raw(surface: str, candidates: Sequence[CandidateLike]) -> str:
    """The two nearest kinds among the candidates, each with its scope and how the spelling agrees."""
    found: dict[str, str] = {}
    for candidate in candidates[:_LOOKED_AT]:
        letter = _letter(candidate.concept.kind)
        if letter not in found:
            same = compact(candidate.name).lower() == compact(surface).lower()
            agrees = "=" if candidate.name == surface else "~" if same else "*"
            found[letter] = f"{letter}{candidate.scope[:2]}{agrees}"
    return ".".join(list(found.values())[:2])


def _letter(kind: Kind) -> str:
    return _LETTERS.get(MENTION_TYPES.get(kind), "x")


def _decide(key: str, surface: str, lexicon: LexiconLike, words: Words, settings: Settings) -> Decision:
    if key in words.cell_lines and not _is_symbol_of(surface, lexicon.candidates(key)):
        return Decision((), "a cell line", swallows=True)
    if key in words.blocked:
        return Decision((), words.blocked[key], swallows=True)
    candidates = lexicon.candidates(key)
    meaning = words.clinical.get(surface, words.adjectives.get(key))
    if meaning is not None:
        clinical = _clinical(surface, meaning, lexicon, words, settings)
        if clinical is not None:
            return clinical
    if not candidates:
        return _of_rodents(key, surface, lexicon, words, settings) or _misspelt(key, lexicon, words, settings)
    options = preferred_first(key, judge(surface, candidates, words, settings), words)
    good = tuple(option for option in options if option.score >= settings.threshold)
    if not good:
        reason = options[0].why if options else "no candidate"
        return Decision((), reason)
    if good[0].type is None:
        return Decision((), f"a name of something that is no mention: {good[0].concept.label}")
    blocked = _blocked(good[0].concept, lexicon, words)
    if blocked is not None:
        return blocked
    mentions = tuple(option for option in good if option.type is not None)
    return Decision(mentions, open=is_open(mentions, settings))


def _is_symbol_of(surface: str, candidates: Sequence[CandidateLike]) -> bool:
    """Whether a gene's approved symbol is the surface to the letter: HK2 is hexokinase, HK-2 the cell line."""
    return any(c.scope == "label" and c.name == surface and c.concept.kind == "gene" for c in candidates)


def _of_rodents(key: str, surface: str, lexicon: LexiconLike, words: Words, settings: Settings) -> Decision | None:
    """The decision for the symbol of a gene that mice or rats have and man has not: Cyp2d22, Abcb1a."""
    if _RODENT_SYMBOL.fullmatch(surface) is None:
        return None
    for taxon in RODENTS:
        found = [c for c in lexicon.candidates_of_species(key, taxon) if c.scope == "label" and c.name == surface]
        options = judge(surface, found, words, settings)
        if options and options[0].score >= settings.threshold:
            return Decision(options)
    return None


def _misspelt(key: str, lexicon: LexiconLike, words: Words, settings: Settings) -> Decision:
    """The drug or tumour that a word misspells, with a lower score."""
    right = meant(key.rstrip(), lexicon, words.kept.misspelt)
    found = judge(right.rstrip(), lexicon.candidates(right), words, settings) if right else ()
    options = tuple(
        replace(
            option,
            score=round(option.score * settings.tagged["misspelt"], 4),
            why=f"taken for a misspelling of {option.name!r}; {option.why}",
            source=MISSPELT,
        )
        for option in found
        if option.type in {"Chemical", "Disease"} and option.score >= settings.threshold
    )
    return Decision(options) if options else Decision((), "no candidate")


def _blocked(concept: Concept, lexicon: LexiconLike, words: Words) -> Decision | None:
    """The refusal of a concept that lies in a blocked branch or whose label begins in a blocked way."""
    heading = lexicon.heading(concept.id) or concept.label
    for beginning, reason in words.blocked_beginnings:
        if heading.startswith(beginning):
            return Decision((), reason)
    if concept.kind not in _GENERAL_KINDS:
        return None
    above = words.branches.keys() & {concept.id, *lexicon.ancestors(concept.id)}
    # pain is a disease although MeSH files it under sensation
    hits = [words.branches[i] for i in sorted(above) if concept.kind != "disease" or i.prefix == "MONDO"]
    if not hits or any(rule == "keep" for rule, _ in hits):
        return None
    rule, label = hits[0]
    return Decision((), f"under {label}, which says nothing about resistance", swallows=rule == "whole")


def _clinical(surface: str, meaning: str, lexicon: LexiconLike, words: Words, settings: Settings) -> Decision | None:
    """The decision for a clinical abbreviation that the document does not define."""
    if not meaning:
        return Decision((), "an abbreviation of clinic or laboratory that names no entity", swallows=True)
    found = judge(meaning, lexicon.candidates(normal_name(meaning)), words, settings)
    weight = settings.scope["abbreviation"]
    options = tuple(
        replace(o, score=round(o.score * weight, 4), why=f"stands for {meaning!r}; {o.why}", source=OWN_SOURCE)
        for o in found
        if o.score >= settings.threshold and o.type is not None
    )
    return Decision(options) if options else None


def preferred_first(key: str, options: tuple[Option, ...], words: Words) -> tuple[Option, ...]:
    """The reading that ``preferred.tsv`` names comes first, where it is among the options."""
    wanted = words.preferred.get(key)
    if wanted is None:
        return options
    chosen = [o for o in options if wanted in o.concept.ids and o.score > 0]
    if not chosen:
        return options
    first = [_preferred(option) for option in chosen]
    others = [replace(o, score=round(o.score * _NOT_PREFERRED, 4)) for o in options if o not in chosen]
    return (*first, *others)


def _preferred(option: Option) -> Option:
    why = f"{option.why}, preferred reading"
    return replace(option, score=max(option.score, _PREFERRED), why=why, wants_cue=False)


def is_open(options: Sequence[Option], settings: Settings) -> bool:
    """Whether the context must be asked: a weak reading, or two that are close."""
    if options[0].wants_cue:
        return True
    return len(options) > 1 and options[0].score - options[1].score < settings.margin
